package shop

import (
	"context"
	"database/sql"
	"time"
)

// Moment is now, for what has to be told apart as before and after: each moment is later than all that any process got before.
// It is the clock's time unless that was put back, or another machine's is ahead.
func (s *Shop) Moment(ctx context.Context) (now time.Time, err error) {
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		now, err = moment(ctx, tx)
		return err
	})
	return now, err
}

// moment keeps others waiting until the transaction ends: what comes later is after all that is in it.
func moment(ctx context.Context, tx *sql.Tx) (now time.Time, err error) {
	var latest string
	err = tx.QueryRowContext(ctx, `
		INSERT INTO settings (key, value) VALUES ('latest moment', '')
		ON CONFLICT (key) DO UPDATE SET value = settings.value RETURNING value`).Scan(&latest)
	if err == nil && latest == "" {
		err = tx.QueryRowContext(ctx, selectLatest).Scan(&latest)
	}
	if err != nil {
		return now, err
	}
	now = time.Now().UTC().Truncate(time.Microsecond)
	if latest >= stamp(now) {
		if now, err = parseStamp(latest); err != nil {
			return now, err
		}
		now = now.Add(time.Microsecond)
	}
	_, err = tx.ExecContext(ctx, `UPDATE settings SET value = $1 WHERE key = 'latest moment'`, stamp(now))
	return now, err
}

// aheadBy is how far in the future what another machine has written down may lie. What is further ahead is of a clock that was
// put back.
const aheadBy = 10 * time.Minute

// selectLatest selects the latest moment of a database from before it was kept.
const selectLatest = `
SELECT COALESCE(MAX(at), '') FROM (
    SELECT closed_at AS at FROM orders UNION ALL SELECT balance_at FROM products
) AS known`
