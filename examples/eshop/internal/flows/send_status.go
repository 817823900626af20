package flows

import (
	"context"
	"errors"
	"time"

	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// StatusStart is the mark of the flow: from when on invoices count.
const StatusStart = "merchantpro status"

// SendStatus sets the status of the orders of a MerchantPro shop there, when their invoice is in. The shop may mail its
// buyers then, so each is set once. An order is read before: one that is there already, or further on, or was taken back, is
// left as it is.
//
// A request without a response may still arrive for [shop.LandingTime]: until then the order is only read, and after that
// the status is set again if it is not there. What the shop rejects is tried again, now and then, and put before a
// person in the end. The order itself is where it belongs, whatever becomes of its status.
type SendStatus struct {
	Shop    *shop.Shop
	Orders  orderMover
	Action  shopinventory.OrderAction // that leads to the status
	IsGated bool                      // the limiter of the client is a [Gate]

	Rejected func(order shop.Remote, reason string) // is told of each request that is rejected
	Parked   func(order shop.Remote, reason string) // is told of each order that is put before a person, when that is stored
}

// orderMover is the part of shopinventory.OrdersService that the flow needs.
type orderMover interface {
	Get(ctx context.Context, id string) (shopinventory.Order, error)
	SetStatus(ctx context.Context, id string, action shopinventory.OrderAction) error
}

// Statuses says what a run did.
type Statuses struct {
	Set    int // or found to be set by a request whose response was lost
	Left   int // as they were
	Parked int // are for a person from now on
	Attention
}

// Begin stores from when on invoices count, if nothing has yet: the buyers of earlier ones get no mail. The first run does it in
// any case; a program does it when it starts, so that no invoice is missed in between.
func (f *SendStatus) Begin(ctx context.Context) (time.Time, error) {
	return f.Shop.Start(ctx, StatusStart, time.Now())
}

// sending is one run of the flow.
type sending struct {
	*SendStatus

	began  time.Time
	done   Statuses
	silent int // requests in a row of which nobody knows what became
}

// Run sets the status of each order that is due. An order that cannot be read, or whose status is rejected, is a [Problem] and
// does not keep the others from theirs.
func (f *SendStatus) Run(ctx context.Context, _ bool) (Statuses, error) {
	s := &sending{SendStatus: f, began: time.Now()}
	start, err := f.Begin(ctx)
	if err != nil {
		return s.done, err
	}
	due, err := f.Shop.RemoteInvoiced(ctx, MerchantPro, start)
	if err != nil {
		return s.done, err
	}
	for _, o := range due {
		if err := s.order(ctx, o); err != nil {
			return s.done, err
		}
	}
	return s.done, nil
}

// order reads one order, and brings it to its status when nothing speaks against it.
func (s *sending) order(ctx context.Context, o shop.RemoteInvoiced) error {
	if s.isWaiting(o) && !o.IsUnclear { // which is read in any case
		return s.wait(o, Rejected, o.Reason)
	}
	// Whether a request can still arrive is asked first: one that arrives between the two is seen by the second question.
	_, _, err := s.Shop.Look(ctx, shop.StatusStep(o.Order))
	landing, isLanding := errors.AsType[*shop.LandingError](err)
	if err != nil && !isLanding {
		return err
	}
	there, err := s.Orders.Get(ctx, o.ID)
	if err != nil {
		return s.unread(ctx, o, err)
	}
	return s.decide(ctx, o, &there, landing)
}

// decide sets the status of an order that was just read, unless it has come to an end, or a request can still arrive.
func (s *sending) decide(
	ctx context.Context, o shop.RemoteInvoiced, there *shopinventory.Order, landing *shop.LandingError,
) error {
	objection := objection(there, s.Action)
	switch {
	case o.IsUnclear && there.ShippingStatus == s.Action.Status():
		s.done.Set++
		return s.Shop.Done(context.WithoutCancel(ctx), shop.StatusStep(o.Order), string(s.Action))
	case objection != "":
		return s.leave(ctx, o, objection)
	case landing != nil:
		return s.note(o, Unclear, landing.Error())
	case s.began.Sub(o.Invoiced) > shop.StatusWatch:
		return s.leave(ctx, o, "its invoice is older than a week")
	case s.isWaiting(o):
		return s.wait(o, Unclear, o.Reason)
	case o.Tries >= shop.StatusTries:
		return s.park(ctx, o, o.Reason)
	default:
		return s.send(ctx, o)
	}
}

// isWaiting reports whether the next try is not due. One that is too far away was set by a clock that was ahead.
func (s *sending) isWaiting(o shop.RemoteInvoiced) bool {
	return o.NextTry.After(s.began) && o.NextTry.Before(s.began.Add(shop.StatusPause+aheadBy))
}

// move is what is recorded of a request before it is sent.
type move struct {
	ID     string
	Action shopinventory.OrderAction
}

// send sets the status of an order that was just read, and has not got it.
func (s *sending) send(ctx context.Context, o shop.RemoteInvoiced) error {
	w := writing{shop: s.Shop, isGated: s.IsGated}
	_, err := writeOnce(ctx, w, shop.StatusStep(o.Order), move{o.ID, s.Action},
		func(ctx context.Context, m move) (string, error) {
			return string(m.Action), s.Orders.SetStatus(ctx, m.ID, m.Action)
		})
	landing, isLanding := errors.AsType[*shop.LandingError](err)
	ctx = context.WithoutCancel(ctx)
	switch {
	case err == nil:
		s.done.Set++
		s.silent = 0
		return nil
	case isLanding:
		var next time.Time // as soon as it cannot arrive any more
		if o.Tries > 0 {
			next = time.Now().Add(shop.StatusPause)
		}
		if err := s.Shop.StatusFailed(ctx, o.Order, landing.Reason, next); err != nil {
			return err
		}
		return s.unclear(o, landing)
	case !isOfOrder(err):
		return err
	}
	return s.reject(ctx, o, err)
}
