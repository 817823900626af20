package erpxt_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	testID     = "shop-17-id"
	testSecret = "s3cret&of=the/shop+1"
)

var testCred = erpxt.Credentials{ClientID: shelfwire.NewSecret(testID), ClientSecret: shelfwire.NewSecret(testSecret)}

// recorded is a request as it went out.
type recorded struct {
	method, path, query string
	header              http.Header
	body                string
	at                  time.Time
}

// provider responds without a network. It issues token-1, token-2 and so on, unless a test responds for the endpoint
// itself, and hands all other requests to api.
type provider struct {
	onToken func(n int, r *http.Request) (*http.Response, error) // n counts from 1
	api     func(n int, r *http.Request) (*http.Response, error)

	mu     sync.Mutex
	tokens []recorded
	calls  []recorded
}

func (p *provider) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	seen := recorded{
		method: r.Method, path: r.URL.EscapedPath(), query: r.URL.RawQuery, header: r.Header.Clone(),
		body: string(body), at: time.Now(),
	}
	if strings.HasSuffix(r.URL.Path, "/token") {
		return p.token(seen, r)
	}
	p.mu.Lock()
	p.calls = append(p.calls, seen)
	n := len(p.calls)
	p.mu.Unlock()
	return p.api(n, r)
}

func (p *provider) token(seen recorded, r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.tokens = append(p.tokens, seen)
	n := len(p.tokens)
	p.mu.Unlock()
	if p.onToken != nil {
		return p.onToken(n, r)
	}
	return newResponse(r, 200, fmt.Sprintf(`{"access_token":"token-%d","token_type":"bearer","expires":600}`, n))
}

func (p *provider) counts() (tokens, calls int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.tokens), len(p.calls)
}

func (p *provider) options() *shelfwire.Options {
	return &shelfwire.Options{
		HTTPClient: &http.Client{Transport: p}, Limiter: shelfwire.Unlimited,
		Retry: shelfwire.RetryPolicy{BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond},
	}
}

func (p *provider) client(t fatal) *erpxt.Client { return clientWith(t, p.options()) }

// fatal is what testing.TB and rapid.T have in common.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

func clientWith(t fatal, opts *shelfwire.Options) *erpxt.Client {
	t.Helper()
	client, err := erpxt.New(testCred, opts)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// respondWith returns a provider that responds to the n-th call with the n-th text, and the last one from then on.
func respondWith(status int, bodies ...string) *provider {
	return &provider{api: func(n int, r *http.Request) (*http.Response, error) {
		return newResponse(r, status, bodies[min(n, len(bodies))-1])
	}}
}

// scriptedProvider returns a provider that responds to calls in turn, and with the last response from then on. A status of 0 is a
// connection that breaks after the request was sent.
func scriptedProvider(responses ...cannedResponse) *provider {
	return &provider{api: func(n int, r *http.Request) (*http.Response, error) {
		canned := responses[min(n, len(responses))-1]
		return newResponse(r, canned.status, canned.body)
	}}
}

type cannedResponse struct {
	status int
	body   string
}

var errCut = errors.New("connection reset")

func newResponse(r *http.Request, status int, body string, header ...string) (*http.Response, error) {
	if status == 0 {
		return nil, errCut
	}
	resp := &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}
	for i := 0; i < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp, nil
}

// silentClient returns a client that must send nothing.
func silentClient(t *testing.T) *erpxt.Client {
	t.Helper()
	unexpected := func(_ int, r *http.Request) (*http.Response, error) {
		t.Errorf("%s %s was sent", r.Method, r.URL.Path)
		return nil, errCut
	}
	return (&provider{api: unexpected, onToken: unexpected}).client(t)
}

// Bodies of responses that do not come from the provider itself.
const (
	loginPage      = "<!DOCTYPE html><html><head><title>Log in</title></head><body>{}</body></html>"
	routerNotFound = `{"Message":"No HTTP resource was found that matches the request URI.",` +
		`"MessageDetail":"No type was found that matches the controller named 'products'."}`
	uncaught = `{"Message":"An error has occurred."}`
)

func num(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(shelfwire.MustDecimal(s)) }

func readCloser(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }
