package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// pickUp is what the command line and the environment say about the orders of the MerchantPro shop.
type pickUp struct {
	terms  flows.Terms
	since  time.Time        // zero for the moment of the first run
	secret shelfwire.Secret // of its webhooks; empty for none
	status orderStatus
}

// hookPath is where the MerchantPro shop sends its webhooks.
const hookPath = "/hooks/merchantpro"

func (p *pickUp) add(flags *flag.FlagSet) {
	flags.Func("orders-since", "pick up the orders that the MerchantPro shop has got since this `time`, such as "+
		"2026-03-16 (in Riga) or\n2026-03-16T09:00:00Z. It counts on the first run only (default: that moment, so that nothing\n"+
		"from before it is invoiced)", p.setSince)
	flags.Func("invoice-unpaid", "invoice orders with these `methods` of payment, such as cash_delivery,wire, when their "+
		"shipment begins,\nand not when they are paid", func(text string) error {
		p.terms.InvoiceUnpaid = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
		return nil
	})
	flags.StringVar(&p.terms.ShippingSKU, "shipping-sku", "",
		"put what the MerchantPro shop charges for a shipment on the invoice as the product with this `SKU`;\n"+
			"without it such orders wait for a person")
	flags.StringVar(&p.terms.Currency, "currency", "",
		"the `currency` of Resico; orders in another one wait for a person (default EUR; invoices in ERP XT are in PLN)")
	p.status.add(flags)
}

// setSince takes a moment, or a day from where the shop is: its first hours are those of its orders.
func (p *pickUp) setSince(text string) error {
	zone, err := homeZone()
	if err != nil {
		return err
	}
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if p.since, err = time.ParseInLocation(form, text, zone); err == nil {
			return nil
		}
	}
	return errors.New("want a day, such as 2026-03-16, or a time, such as 2026-03-16T09:00:00Z")
}

// currencyForm is how the MerchantPro shop writes a currency. No order would be in one that is written otherwise.
var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

func (c *config) checkPickUp() error {
	given := c.pickUp.terms.Currency
	if given != "" && !currencyForm.MatchString(given) {
		return fmt.Errorf("-currency %q: want three capital letters, such as EUR", given)
	}
	if c.accounts.inERPXT() && given != "" && given != shop.InERPXT.Currency() {
		return fmt.Errorf("-currency %s: invoices in ERP XT are in %s", given, shop.InERPXT.Currency())
	}
	if !c.pickUp.secret.IsZero() && c.serve.address == "" {
		return errors.New("MERCHANTPRO_WEBHOOK_SECRET needs -serve: webhooks come to a program that keeps running")
	}
	return c.checkStatus()
}

// newPickUp makes the flow that picks up orders, before there is a connection: from when on orders count is stored at once.
func (a *app) newPickUp(ctx context.Context) (*flows.PickUpOrders, error) {
	terms := a.cfg.pickUp.terms
	terms.Currency = a.cfg.currency()
	flow := &flows.PickUpOrders{
		Shop: a.shop, Terms: terms, Since: a.cfg.pickUp.since,
		Placed:   func(ctx context.Context, tx *sql.Tx, order int64) error { return a.jobs.AddOrder(ctx, tx, order) },
		Parked:   warnParked(a.logger),
		Progress: func(int, int) {},
	}
	_, err := flow.Begin(ctx)
	return flow, err
}

// pickUpOrders runs the flow in a cycle, and lets the cycle wait for what has come of it.
func (a *app) pickUpOrders(ctx context.Context, r *report) {
	if a.flows.PickUpOrders == nil {
		return
	}
	done, err := a.jobs.PickUpOrders(ctx)
	if err != nil {
		r.fail("pick_up_orders", err)
		return
	}
	if done.NotAgain != "" {
		r.fail("pick_up_orders", errors.New("some orders could not be read again: "+done.NotAgain))
	}
	if done.Nameless > 0 {
		r.fail("pick_up_orders", fmt.Errorf("%d orders have no number that can be read: look for them in the shop", done.Nameless))
	}
	r.pickedUp = &done
	placed, err := a.shop.RemotePlacedSince(ctx, r.began)
	r.fail("pick_up_orders", err)
	a.await(placed)
}

// bell is the handler of the webhooks: each lets orders be picked up soon. Nil without a secret.
func (a *app) bell() (http.Handler, error) {
	if a.cfg.pickUp.secret.IsZero() || a.flows.PickUpOrders == nil {
		return nil, nil
	}
	return shopinventory.NewWebhookHandler([]shelfwire.Secret{a.cfg.pickUp.secret},
		func(ctx context.Context, _ shopinventory.Webhook) error { return a.jobs.RingPickUp(ctx) },
		&shopinventory.WebhookOptions{Logger: a.logger})
}

// warnParked logs orders of channels that a run has put before a person.
func warnParked(logger *slog.Logger) func(shop.Remote, string) {
	return func(r shop.Remote, reason string) {
		logger.Warn("an order of a channel needs a person", "channel", r.Channel, "order", r.ID, "reason", reason)
	}
}
