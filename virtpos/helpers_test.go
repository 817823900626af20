package virtpos_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

const (
	testBaseURL = "https://mycompany.myvirtualpos.ru"
	testKey     = "s3cret&of=the/shop+1"
)

var testCred = virtpos.Credentials{APIKey: shelfwire.NewSecret(testKey)}

// sentRequest is a request as it went out.
type sentRequest struct {
	method, action string
	query, form    url.Values
	header         http.Header
}

// fakeTransport responds without a network, and records the requests.
type fakeTransport struct {
	respond     func(n int, r *sentRequest) fakeResponse // n counts from 1
	contentType string                                   // text/xml when empty

	mu       sync.Mutex
	requests []*sentRequest
}

// fakeResponse is a response. A status of 0 is a connection that breaks after the request was sent.
type fakeResponse struct {
	status int
	body   string
}

var errConnectionReset = errors.New("connection reset")

func (s *fakeTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	seen := &sentRequest{method: r.Method, action: strings.TrimPrefix(r.URL.Path, "/api/store"), query: r.URL.Query(), header: r.Header.Clone()}
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		seen.form, _ = url.ParseQuery(string(body))
	}
	s.mu.Lock()
	s.requests = append(s.requests, seen)
	n := len(s.requests)
	s.mu.Unlock()
	a := s.respond(n, seen)
	if a.status == 0 {
		return nil, errConnectionReset
	}
	return &http.Response{
		StatusCode: a.status, Header: http.Header{"Content-Type": {cmp.Or(s.contentType, "text/xml")}},
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

func (s *fakeTransport) sentRequests() []*sentRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*sentRequest(nil), s.requests...)
}

func (s *fakeTransport) options() *shelfwire.Options {
	return &shelfwire.Options{
		HTTPClient: &http.Client{Transport: s}, Limiter: shelfwire.Unlimited,
		Retry: shelfwire.RetryPolicy{BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond},
	}
}

func (s *fakeTransport) newClient(t testReporter) *virtpos.Client {
	return newClientWith(t, testCred, s.options())
}

// testReporter is the common part of testing.TB and rapid.T.
type testReporter interface {
	Helper()
	Fatal(args ...any)
}

func newClientWith(t testReporter, cred virtpos.Credentials, opts *shelfwire.Options) *virtpos.Client {
	t.Helper()
	client, err := virtpos.New(testBaseURL, cred, opts)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// respondInTurn returns a transport with these responses in turn; the last one repeats.
func respondInTurn(replies ...fakeResponse) *fakeTransport {
	return &fakeTransport{respond: func(n int, _ *sentRequest) fakeResponse { return replies[min(n, len(replies))-1] }}
}

// successResponse is a response with success 1 and more elements.
func successResponse(elements string) fakeResponse {
	return fakeResponse{200, `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success>` + elements + `</root>`}
}

// newUnusedClient returns a client that must send nothing.
func newUnusedClient(t *testing.T) *virtpos.Client {
	t.Helper()
	return (&fakeTransport{respond: func(_ int, r *sentRequest) fakeResponse {
		t.Errorf("%s %s was sent", r.method, r.action)
		return fakeResponse{}
	}}).newClient(t)
}

func setDecimal(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

func formatRow(row virtpos.StockRow) string {
	return fmt.Sprintf("%d/%d/%s %s", row.WarehouseID, row.ItemID, row.LotNumber, row.OnHand)
}

// mustVersion parses a version.
func mustVersion(text string) virtpos.Version {
	v, err := virtpos.ParseVersion(text)
	if err != nil {
		panic(err)
	}
	return v
}
