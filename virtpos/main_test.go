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
	testAddress = "https://mycompany.myvirtualpos.ru"
	testKey     = "s3cret&of=the/shop+1"
)

var testCred = virtpos.Credentials{APIKey: shelfwire.NewSecret(testKey)}

// recorded is a request as it went out.
type recorded struct {
	method, action string
	query, form    url.Values
	header         http.Header
}

// tills answer without a network, and note what they were asked.
type tills struct {
	answer      func(n int, r *recorded) reply // n counts from 1
	contentType string                         // text/xml when empty

	mu       sync.Mutex
	requests []*recorded
}

// response is an answer. A status of 0 is a connection that breaks after the request was sent.
type reply struct {
	status int
	body   string
}

var errCut = errors.New("connection reset")

func (s *tills) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	seen := &recorded{method: r.Method, action: strings.TrimPrefix(r.URL.Path, "/api/store"), query: r.URL.Query(), header: r.Header.Clone()}
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		seen.form, _ = url.ParseQuery(string(body))
	}
	s.mu.Lock()
	s.requests = append(s.requests, seen)
	n := len(s.requests)
	s.mu.Unlock()
	a := s.answer(n, seen)
	if a.status == 0 {
		return nil, errCut
	}
	return &http.Response{
		StatusCode: a.status, Header: http.Header{"Content-Type": {cmp.Or(s.contentType, "text/xml")}},
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

func (s *tills) calls() []*recorded {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*recorded(nil), s.requests...)
}

func (s *tills) options() *shelfwire.Options {
	return &shelfwire.Options{
		HTTPClient: &http.Client{Transport: s}, Limiter: shelfwire.Unlimited,
		Retry: shelfwire.RetryPolicy{BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond},
	}
}

func (s *tills) client(t fatal) *virtpos.Client { return clientWith(t, testCred, s.options()) }

// fatal is what testing.TB and rapid.T have in common.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

func clientWith(t fatal, cred virtpos.Credentials, opts *shelfwire.Options) *virtpos.Client {
	t.Helper()
	client, err := virtpos.New(testAddress, cred, opts)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// says returns tills that answer in turn, and like the last one from then on.
func says(replies ...reply) *tills {
	return &tills{answer: func(n int, _ *recorded) reply { return replies[min(n, len(replies))-1] }}
}

// root is a response that says success, with more elements.
func root(elements string) reply {
	return reply{200, `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success>` + elements + `</root>`}
}

// silent is a client whose server must hear nothing.
func silent(t *testing.T) *virtpos.Client {
	t.Helper()
	return (&tills{answer: func(_ int, r *recorded) reply {
		t.Errorf("%s %s was sent", r.method, r.action)
		return reply{}
	}}).client(t)
}

func num(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(shelfwire.MustDecimal(s)) }

func show(row virtpos.StockRow) string {
	return fmt.Sprintf("%d/%d/%s %s", row.WarehouseID, row.ItemID, row.LotNumber, row.OnHand)
}

// version is a version of a test.
func version(text string) virtpos.Version {
	v, err := virtpos.ParseVersion(text)
	if err != nil {
		panic(err)
	}
	return v
}
