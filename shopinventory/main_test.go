package shopinventory_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	testShop   = "https://shop.example.com"
	testSecret = "s3cret&of=the/shop+1"
)

var testCred = shopinventory.Credentials{APIKey: shelfwire.NewSecret("key-of-shop-17"), APISecret: shelfwire.NewSecret(testSecret)}

// shop is a transport that responds without a network, and records the requests.
type shop struct {
	respond func(n int, r *http.Request) (*http.Response, error) // n counts from 1

	mu       sync.Mutex
	requests []recorded
}

// recorded is a request as it went out.
type recorded struct {
	method, path, body string
	query              url.Values
	header             http.Header
	at                 time.Time
}

func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	s.mu.Lock()
	s.requests = append(s.requests, recorded{
		method: r.Method, path: r.URL.EscapedPath(), query: r.URL.Query(), header: r.Header.Clone(), body: string(body), at: time.Now(),
	})
	n := len(s.requests)
	s.mu.Unlock()
	return s.respond(n, r)
}

func (s *shop) calls() []recorded {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]recorded(nil), s.requests...)
}

func (s *shop) options() *shelfwire.Options {
	return &shelfwire.Options{
		HTTPClient: &http.Client{Transport: s}, Limiter: shelfwire.Unlimited,
		Retry: shelfwire.RetryPolicy{BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond},
	}
}

func (s *shop) client(t fatal) *shopinventory.Client { return clientWith(t, s.options()) }

// fatal is what testing.TB and rapid.T have in common.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

func clientWith(t fatal, opts *shelfwire.Options) *shopinventory.Client {
	t.Helper()
	client, err := shopinventory.New(testShop, testCred, opts)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// response is a response of the shop. The status 0 is a connection that breaks after the request was sent.
type response struct {
	status int
	body   string
	header []string // names and values in turn
}

// newShop returns a shop with one response after the other; the last one repeats.
func newShop(responses ...response) *shop {
	return &shop{respond: func(n int, r *http.Request) (*http.Response, error) {
		a := responses[min(n, len(responses))-1]
		return respond(r, a)
	}}
}

var errCut = errors.New("connection reset")

func respond(r *http.Request, a response) (*http.Response, error) {
	if a.status == 0 {
		return nil, errCut
	}
	resp := &http.Response{
		StatusCode: a.status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}
	for i := 0; i+1 < len(a.header); i += 2 {
		resp.Header.Set(a.header[i], a.header[i+1])
	}
	return resp, nil
}

// newUnusedClient is a client whose shop must hear nothing.
func newUnusedClient(t *testing.T) *shopinventory.Client {
	t.Helper()
	return (&shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
		t.Errorf("%s %s was sent", r.Method, r.URL.Path)
		return nil, errCut
	}}).client(t)
}

func num(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(shelfwire.MustDecimal(s)) }

func dec(s string) shelfwire.Decimal { return shelfwire.MustDecimal(s) }
