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

// StockAt returns the next products with a stock at a location, by SKU, at most so many: those behind a SKU, or the first
// ones behind the empty one. Each call is a query of its own, so that the database is free for others in between.
func (s *Shop) StockAt(ctx context.Context, location, behind string, most int) ([]Quantity, error) {
	return s.quantities(ctx, `
		SELECT sku, quantity FROM stock WHERE location = $1 AND sku > $2 ORDER BY sku LIMIT $3`, location, behind, most)
}

// TillStock returns what is in a warehouse since its last complete replacement, by SKU: nothing when nobody knows.
func (s *Shop) TillStock(ctx context.Context, warehouse string) ([]Quantity, error) {
	return s.quantities(ctx, `SELECT sku, quantity FROM till_stock WHERE warehouse = $1 ORDER BY sku`, warehouse)
}

func (s *Shop) quantities(ctx context.Context, query string, args ...any) ([]Quantity, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []Quantity
	for rows.Next() {
		var q Quantity
		if err := rows.Scan(&q.SKU, &q.Quantity); err != nil {
			return nil, err
		}
		list = append(list, q)
	}
	return list, rows.Err()
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
