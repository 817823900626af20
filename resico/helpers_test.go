package resico_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// answers is a provider that answers with one body after the other, and then with the last one, without a network.
type answers struct {
	mu       sync.Mutex
	bodies   []string
	requests int
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	body := a.bodies[min(a.requests, len(a.bodies)-1)]
	a.requests++
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

// client returns a client that asks these answers. It does not wait between attempts.
func (a *answers) client(t testing.TB, log io.Writer) *resico.Client {
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

// answering returns a client of a provider that answers with one body after the other, and then with the last one.
func answering(t testing.TB, bodies ...string) *resico.Client {
	t.Helper()
	return (&answers{bodies: bodies}).client(t, nil)
}

// ok is a response with every mark of success around a payload.
func ok(typ, payload string) string {
	return `{"status":"ok","time":"2026-03-20T10:30:26+02:00","type":"` + typ + `","` + typ + `":` + payload + `}`
}

// oddBodies are seeds for fuzzing.
func oddBodies() []string {
	return []string{
		list(`{"1":{"SKU":1,"Balance":[]},"0":{"SKU":"A","Active":"1"}}`),
		list(`{"SKU":"A","Balance":{"A\/B":"1,5","Totals":null}}`),
		list(`[{"Name":"no SKU"},null,[],"x",{"SKU":"A","Category":false}]`),
		ok("Products", `{"data":[],"total":"37.0","last_page":2,"next_page_url":"x"}`),
		ok("ProductsBalance", `{"data":[{"SKU":"a ","BalanceDetailed":{"L":[],"M":null,"Totals":{"balance":"x"}}}]}`),
		ok("Salesinvoice", `{"data":[{"ID":363,"ExchangeRate":"","Paid":"","Total":[]}]}`),
		ok("SalesinvoiceLine", `[{"id":"7.0"}]`),
		ok("Customers", `{"Code":7,"Loyalty":{"updated":"-0001-11-30T00:00:00+01:36"}}`),
		`{"status":"error","message":"no","errors":{"a":["b"]}}`,
	}
}

// captured returns what a client writes to its log.
func captured(t *testing.T, bodies ...string) (*resico.Client, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	return (&answers{bodies: bodies}).client(t, &log), &log
}
