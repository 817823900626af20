package shop

import (
	"context"
	"database/sql"
	"errors"
)

var errPlaced = errors.New("the form has become an order before")

// PlaceOnce places an order as [Shop.PlaceOrder] does, unless there is one that was placed with the same form:
// then it returns the number of that one. So a form that is sent twice, by a second click or a reload, is one
// order.
func (s *Shop) PlaceOnce(
	ctx context.Context, form string, o NewOrder,
	alongside func(ctx context.Context, tx *sql.Tx, order int64) error,
) (id int64, err error) {
	if id, err := s.OrderOfForm(ctx, form); !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	id, err = s.PlaceOrder(ctx, o, func(ctx context.Context, tx *sql.Tx, order int64) error {
		if err := saveForm(ctx, tx, form, order); err != nil {
			return err
		}
		return alongside(ctx, tx, order)
	})
	if err == nil {
		return id, nil
	}
	// The other click may have been first after all, and may have taken the last piece, too.
	if placed, lookErr := s.OrderOfForm(ctx, form); lookErr == nil {
		return placed, nil
	}
	return 0, err
}

func saveForm(ctx context.Context, tx *sql.Tx, form string, order int64) error {
	saved, err := tx.ExecContext(ctx,
		`INSERT INTO order_forms (form, order_id) VALUES ($1, $2) ON CONFLICT (form) DO NOTHING`, form, order)
	if err != nil {
		return err
	}
	if n, err := saved.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return errPlaced
}

// OrderOfForm returns the number of the order that was placed with a form, and sql.ErrNoRows when there is none.
func (s *Shop) OrderOfForm(ctx context.Context, form string) (id int64, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT order_id FROM order_forms WHERE form = $1`, form).Scan(&id)
	return id, err
}
