package shop

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Balance is the stock of one product as the provider gave it. Quantities can be negative.
type Balance struct {
	SKU       string
	Locations map[string]shelfwire.Decimal // by location code
	Total     shelfwire.Opt[shelfwire.Decimal]
}

// SaveBalances stores balances, all or none of them, and returns how many were of products that the catalogue
// does not have; those are left out. A location that is missing from a balance keeps its quantity: that missing
// means empty is nowhere promised. read is the [Shop.Moment] before the
// provider was asked: what was sent to it later is not in them.
func (s *Shop) SaveBalances(ctx context.Context, read time.Time, balances []Balance) (unknown int, err error) {
	balances = slices.SortedFunc(slices.Values(balances), func(a, b Balance) int { return strings.Compare(a.SKU, b.SKU) })
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		for _, b := range balances {
			known, err := saveBalance(ctx, tx, read, b)
			if err != nil {
				return err
			}
			if !known {
				unknown++
			}
		}
		return nil
	})
	return unknown, err
}

const saveOnHand = `
UPDATE products SET
    on_hand = COALESCE($1, on_hand), balance_at = CASE WHEN $1 IS NULL THEN balance_at ELSE $2 END
WHERE sku = $3`

func saveBalance(ctx context.Context, tx *sql.Tx, read time.Time, b Balance) (known bool, err error) {
	changed, err := tx.ExecContext(ctx, saveOnHand, nullText(b.Total), stamp(read), b.SKU)
	if err != nil {
		return false, err
	}
	if n, err := changed.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	for location, quantity := range b.Locations {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO stock (sku, location, quantity) VALUES ($1, $2, $3)
			ON CONFLICT (sku, location) DO UPDATE SET quantity = excluded.quantity`,
			b.SKU, location, quantity)
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// Stock returns the stock of a product by location.
func (s *Shop) Stock(ctx context.Context, sku string) (map[string]shelfwire.Decimal, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT location, quantity FROM stock WHERE sku = $1`, sku)
	stock := map[string]shelfwire.Decimal{}
	return stock, each(rows, err, func() error {
		var location string
		var quantity shelfwire.Decimal
		err := rows.Scan(&location, &quantity)
		stock[location] = quantity
		return err
	})
}
