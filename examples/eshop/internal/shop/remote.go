package shop

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// RemoteState is what has become of an order of a channel.
type RemoteState string

// The states of an order of a channel.
const (
	RemoteEarly   RemoteState = "before start" // from before the first run; it is never placed
	RemoteWaiting RemoteState = "waiting"      // for its payment; it is read again
	RemoteGone    RemoteState = "gone"         // the channel has it no longer; it was never placed
	RemoteClosed  RemoteState = "closed"       // it is not read any more; the reason says why
	RemotePlaced  RemoteState = "placed"       // it is an order here, with a job
	RemoteParked  RemoteState = "parked"       // for a person; the reason says why
)

// Remote says which order of which channel an order was there.
type Remote struct {
	Channel  string // empty for an order that was placed here
	ID       string // its number there, with its suffix
	IsUnpaid bool   // it was placed before it was paid, such as cash on delivery
}

// RemoteOrder is an order of a channel, as it was just read.
type RemoteOrder struct {
	Remote

	SysID          int64     // the channel's own number; 0 for none
	PublicCode     string    // as the buyer sees it; empty for none
	Created        time.Time // there
	PaymentStatus  string
	ShippingStatus string
	Body           string // in the channel's form
	Content        string // what it is for: a line for each of its lines and its total, in any order; empty when that is not known
	Buyer          Buyer  // whom it is for; the zero value when that is not known
	Reversed       string // says that it was cancelled, returned or refunded; empty when it was not
	Problem        string // why it must not be placed; empty when nothing speaks against it
	IsDue          bool   // it can be placed: it is paid, for one
	Order          NewOrder
	Takes          []Quantity // from the stock, as long as it is no order here
}

// Taken is what has become of an order that was taken.
type Taken struct {
	IsNew  bool // it was not known before
	State  RemoteState
	Reason string      // why it is parked
	Now    RemoteState // the state when that, or why it is parked, was not the same before; else empty
}

// Start is the moment from which on the orders of a channel count, the same for ever: the first call stores it.
func (s *Shop) Start(ctx context.Context, flow string, first time.Time) (time.Time, error) {
	_, err := s.db.ExecContext(ctx, `INSERT INTO marks (flow, mark) VALUES ($1, $2) ON CONFLICT (flow) DO NOTHING`,
		flow, stamp(first))
	if err != nil {
		return time.Time{}, err
	}
	return s.Mark(ctx, flow)
}

// TakeRemote stores what was just read of an order of a channel, and places it when it is due and nothing speaks against
// it. Whatever alongside does in the transaction, such as adding the order's job, happens together with that or not at
// all. However often it comes, it is placed once; one that was created before start never is.
func (s *Shop) TakeRemote(
	ctx context.Context, r RemoteOrder, start time.Time,
	alongside func(ctx context.Context, tx *sql.Tx, order int64) error,
) (taken Taken, err error) {
	if len(r.Takes) > 0 {
		if r.Order.Location, err = s.BestLocation(ctx, r.Takes[0].SKU); err != nil {
			return Taken{}, err
		}
	}
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		isNew, err := meetRemote(ctx, tx, r, start)
		if err != nil {
			return err
		}
		row, err := s.remoteRow(ctx, tx, r.Remote)
		if err != nil {
			return err
		}
		row.RemoteOrder = r
		before, reason := row.state, row.reason
		if err := row.decide(ctx, tx); err != nil {
			return err
		}
		taken = Taken{IsNew: isNew, State: row.state, Reason: row.reason}
		if before != row.state || row.state == RemoteParked && reason != row.reason {
			taken.Now = row.state
		}
		if row.placed == 0 {
			return nil
		}
		return alongside(ctx, tx, row.placed)
	})
	return taken, err
}

// meetRemote makes the row of an order that was not known.
func meetRemote(ctx context.Context, tx *sql.Tx, r RemoteOrder, start time.Time) (isNew bool, err error) {
	state := RemoteWaiting
	if !r.Created.IsZero() && r.Created.Before(start) {
		state = RemoteEarly
	}
	base, _, _ := strings.Cut(r.ID, ".")
	made, err := tx.ExecContext(ctx, `
		INSERT INTO remote_orders (channel, remote_id, base_id, sys_id, public_code, state,
		    payment_status, shipping_status, created_at, met_at, seen_at, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11) ON CONFLICT (channel, remote_id) DO NOTHING`,
		r.Channel, r.ID, base, r.SysID, readable(r.PublicCode), string(state),
		readable(r.PaymentStatus), readable(r.ShippingStatus), stamp(r.Created), stamp(time.Now()), readable(r.Body))
	if err != nil {
		return false, err
	}
	n, err := made.RowsAffected()
	return n > 0, err
}
