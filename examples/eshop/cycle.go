package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
)

// cycle runs everything once: products, balances, price list, orders. It reports whether all is where it belongs.
func cycle(
	ctx context.Context, cfg config, connect connectors, stdout io.Writer, logger *slog.Logger,
) (ok bool, err error) {
	r := report{began: time.Now()}
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
	a.board.Say("Resico     %s", a.resico.name)
	a.introduceERPXT()
	a.board.Say("database   %s", a.cfg.database)
	counts, err := a.shop.CountOrders(ctx)
	if err != nil {
		return err
	}
	switch {
	case a.cfg.orders > 0 && a.cfg.hasResico():
		a.board.Say("           places %d demo orders, and their customers, in the real Resico", a.cfg.orders)
	case a.cfg.orders >= 0:
	case a.cfg.hasResico():
		a.cfg.orders = 0
		a.board.Say("           no demo orders are placed in a real Resico, unless -orders asks for them")
	case len(counts) == 0:
		a.cfg.orders = 40
	default:
		a.cfg.orders = 5
	}
	a.board.Say("")
	return nil
}

func (a *app) introduceERPXT() {
	if a.erpxt.client == nil {
		a.board.Say("ERP XT     left out: there is no fake one for the products of a real Resico;")
		a.board.Say("           set ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET for the real one")
		return
	}
	a.board.Say("ERP XT     %s", a.erpxt.name)
	if a.cfg.onlyLooks() {
		a.board.Say("           only read: the products are the demo's, and nothing of it gets into a real ERP XT")
	}
}

// run does the work. What goes wrong with one part does not keep the others from being done.
func (a *app) run(ctx context.Context, r *report) {
	everything := a.cfg.everything
	r.products = a.importAll(ctx, a.products, jobs.ImportProducts{Everything: everything}, r)
	if r.products != nil { // balances are of products
		r.balances = a.importAll(ctx, a.balances, jobs.ImportBalances{Everything: everything}, r)
	}
	if r.balances != nil {
		r.fail("orders", a.placeOrders(ctx))
	}
	if r.products != nil && a.erpxt.client != nil { // while the orders are on their way
		r.push = a.pushPriceList(ctx, r)
	}
	r.fail("orders", a.awaitOrders(ctx))
}

func (a *app) placeOrders(ctx context.Context) error {
	placed, err := demo.PlaceOrders(ctx, a.shop, a.cfg.orders, a.cfg.seed, a.jobs.AddOrder)
	a.total += placed
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
	return &done
}

// pushPriceList says what came of the price list: nothing when it failed.
func (a *app) pushPriceList(ctx context.Context, r *report) *flows.Push {
	args := jobs.PushPriceList{Everything: a.cfg.everything}
	done, err := a.jobs.Push(ctx, args)
	if err != nil {
		a.prices.End("failed")
		r.fail(args.Kind(), err)
		return nil
	}
	a.prices.End("%s", pushed(done))
	return &done
}

func pushed(done flows.Push) string {
	if done.DryRun {
		return fmt.Sprintf("nothing written; %d product cards to create, %d to edit", done.Created, done.Edited)
	}
	return fmt.Sprintf("%d product cards created, %d edited", done.Created, done.Edited)
}

func summary(done flows.Import) string {
	if done.Since.IsZero() {
		return fmt.Sprintf("the whole catalogue; %d products", done.Read)
	}
	return fmt.Sprintf("incremental since %s; %d products changed",
		done.Since.Local().Format(time.DateTime), done.Read)
}

// awaitOrders waits until no order will move any more, or not soon.
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
		settled := a.total - len(open)
		a.orders.Set(settled, a.total)
		if !ok || time.Until(due) > a.cfg.patience {
			a.orders.End("%d of %d settled", settled, a.total)
			return nil
		}
		if err := jobs.Pause(ctx); err != nil {
			a.orders.End("%d of %d settled so far", settled, a.total)
			return err
		}
	}
}

// conclude prints the closing table, and the orders that need attention.
func (a *app) conclude(ctx context.Context, r *report) (ok bool, err error) {
	ctx = context.WithoutCancel(ctx)
	if r.troubles, err = a.shop.Troubles(ctx, r.began); err != nil {
		return false, err
	}
	r.print(a.board, &a.calls)
	return len(r.troubles) == 0 && len(r.failures) == 0 && len(r.problems()) == 0, nil
}
