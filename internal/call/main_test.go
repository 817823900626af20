package call

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testKey has every character that JSON, URLs or HTML escape.
const testKey = `k3y/"q\b&<t>'=+%z y`

var (
	opRead  = Op{Name: "Things.Get", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opSet   = Op{Name: "Things.Set", Method: http.MethodPut, Effect: shelfwire.EffectIdempotent}
	opWrite = Op{Name: "Things.Create", Method: http.MethodPost, Effect: shelfwire.EffectWrite}

	// quick waits between attempts, but not so that anybody would notice.
	quick = shelfwire.RetryPolicy{BaseDelay: 1, MaxDelay: 1}
	once  = shelfwire.RetryPolicy{MaxAttempts: 1}
)

// testProvider is a provider as the packages of this module describe theirs.
func testProvider() Provider {
	return Provider{
		Name:       "acme",
		BaseURL:    "https://api.acme.example/v1",
		Limiter:    shelfwire.Unlimited,
		Secrets:    []shelfwire.Secret{shelfwire.NewSecret(testKey)},
		Authorize:  func(_ context.Context, r *http.Request) error { r.Header.Set("X-Key", testKey); return nil },
		ParseError: parseTestError,
	}
}

func parseTestError(r *Response) {
	var body struct {
		Code    string          `json:"code"`
		Message string          `json:"message"`
		Details json.RawMessage `json:"details"`
	}
	if json.Unmarshal(r.Body, &body) == nil {
		r.Code, r.Message, r.Details = body.Code, body.Message, body.Details
		r.FromProvider = body.Code != "" || body.Message != ""
	}
}

func newCaller(tb testing.TB, o shelfwire.Options) *Caller {
	tb.Helper()
	c, err := New(testProvider(), &o, &check.Problems{})
	require.NoError(tb, err)
	tb.Cleanup(c.client.CloseIdleConnections)
	return c
}

// scripted returns a caller whose requests are answered by a script.
func scripted(tb testing.TB, o shelfwire.Options, responders ...responder) (*Caller, *script) {
	tb.Helper()
	s := &script{responders: responders}
	o.HTTPClient = &http.Client{Transport: s}
	return newCaller(tb, o), s
}

// clientResponding is an HTTP client that gives one response to everything.
func clientResponding(a responder) *http.Client { return &http.Client{Transport: roundTripper(a)} }

// query makes a query of names and values in turn.
func query(pairs ...string) url.Values {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return q
}

// doCall runs one call of an operation and ignores what a success says.
func doCall(ctx context.Context, c *Caller, op Op) error {
	return c.Do(ctx, Request{Op: op, Path: []string{"things"}}, ignoreBody)
}

func ignoreBody([]byte) error { return nil }

// decodeThing takes an object with an id for a success, as the packages of this module know theirs.
func decodeThing(body []byte) error {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return err
	}
	if len(value.Member("id")) == 0 {
		return errors.New("no thing")
	}
	return nil
}

// requireError returns the error of a call that must have failed.
func requireError(tb testing.TB, err error) *shelfwire.Error {
	tb.Helper()
	var e *shelfwire.Error
	require.ErrorAs(tb, err, &e)
	return e
}

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	next := s.responders[min(len(s.times), len(s.responders)-1)]
	s.times = append(s.times, time.Now())
	s.requests = append(s.requests, r)
	s.mu.Unlock()
	if r.Context().Err() != nil { // as net/http does
		return nil, context.Cause(r.Context())
	}
	return next(r)
}

// count is the number of requests so far.
func (s *script) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.times)
}

// gaps are the times between the requests.
func (s *script) gaps() []time.Duration {
	var gaps []time.Duration
	for i := 1; i < len(s.times); i++ {
		gaps = append(gaps, s.times[i].Sub(s.times[i-1]))
	}
	return gaps
}

func (b *trickle) Read(p []byte) (int, error) {
	if b.pieces == 0 {
		return 0, io.EOF
	}
	select {
	case <-time.After(b.pause):
		b.pieces--
		p[0] = ' '
		return 1, nil
	case <-b.ctx.Done():
		return 0, context.Cause(b.ctx)
	}
}

func (b *trickle) Close() error { return nil }
