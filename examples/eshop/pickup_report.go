package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// namedRemote is how many orders of channels are named in a list for a person, at most.
const namedRemote = 50

// countRemote looks at what has become of the orders of channels.
func (a *app) countRemote(ctx context.Context, r *report) (err error) {
	if r.remote, err = a.shop.CountRemote(ctx, r.began); err != nil {
		return err
	}
	r.parked, err = findRemoteTroubles(ctx, a.shop)
	return err
}

// countPickUp tells what has become of the orders of the MerchantPro shop.
func (r *report) countPickUp(t *table) {
	if r.pickedUp == nil {
		return
	}
	t.count("picked up", r.pickedUp.New, "orders from MerchantPro")
	t.count("  invoiced", r.remote.Invoiced, "in "+string(cmp.Or(r.troubles.accounts, shop.InResico)))
	t.count("  unpaid", r.remote.Waiting, "wait for their payment")
	t.countAny("  parked", r.remote.Parked, "for a person, see below")
}

// remoteTroubles are the orders of channels that need a person, and the database that they are in.
type remoteTroubles struct {
	count    int                  // of all
	orders   []shop.RemoteSummary // the first of them
	database string
}

func findRemoteTroubles(ctx context.Context, s *shop.Shop) (l remoteTroubles, err error) {
	l.database = s.Argument()
	if l.orders, err = s.RemoteToSettle(ctx, namedRemote); err != nil {
		return l, err
	}
	counts, err := s.CountRemote(ctx, time.Time{})
	l.count = max(counts.Parked, len(l.orders))
	return l, err
}

// print names each of them, and what to do.
func (l remoteTroubles) print(board *progress.Board) {
	heading(board, l.count, "channel order")
	for _, o := range l.orders {
		name := fmt.Sprintf("%s %s", o.Channel, o.ID)
		if o.Order != 0 {
			name += fmt.Sprintf(", order %d", o.Order)
		}
		board.Say("  %s: %s", name, o.Reason)
		board.Say("      %s", l.advise(o))
	}
	if more := l.count - len(l.orders); more > 0 {
		board.Say("  and %d more", more)
	}
}

// advise says what a person can do about an order of a channel.
func (l remoteTroubles) advise(o shop.RemoteSummary) string {
	settle := fmt.Sprintf("eshop orders settle -database %s %s %s",
		shellWord(l.database), shellWord(o.Channel+":"+o.ID), o.Asked())
	switch {
	case o.Order != 0 && o.State != shop.RemoteParked:
		return "set its status by hand in " + o.Channel + ", then: " + settle + " " + shop.Dealt
	case o.Order != 0:
		return "see to its invoice by hand, then: " + settle + " " + shop.Dealt
	}
	return "put it right and let the next run take it: " + settle + " " + shop.NotThere +
		", or " + shop.Dealt + " for none when you have invoiced it by hand"
}
