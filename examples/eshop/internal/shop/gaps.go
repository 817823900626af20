package shop

import (
	"context"
	"database/sql"
	"slices"
)

// GapTries is how many runs of an import ask again for a product that came with fields which could not be read.
// Afterwards it waits until it changes, or until everything is read.
const GapTries = 10

// Gaps returns the SKUs of the products to ask for again, in order, and forgets those that were asked for often enough.
func (s *Shop) Gaps(ctx context.Context, flow string) ([]string, error) {
	_, err := s.db.ExecContext(ctx, `DELETE FROM gaps WHERE flow = $1 AND tries >= $2`, flow, GapTries)
	if err != nil {
		return nil, err
	}
	return column[string](s.db.QueryContext(ctx, `SELECT sku FROM gaps WHERE flow = $1 ORDER BY sku`, flow))
}

// SaveGaps remembers products that came with unread fields, and forgets those that came whole.
func (s *Shop) SaveGaps(ctx context.Context, flow string, unread, whole []string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		err := eachGap(ctx, tx, `INSERT INTO gaps (flow, sku) VALUES ($1, $2) ON CONFLICT (flow, sku) DO NOTHING`,
			flow, unread)
		if err != nil {
			return err
		}
		return eachGap(ctx, tx, `DELETE FROM gaps WHERE flow = $1 AND sku = $2`, flow, whole)
	})
}

// CountGaps counts that these products are asked for again.
func (s *Shop) CountGaps(ctx context.Context, flow string, skus []string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		return eachGap(ctx, tx, `UPDATE gaps SET tries = tries + 1 WHERE flow = $1 AND sku = $2`, flow, skus)
	})
}

func eachGap(ctx context.Context, tx *sql.Tx, statement, flow string, skus []string) error {
	for _, sku := range slices.Sorted(slices.Values(skus)) {
		if _, err := tx.ExecContext(ctx, statement, flow, sku); err != nil {
			return err
		}
	}
	return nil
}
