package shop

import (
	"context"
	"fmt"
	"time"
)

// RemoteStatus is what has become of the status that an order of a channel gets there when its invoice is in.
type RemoteStatus string

// The ends of setting a status.
const (
	StatusSet    RemoteStatus = "set"    // once, by a request
	StatusLeft   RemoteStatus = "left"   // as it was; the reason says why
	StatusParked RemoteStatus = "parked" // for a person; the reason says why
)

// How long the status of an order is tried to be set.
const (
	StatusWatch = 7 * 24 * time.Hour // after its invoice was in
	StatusPause = 4 * time.Hour      // after a request was rejected, or was unclear once more
	StatusTries = 5                  // requests that fail, before it is for a person
)

// StepChannelStatus sets the status of an order in the channel that it comes from, after all other steps.
const StepChannelStatus StepKind = "status"

// StatusStep sets the status of an order in the channel that it comes from. The order can be read there.
func StatusStep(order int64) Step {
	return Step{
		Target: fmt.Sprintf("status of order %d", order), Order: order, Kind: StepChannelStatus, landing: LandingTime,
		keep: `UPDATE remote_orders SET status_state = 'set', status_reason = $1 WHERE order_id = $2`, row: order,
	}
}

// RemoteInvoiced is an order of a channel whose invoice is in, and whose status there is to be set.
type RemoteInvoiced struct {
	Remote

	Order     int64     // here
	Invoiced  time.Time // when all of it was in the accounts
	IsUnclear bool      // a request was sent, and nobody knows what became of it
	Tries     int       // requests that failed
	Reason    string    // of the last one
	NextTry   time.Time // there is none before
}

// RemoteInvoiced returns the orders of a channel whose invoice is in since a time, and whose status there is to be set, in the
// order in which they were invoiced. What has changed there after the invoice is a person's affair, and its status as well; so is
// an order that a person has dealt with.
func (s *Shop) RemoteInvoiced(ctx context.Context, channel string, since time.Time) (list []RemoteInvoiced, err error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT r.channel, r.remote_id, NOT r.is_paid, o.id, o.closed_at, r.status_tries, r.status_reason,
		    r.status_next_at,
		    EXISTS (SELECT 1 FROM remote_steps s WHERE s.target = 'status of order ' || o.id AND s.state IN ('sending', 'parked'))
		FROM remote_orders r JOIN orders o ON o.id = r.order_id
		WHERE r.channel = $1 AND r.state = 'placed' AND r.status_state = '' AND o.state = 'sent' AND o.reason = '' AND o.closed_at >= $2
		ORDER BY o.closed_at, o.id`, channel, stamp(since))
	return collect(rows, err, func(r *RemoteInvoiced) (err error) {
		var invoiced, next string
		if err := rows.Scan(
			&r.Channel, &r.ID, &r.IsUnpaid, &r.Order, &invoiced, &r.Tries, &r.Reason, &next, &r.IsUnclear,
		); err != nil {
			return err
		}
		if r.Invoiced, err = parseStamp(invoiced); err != nil {
			return err
		}
		r.NextTry, err = parseStamp(next)
		return err
	})
}

// EndStatus leaves the status of an order as it is, or parks it, for a reason. [Shop.Done] is for one that was set.
func (s *Shop) EndStatus(ctx context.Context, order int64, state RemoteStatus, reason string) error {
	_, err := s.db.ExecContext(ctx, `
		UPDATE remote_orders SET status_state = $1, status_reason = $2 WHERE order_id = $3 AND status_state = ''`,
		string(state), readable(reason), order)
	return err
}

// StatusFailed counts a request that has not set the status of an order, as far as is known. There is none before next.
func (s *Shop) StatusFailed(ctx context.Context, order int64, reason string, next time.Time) error {
	_, err := s.db.ExecContext(ctx, `
		UPDATE remote_orders SET status_tries = status_tries + 1, status_reason = $1, status_next_at = $2
		WHERE order_id = $3 AND status_state = ''`,
		readable(reason), stamp(next), order)
	return err
}
