package call

import (
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"time"
)

// responder is what a scripted provider does with one request.
type responder func(*http.Request) (*http.Response, error)

// script is a transport without a network, for tests in virtual time. It gives its responses one after the other,
// the last one again and again, and notes when it was asked.
type script struct {
	responders []responder

	mu       sync.Mutex
	times    []time.Time
	requests []*http.Request
}

// roundTripper is a transport that gives one response to everything.
type roundTripper responder

// responds responds with a status, a body and headers, given as names and values in turn.
func responds(status int, body string, headers ...string) responder {
	return func(r *http.Request) (*http.Response, error) {
		return newResponse(r, status, io.NopCloser(strings.NewReader(body)), headers...), nil
	}
}

func newResponse(r *http.Request, status int, body io.ReadCloser, headers ...string) *http.Response {
	header := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: header, Body: body, ContentLength: -1, Request: r}
}

// failsUntraced fails without a word to the trace, as a transport of the caller's own may.
func failsUntraced(err error) responder {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// dialFails fails as net/http does when it gets no connection.
func dialFails(err error) responder {
	return func(r *http.Request) (*http.Response, error) {
		asksForConnection(r)
		return nil, err
	}
}

// failsAfterSending fails as net/http does when the connection ends after the request was sent.
func failsAfterSending(err error) responder {
	return func(r *http.Request) (*http.Response, error) {
		asksForConnection(r)
		if t := httptrace.ContextClientTrace(r.Context()); t != nil && t.GotConn != nil {
			t.GotConn(httptrace.GotConnInfo{})
		}
		return nil, err
	}
}

func asksForConnection(r *http.Request) {
	if t := httptrace.ContextClientTrace(r.Context()); t != nil && t.GetConn != nil {
		t.GetConn(r.URL.Host)
	}
}

// responderAfter responds late, but regardless of the context.
func responderAfter(wait time.Duration, a responder) responder {
	return func(r *http.Request) (*http.Response, error) {
		time.Sleep(wait)
		return a(r)
	}
}

// hangs until the context ends.
func hangs(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

// dialHangs never gets a connection.
func dialHangs(r *http.Request) (*http.Response, error) {
	asksForConnection(r)
	return hangs(r)
}

// trickles responds with success and a body that comes byte by byte.
func trickles(pause time.Duration, pieces int) responder {
	return func(r *http.Request) (*http.Response, error) {
		return newResponse(r, http.StatusOK, &trickle{r.Context(), pause, pieces}), nil
	}
}

// trickle is a body of white space with a pause before every byte.
type trickle struct {
	ctx    context.Context
	pause  time.Duration
	pieces int
}
