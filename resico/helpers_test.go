package resico_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// cannedBodies is a transport that responds with one body after the other, and then with the last one.
type cannedBodies struct {
	mu       sync.Mutex
	bodies   []string
	requests int
}

func (a *cannedBodies) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	body := a.bodies[min(a.requests, len(a.bodies)-1)]
	a.requests++
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

// newClient returns a client with this transport. Its attempts follow each other at once.
func (a *cannedBodies) newClient(t testing.TB, log io.Writer) *resico.Client {
	t.Helper()
	opts := &shelfwire.Options{
		HTTPClient: &http.Client{Transport: a}, Limiter: shelfwire.Unlimited,
		Retry: shelfwire.RetryPolicy{BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond},
	}
	if log != nil {
		opts.Logger = slog.New(slog.NewTextHandler(log, nil))
	}
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("shop-17"), ClientKey: shelfwire.NewSecret("k3y-of-the-shop")}, opts)
	require.NoError(t, err)
	return client
}

// newCannedClient returns a client that gets one body after the other, and then the last one.
func newCannedClient(t testing.TB, bodies ...string) *resico.Client {
	t.Helper()
	return (&cannedBodies{bodies: bodies}).newClient(t, nil)
}

// successBody is a response with every sign of success around a payload.
func successBody(typ, payload string) string {
	return `{"status":"ok","time":"2026-03-20T10:30:26+02:00","type":"` + typ + `","` + typ + `":` + payload + `}`
}

// oddBodies are seeds for fuzzing.
func oddBodies() []string {
	return []string{
		productsBody(`{"1":{"SKU":1,"Balance":[]},"0":{"SKU":"A","Active":"1"}}`),
		productsBody(`{"SKU":"A","Balance":{"A\/B":"1,5","Totals":null}}`),
		productsBody(`[{"Name":"no SKU"},null,[],"x",{"SKU":"A","Category":false}]`),
		successBody("Products", `{"data":[],"total":"37.0","last_page":2,"next_page_url":"x"}`),
		successBody("ProductsBalance", `{"data":[{"SKU":"a ","BalanceDetailed":{"L":[],"M":null,"Totals":{"balance":"x"}}}]}`),
		successBody("Salesinvoice", `{"data":[{"ID":363,"ExchangeRate":"","Paid":"","Total":[]}]}`),
		successBody("SalesinvoiceLine", `[{"id":"7.0"}]`),
		successBody("Customers", `{"Code":7,"Loyalty":{"updated":"-0001-11-30T00:00:00+01:36"}}`),
		`{"status":"error","message":"no","errors":{"a":["b"]}}`,
	}
}

// newLoggedClient returns a client that gets these bodies, and its log.
func newLoggedClient(t *testing.T, bodies ...string) (*resico.Client, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	return (&cannedBodies{bodies: bodies}).newClient(t, &log), &log
}

func writeBody(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, body)
}

// newHandlerClient returns a client of a server with this handler. Its attempts follow each other at once.
func newHandlerClient(t *testing.T, handler http.HandlerFunc) *resico.Client {
	t.Helper()
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("YOUR_CLIENT_CODE"), ClientKey: shelfwire.NewSecret("YOUR_CLIENT_KEY")},
		&shelfwire.Options{
			BaseURL: startServer(t, handler),
			Limiter: shelfwire.Unlimited,
			Retry:   shelfwire.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: time.Millisecond},
		})
	require.NoError(t, err)
	return client
}

func startServer(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// cannedBody is a transport that responds to each request with the same body.
type cannedBody struct{ body *[]byte }

func (a cannedBody) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(*a.body)), Request: r,
	}, nil
}

func collectPages(t *testing.T, client *resico.Client, q resico.ProductQuery) []resico.ProductPage {
	t.Helper()
	var pages []resico.ProductPage
	for page, err := range client.Products.Pages(t.Context(), q) {
		require.NoError(t, err)
		pages = append(pages, page)
	}
	return pages
}
