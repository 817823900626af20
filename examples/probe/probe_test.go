package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// world is a run against fakes that the probe takes for real services.
type world struct {
	resico *resicotest.Server
	erpxt  *erpxttest.Server
	shop   *shopinventorytest.Server
	till   *virtpostest.Server

	variables map[string]string
	items     map[string]string // -item, by provider
	baseURLs  map[string]string
	tamper    tamper

	stdout, stderr bytes.Buffer
	shape          string // file
}

// newWorld starts the fakes with what the probe fills them with.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		resico: resicotest.NewServer(t), erpxt: erpxttest.NewServer(t),
		shop: shopinventorytest.NewServer(t), till: virtpostest.NewServer(t),
		shape: filepath.Join(t.TempDir(), "shape.txt"),
	}
	fillResico(w.resico)
	fillERPXT(w.erpxt)
	skus, ids := fillShopInventory(w.shop), fillVirtPOS(w.till)
	w.items = map[string]string{"shopinventory": strings.Join(skus, ","), "virtpos": strings.Join(ids, ",")}
	w.baseURLs = map[string]string{"resico": w.resico.URL(), "erpxt": w.erpxt.URL()}
	w.variables = map[string]string{
		"RESICO_CLIENT_CODE":     w.resico.Credentials().ClientCode.Reveal(),
		"RESICO_CLIENT_KEY":      w.resico.Credentials().ClientKey.Reveal(),
		"ERPXT_CLIENT_ID":        w.erpxt.Credentials().ClientID.Reveal(),
		"ERPXT_CLIENT_SECRET":    w.erpxt.Credentials().ClientSecret.Reveal(),
		"MERCHANTPRO_SHOP_URL":   w.shop.URL(),
		"MERCHANTPRO_API_KEY":    w.shop.Credentials().APIKey.Reveal(),
		"MERCHANTPRO_API_SECRET": w.shop.Credentials().APISecret.Reveal(),
		"VIRTPOS_ADDRESS":        w.till.URL(),
		"VIRTPOS_API_KEY":        w.till.Credentials().APIKey.Reveal(),
	}
	return w
}

// everything are the flags that let every row be asked.
var everything = map[string][]string{
	"resico": {"-customer", "PROBE-12"}, "erpxt": {"-token", "-write"}, "shopinventory": {"-write"}, "virtpos": {"-stock", "-write", "-wrong-key", "-key-in-query"},
}

// run asks one provider, and returns the exit status.
func (w *world) run(ctx context.Context, provider string, args ...string) int {
	args = append([]string{"-shape", w.shape}, args...)
	if items := w.items[provider]; items != "" {
		args = append(args, "-item", items)
	}
	if base := w.baseURLs[provider]; base != "" {
		args = append(args, "-base-url", base)
	}
	c := config{
		getenv: func(name string) string { return w.variables[name] },
		stdout: &w.stdout, stderr: &w.stderr, limiter: shelfwire.Unlimited, transport: &w.tamper,
	}
	return c.run(ctx, append(args, provider))
}

// ask asks everything about one provider, and returns the findings by row.
func (w *world) ask(t *testing.T, provider string, args ...string) map[string]finding {
	t.Helper()
	found, err := findProviders([]string{provider})
	require.NoError(t, err)
	c := config{
		getenv: func(name string) string { return w.variables[name] },
		stdout: &w.stdout, stderr: &w.stderr, limiter: shelfwire.Unlimited, transport: &w.tamper,
	}
	_, err = c.flags.parse(append(append(args, everything[provider]...), provider), io.Discard)
	require.NoError(t, err)
	c.flags.baseURL = w.baseURLs[provider]
	if items := w.items[provider]; items != "" {
		c.flags.items = strings.Split(items, ",")
	}
	r, err := found[0].probe(t.Context(), &c)
	require.NoError(t, err)
	findings := map[string]finding{}
	for _, row := range r.Rows {
		findings[row.id] = row.finding
	}
	return findings
}

// tamper is a transport that changes requests on their way to a fake, and responses on their way back.
type tamper struct {
	request  func(*sent)
	response func(*sent, *received)

	mu    sync.Mutex
	calls int
}

// sent is a request, whose parts can be changed.
type sent struct {
	*http.Request
	query, body string
}

// received is a response, whose parts can be changed.
type received struct {
	*http.Response
	body string
}

func (p *tamper) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.calls++
	p.mu.Unlock()
	s := &sent{Request: r.Clone(r.Context()), query: r.URL.RawQuery}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		s.body = string(body)
	}
	if p.request != nil {
		p.request(s)
	}
	s.URL.RawQuery, s.Body, s.ContentLength = s.query, io.NopCloser(strings.NewReader(s.body)), int64(len(s.body))
	response, err := http.DefaultTransport.RoundTrip(s.Request)
	if err != nil || p.response == nil {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	got := &received{response, string(body)}
	p.response(s, got)
	response.Body, response.ContentLength = io.NopCloser(strings.NewReader(got.body)), int64(len(got.body))
	response.Header.Del("Content-Length")
	return response, nil
}

// replace makes a response of some requests have other text.
func replace(about func(*sent) bool, old, text string) func(*world) {
	return func(w *world) {
		w.tamper.response = func(s *sent, r *received) {
			if about(s) {
				r.body = strings.ReplaceAll(r.body, old, text)
			}
		}
	}
}

// respond makes the response to some requests another one.
func respond(about func(*sent) bool, status int, body string) func(*world) {
	return func(w *world) {
		w.tamper.response = func(s *sent, r *received) {
			if about(s) {
				r.StatusCode, r.body = status, body
				r.Header.Set("Content-Type", "application/json")
			}
		}
	}
}

// ask makes some requests reach the fake with another query.
func requery(about func(*sent) bool, old, text string) func(*world) {
	return func(w *world) {
		w.tamper.request = func(s *sent) {
			if about(s) {
				s.query = strings.ReplaceAll(s.query, old, text)
			}
		}
	}
}

func always(*sent) bool { return true }

// inPath, inQuery and inBody choose requests by a part of them.
func inPath(text string) func(*sent) bool {
	return func(s *sent) bool { return strings.Contains(s.URL.EscapedPath(), text) }
}

func inQuery(text string) func(*sent) bool {
	return func(s *sent) bool { return strings.Contains(s.query, text) }
}

func inBody(text string) func(*sent) bool {
	return func(s *sent) bool { return strings.Contains(s.body, text) }
}
