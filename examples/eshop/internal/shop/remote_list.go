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
	RemoteUnpaid = 60 * 24 * time.Hour // after it was created, when it has not been placed
	RemoteWatch  = 30 * 24 * time.Hour // after it was placed
)

// RemoteToRead returns the orders of a channel that are to be read again in a run that began at a time, by their numbers:
// those that wait, and those that were placed lately. What the run has read already is left out.
func (s *Shop) RemoteToRead(ctx context.Context, channel string, began time.Time) ([]string, error) {
	return texts(s.db.QueryContext(ctx, `
		SELECT remote_id FROM remote_orders
		WHERE channel = $1 AND seen_at < $2
		  AND (state = 'waiting' AND (created_at >= $3 OR seen_at < $4)
		    OR state = 'placed' AND placed_at >= $5 AND (placed_at >= $3 OR seen_at < $4))
		ORDER BY remote_id`,
		channel, stamp(began), stamp(began.Add(-RemoteYoung)), stamp(began.Add(-RemotePause)), stamp(began.Add(-RemoteWatch))))
}

// RemoteGone remembers that the channel has an order no longer. When it was placed before, a person has to look.
func (s *Shop) RemoteGone(ctx context.Context, r Remote) error {
	_, err := s.db.ExecContext(ctx, `
		UPDATE remote_orders SET
		    state = CASE state WHEN 'placed' THEN 'parked' ELSE 'gone' END, seen_at = $1,
		    reason = CASE state WHEN 'placed' THEN 'after it was placed here: the channel has it no longer'
		        ELSE 'the channel has it no longer' END
		WHERE channel = $2 AND remote_id = $3 AND state IN ('waiting', 'placed')`, stamp(time.Now()), r.Channel, r.ID)
	return err
}

// CloseUnpaid closes the orders of a channel that have waited too long, when a run that began at a time has read them once
// more.
func (s *Shop) CloseUnpaid(ctx context.Context, channel string, began time.Time) error {
	_, err := s.db.ExecContext(ctx, `
		UPDATE remote_orders SET state = 'closed', reason = 'it was not due within 60 days'
		WHERE channel = $1 AND created_at < $2 AND (state = 'waiting' AND seen_at >= $3 OR state = 'gone')`,
		channel, stamp(began.Add(-RemoteUnpaid)), stamp(began))
	return err
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
		    COALESCE(SUM(CASE WHEN o.state = 'sent' AND o.closed_at >= $1 THEN 1 ELSE 0 END), 0),
		    COALESCE(SUM(CASE WHEN r.state = 'waiting' THEN 1 ELSE 0 END), 0),
		    COALESCE(SUM(CASE WHEN r.state = 'parked' THEN 1 ELSE 0 END), 0)
		FROM remote_orders r LEFT JOIN orders o ON o.id = r.order_id`, stamp(since)).
		Scan(&n.Invoiced, &n.Waiting, &n.Parked)
	return n, err
}

// RemotePlacedSince returns the numbers of the orders that orders of channels have become since a time, and of those that
// are still on their way to the ERP.
func (s *Shop) RemotePlacedSince(ctx context.Context, since time.Time) ([]int64, error) {
	return numbers(s.db.QueryContext(ctx, `
		SELECT o.id FROM orders o JOIN remote_orders r ON r.order_id = o.id
		WHERE o.state = 'open' OR r.placed_at >= $1 ORDER BY o.id`, stamp(since)))
}

// RemoteSummary is an order of a channel in a list.
type RemoteSummary struct {
	Remote

	State   RemoteState
	Reason  string
	Created time.Time // there
	Order   int64     // that it has become here; 0 for none
	Body    string    // as it was last read
}

// RemoteToSettle returns the orders of channels that need a person, the oldest first, at most so many.
func (s *Shop) RemoteToSettle(ctx context.Context, most int) ([]RemoteSummary, error) {
	return s.remoteSummaries(ctx, RemoteParked, most)
}

// RemoteOrders returns all orders of channels, the oldest first, at most so many.
func (s *Shop) RemoteOrders(ctx context.Context, most int) ([]RemoteSummary, error) {
	return s.remoteSummaries(ctx, "", most)
}

// remoteSummaries returns the orders of channels in a state; "" for all.
func (s *Shop) remoteSummaries(ctx context.Context, state RemoteState, most int) (list []RemoteSummary, err error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT channel, remote_id, NOT is_paid, state, reason, created_at, COALESCE(order_id, 0), body
		FROM remote_orders WHERE CAST($1 AS TEXT) = '' OR state = $1
		ORDER BY created_at, channel, remote_id LIMIT $2`, string(state), most)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r RemoteSummary
		var created string
		if err := rows.Scan(
			&r.Channel, &r.ID, &r.IsUnpaid, &r.State, &r.Reason, &created, &r.Order, &r.Body,
		); err != nil {
			return nil, err
		}
		if r.Created, err = parseStamp(created); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// Dealt is what a person says in [Shop.SettleRemote] who has done by hand what there was to do.
const Dealt = "done"

// ErrNothingToSettle says that an order of a channel needs no person, or is not known.
var ErrNothingToSettle = errors.New("needs nothing to be settled")

// SettleRemote takes what a person says about an order of a channel that was parked: that it is dealt with ([Dealt]), or that
// nothing was done about it ([NotThere]). Then the next run takes it up anew, as an order of its own. One that has become
// an order here can only be dealt with: it has its invoice.
func (s *Shop) SettleRemote(ctx context.Context, r Remote, found string) error {
	statement := `UPDATE remote_orders SET state = 'closed', reason = 'a person has dealt with it: ' || reason
		WHERE channel = $1 AND remote_id = $2 AND state = 'parked'`
	switch found {
	case Dealt:
	case NotThere:
		statement = `UPDATE remote_orders SET state = 'waiting', reason = '', is_cleared = TRUE, seen_at = ''
			WHERE channel = $1 AND remote_id = $2 AND state = 'parked' AND order_id IS NULL`
	default:
		return fmt.Errorf("%s %s: say %s or %s", r.Channel, r.ID, Dealt, NotThere)
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		settled, err := tx.ExecContext(ctx, statement, r.Channel, r.ID)
		if err != nil {
			return err
		}
		if n, err := settled.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return fmt.Errorf("%s %s %w in this way", r.Channel, r.ID, ErrNothingToSettle)
	})
}
