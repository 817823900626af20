package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire"
)

// maxRecorded bounds how much of a body is kept.
const maxRecorded = 1 << 20

// exchange is a request and its response as they went over the wire.
type exchange struct {
	request  *http.Request // as it was sent; its body is read
	sent     time.Time
	received time.Time // when the header of the response was there
	status   int
	protocol string // such as "HTTP/2.0"
	isTLS    bool
	header   http.Header

	mu   sync.Mutex
	body bytes.Buffer // at most maxRecorded bytes
}

// content returns what was read of the body.
func (e *exchange) content() []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return bytes.Clone(e.body.Bytes())
}

// Write keeps a piece of the body, as far as it fits.
func (e *exchange) Write(piece []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	room := maxRecorded - e.body.Len()
	e.body.Write(piece[:min(len(piece), room)])
	return len(piece), nil
}

// wire carries every request of a provider, counts and records it. It closes for good at the first sign that going on
// could do harm; see guard.go.
type wire struct {
	base http.RoundTripper

	mu        sync.Mutex
	calls     int
	stop      error
	exchanges []*exchange
}

type contextKey int

const (
	recordingKey contextKey = iota
	rewriteKey
)

// recording collects the exchanges of one call.
type recording struct{ exchanges []*exchange }

// rewriting changes the requests of a call on their way, and has a name for the call that comes of it.
type rewriting struct {
	op    string
	apply func(*http.Request)
}

// withRewrite makes the wire change the requests of a call: for what a client would never send by itself.
func withRewrite(ctx context.Context, op string, apply func(*http.Request)) context.Context {
	return context.WithValue(ctx, rewriteKey, rewriting{op, apply})
}

// RoundTrip sends a request, unless the wire is closed.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if rewrite, ok := r.Context().Value(rewriteKey).(rewriting); ok {
		r = r.Clone(r.Context())
		rewrite.apply(r)
	}
	e, response, err := w.send(r)
	if err != nil {
		w.noteFailure(err)
		return nil, err
	}
	w.noteResponse(r.Context(), e)
	return response, nil
}

// send counts and sends a request. The body of its response is kept as it is read.
func (w *wire) send(r *http.Request) (*exchange, *http.Response, error) {
	if err := w.admit(); err != nil {
		return nil, nil, err
	}
	e := &exchange{request: r, sent: time.Now()}
	response, err := w.base.RoundTrip(r)
	if err != nil {
		return nil, nil, err
	}
	e.received = time.Now()
	e.status, e.protocol, e.header = response.StatusCode, response.Proto, response.Header
	e.isTLS = response.TLS != nil
	response.Body = recordedBody{io.TeeReader(response.Body, e), response.Body}
	return e, response, nil
}

// plain gets a page without the key: of another address than that of the API, so that its status closes nothing.
func (w *wire) plain(ctx context.Context, limiter shelfwire.Limiter, address string) (*exchange, error) {
	if err := limiter.Wait(ctx); err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	e, response, err := w.send(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoResponse, describeFailure(err))
	}
	return e, response.Body.Close()
}

// recordedBody is a body whose bytes are kept as they are read.
type recordedBody struct {
	io.Reader
	io.Closer
}

// errNoResponse is the reason of a call that failed before a response came.
var errNoResponse = errors.New("no response came")

// observe makes a call and returns its last exchange, and what the client made of it. The exchange is nil, and the error
// is not, when there is nothing to look at: no response came, one that closed the wire, or a failure of the server.
func (w *wire) observe(ctx context.Context, call func(context.Context) error) (*exchange, error) {
	var seen recording
	err := call(context.WithValue(ctx, recordingKey, &seen))
	switch stop := w.stopped(); {
	case stop != nil:
		return nil, stop
	case len(seen.exchanges) == 0 && err == nil:
		return nil, errNoResponse
	case len(seen.exchanges) == 0:
		return nil, describeFailure(err)
	}
	last := seen.exchanges[len(seen.exchanges)-1]
	if last.status >= http.StatusInternalServerError {
		return nil, fmt.Errorf("the service failed with status %d", last.status)
	}
	return last, err
}

// enter makes the first call of a provider, and closes the wire when the service does not carry it out: whatever the
// reason, such as a key that is rejected in other words than a status, more calls would not help. A thing that is not
// found is no such reason. There is an exchange to look at unless the service has rejected the call in its own words.
func (w *wire) enter(ctx context.Context, call func(context.Context) error) (*exchange, error) {
	e, err := w.observe(ctx, call)
	if e == nil || err == nil || errors.Is(err, shelfwire.ErrNotFound) {
		return e, err
	}
	reason := fmt.Errorf("%w: %s", errFirstCall, describeError(err))
	w.close(reason)
	if e.status != http.StatusOK || !errors.Is(err, shelfwire.ErrMalformed) {
		return nil, reason
	}
	return e, err
}

// find returns the exchanges whose path ends in suffix.
func (w *wire) find(suffix string) (found []*exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.exchanges {
		if strings.HasSuffix(e.request.URL.Path, suffix) {
			found = append(found, e)
		}
	}
	return found
}

// all returns every exchange so far.
func (w *wire) all() []*exchange { return w.find("") }
