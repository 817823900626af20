package shop

import (
	"context"
	"database/sql"

	"github.com/shelfwire/shelfwire"
)

// Quantity is how much of a product is somewhere. It can be negative.
type Quantity struct {
	SKU      string
	Quantity shelfwire.Decimal
}

// TillStock returns what is in a warehouse since its last complete replacement, by SKU: nothing when nobody knows.
func (s *Shop) TillStock(ctx context.Context, warehouse string) ([]Quantity, error) {
	return s.quantities(ctx, `SELECT sku, quantity FROM till_stock WHERE warehouse = $1 ORDER BY sku`, warehouse)
}

func (s *Shop) quantities(ctx context.Context, query string, args ...any) ([]Quantity, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	return collect(rows, err, func(q *Quantity) error { return rows.Scan(&q.SKU, &q.Quantity) })
}

// SaveTillStock remembers what is in a warehouse; nothing means that nobody knows.
func (s *Shop) SaveTillStock(ctx context.Context, warehouse string, stock []Quantity) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM till_stock WHERE warehouse = $1`, warehouse); err != nil {
			return err
		}
		for _, q := range stock {
			_, err := tx.ExecContext(ctx, `INSERT INTO till_stock (warehouse, sku, quantity) VALUES ($1, $2, $3)`,
				warehouse, q.SKU, q.Quantity)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
