package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

var errPlaced = errors.New("the form has become an order before")

// PlacedError says that a form has become an order before, and that it was sent again with something else in it: the form
// that a browser's back button brings back, filled in anew. Nothing was placed.
type PlacedError struct{ Order int64 }

// Error says which order.
func (e *PlacedError) Error() string {
	return fmt.Sprintf("the form has become order %d before, with something else in it", e.Order)
}

// PlaceOnce places an order as [Shop.PlaceOrder] does, unless there is one that was placed with the same form:
// then it returns the number of that one. So a form that is sent twice, by a second click or a reload, is one
// order. When what was ordered, how much of it, or by whom is not the same, it is a [*PlacedError].
func (s *Shop) PlaceOnce(
	ctx context.Context, form string, o NewOrder,
	alongside func(ctx context.Context, tx *sql.Tx, order int64) error,
) (id int64, err error) {
	if id, err := s.placedBefore(ctx, form, o); !errors.Is(err, sql.ErrNoRows) {
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
	if placed, lookErr := s.placedBefore(ctx, form, o); !errors.Is(lookErr, sql.ErrNoRows) {
		return placed, lookErr
	}
	return 0, err
}

// placedBefore returns the order that a form has become, and sql.ErrNoRows when it has become none.
func (s *Shop) placedBefore(ctx context.Context, form string, o NewOrder) (id int64, err error) {
	if id, err = s.OrderOfForm(ctx, form); err != nil {
		return 0, err
	}
	placed, err := s.Order(ctx, id)
	switch {
	case err != nil:
		return 0, err
	case !o.isSame(placed):
		return 0, &PlacedError{Order: id}
	default:
		return id, nil
	}
}

// isSame reports whether an order is what was placed, whatever has become of prices and stock.
func (o NewOrder) isSame(placed Order) bool {
	return oneCase(o.Customer.Email) == placed.Customer.Email &&
		o.Customer.Contact() == placed.Customer.Contact() && o.Customer.TaxNumber == placed.Customer.TaxNumber &&
		slices.EqualFunc(o.Items, placed.Lines, func(item Item, line Line) bool {
			return item.SKU == line.SKU && item.Quantity.Equal(line.Quantity)
		})
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
