package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/web"
)

// serving is what the command line says about the pages.
type serving struct {
	address  string // empty for no pages
	anywhere bool
	every    time.Duration
}

// everythingEvery is how often everything is read and pushed, and not only what changed: only then can the shop
// see that a product is gone.
const everythingEvery = 24 * time.Hour

func (s *serving) add(flags *flag.FlagSet) {
	flags.StringVar(&s.address, "serve", "",
		"keep running, with a storefront and a back office on `address`, such as 127.0.0.1:8080")
	flags.BoolVar(&s.anywhere, "serve-anywhere", false,
		"let -serve be reached from other machines, and by other names. The pages have no login:\n"+
			"put something in front of them that asks who is there")
	flags.DurationVar(&s.every, "every", time.Minute, "with -serve, how often changes are brought in and passed on")
}

func (s *serving) check(given map[string]bool) error {
	host, port, err := net.SplitHostPort(s.address)
	switch {
	case s.address == "" && (given["serve-anywhere"] || given["every"]):
		return errors.New("-serve-anywhere and -every need -serve")
	case s.address == "":
		return nil
	case err != nil || port == "":
		return fmt.Errorf("-serve %s: want an address with a port, such as 127.0.0.1:8080", s.address)
	case !s.anywhere && !isLoopback(s.address):
		return fmt.Errorf("-serve %s could be reached from other machines, and the pages have no login: whoever reaches "+
			"them sees every order and can settle it. Serve on 127.0.0.1:%s, or, with something in front that asks who is "+
			"there, add -serve-anywhere", net.JoinHostPort(host, port), port)
	case s.every < time.Second:
		return errors.New("-every must be at least 1s")
	case given["everything"]:
		return errors.New("-everything is for a single cycle; with -serve everything is looked at once a day")
	}
	return nil
}

// schedule lets the jobs begin by themselves, if the program is to keep running.
func (a *app) schedule() error {
	if a.cfg.serve.address == "" {
		return nil
	}
	err := errors.Join(a.jobs.Every(a.cfg.serve.every, false), a.jobs.Every(everythingEvery, true))
	if a.flows.PickUpOrders != nil {
		err = errors.Join(err, a.jobs.PickUpPeriodically())
	}
	return err
}

// observe counts attempts twice: for the closing table of a cycle, by provider, and for the page with the metrics.
func (a *app) observe(tally *progress.Tally) func(context.Context, shelfwire.Attempt) {
	return func(ctx context.Context, attempt shelfwire.Attempt) {
		tally.Observe(ctx, attempt)
		a.metrics.Observe(ctx, attempt)
	}
}

// listenError says that the pages cannot be served, and why.
type listenError struct {
	address string
	err     error
}

func (e *listenError) Error() string {
	if errors.Is(e.err, syscall.EADDRINUSE) {
		return fmt.Sprintf("-serve %s: another program uses this port; choose another one, or 0 for any that is free",
			e.address)
	}
	return fmt.Sprintf("-serve %s: %v", e.address, e.err)
}

func (e *listenError) Unwrap() error { return e.err }

// serve keeps the shop in step with its providers, and shows it, until ctx ends.
func serve(ctx context.Context, cfg config, connect connectors, stdout io.Writer, logger *slog.Logger) (err error) {
	// The port first: without it nothing else needs to be begun.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.serve.address)
	if err != nil {
		return &listenError{cfg.serve.address, err}
	}
	defer func() { _ = listener.Close() }()
	cfg.orders = max(cfg.orders, 0)                                     // whoever looks at the pages can place some
	a, err := open(ctx, cfg, progress.New(io.Discard), connect, logger) // the page about the sync shows how far things are
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	a.board = progress.New(stdout)
	if err := a.introduce(ctx); err != nil {
		return err
	}
	a.welcome(listener.Addr())
	if err := a.remind(ctx); err != nil {
		return err
	}
	if cfg.orders > 0 {
		placed := make(chan struct{})
		defer func() { <-placed }()
		go func() { defer close(placed); a.placeDemo(ctx) }()
	}
	return a.serve(ctx, listener)
}

func (a *app) welcome(at net.Addr) {
	a.board.Field("shop", fmt.Sprintf("http://%s/", at))
	a.board.Field("orders", fmt.Sprintf("http://%s/office", at))
	a.board.Field("", "Ctrl-C ends the program; a second one ends it at once")
}

// placeDemo places the demo's orders as soon as there is something to order.
func (a *app) placeDemo(ctx context.Context) {
	_, err := a.jobs.Import(ctx, jobs.ImportProducts{})
	if err == nil {
		_, err = a.jobs.Import(ctx, jobs.ImportBalances{})
	}
	if err == nil {
		err = a.placeOrders(ctx)
	}
	if err != nil && ctx.Err() == nil {
		a.logger.ErrorContext(ctx, "the demo's orders were not placed", "error", err)
	}
}

// Timeouts of the server. A slow client gets a minute in all, and a page that is being made gets as long as its
// own bound allows.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 15 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = time.Minute
	lastRequests  = 5 * time.Second // for requests that are being served when the program ends
)

func (a *app) serve(ctx context.Context, listener net.Listener) error {
	site := web.Site{
		Shop: a.shop, Jobs: a.jobs, Calls: a.metrics, Zone: a.zone, Currency: sign(a.cfg.currency()),
		Print: a.print, AsksTaxNumber: a.cfg.accounts.inERPXT(),
		Every: a.cfg.serve.every, Logger: a.logger,
		AnyHost: a.cfg.serve.anywhere,
	}
	bell, err := a.bell()
	if err != nil {
		return err
	}
	if bell != nil {
		site.Hooks = map[string]http.Handler{hookPath: bell}
	}
	handler, err := site.Handler()
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: handler, MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(a.logger.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	a.board.Say("Ending; whatever is open goes on with the next run.")
	soft, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastRequests)
	defer cancel()
	if server.Shutdown(soft) != nil {
		_ = server.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
