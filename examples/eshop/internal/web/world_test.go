package web

import (
	"bytes"
	"context"
	"database/sql"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/metrics"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// world is a real shop behind its pages, and a queue that does nothing by itself.
type world struct {
	t     *testing.T
	shop  *shop.Shop
	queue *idle
	site  Site
	pages http.Handler
	log   bytes.Buffer
}

// idle is a queue that remembers what it was given.
type idle struct {
	mu              sync.Mutex
	added, reopened []int64
	stopped         bool
	rounds          jobs.Rounds
	roundsErr       error
	counts          []jobs.Count
	countsErr       error
	underWayErr     error
}

func (q *idle) AddOrder(_ context.Context, _ *sql.Tx, order int64) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.added = append(q.added, order)
	return nil
}

func (q *idle) Reopen(_ context.Context, order int64) error {
	q.reopened = append(q.reopened, order)
	return nil
}

func (q *idle) IsUnderWay(_ context.Context, kind string) (bool, error) {
	return kind == "replace_till", q.underWayErr
}
func (q *idle) Running() bool { return !q.stopped }

func (q *idle) Rounds(context.Context) (jobs.Rounds, error) { return q.rounds, q.roundsErr }

func (q *idle) Counts(context.Context) ([]jobs.Count, error) { return q.counts, q.countsErr }

var monday = time.Date(2026, 3, 16, 9, 0, 0, 0, time.UTC)

func amount(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

// evil is a text that must never become part of a page as it stands.
const evil = `"'><script>alert(1)</script>{{.}}`

func newWorld(t *testing.T) *world {
	t.Helper()
	s, err := shop.Open(t.Context(), shoptest.Made(t, shop.Open))
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	active := shelfwire.Set(true)
	require.NoError(t, s.SaveProducts(t.Context(), monday, []shop.Product{
		{SKU: "A", Name: "Oak bowl", Unit: "GB", VAT: "A", Category: "bowl", Price: amount("12.5"), Active: active},
		{SKU: "B", Name: "Lamp", Unit: "kg", VAT: "A", Price: amount("79.00"), SalePrice: amount("59.9"), Active: active},
		{SKU: "C/1 %", Name: evil, VAT: "A", Category: evil, Price: amount("5.125"), Active: active},
		{SKU: "D", Name: "Vase without a price", VAT: "A", Active: active},
		{SKU: "E", Name: "Vase off sale", VAT: "A", Price: amount("5"), Active: shelfwire.Set(false)},
	}))
	_, err = s.SaveBalances(t.Context(), monday, []shop.Balance{
		{SKU: "A", Total: amount("9.000"), Locations: map[string]shelfwire.Decimal{
			"NOL": shelfwire.MustDecimal("5.000"), "Shop 1": shelfwire.MustDecimal("4.000"),
		}},
		{SKU: "B", Total: amount("0")},
	})
	require.NoError(t, err)
	w := &world{t: t, shop: s, queue: &idle{}}
	w.site = Site{
		Shop: s, Jobs: w.queue, Calls: metrics.New(), Zone: time.UTC, Currency: "€",
		Logger: slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	w.open()
	return w
}

// open serves the site as it is now.
func (w *world) open() {
	w.t.Helper()
	var err error
	w.pages, err = w.site.Handler()
	require.NoError(w.t, err)
}

// do sends a request as a browser on this machine does, unless change says otherwise.
func (w *world) do(method, path string, form url.Values, change ...func(*http.Request)) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(form.Encode()))
	r.Host = "127.0.0.1:8080"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, c := range change {
		c(r)
	}
	reply := httptest.NewRecorder()
	w.pages.ServeHTTP(reply, r)
	return reply
}

// get returns the text of a page, with its tags.
func (w *world) get(path string) string {
	w.t.Helper()
	reply := w.do(http.MethodGet, path, nil)
	require.Equal(w.t, http.StatusOK, reply.Code, "%s: %s", path, reply.Body)
	return reply.Body.String()
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words is what a page says, without its tags.
func words(page string) string {
	text := html.UnescapeString(tags.ReplaceAllString(page, " "))
	return strings.Join(strings.Fields(text), " ")
}

var shownPrice = regexp.MustCompile(`name="price" value="([0-9.]+)"`)

var token = regexp.MustCompile(`name="form" value="([A-Z2-7]{26})"`)

// filled is the form of a product, filled in as it should be.
func (w *world) filled(sku string, change ...string) url.Values {
	w.t.Helper()
	page := w.get("/products/" + url.PathEscape(sku))
	found, price := token.FindStringSubmatch(page), shownPrice.FindStringSubmatch(page)
	require.NotNil(w.t, found, "a form with a name")
	require.NotNil(w.t, price, "and with a price")
	form := url.Values{
		"form": {found[1]}, "price": {price[1]}, "quantity": {"2"}, "name": {"Example Buyer"}, "email": {"buyer@shop.example"},
		"phone": {"+371 11000099"}, "address": {"Example Street 1, Riga"}, "postcode": {"LV-0000"},
	}
	for i := 0; i < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

func (w *world) orders() int {
	w.t.Helper()
	counts, err := w.shop.CountOrders(w.t.Context())
	require.NoError(w.t, err)
	n := 0
	for _, count := range counts {
		n += count
	}
	return n
}
