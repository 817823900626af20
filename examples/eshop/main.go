// Command eshop is the back end of a small e-shop that works with Resico as the vendor's guide for web shops
// describes: changed products and balances come in, customers and orders go out. Products and prices go on to Comarch
// ERP XT, and all of it is done by jobs that survive the program.
//
//	go run -C examples ./eshop
//
// runs one whole cycle against a Resico and an ERP XT inside the program. With RESICO_CLIENT_CODE and
// RESICO_CLIENT_KEY set it works with the real Resico, with ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET with the real
// ERP XT.
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
	"syscall"

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
	cfg, err := parse(args, getenv, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return statusOK
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "eshop:", err)
		return statusUsage
	}
	logger := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	ok, err := cycle(ctx, cfg, connect(cfg), stdout, logger)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "eshop:", err)
	}
	_, mixedUp := errors.AsType[*shop.OtherAccountError](err)
	switch {
	case mixedUp:
		return statusUsage
	case err != nil || !ok:
		return statusWork
	default:
		return statusOK
	}
}
