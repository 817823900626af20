package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// accounts say where the orders become invoices.
type accounts struct{ name string } // as -accounts takes it; empty for the default

const (
	resicoAccounts = "resico"
	erpxtAccounts  = "erpxt"
)

func (a *accounts) add(flags *flag.FlagSet) {
	flags.StringVar(&a.name, "accounts", resicoAccounts,
		"where orders become invoices: resico or `erpxt`. A database keeps to what it began with")
}

func (a *accounts) inERPXT() bool { return a.name == erpxtAccounts }

// kind is how the shop's database names them.
func (a *accounts) kind() shop.Accounts {
	if a.inERPXT() {
		return shop.InERPXT
	}
	return shop.InResico
}

// currency is the one of the accounts. ERP XT makes invoices in złoty.
func (c *config) currency() string {
	return cmp.Or(c.pickUp.terms.Currency, c.accounts.kind().Currency())
}

// sign is what the pages put behind an amount in a currency.
func sign(currency string) string {
	switch currency {
	case "EUR":
		return "€"
	case "PLN":
		return "zł"
	default:
		return currency
	}
}

func (c *config) checkAccounts() error {
	switch {
	case c.accounts.name != resicoAccounts && !c.accounts.inERPXT():
		return fmt.Errorf("-accounts %q: want resico or erpxt", c.accounts.name)
	case c.accounts.inERPXT() && c.hasResico() && !c.hasERPXT():
		return errors.New("-accounts erpxt needs ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET beside the real Resico")
	case c.accounts.inERPXT() && c.onlyLooks():
		return errors.New("-accounts erpxt would bring the demo's orders into the real ERP XT: " +
			"set the credentials of the real Resico as well, or of neither")
	}
	return nil
}

// keepAccounts ties the database to where its orders go.
func (a *app) keepAccounts(ctx context.Context) error {
	err := a.shop.KeepAccounts(ctx, a.cfg.accounts.kind())
	if other, ok := errors.AsType[*shop.OtherAccountsError](err); ok {
		have := map[shop.Accounts]string{shop.InResico: resicoAccounts, shop.InERPXT: erpxtAccounts}[other.Have]
		return fmt.Errorf("%s: %w: say -accounts %s, or name another -database", a.shop.Name(), err, have)
	}
	return err
}

// prepareERPXT puts the gate of the orders in front of a client of ERP XT, if orders go there.
func (a *app) prepareERPXT(options *shelfwire.Options) {
	if a.cfg.accounts.inERPXT() {
		options.Limiter = &flows.Gate{Limiter: shelfwire.Unlimited} // whoever connects puts its own behind the gate
	}
}

// submitToERPXT lets the orders go to ERP XT, if that is where they go.
func (a *app) submitToERPXT(client *erpxt.Client) error {
	if !a.cfg.accounts.inERPXT() {
		return nil
	}
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		return err
	}
	a.erpxt = &flows.SubmitToERPXT{
		Shop: a.shop, Customers: client.Customers, Invoices: client.Invoices, PaymentTypes: client.PaymentTypes,
		Zone: zone, IsGated: true, Closed: a.notices.closed, Unrecorded: a.notices.unrecorded,
	}
	a.flows.SubmitOrder = a.erpxt
	a.print = func(ctx context.Context, invoice int64) ([]byte, error) {
		return client.Invoices.Print(ctx, invoice, erpxt.PrintOptions{})
	}
	return nil
}

// checkWay makes sure that there is a way for the orders.
func (a *app) checkWay() error {
	if a.cfg.accounts.inERPXT() && a.erpxt == nil {
		return errors.New("-accounts erpxt: there is no ERP XT to bring the orders to")
	}
	return nil
}

// countOrders adds to the closing table what became of orders in ERP XT.
func (a *app) countOrders(t *table) {
	t.count("customers", int(a.erpxt.Buyers.Load()), "found or created in ERP XT")
	t.count("invoices", int(a.erpxt.Drafts.Load()), "created in ERP XT, with their lines")
	t.count("  confirmed", int(a.erpxt.Confirmed.Load()), "with the sums of their orders")
}
