package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// cycle runs everything once: products, balances, channels, orders. It reports whether all is where it belongs.
func cycle(
	ctx context.Context, cfg config, connect connectors, stdout io.Writer, logger *slog.Logger,
) (ok bool, err error) {
	r := report{began: time.Now(), channels: connect.channels}
	a, err := open(ctx, cfg, progress.New(stdout), connect, logger)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if err := a.introduce(ctx); err != nil {
		return false, err
	}
	a.run(ctx, &r)
	if ctx.Err() != nil {
		r.failures = []string{"interrupted; whatever is open goes on with the next run"}
	}
	if err := a.jobs.Stop(cfg.stopPatience); err != nil { // whatever is on its way now gets its record
		return false, err
	}
	return a.conclude(ctx, &r)
}

// introduce says what the program is going to work with.
func (a *app) introduce(ctx context.Context) error {
	a.board.Field("Resico", a.resico.name)
	for _, c := range a.channels {
		c.introduce(a.board)
	}
	a.board.Field("database", a.shop.Name())
	counts, err := a.shop.CountOrders(ctx)
	if err != nil {
		return err
	}
	switch {
	case a.cfg.orders > 0 && a.cfg.hasResico():
		a.board.Field("", fmt.Sprintf("places %d demo orders, and their customers, in the real Resico", a.cfg.orders))
	case a.cfg.orders >= 0:
	case a.cfg.hasResico():
		a.cfg.orders = 0
		a.board.Field("", "no demo orders are placed in a real Resico, unless -orders asks for them")
	case len(counts) == 0:
		a.cfg.orders = 40
	default:
		a.cfg.orders = 5
	}
	a.board.Say("")
	return nil
}

// run does the work. What goes wrong with one part does not keep the others from being done.
func (a *app) run(ctx context.Context, r *report) {
	everything := a.cfg.everything
	r.products = a.importAll(ctx, a.products, jobs.ImportProducts{Everything: everything}, r)
	if r.products != nil { // balances are of products
		r.balances = a.importAll(ctx, a.balances, jobs.ImportBalances{Everything: everything}, r)
	}
	a.pushAll(ctx, r, true)
	if r.balances != nil {
		r.fail("orders", a.placeOrders(ctx))
	}
	if r.balances != nil {
		a.pickUpOrders(ctx, r)
	}
	a.pushAll(ctx, r, false) // while the orders are on their way
	r.fail("orders", a.awaitOrders(ctx))
	a.sendStatus(ctx, r)
}

// pushAll runs the channels that the orders need, or the others, side by side: each has a provider, a queue and a limit of
// its own.
func (a *app) pushAll(ctx context.Context, r *report, precedingOrders bool) {
	failed := make([]error, len(a.channels))
	var all sync.WaitGroup
	for i, c := range a.channels {
		isDue := c.open != nil && c.precedesOrders == precedingOrders
		if isDue && r.products != nil && (r.balances != nil || !c.needsStock) {
			all.Go(func() { failed[i] = a.pushTo(ctx, c) })
		}
	}
	all.Wait()
	for i, c := range a.channels {
		r.fail(c.job, failed[i])
	}
}

func (a *app) placeOrders(ctx context.Context) error {
	_, err := demo.PlaceOrders(ctx, a.shop, a.cfg.orders, a.cfg.seed,
		func(ctx context.Context, tx *sql.Tx, order int64) error {
			a.mine = append(a.mine, order)
			return a.jobs.AddOrder(ctx, tx, order)
		})
	return err
}

// importAll runs an import and says what came of it: nothing when it failed.
func (a *app) importAll(ctx context.Context, t *progress.Track, args jobs.ImportArgs, r *report) *flows.Import {
	done, err := a.jobs.Import(ctx, args)
	if err != nil {
		t.End("failed")
		r.fail(args.Kind(), err)
		return nil
	}
	t.End("%s", summary(done))
	if !done.Ahead.IsZero() {
		r.fail(args.Kind(), errors.New(done.ClockTrouble()))
	}
	if done.NotAgain != "" {
		r.fail(args.Kind(), errors.New("what could not be read before could not be read again: "+done.NotAgain))
	}
	return &done
}

func summary(done flows.Import) string {
	if done.Since.IsZero() {
		return fmt.Sprintf("the whole catalogue; %d products", done.Read)
	}
	return fmt.Sprintf("incremental since %s; %d products changed",
		done.Since.Local().Format(time.DateTime), done.Read)
}

// await lets the run wait for these orders, too.
func (a *app) await(orders []int64) {
	for _, order := range orders {
		if !slices.Contains(a.mine, order) {
			a.mine = append(a.mine, order)
		}
	}
}

// awaitOrders waits until none of this run's orders will move any more, or not soon.
func (a *app) awaitOrders(ctx context.Context) error {
	for {
		due, ok, err := a.jobs.NextOrder(ctx)
		if err != nil {
			return err
		}
		open, err := a.shop.OpenOrders(ctx)
		if err != nil {
			return err
		}
		all, settled := len(a.mine), 0
		for _, order := range a.mine {
			if !slices.Contains(open, order) {
				settled++
			}
		}
		a.orders.Set(settled, all)
		if settled == all || !ok || time.Until(due) > a.cfg.patience {
			a.orders.End("%d of %d settled", settled, all)
			return nil
		}
		if err := jobs.Pause(ctx); err != nil {
			a.orders.End("%d of %d settled so far", settled, all)
			return err
		}
	}
}

// conclude prints the closing table, and the orders that need attention.
func (a *app) conclude(ctx context.Context, r *report) (ok bool, err error) {
	ctx = context.WithoutCancel(ctx)
	r.troubles.database, r.troubles.accounts = a.shop.Argument(), a.cfg.accounts.kind()
	if a.erpxt != nil {
		r.countOrders = a.countOrders
	}
	if r.troubles.orders, err = a.shop.Troubles(ctx); err != nil {
		return false, err
	}
	if a.shop.IsShared() { // what nothing has gone wrong with may be on its way in another process
		r.troubles.orders = slices.DeleteFunc(r.troubles.orders, func(t shop.Trouble) bool {
			return t.State == shop.OrderOpen && t.Reason == "" && !slices.Contains(a.mine, t.Order)
		})
	}
	if err := a.countRemote(ctx, r); err != nil {
		return false, err
	}
	if r.toIssue, err = a.shop.CountToIssue(ctx); err != nil {
		return false, err
	}
	r.print(a.board, &a.calls)
	return r.isContent(), nil
}
