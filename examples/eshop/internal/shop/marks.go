package shop

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Mark returns how far an import has come: the zero time before its first complete run.
func (s *Shop) Mark(ctx context.Context, flow string) (time.Time, error) {
	var text string
	err := s.db.QueryRowContext(ctx, `SELECT mark FROM marks WHERE flow = $1`, flow).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return parseStamp(text)
}

// SetMark remembers how far an import has come.
func (s *Shop) SetMark(ctx context.Context, flow string, mark time.Time) error {
	_, err := s.db.ExecContext(ctx,
		`INSERT INTO marks (flow, mark) VALUES ($1, $2) ON CONFLICT (flow) DO UPDATE SET mark = excluded.mark`,
		flow, stamp(mark))
	return err
}
