package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// How long an order of a channel is read again. A young one is read with each run, an older one once a day.
const (
	RemoteYoung  = 7 * 24 * time.Hour
	RemotePause  = 24 * time.Hour
	RemoteUnpaid = 60 * 24 * time.Hour  // after it was created, or first read, when it has not been placed
	RemoteWatch  = 30 * 24 * time.Hour  // after it was placed
	RemoteLate   = 180 * 24 * time.Hour // after it was created, when it was closed because it was not due: once a week
	RemoteRarely = 7 * 24 * time.Hour
)

// RemoteToRead returns the orders of a channel that are to be read again in a run that began at a time, by their numbers:
// those that wait, those that were placed lately, whatever has become of them since, or are not in the accounts yet, and now and
// then those that were not due for long, and those that the channel did not have: they can come back. What the run has read
// already is left out, but not what was read by a clock that was ahead.
func (s *Shop) RemoteToRead(ctx context.Context, channel string, began time.Time) ([]string, error) {
	return column[string](s.db.QueryContext(ctx, `
		SELECT remote_id FROM (
		    SELECT remote_id, state, reason, created_at, placed_at,
		        EXISTS (SELECT 1 FROM orders o WHERE o.id = order_id AND o.state <> 'sent') AS is_on_its_way,
		        CASE WHEN seen_at > $9 THEN '' ELSE seen_at END AS seen_at
		    FROM remote_orders WHERE channel = $1
		) AS orders_there
		WHERE seen_at < $2
		  AND (state = 'waiting' AND (created_at >= $3 OR seen_at < $4)
		    OR state = 'gone' AND seen_at < $4
		    OR is_on_its_way AND seen_at < $4
		    OR placed_at >= $5 AND (placed_at >= $3 OR seen_at < $4)
		    OR reason = $6 AND created_at >= $7 AND seen_at < $8)
		ORDER BY remote_id`,
		channel, stamp(began), stamp(began.Add(-RemoteYoung)), stamp(began.Add(-RemotePause)), stamp(began.Add(-RemoteWatch)),
		notDue, stamp(began.Add(-RemoteLate)), stamp(began.Add(-RemoteRarely)), stamp(time.Now().Add(aheadBy))))
}

// RemoteGone remembers that the channel has an order no longer. When it was placed before, a person has to look, whatever was put
// before one earlier, and it is held back if it is not in the accounts yet.
func (s *Shop) RemoteGone(ctx context.Context, r Remote) (taken Taken, err error) {
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		row, err := s.remoteRow(ctx, tx, r)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		row.Remote = r
		before := row.reason
		if err := row.lose(ctx, tx); err != nil {
			return err
		}
		taken = Taken{State: row.state, Reason: row.reason}
		if before != row.reason {
			taken.Now = row.state
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE remote_orders SET state = $1, reason = $2, seen_at = $3 WHERE channel = $4 AND remote_id = $5`,
			string(row.state), row.reason, stamp(time.Now()), r.Channel, r.ID)
		return err
	})
	return taken, err
}

// notDue is the reason of an order that was closed because it was not due for long.
const notDue = "it was not due within 60 days"

// CloseUnpaid closes the orders of a channel that have waited too long, when a run that began at a time has read them once
// more, and returns how many.
func (s *Shop) CloseUnpaid(ctx context.Context, channel string, began time.Time) (int, error) {
	closed, err := s.db.ExecContext(ctx, `
		UPDATE remote_orders SET state = 'closed', reason = $1
		WHERE channel = $2 AND created_at < $3 AND met_at < $3 AND (state = 'waiting' AND seen_at >= $4 OR state = 'gone')`,
		notDue, channel, stamp(began.Add(-RemoteUnpaid)), stamp(began))
	if err != nil {
		return 0, err
	}
	n, err := closed.RowsAffected()
	return int(n), err
}

// RemoteCounts are orders of all channels, as they stand.
type RemoteCounts struct {
	Invoiced int // in the ERP, since a time
	Waiting  int // for their payment
	Parked   int // for a person
}

// CountRemote counts the orders of channels.
func (s *Shop) CountRemote(ctx context.Context, since time.Time) (n RemoteCounts, err error) {
	err = s.db.QueryRowContext(ctx, `
		SELECT
		    COALESCE(SUM(CASE WHEN o.state = 'sent' AND o.reason = '' AND o.closed_at >= $1 THEN 1 ELSE 0 END), 0),
		    COALESCE(SUM(CASE WHEN r.state = 'waiting' THEN 1 ELSE 0 END), 0),
		    COALESCE(SUM(CASE WHEN r.state = 'parked' OR r.status_state = 'parked' THEN 1 ELSE 0 END), 0)
		FROM remote_orders r LEFT JOIN orders o ON o.id = r.order_id`, stamp(since)).
		Scan(&n.Invoiced, &n.Waiting, &n.Parked)
	return n, err
}

// RemotePlacedSince returns the numbers of the orders that orders of channels have become since a time, and of those that
// are still on their way to the ERP.
func (s *Shop) RemotePlacedSince(ctx context.Context, since time.Time) ([]int64, error) {
	return column[int64](s.db.QueryContext(ctx, `
		SELECT o.id FROM orders o JOIN remote_orders r ON r.order_id = o.id
		WHERE o.state = 'open' OR r.placed_at >= $1 ORDER BY o.id`, stamp(since)))
}

// RemoteSummary is an order of a channel in a list.
type RemoteSummary struct {
	Remote

	State   RemoteState // not RemoteParked where only its status there needs a person
	Reason  string
	Created time.Time // there
	Order   int64     // that it has become here; 0 for none
	Body    string    // as it was last read
	dealt   string    // when a person has last dealt with it, as it is stored; empty when none has
}

// Asked names what a person is asked about the order. What has come to its reason since makes it another question.
func (r RemoteSummary) Asked() Question { return digest(r.Reason) }

// AskedBack names what a person who has dealt with the order may take back: that, and not what was dealt with later.
func (r RemoteSummary) AskedBack() Question { return AskedClosed.of(r.dealt) }

// RemoteToSettle returns the orders of channels that need a person, the oldest first, at most so many.
func (s *Shop) RemoteToSettle(ctx context.Context, most int) ([]RemoteSummary, error) {
	return s.remoteSummaries(ctx, RemoteParked, most)
}

// RemoteOrders returns all orders of channels, the oldest first, at most so many.
func (s *Shop) RemoteOrders(ctx context.Context, most int) ([]RemoteSummary, error) {
	return s.remoteSummaries(ctx, "", most)
}

// remoteReason is why an order of a channel, or its status there, needs a person.
const remoteReason = `CASE WHEN status_state <> 'parked' THEN reason WHEN reason = '' THEN status_reason
	ELSE reason || '; ' || status_reason END`

// remoteSummaries returns the orders of channels that are in a state, or their status there is; "" for all. The reason is
// that of the order, of its status there, or both.
func (s *Shop) remoteSummaries(ctx context.Context, state RemoteState, most int) ([]RemoteSummary, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT channel, remote_id, NOT is_paid, state, `+remoteReason+`, created_at, COALESCE(order_id, 0), body
		FROM remote_orders WHERE CAST($1 AS TEXT) = '' OR state = $1 OR status_state = $1
		ORDER BY created_at, channel, remote_id LIMIT $2`, string(state), most)
	return collect(rows, err, func(r *RemoteSummary) (err error) {
		var created string
		if err := rows.Scan(
			&r.Channel, &r.ID, &r.IsUnpaid, &r.State, &r.Reason, &created, &r.Order, &r.Body,
		); err != nil {
			return err
		}
		r.Created, err = parseStamp(created)
		return err
	})
}

// ErrNothingToSettle says that an order of a channel needs no person, or is not known.
var ErrNothingToSettle = errors.New("needs nothing to be settled")

// SettleRemote takes what a person says about an order of a channel that was parked: that it is dealt with ([Dealt]), or that
// nothing was done about it ([NotThere]). Then the next run takes it up anew; as an order of its own, if it has asked whether it
// is another one once more. One that has become an order here can only be dealt with: it has its invoice. See
// [Shop.TakeBackRemote] for what was a mistake.
//
// The answer is about what the order has asked that person: when it asks something else by now, such as about a refund that
// came since, it is [ErrAsksElse].
//
// The goods of one that was dealt with count as taken until the stock is read again, as those of an order here do.
func (s *Shop) SettleRemote(ctx context.Context, r Remote, about Question, found string) error {
	statement := `UPDATE remote_orders SET
		    reason = CASE state WHEN 'parked' THEN '` + dealtWith + `' || reason ELSE reason END,
		    dealt_at = $4,
		    state = CASE state WHEN 'parked' THEN 'closed' ELSE state END, seen_at = $3,
		    status_reason = CASE status_state WHEN 'parked' THEN '` + dealtWith + `' || status_reason
		        ELSE status_reason END,
		    status_state = CASE status_state WHEN 'parked' THEN 'left' ELSE status_state END
		WHERE channel = $1 AND remote_id = $2 AND (state = 'parked' OR status_state = 'parked')`
	args := []any{r.Channel, r.ID}
	switch found {
	case Dealt:
		args = append(args, stamp(time.Now())) // the latest ones are shown
	case NotThere:
		statement = `UPDATE remote_orders SET is_cleared = is_cleared OR reason LIKE '` + looksLike + `%',
			    state = 'waiting', reason = '', seen_at = ''
			WHERE channel = $1 AND remote_id = $2 AND state = 'parked' AND order_id IS NULL`
	default:
		return fmt.Errorf("%s %s: say %s or %s", r.Channel, r.ID, Dealt, NotThere)
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		asks, err := remoteAsked(ctx, tx, r, s.dialect.lockRow) // before the moment is locked, as everywhere
		if err != nil {
			return err
		}
		if asks != "" && asks != about {
			return fmt.Errorf("%s %s %w", r.Channel, r.ID, ErrAsksElse)
		}
		if found == Dealt {
			now, err := moment(ctx, tx)
			if err != nil {
				return err
			}
			args = append(args, stamp(now))
		}
		settled, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		if n, err := settled.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return fmt.Errorf("%s %s %w in this way", r.Channel, r.ID, ErrNothingToSettle)
	})
}

// ErrAsksElse says that an order of a channel asks something else than an answer is about.
var ErrAsksElse = errors.New("asks something else by now")

// RemoteAsked names what a person is asked about an order of a channel; "" when it needs nobody, or is not known.
func (s *Shop) RemoteAsked(ctx context.Context, r Remote) (Question, error) {
	return remoteAsked(ctx, s.db, r, "")
}

func remoteAsked(ctx context.Context, db querier, r Remote, lock string) (Question, error) {
	var now RemoteSummary
	err := db.QueryRowContext(ctx, `
		SELECT `+remoteReason+` FROM remote_orders
		WHERE channel = $1 AND remote_id = $2 AND (state = 'parked' OR status_state = 'parked')`+lock,
		r.Channel, r.ID).Scan(&now.Reason)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return now.Asked(), err
}
