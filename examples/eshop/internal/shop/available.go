package shop

import (
	"context"
	"database/sql"
	"errors"

	"github.com/shelfwire/shelfwire"
)

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Available returns how much of a product can be ordered, and whether that is known: the stock over all locations as
// it was last read, less what has been ordered and is not in it yet. It is never below zero.
//
// An order is taken to be in the stock when it was in Resico before the stock was read. One that is on its way or
// parked is not, and one that failed takes nothing.
func (s *Shop) Available(ctx context.Context, sku string) (left shelfwire.Decimal, known bool, err error) {
	return available(ctx, s.db, sku)
}

// available adds up in Go: SQL would do it in binary fractions.
func available(ctx context.Context, db querier, sku string) (left shelfwire.Decimal, known bool, err error) {
	var stock sql.Null[shelfwire.Decimal]
	var read string
	err = db.QueryRowContext(ctx, `SELECT on_hand, COALESCE(balance_at, '') FROM products WHERE sku = $1`, sku).
		Scan(&stock, &read)
	if err != nil || !stock.Valid {
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return shelfwire.Decimal{}, false, err
	}
	rows, err := db.QueryContext(ctx, `
		SELECT l.quantity FROM order_lines l JOIN orders o ON o.id = l.order_id
		WHERE l.sku = $1 AND (o.state IN ('open', 'parked') OR o.state = 'sent' AND $2 <> '' AND o.closed_at >= $2)`,
		sku, read)
	if err != nil {
		return shelfwire.Decimal{}, false, err
	}
	defer func() { _ = rows.Close() }()
	left = stock.V
	for rows.Next() {
		var ordered shelfwire.Decimal
		if err := rows.Scan(&ordered); err != nil {
			return shelfwire.Decimal{}, false, err
		}
		left = left.Sub(ordered)
	}
	if left.IsNegative() {
		left = shelfwire.NewDecimal(0)
	}
	return left, true, rows.Err()
}
