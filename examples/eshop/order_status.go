package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// orderStatus is what the orders of the MerchantPro shop become there when their invoice is in; empty for nothing.
type orderStatus struct{ action shopinventory.OrderAction }

// orderStatuses are those that an order with an invoice can have next. It is not taken back: that takes another invoice.
var orderStatuses = []shopinventory.OrderAction{
	shopinventory.ActionInProcess, shopinventory.ActionShipped, shopinventory.ActionDelivered,
}

func (o *orderStatus) add(flags *flag.FlagSet) {
	flags.Func("order-status", "set the orders of the MerchantPro shop to this `status` there when their invoice is in: "+
		"in_process, shipped or\ndelivered. The shop may mail the buyers then; not those of invoices from before the first run "+
		"with it (default: none\nis set)", o.set)
}

func (o *orderStatus) set(text string) error {
	o.action = shopinventory.OrderAction(text)
	switch {
	case slices.Contains(orderStatuses, o.action):
		return nil
	case o.action == shopinventory.ActionReturned, o.action == shopinventory.ActionCancelled:
		return errors.New("an order whose invoice is in is not taken back: want in_process, shipped or delivered")
	default:
		return errors.New("want in_process, shipped or delivered")
	}
}

func (c *config) checkStatus() error {
	const variables = "MERCHANTPRO_SHOP_URL, MERCHANTPRO_API_KEY and MERCHANTPRO_API_SECRET"
	switch {
	case c.pickUp.status.action == "" || c.hasResico() == c.hasMerchantPro():
		return nil
	case c.hasResico():
		return fmt.Errorf("-order-status needs a MerchantPro shop: set %s beside the real Resico", variables)
	default:
		return errors.New("-order-status: the real MerchantPro shop is left out without the real Resico")
	}
}

// prepareStatus stores from when on invoices count, before there is a connection, and puts the gate of the writes in front
// of it. It does nothing without -order-status.
func (a *app) prepareStatus(ctx context.Context, options *shelfwire.Options) error {
	action := a.cfg.pickUp.status.action
	if action == "" {
		return nil
	}
	options.Limiter = &flows.Gate{Limiter: shelfwire.Unlimited} // whoever connects puts its own behind the gate
	a.status = &flows.SendStatus{
		Shop: a.shop, Action: action, IsGated: true, Rejected: warnRejected(a.logger, action), Parked: warnParked(a.logger),
	}
	_, err := a.status.Begin(ctx)
	return err
}

// sendStatusTo adds the flow, if there is to be one.
func (a *app) sendStatusTo(client *shopinventory.Client) {
	if a.status != nil {
		a.status.Orders = client.Orders
		a.flows.SendStatus = a.status
	}
}

// sendStatus runs the flow in a cycle, when the invoices of the cycle are in.
func (a *app) sendStatus(ctx context.Context, r *report) {
	if a.status == nil || ctx.Err() != nil {
		return
	}
	done, err := a.jobs.SendStatus(ctx)
	if err != nil {
		r.fail("send_status", err)
		return
	}
	r.statuses = &statusesSent{done, a.status.Action}
}

// statusesSent is what came of the statuses.
type statusesSent struct {
	flows.Statuses

	action shopinventory.OrderAction
}

func (s *statusesSent) count(t *table) {
	t.count("  moved on", s.Set, fmt.Sprintf("to %s in MerchantPro", s.action.Status()))
	t.countAny("  left alone", s.Left, "their status there stays")
}

func (s *statusesSent) attention() attention {
	return attention{what: "status update", Attention: s.Attention, advice: map[flows.ProblemKind]string{
		flows.Rejected: "put it right in MerchantPro; the invoice is in, and nothing else waits for it",
		flows.Unclear:  "goes on by itself: the next run looks again",
	}}
}

// warnRejected logs statuses that were not taken.
func warnRejected(logger *slog.Logger, action shopinventory.OrderAction) func(shop.Remote, string) {
	return func(r shop.Remote, reason string) {
		logger.Warn("a channel has rejected the status of an order", "channel", r.Channel, "order", r.ID,
			"status", string(action.Status()), "reason", reason)
	}
}
