package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// said is what a program writes while a test reads it.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *said) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(text)
}

func (l *said) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// served is a world whose program is running, with its pages.
type served struct {
	*world

	address string // without the last slash
	out     *said
	stop    func() // ends the program
	client  *http.Client
}

var shopAddress = regexp.MustCompile(`(?m)^shop +(http://[0-9.:]+)/$`)

// serve starts the program; the end of the test ends it.
func (w *world) serve(change ...func(*config)) *served {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	s := &served{world: w, out: &said{}, client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	cfg := w.cfg
	cfg.serve = serving{address: "127.0.0.1:0", every: time.Hour}
	for _, c := range change {
		c(&cfg)
	}
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, cfg, w.connectors(cfg), s.out, slog.New(slog.DiscardHandler)) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		assert.NoError(w.t, <-ended)
	})
	w.t.Cleanup(s.stop)
	s.eventually(func() bool { return shopAddress.MatchString(s.out.String()) })
	s.address = shopAddress.FindStringSubmatch(s.out.String())[1]
	return s
}

func (s *served) eventually(is func() bool) {
	s.t.Helper()
	require.Eventually(s.t, is, 2*time.Minute, 50*time.Millisecond, s.out) // machines that test other things, too, are slow
}

// page returns a page, or what there is instead.
func (s *served) page(path string) string {
	s.t.Helper()
	reply, err := s.client.Get(s.address + path)
	require.NoError(s.t, err)
	return s.read(reply)
}

func (s *served) post(path string, form url.Values) string {
	s.t.Helper()
	reply, err := s.client.PostForm(s.address+path, form)
	require.NoError(s.t, err)
	return s.read(reply)
}

func (s *served) read(reply *http.Response) string {
	s.t.Helper()
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	require.NoError(s.t, err)
	return string(text)
}

// says waits until a page has a text on it.
func (s *served) says(path, want string) {
	s.t.Helper()
	s.eventually(func() bool { return strings.Contains(s.page(path), want) })
}

// buy places an order for a product on its page, and returns the page of the order.
func (s *served) buy(sku string) (path string) {
	s.t.Helper()
	page := s.page("/products/" + sku)
	form := regexp.MustCompile(`name="form" value="(\w+)"`).FindStringSubmatch(page)
	price := regexp.MustCompile(`name="price" value="([0-9.]+)"`).FindStringSubmatch(page)
	require.NotNil(s.t, form, "%s can be ordered", sku)
	page = s.post("/products/"+sku+"/orders", url.Values{
		"form": {form[1]}, "price": {price[1]}, "quantity": {"1"}, "name": {"Example Buyer"}, "email": {"buyer@shop.example"},
		"address": {"Example Street 1, Riga"}, "postcode": {"LV-0000"},
	})
	require.Contains(s.t, page, "Your order")
	return "/orders/" + form[1]
}

func TestServe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12)
	w.withChannels()
	s := w.serve(orders(2))
	assert.Equal(t, "database: ok\njobs: ok\nwork: ok\n", s.page("/healthz"))
	s.says("/office/sync", "12 in the whole catalogue")
	s.says("/office", "<strong>2</strong> <span class=\"badge done\">in the accounts")
	s.says(s.buy("SW-0001"), "in the accounts")
	assert.Contains(t, s.page("/metrics"), `eshop_orders{state="sent"} 3`)
	assert.Contains(t, s.page("/metrics"),
		`eshop_provider_attempts_total{operation="Invoices.Create",outcome="ok",provider="resico",status="200"} 3`)
	s.says("/products/SW-0001", "up to date") // the round has come to MerchantPro
	s.says("/office/sync", "the others set to zero")
	s.stop()
	assert.Contains(t, s.out.String(), "Ending; whatever is open goes on with the next run.")
	require.True(t, w.run(), &w.out) // what was ordered after the round has come to a channel goes there with the next one
	w.checkInvoices(3)
	w.checkListings()
	w.checkTill()
}

// An unclear write is settled on its page, and the order goes on at once.
func TestServe_settle(t *testing.T) {
	t.Parallel()
	for found, fault := range map[string]faults.Fault{"there": faults.DropResponse(), "none": faults.DropRequest()} {
		t.Run(found, func(t *testing.T) {
			t.Parallel()
			w := stocked(t)
			w.server.Fail(fault.On("Invoices.Create"))
			advice := "      look in Resico, then: eshop orders settle -database " + w.argument() + " 1 invoice/1 KEY, "
			s := w.serve()
			own := s.buy("SW-0001")
			s.says(own, "needs a look")
			s.eventually(func() bool { return strings.Contains(s.out.String(), advice) })
			assert.Contains(t, s.out.String(), "\norder 1, parked: ")
			assert.Contains(t, s.page("/office"), "/office/orders/1")
			key := ""
			if found == "there" {
				key = fmt.Sprint(w.server.Invoices()[0].ID)
			}
			s.post("/office/orders/1/settle", url.Values{"about": {"invoice/1"}, "found": {found}, "key": {key}})
			s.says(own, "in the accounts")
			s.stop()
			w.checkInvoices(1)
		})
	}
}

// What has been waiting for a person is said at the start, too.
func TestServe_waiting(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	id := w.order()
	w.inShop(func(s *shop.Shop) {
		require.NoError(t, s.CloseOrder(t.Context(), id, shop.OrderFailed, "422"))
	})
	s := w.serve()
	s.eventually(func() bool {
		return strings.Contains(s.out.String(), "1 order needs attention:\n  order 1, failed: 422\n      put it right, then")
	})
}

// The orders can be listed while the program serves them.
func TestServe_list(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	w.server.Fail(faults.DropResponse().On("Invoices.Create"))
	s := w.serve()
	s.says(s.buy("SW-0001"), "needs a look")
	var out, errs bytes.Buffer
	args := []string{"orders", "list", "-database", w.cfg.database}
	require.Equal(t, statusOK, run(t.Context(), args, environment(), &out, &errs), &errs)
	assert.Contains(t, out.String(), "1 order needs attention:\n  order 1, parked: ")
}

func TestServe_nextRun(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	s := w.serve()
	w.server.Fail(faults.Status(401).On("Invoices.Create"))
	s.says(s.buy("SW-0001"), "in progress")
	s.stop()
	w.server.ClearFaults()
	require.True(t, w.run(), &w.out)
	w.checkInvoices(1)
}

func TestServe_portInUse(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	database := t.TempDir() + "/eshop.db"
	var out, errs bytes.Buffer
	args := []string{"-database", database, "-serve", taken.Addr().String()}
	assert.Equal(t, statusUsage, run(t.Context(), args, environment(), &out, &errs))
	assert.Equal(t, "eshop: -serve "+taken.Addr().String()+
		": another program uses this port; choose another one, or 0 for any that is free\n", errs.String())
	assert.Empty(t, out.String())
	assert.False(t, shop.Exists(database), "nothing was begun")
}

func TestServing_check(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"-serve 127.0.0.1:8080":           "",
		"-serve localhost:8080 -every 5s": "",
		"-serve [::1]:0":                  "",
		"-serve :8080 -serve-anywhere":    "",
		"-serve :8080":                    "Serve on 127.0.0.1:8080, or, with something in front that asks who is there",
		"-serve 0.0.0.0:80":               "the pages have no login",
		"-serve shop.example:80":          "the pages have no login",
		"-serve 8080":                     "want an address with a port, such as 127.0.0.1:8080",
		"-serve localhost:":               "want an address with a port",
		"-serve localhost:80 -every 10ms": "-every must be at least 1s",
		"-serve localhost:80 -everything": "-everything is for a single cycle",
		"-serve-anywhere":                 "-serve-anywhere and -every need -serve",
		"-every 5s":                       "-serve-anywhere and -every need -serve",
	} {
		_, err := parse(strings.Fields(args), environment(), io.Discard)
		if want == "" {
			assert.NoError(t, err, args)
		} else {
			assert.ErrorContains(t, err, want, args)
		}
	}
}
