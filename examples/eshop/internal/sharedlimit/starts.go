package sharedlimit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// start is the moment from which one call may be sent.
type start struct {
	n    int64
	wait time.Duration // from now on
}

// reserve takes the next start: not before the last one, and for each rate not before its span has passed since the
// start that is as many starts back as it has calls. The clock is read once, behind the lock. Forgotten is what no
// start to come reckons from, whichever of those that lie ahead are given back.
const reserve = `
WITH last AS (
    SELECT COALESCE(max(n), 0) AS n FROM limiter_starts WHERE name = $1
), clock AS (
    SELECT clock_timestamp() AS now
), next AS (
    SELECT last.n + 1 AS n, GREATEST(
        (SELECT now FROM clock),
        (SELECT start FROM limiter_starts s WHERE s.name = $1 AND s.n = last.n),
        (SELECT max(s.start + rate.micros * INTERVAL '1 microsecond')
            FROM unnest($2::bigint[], $3::bigint[]) AS rate (calls, micros)
            JOIN limiter_starts s ON s.name = $1 AND s.n = last.n + 1 - rate.calls)
    ) AS start FROM last
), forgotten AS (
    DELETE FROM limiter_starts WHERE name = $1 AND n <= (
        SELECT max(s.n) FROM limiter_starts s, clock WHERE s.name = $1 AND s.start <= clock.now
    ) - $4::bigint
), reserved AS (
    INSERT INTO limiter_starts (name, n, start)
    SELECT $1, next.n, next.start FROM next, clock
    WHERE $5::bigint IS NULL OR next.start <= clock.now + $5 * INTERVAL '1 microsecond'
    RETURNING n
)
SELECT next.n, CEIL(EXTRACT(EPOCH FROM next.start - clock.now) * 1000000)::bigint, EXISTS (SELECT 1 FROM reserved)
FROM next, clock`

// reserve reserves the next start, unless the context would end before it.
func (l *Limiter) reserve(ctx context.Context) (s start, err error) {
	var patience sql.NullInt64
	if deadline, ok := ctx.Deadline(); ok {
		patience = sql.NullInt64{Int64: time.Until(deadline).Microseconds(), Valid: true}
	}
	var calls, micros []int64
	most := int64(0)
	for _, r := range l.rates {
		calls, micros = append(calls, int64(r.Calls)), append(micros, int64((r.Per+time.Microsecond-1)/time.Microsecond))
		most = max(most, int64(r.Calls))
	}
	var wait int64
	var reserved bool
	err = l.locked(ctx, l.name, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, reserve, l.name, calls, micros, most, patience).Scan(&s.n, &wait, &reserved)
	})
	s.wait = time.Duration(wait) * time.Microsecond
	if err == nil && !reserved {
		err = fmt.Errorf("the rate limit asks to wait for %s: %w", s.wait.Round(time.Millisecond), context.DeadlineExceeded)
	}
	return s, err
}

// giveBack drops a start that lies ahead and is not used, if it is the last one. In between it stays: the others reckon
// from it.
func (l *Limiter) giveBack(ctx context.Context, s start) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return l.locked(ctx, l.name, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			DELETE FROM limiter_starts WHERE name = $1 AND n = $2 AND start > clock_timestamp()
			AND NOT EXISTS (SELECT 1 FROM limiter_starts WHERE name = $1 AND n > $2)`, l.name, s.n)
		return err
	})
}

// locked works in a transaction while no other process works under that name.
func (l *Limiter) locked(ctx context.Context, name string, work func(*sql.Tx) error) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	// The lock first, in a statement of its own: the next one then sees what its last holder has committed.
	const lock = `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' limit ' || $1, 0))`
	if _, err := tx.ExecContext(ctx, lock, name); err != nil {
		return errors.Join(ctx.Err(), err)
	}
	if err := work(tx); err != nil {
		return err
	}
	return tx.Commit()
}
