package flows

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// MerchantPro is the channel's name in the shop's database and on invoices.
const MerchantPro = "MerchantPro"

// The marks of the flow: from when on orders count, and how far it has come.
const (
	PickUpStart = "merchantpro start"
	PickUpMark  = "merchantpro orders"
)

// PickUpOrders brings the orders of a MerchantPro shop into this one, each once: from here on they go into Resico like its
// own. Orders from before the first run are noted and left alone. New ones are read by the day on which they were created,
// with an overlap; those that wait for their payment, and those that were placed lately, are read again by their numbers.
//
// What cannot be right on an invoice is put before a person, with the reason, and nothing is sent.
type PickUpOrders struct {
	Shop   *shop.Shop
	Orders remoteOrders
	Terms  Terms
	Since  time.Time // orders count from here on, if this is the first run; zero means from that run on

	// Placed is called in the transaction that stores an order, to add its job.
	Placed   func(ctx context.Context, tx *sql.Tx, order int64) error
	Parked   func(order shop.Remote, reason string) // is told of each that is put before a person, when that is stored
	Progress Progress
}

// remoteOrders is the part of shopinventory.OrdersService that the flow needs.
type remoteOrders interface {
	CreatedSince(ctx context.Context, since time.Time, q shopinventory.OrderQuery) *shopinventory.NewOrders
	Refresh(ctx context.Context, ids []string) iter.Seq[shopinventory.OrderResult]
}

// PickedUp says what a run did.
type PickedUp struct {
	Read     int    // orders that MerchantPro listed, those of the overlap included
	New      int    // of these, the ones that were not known and count
	Again    int    // orders that were read again by their numbers
	Placed   int    // became orders here, with a job
	Parked   int    // are for a person from now on
	Closed   int    // were not due for so long that they are not read any more
	Nameless int    // rows without a number that can be read: a person has to look for them in the shop
	NotAgain string // why some could not be read again
}

// ErrNoCatalogue says that the products have not been read yet: an order would be for products that nobody knows.
var ErrNoCatalogue = errors.New("the catalogue has not been read yet")

// pickUp is one run of the flow.
type pickUp struct {
	*PickUpOrders

	start, began time.Time
	done         PickedUp
	failed       error // of the first order that could not be stored
	inARow       int   // that could not be
}

// Run picks up what is new, and looks again at what is open if it is asked for everything.
func (f *PickUpOrders) Run(ctx context.Context, everything bool) (PickedUp, error) {
	start, err := f.Begin(ctx)
	if err != nil {
		return PickedUp{}, err
	}
	catalogue, err := f.Shop.Mark(ctx, "products")
	if err != nil {
		return PickedUp{}, err
	}
	if catalogue.IsZero() {
		return PickedUp{}, ErrNoCatalogue
	}
	if err := f.checkClock(ctx, catalogue); err != nil {
		return PickedUp{}, err
	}
	p := &pickUp{PickUpOrders: f, start: start, began: time.Now()}
	err = p.walk(ctx)
	if err == nil && everything {
		err = p.readAgain(ctx)
	}
	if err == nil && everything {
		p.done.Closed, err = f.Shop.CloseUnpaid(ctx, MerchantPro, p.began)
	}
	return p.done, cmp.Or(err, p.failed)
}

// walk takes the orders that were created since the mark, and moves the mark when all of them are stored.
func (p *pickUp) walk(ctx context.Context) error {
	mark, err := p.Shop.Mark(ctx, PickUpMark)
	if err != nil {
		return err
	}
	if mark.IsZero() || time.Until(mark) > aheadBy { // of a clock that was wrong
		mark = p.start
	}
	created := p.Orders.CreatedSince(ctx, mark, shopinventory.OrderQuery{})
	for page, err := range created.Pages() {
		gaps, onlyGaps := errors.AsType[*shopinventory.GapsError](err)
		switch {
		case onlyGaps:
			p.done.Nameless += gaps.Count
			continue
		case err != nil:
			return err
		}
		for i := range page.Orders {
			p.done.Read++
			if err := p.goOn(p.take(ctx, &page.Orders[i])); err != nil {
				return err
			}
		}
		p.Progress(page.Delivered, max(page.Total, page.Delivered))
	}
	if mark, ok := created.Checkpoint(); ok && p.failed == nil {
		return p.Shop.SetMark(ctx, PickUpMark, mark)
	}
	return nil
}

// mostFailed is how many orders in a row may fail to be stored before none of the rest is tried: a database that takes nothing is
// no matter of one order.
const mostFailed = 5

// goOn lets an order that cannot be stored hold up no other. It is tried with each run, which ends with the first such error.
func (p *pickUp) goOn(err error) error {
	if err == nil {
		p.inARow = 0
		return nil
	}
	p.failed = cmp.Or(p.failed, err)
	if p.inARow++; p.inARow < mostFailed {
		return nil
	}
	return p.failed
}

// take stores an order, and places it when it is due.
func (p *pickUp) take(ctx context.Context, o *shopinventory.Order) error {
	if strings.Contains(o.ID, "\x00") || !utf8.ValidString(o.ID) {
		p.done.Nameless++
		return nil
	}
	read := p.Terms.read(o)
	taken, err := p.Shop.TakeRemote(ctx, read, p.start, p.Placed)
	if err != nil {
		return fmt.Errorf("%s %s: %w", MerchantPro, o.ID, err)
	}
	if taken.IsNew && taken.State != shop.RemoteEarly {
		p.done.New++
	}
	p.tell(read.Remote, taken)
	return nil
}

// lose stores that MerchantPro has an order no longer.
func (p *pickUp) lose(ctx context.Context, id string) error {
	r := shop.Remote{Channel: MerchantPro, ID: id}
	taken, err := p.Shop.RemoteGone(ctx, r)
	if err == nil {
		p.tell(r, taken)
	}
	return err
}

// tell counts what has become of an order, when that is stored.
func (p *pickUp) tell(r shop.Remote, taken shop.Taken) {
	switch taken.Now {
	case shop.RemotePlaced:
		p.done.Placed++
	case shop.RemoteParked:
		p.done.Parked++
		p.Parked(r, taken.Reason)
	default:
	}
}

// readAgain takes the orders that are open, or were placed lately. One that cannot be read holds up no other; the next run
// tries again.
func (p *pickUp) readAgain(ctx context.Context) error {
	ids, err := p.Shop.RemoteToRead(ctx, MerchantPro, p.began)
	if err != nil {
		return err
	}
	for r := range p.Orders.Refresh(ctx, ids) {
		var err error
		switch {
		case r.Err == nil:
			p.done.Again++
			err = p.take(ctx, &r.Result)
		case errors.Is(r.Err, shelfwire.ErrNotFound):
			err = p.lose(ctx, r.ID)
		case p.done.NotAgain == "":
			p.done.NotAgain = r.Err.Error()
		}
		if err := p.goOn(err); err != nil {
			return err
		}
	}
	return ctx.Err()
}
