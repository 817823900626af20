// Package web is the shop's pages: a storefront for customers and a back office for its people, made on the server
// in plain HTML. There are no cookies, no scripts and nothing from elsewhere.
//
// Who can reach the address can do everything: there is no login. So it is for this machine, unless something in
// front of it asks who is there. What holds all the same:
//
//   - A form of another site is rejected, by http.CrossOriginProtection. There is no session that a token of a form
//     could be tied to, so there is no such token.
//   - A page of another site cannot pose as this one by a name that leads to this machine: see [Site.AnyHost].
//   - A form that is sent twice is one order; see [shop.Shop.PlaceOnce].
//   - Whoever placed an order sees it by a name that cannot be guessed, and without anybody's address on it.
//   - Bodies, fields, lists and the time for a request are bounded. What went wrong inside is in the log, not on the
//     page, and what customers have typed is in neither.
package web

import (
	"context"
	"database/sql"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/metrics"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Site is what the pages are made from.
type Site struct {
	Shop     store
	Jobs     queue
	Calls    *metrics.Calls
	Zone     *time.Location // of the times on the pages
	Currency string         // behind prices, such as "€"
	Every    time.Duration  // from one round to the next
	Logger   *slog.Logger   // gets errors, and a line per request at level Debug

	// Print fetches the PDF of an invoice by its ID in the accounts; nil where they give none out.
	Print func(ctx context.Context, invoice int64) ([]byte, error)
	// AsksTaxNumber lets a business order with its tax number.
	AsksTaxNumber bool

	// AnyHost serves requests for any host name, as something in front of the program may send them. Otherwise only the
	// names of this machine are served: a page of another site, whose name its owner lets lead to this machine, would
	// be of the same origin to a browser.
	AnyHost bool

	// Hooks are called by other systems, by path. Each has to find out by itself who calls; none gets the body limited, and none
	// is held to the names of this machine.
	Hooks map[string]http.Handler

	now func() time.Time // time.Now, unless a test has its own
}

// store is the part of shop.Shop that the pages need.
type store interface {
	catalogue
	orderBook

	Ping(ctx context.Context) error
	Mark(ctx context.Context, flow string) (time.Time, error)
	Runs(ctx context.Context, kind string) ([]shop.Run, error)
}

type catalogue interface {
	Browse(ctx context.Context, text string, offset, most int) ([]shop.Offer, error)
	CountMatches(ctx context.Context, text string) (int, error)
	Offer(ctx context.Context, sku string) (shop.Offer, error)
	Stock(ctx context.Context, sku string) (map[string]shelfwire.Decimal, error)
	Available(ctx context.Context, sku string) (left shelfwire.Decimal, known bool, err error)
	BestLocation(ctx context.Context, sku string) (string, error)
	Channels(ctx context.Context, sku string) (shop.Channels, error)
}

type orderBook interface {
	PlaceOnce(
		ctx context.Context, form string, o shop.NewOrder,
		alongside func(ctx context.Context, tx *sql.Tx, order int64) error,
	) (int64, error)
	OrderOfForm(ctx context.Context, form string) (int64, error)
	Order(ctx context.Context, id int64) (shop.Order, error)
	StepsOf(ctx context.Context, o shop.Order) ([]shop.StepStatus, error)
	Settle(ctx context.Context, order int64, about shop.Question, found string) error
	CountOrders(ctx context.Context) (map[shop.State]int, error)
	LatestOrders(ctx context.Context, most int) ([]shop.OrderSummary, error)
	OrdersToSettle(ctx context.Context, most int) ([]shop.OrderSummary, error)
	CountRemote(ctx context.Context, since time.Time) (shop.RemoteCounts, error)
	OrdersByHand(ctx context.Context, most int) ([]shop.OrderSummary, error)
	RemoteByHand(ctx context.Context, most int) ([]shop.RemoteSummary, error)
	RemoteToSettle(ctx context.Context, most int) ([]shop.RemoteSummary, error)
	SettleRemote(ctx context.Context, r shop.Remote, about shop.Question, found string) error
	TakeBackRemote(ctx context.Context, r shop.Remote, about shop.Question) error
	GoodsToIssue(ctx context.Context, most int) (shop.GoodsIssue, error)
	GoodsIssued(ctx context.Context, orders []int64) error
}

// queue is the part of jobs.Jobs that the pages need.
type queue interface {
	AddOrder(ctx context.Context, tx *sql.Tx, order int64) error
	Reopen(ctx context.Context, order int64) error
	IsUnderWay(ctx context.Context, kind string) (bool, error)
	Running() bool
	Rounds(ctx context.Context) (jobs.Rounds, error)
	Counts(ctx context.Context) ([]jobs.Count, error)
}

//go:embed templates static
var files embed.FS

// site is a Site with its templates read.
type site struct {
	Site

	pages map[string]*template.Template // by file
	mux   *http.ServeMux
	began time.Time

	prints chan struct{} // holds as many as are being fetched
}

// Handler serves the pages. Its errors are those of its own templates.
func (s Site) Handler() (http.Handler, error) {
	pages, err := s.templates()
	if err != nil {
		return nil, err
	}
	if s.now == nil {
		s.now = time.Now
	}
	t := &site{Site: s, pages: pages, mux: http.NewServeMux(), began: s.now(), prints: make(chan struct{}, maxPrints)}
	t.handle("GET /{$}", t.products)
	t.handle("GET /products/{sku}", t.product)
	t.handle("POST /products/{sku}/orders", t.placeOrder)
	t.handle("GET /products/{sku}/orders", toForm)
	t.handle("GET /orders/{form}", t.ownOrder)
	t.handle("GET /orders/{form}/invoice.pdf", t.ownInvoice)
	t.handle("GET /office", t.office)
	t.handle("GET /office/orders/{id}", t.officeOrder)
	t.handle("GET /office/orders/{id}/invoice.pdf", t.officeInvoice)
	t.handle("POST /office/orders/{id}/settle", t.settle)
	t.handle("GET /office/orders/{id}/settle", toForm)
	t.handle("POST /office/remote", t.settleRemote)
	t.handle("GET /office/remote", toForm)
	t.handle("POST /office/goods", t.goodsIssued)
	t.handle("GET /office/goods", toForm)
	t.handle("GET /office/sync", t.sync)
	t.handle("GET /healthz", t.health)
	t.handle("GET /metrics", t.metrics)
	t.handle("GET /style.css", t.static("text/css; charset=utf-8", "static/style.css"))
	t.handle("GET /icon.svg", t.static("image/svg+xml", "static/icon.svg"))
	t.handle("GET /", func(http.ResponseWriter, *http.Request) error { return errNotFound })
	return withHooks(t.guard(t.mux), s.Hooks), nil
}

func (s *site) static(kind, file string) handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		text, err := files.ReadFile(file)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "max-age=300")
		_, _ = w.Write(text)
		return nil
	}
}
