package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/metrics"
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
	shop     *shop.Shop
	jobs     *jobs.Jobs
	flows    jobs.Flows
	resico   provider[*resico.Client]
	erpxt    *flows.SubmitToERPXT                                     // nil unless orders go there
	status   *flows.SendStatus                                        // nil without -order-status
	print    func(ctx context.Context, invoice int64) ([]byte, error) // likewise
	calls    progress.Tally                                           // to Resico
	metrics  *metrics.Calls                                           // to all providers
	channels []*channel
	mine     []int64 // orders that this run is about: others in the database can be other processes'
	zone     *time.Location
	logger   *slog.Logger
	notices  notices
}

// open opens the database, connects to the providers, and prepares the jobs.
func open(
	ctx context.Context, cfg config, board *progress.Board, connect connectors, logger *slog.Logger,
) (*app, error) {
	a := &app{
		cfg: cfg, board: board, channels: connect.channels, logger: logger, metrics: metrics.New(),
		products: board.Track("products"), balances: board.Track("balances"), orders: board.Track("orders"),
	}
	if err := a.prepare(ctx, connect.resico, logger); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

func (a *app) prepare(ctx context.Context, resico connector[*resico.Client], logger *slog.Logger) (err error) {
	if a.shop, err = shop.Open(ctx, a.cfg.database); err != nil {
		return err
	}
	a.notices.logger, a.notices.database, a.notices.accounts = logger, a.shop.Argument(), a.cfg.accounts.kind()
	if err := a.keepAccounts(ctx); err != nil {
		return err
	}
	options := shelfwire.Options{UserAgent: "shelfwire-eshop", Logger: logger}
	if err := a.connectResico(ctx, resico, options); err != nil {
		return err
	}
	for _, c := range a.channels {
		if err := a.openChannel(ctx, c, options); err != nil {
			return err
		}
	}
	if err := a.checkWay(); err != nil {
		return err
	}
	if a.jobs, err = jobs.New(ctx, a.shop, a.flows, logger); err != nil {
		return err
	}
	if err := a.schedule(); err != nil {
		return err
	}
	open, err := a.shop.OpenOrders(ctx)
	if err != nil {
		return err
	}
	a.mine = open
	if err := a.jobs.Adopt(ctx, open); err != nil {
		return err
	}
	return a.jobs.Start(ctx)
}

// homeZone is where the shop is: its days are those of the invoices in Resico and of the pages.
func homeZone() (*time.Location, error) { return time.LoadLocation("Europe/Riga") }

// connectResico connects to Resico and adds the flows that work with it.
func (a *app) connectResico(
	ctx context.Context, connect connector[*resico.Client], options shelfwire.Options,
) (err error) {
	if err := a.belongTo(ctx, "Resico", connect.account); err != nil {
		return err
	}
	if a.zone, err = homeZone(); err != nil {
		return err
	}
	options.Observe = a.observe(&a.calls)
	options.Limiter = &flows.Gate{Limiter: shelfwire.Unlimited} // whoever connects puts its own behind the gate
	if a.resico, err = connect.connect(ctx, a.shop, &options); err != nil {
		return err
	}
	client := a.resico.client
	a.flows.ImportProducts = &flows.ImportProducts{Shop: a.shop, Products: client.Products, Progress: a.products.Set}
	a.flows.ImportBalances = &flows.ImportBalances{Shop: a.shop, Products: client.Products, Progress: a.balances.Set}
	a.flows.SubmitOrder = &flows.SubmitOrder{
		Shop: a.shop, Customers: client.Customers, Invoices: client.Invoices, Zone: a.zone, IsGated: true,
		Closed: a.notices.closed, Unrecorded: a.notices.unrecorded,
	}
	return nil
}

func (a *app) openChannel(ctx context.Context, c *channel, options shelfwire.Options) error {
	if c.open == nil {
		return nil
	}
	if err := a.belongTo(ctx, c.provider, c.account); err != nil {
		return err
	}
	c.track = a.board.Track(c.work)
	options.Observe = a.observe(&c.calls)
	return c.open(ctx, a, &options)
}

// belongTo ties the database to the accounts that it was filled from and pushed to. What is only looked at leaves no
// trace in it.
func (a *app) belongTo(ctx context.Context, provider, account string) error {
	if account == "" {
		return nil
	}
	if err := a.shop.BelongTo(ctx, provider, account); err != nil {
		return fmt.Errorf("%s: %w", a.shop.Name(), err)
	}
	return nil
}

// close stops the jobs first: they need everything else.
func (a *app) close() error {
	var errs []error
	if a.jobs != nil {
		errs = append(errs, a.jobs.Stop(a.cfg.stopPatience))
	}
	stops := []func(){a.resico.close}
	for _, c := range a.channels {
		stops = append(stops, c.close)
	}
	for _, stop := range stops {
		if stop != nil {
			stop()
		}
	}
	if a.shop != nil {
		errs = append(errs, a.shop.Close())
	}
	return errors.Join(errs...)
}
