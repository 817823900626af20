package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// app is the program, wired up.
type app struct {
	cfg      config
	board    *progress.Board
	products *progress.Track
	balances *progress.Track
	prices   *progress.Track
	orders   *progress.Track
	calls    tallies
	shop     *shop.Shop
	jobs     *jobs.Jobs
	resico   provider[*resico.Client]
	erpxt    provider[*erpxt.Client] // empty when the price list is left out
	total    int                     // orders that this run is about
}

// tallies count the calls to each provider.
type tallies struct{ resico, erpxt progress.Tally }

// open opens the database, connects to the providers, and prepares the jobs.
func open(
	ctx context.Context, cfg config, board *progress.Board, connect connectors, logger *slog.Logger,
) (*app, error) {
	a := &app{
		cfg: cfg, board: board,
		products: board.Track("products"), balances: board.Track("balances"),
		prices: board.Track("price list"), orders: board.Track("orders"),
	}
	if err := a.prepare(ctx, connect, logger); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

func (a *app) prepare(ctx context.Context, connect connectors, logger *slog.Logger) (err error) {
	if a.shop, err = shop.Open(ctx, a.cfg.database); err != nil {
		return err
	}
	if err := a.connect(ctx, connect, logger); err != nil {
		return err
	}
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		return err
	}
	if a.jobs, err = jobs.New(ctx, a.shop.DB(), a.flows(riga), logger); err != nil {
		return err
	}
	for _, s := range a.cfg.settle {
		if err := a.shop.Settle(ctx, s.order, s.found); err != nil {
			return err
		}
	}
	open, err := a.shop.OpenOrders(ctx)
	if err != nil {
		return err
	}
	a.total = len(open)
	if err := a.jobs.Adopt(ctx, open); err != nil {
		return err
	}
	return a.jobs.Start(ctx)
}

// connect connects to the providers. A database belongs to the accounts that it was filled from and pushed to; one that
// is only looked at leaves no trace in it.
func (a *app) connect(ctx context.Context, connect connectors, logger *slog.Logger) (err error) {
	options := shelfwire.Options{UserAgent: "shelfwire-eshop", Logger: logger}
	if err := a.belongTo(ctx, "Resico", connect.resico.account); err != nil {
		return err
	}
	options.Observe = a.calls.resico.Observe
	if a.resico, err = connect.resico.connect(ctx, a.shop, &options); err != nil {
		return err
	}
	if connect.erpxt.connect == nil {
		return nil
	}
	if !a.cfg.onlyLooks() {
		if err := a.belongTo(ctx, "ERP XT", connect.erpxt.account); err != nil {
			return err
		}
	}
	options.Observe = a.calls.erpxt.Observe
	a.erpxt, err = connect.erpxt.connect(ctx, a.shop, &options)
	return err
}

func (a *app) belongTo(ctx context.Context, provider, account string) error {
	if err := a.shop.BelongTo(ctx, provider, account); err != nil {
		return fmt.Errorf("%s: %w", a.cfg.database, err)
	}
	return nil
}

func (a *app) flows(zone *time.Location) jobs.Flows {
	client := a.resico.client
	f := jobs.Flows{
		ImportProducts: &flows.ImportProducts{Shop: a.shop, Products: client.Products, Progress: a.products.Set},
		ImportBalances: &flows.ImportBalances{Shop: a.shop, Products: client.Products, Progress: a.balances.Set},
		SubmitOrder: &flows.SubmitOrder{
			Shop: a.shop, Customers: client.Customers, Invoices: client.Invoices, Zone: zone,
		},
	}
	if a.erpxt.client != nil {
		f.PushPriceList = &flows.PushPriceList{
			Shop: a.shop, Cards: a.erpxt.client.Products, Progress: a.prices.Set,
			DryRun: a.cfg.onlyLooks(),
		}
	}
	return f
}

// close stops the jobs first: they need everything else.
func (a *app) close() error {
	var errs []error
	if a.jobs != nil {
		errs = append(errs, a.jobs.Stop(a.cfg.stopPatience))
	}
	for _, stop := range []func(){a.resico.close, a.erpxt.close} {
		if stop != nil {
			stop()
		}
	}
	if a.shop != nil {
		errs = append(errs, a.shop.Close())
	}
	return errors.Join(errs...)
}
