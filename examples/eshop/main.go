// Command eshop is the back end of a small e-shop that works with Resico as the vendor's guide for web shops
// describes: changed products and balances come in, customers and orders go out. From there products, prices and stock
// go on to Comarch ERP XT, to a MerchantPro shop and to a till at VirtualPOS. All of it is done by jobs that survive the
// program.
//
//	go run -C examples ./eshop
//
// runs one whole cycle against fakes of all four inside the program. With their variables set in the environment it works
// with the real ones; -help lists them.
//
// The exit status is 0 when everything is where it belongs, 1 when something needs a person, 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

const (
	statusOK    = 0
	statusWork  = 1 // something needs a person
	statusUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once, which loses nothing either
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "help" { // or help about a command
		args = append(slices.Clone(args[1:]), "-help")
	}
	if len(args) > 0 && args[0] == "orders" {
		return ordersCommand(ctx, args[1:], stdout, stderr)
	}
	if len(args) > 0 && args[0] == "providers" {
		return providersCommand(ctx, args[1:], stdout, stderr)
	}
	cfg, err := parse(args, getenv, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return statusOK
	}
	if err == nil {
		err = cfg.findFakes(ctx)
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "eshop:", err)
		return statusUsage
	}
	logger := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	ok := true
	if cfg.serve.address != "" {
		err = serve(ctx, cfg, connect(cfg), stdout, logger)
	} else {
		ok, err = cycle(ctx, cfg, connect(cfg), stdout, logger)
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) { // before it had begun; a server that is told to end does as told
		_, _ = fmt.Fprintln(stderr, "eshop: interrupted; whatever is open goes on with the next run")
		err, ok = nil, cfg.serve.address != ""
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "eshop:", err)
	}
	switch {
	case isWrongUsage(err):
		return statusUsage
	case err != nil || !ok:
		return statusWork
	default:
		return statusOK
	}
}

// isWrongUsage reports whether the program was started with the wrong database, port or clock: nothing was done, and the same
// again would get no further.
func isWrongUsage(err error) bool {
	_, mixedUp := errors.AsType[*shop.OtherAccountError](err)
	_, elsewhere := errors.AsType[*shop.OtherAccountsError](err)
	_, unusable := errors.AsType[*shop.OpenError](err)
	_, taken := errors.AsType[*listenError](err)
	_, notYet := errors.AsType[*flows.FutureStartError](err)
	return mixedUp || elsewhere || unusable || taken || notYet
}
