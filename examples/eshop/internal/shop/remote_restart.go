package shop

import (
	"context"
	"database/sql"
	"time"
)

// Restart is from when on the orders of a channel count after all.
type Restart struct {
	Start, Mark string // the flow's marks
	At          time.Time
}

// Restart lets the orders of a channel count from an earlier time on than was stored. Those that were taken to be from before
// it wait from now on, and are read again.
func (s *Shop) Restart(ctx context.Context, channel string, r Restart) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		for _, change := range []struct {
			statement string
			args      []any
		}{
			{`UPDATE marks SET mark = $1 WHERE flow = $2`, []any{stamp(r.At), r.Start}},
			{`DELETE FROM marks WHERE flow = $1`, []any{r.Mark}},
			{`UPDATE remote_orders SET state = 'waiting' WHERE channel = $1 AND state = 'before start' AND created_at >= $2`,
				[]any{channel, stamp(r.At)}},
		} {
			if _, err := tx.ExecContext(ctx, change.statement, change.args...); err != nil {
				return err
			}
		}
		return nil
	})
}
