package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/shelfwire/shelfwire"

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
	orders   *progress.Track
	tally    progress.Tally
	shop     *shop.Shop
	jobs     *jobs.Jobs
	provider provider
	total    int // orders that this run is about
}

// open opens the database, connects to Resico, and prepares the jobs.
func open(
	ctx context.Context, cfg config, board *progress.Board, connect connector, logger *slog.Logger,
) (*app, error) {
	a := &app{
		cfg: cfg, board: board,
		products: board.Track("products"), balances: board.Track("balances"), orders: board.Track("orders"),
	}
	if err := a.prepare(ctx, connect, logger); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

func (a *app) prepare(ctx context.Context, connect connector, logger *slog.Logger) (err error) {
	if a.shop, err = shop.Open(ctx, a.cfg.database); err != nil {
		return err
	}
	if err := a.shop.BelongTo(ctx, connect.account); err != nil {
		return fmt.Errorf("%s: %w", a.cfg.database, err)
	}
	options := &shelfwire.Options{UserAgent: "shelfwire-eshop", Logger: logger, Observe: a.tally.Observe}
	if a.provider, err = connect.connect(ctx, a.shop, options); err != nil {
		return err
	}
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		return err
	}
	client := a.provider.client
	a.jobs, err = jobs.New(ctx, a.shop.DB(), jobs.Flows{
		ImportProducts: &flows.ImportProducts{Shop: a.shop, Products: client.Products, Progress: a.products.Set},
		ImportBalances: &flows.ImportBalances{Shop: a.shop, Products: client.Products, Progress: a.balances.Set},
		SubmitOrder: &flows.SubmitOrder{
			Shop: a.shop, Customers: client.Customers, Invoices: client.Invoices, Zone: riga,
		},
	}, logger)
	if err != nil {
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

// close stops the jobs first: they need everything else.
func (a *app) close() error {
	var errs []error
	if a.jobs != nil {
		errs = append(errs, a.jobs.Stop(a.cfg.stopPatience))
	}
	if a.provider.close != nil {
		a.provider.close()
	}
	if a.shop != nil {
		errs = append(errs, a.shop.Close())
	}
	return errors.Join(errs...)
}
