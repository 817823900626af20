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
// An order is taken to be in the stock when it was in Resico before the stock was read. One that is on its way, is parked or
// has failed is not: whoever placed it has been promised the goods, and a person decides what becomes of it. Neither is one of a
// channel that waits or is parked there. One that a person has dealt with counts as in Resico since then. An invoice in ERP XT
// does not lower Resico's stock: its goods stay taken until somebody has entered their issue; see [Shop.GoodsIssued].
// No clock decides what was before: both have a [Shop.Moment].
func (s *Shop) Available(ctx context.Context, sku string) (left shelfwire.Decimal, known bool, err error) {
	return available(ctx, s.db, sku)
}

// available adds up in Go: SQL would do it in binary fractions.
func available(ctx context.Context, db querier, sku string) (left shelfwire.Decimal, known bool, err error) {
	var stock sql.Null[shelfwire.Decimal]
	err = db.QueryRowContext(ctx, `SELECT on_hand FROM products WHERE sku = $1`, sku).Scan(&stock)
	if err != nil || !stock.Valid {
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return shelfwire.Decimal{}, false, err
	}
	rows, err := db.QueryContext(ctx, `SELECT quantity FROM taken WHERE sku = $1`, sku)
	left = stock.V
	err = each(rows, err, func() error {
		var ordered shelfwire.Decimal
		err := rows.Scan(&ordered)
		left = left.Sub(ordered)
		return err
	})
	if err != nil {
		return shelfwire.Decimal{}, false, err
	}
	if left.IsNegative() {
		left = shelfwire.NewDecimal(0)
	}
	return left, true, nil
}
