package transcript

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/shelfwire/shelfwire"
)

// Shape collects the form of exchanges without their values: which members there are, of what kinds, how long texts
// and lists are, and how many digits numbers have. Nothing of it belongs to a person or a merchant, so that it can be
// shown to anybody, and pasted where an assumption of this module is discussed. Names count as data unless the APIs are
// known to have them: all other members of an object are one, named *, and so are other parameters and headers. It is
// safe for concurrent use.
//
// Exchanges of the same operation are merged. What stands in a body that was cut counts as far as it goes.
type Shape struct {
	mu     sync.Mutex
	groups map[groupKey]*group
}

// groupKey tells what is merged.
type groupKey struct{ provider, op, method, path string }

// group is what the exchanges of one operation have in common.
type group struct {
	count     int
	query     *object // parameters
	request   messageShape
	results   map[string]int
	responses map[int]*messageShape // by status; 0 for none
}

// messageShape is the shape of requests, or of responses with one status.
type messageShape struct {
	count  int
	header map[string]map[string]bool // by name; values of the headers that say nothing about anybody
	bodies map[string]int             // how many bodies are "JSON", "XML", … and how many of them were cut
	body   node
}

// NewShape returns an empty shape. Its Record goes into Options.Transcript of a client.
func NewShape() *Shape { return &Shape{groups: map[groupKey]*group{}} }

// Record adds one exchange.
func (s *Shape) Record(_ context.Context, e shelfwire.Exchange) {
	path, query := shapeURL(e.Request.URL)
	key := groupKey{e.Attempt.Provider, e.Attempt.Op, e.Request.Method, path}
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.groups[key]
	if g == nil {
		g = &group{query: newObject(), results: map[string]int{}, responses: map[int]*messageShape{}}
		s.groups[key] = g
	}
	g.add(&e, query)
}

func (g *group) add(e *shelfwire.Exchange, query string) {
	g.count++
	g.results[cmp.Or(describeError(e.Attempt.Err, false), "ok")]++
	addForm(g.query, query)
	g.request.addHeader(e.Request.Header)
	g.request.addBody(e.Request.Header.Get("Content-Type"), e.Request.Body, e.Request.Truncated)
	response := g.responses[e.Response.StatusCode]
	if response == nil {
		response = new(messageShape)
		g.responses[e.Response.StatusCode] = response
	}
	response.addHeader(e.Response.Header)
	response.addBody(e.Response.Header.Get("Content-Type"), e.Response.Body, e.Response.Truncated)
}

// WriteTo writes the shape as text. The same exchanges, in whatever order, give the same text.
func (s *Shape) WriteTo(w io.Writer) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out bytes.Buffer
	for _, key := range slices.SortedFunc(maps.Keys(s.groups), compareGroups) {
		writeGroup(&out, key, s.groups[key])
	}
	return out.WriteTo(w)
}

// String returns what WriteTo writes.
func (s *Shape) String() string {
	var b strings.Builder
	_, _ = s.WriteTo(&b) // never fails
	return b.String()
}

func compareGroups(a, b groupKey) int {
	return cmp.Or(strings.Compare(a.provider, b.provider), strings.Compare(a.op, b.op),
		strings.Compare(a.method, b.method), strings.Compare(a.path, b.path))
}
