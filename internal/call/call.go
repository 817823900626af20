// Package call is the path that every request of every provider takes:
//
//	encode → hold → limit → authorize → send → bound → classify → (retry | decode)
//
// A hold that begins while a call stands in the limiter's queue sends it back to the hold. Each step is a file. The
// provider brings what differs, a [Provider]; an operation is data, an [Op]; and [Caller.Do] walks the path.
// [Caller.Stream] walks it with a response too long to be held: stream takes the place of bound and decode. What the path
// promises to users stands in the comment of package shelfwire.
package call

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Op is an operation of a provider.
type Op struct {
	Name   string // as it stands in errors and logs: "Invoices.Create"
	Method string
	Effect shelfwire.Effect

	// FirstByte is how long the provider may take until its response begins, when Options.StallTimeout does not say; 0 is for
	// operations that are as quick as others.
	FirstByte time.Duration
}

// Request is one call of an operation.
type Request struct {
	Op    Op
	Path  []string   // segments below the base address, each escaped by itself; an empty one is rejected
	Query url.Values // sent with %20 for a space
	Body  any        // nil for none, url.Values for a form, anything else as JSON

	// Part, which may be nil, takes the place of the decoder for what came whole of a response that breaks off: what is
	// missing there was not left out by the provider.
	Part Decoder
}

// Provider is what one provider's client brings to the path.
type Provider struct {
	Name       string
	BaseURL    string             // used when Options.BaseURL is empty
	Accept     string             // the media type of responses; JSON when empty
	Limiter    shelfwire.Limiter  // used when Options.Limiter is nil
	Secrets    []shelfwire.Secret // cleared from everything that leaves the path
	ParseError func(*Response)    // reads the provider's own words from a response that is no success

	// Authorize puts the credentials on a request. An error ends the call before anything is sent.
	Authorize func(context.Context, *http.Request) error

	// Renew, which may be nil, is asked once per call after a 401, with the request that was rejected. When it
	// returns true the credentials have been renewed, and the call goes out once more.
	Renew func(*http.Request) bool

	// CompletePrefix returns what has come whole of a body that breaks off, or false when that is nothing. Nil is for JSON.
	CompletePrefix func(body []byte) ([]byte, bool)

	// Pool, which may be nil, is a caller whose connections this one shares.
	Pool *Caller

	// Tokens, which may be nil, returns secrets that come and go.
	Tokens func() []string

	// BaseURLParam is for a provider whose every customer has an address of his own: how the customer's parameter is named
	// that BaseURL was taken from, and the path below it under which the API is found.
	BaseURLParam struct{ Field, Path string }
}

// Decoder reads the body of a response with a success status, and keeps no part of it: the memory is used again. The status
// proves nothing by itself, so it returns nil only when it finds the provider's own mark of success. It returns a
// [*Rejection] when the body says that the call failed, and an error made by [Applied] when what stands behind the mark
// could not be read. Any other error means that the response is not recognisably the provider's; one that matches
// io.ErrUnexpectedEOF, that it breaks off. It can be called several times in one call, and starts anew each time.
type Decoder func(body []byte) error

// Caller runs the calls of one client. It is immutable and safe for concurrent use.
type Caller struct {
	provider  string
	origin    string // scheme and host, where all requests and keys go
	basePath  string // escaped, without a slash at its end
	client    *http.Client
	ownPool   bool // the client's connections are nobody else's
	clock     Clock
	limiter   shelfwire.Limiter
	hold      *hold
	retry     retryPolicy
	stall     time.Duration // 0 for the default of each operation, below 0 for none
	maxBody   int64
	header    http.Header // of every request
	authorize func(context.Context, *http.Request) error
	renew     func(*http.Request) bool
	explain   func(*Response)
	complete  func([]byte) ([]byte, bool)
	redact    func(string) string // a closure, so that no printer of structures finds the secrets
	reporter  reporter
	buffers   *buffers
}

// Do runs one call: it sends the request, repeats it where that is safe, and decodes the response. The error is
// always a *shelfwire.Error.
func (c *Caller) Do(ctx context.Context, req Request, decode Decoder) error {
	return c.run(ctx, req, func(resp *http.Response, a *attempt, g *guard) *failure {
		return c.receive(resp, a, g, decode)
	})
}

// receiver takes a response and returns what is wrong with it, if anything.
type receiver func(*http.Response, *attempt, *guard) *failure

// run makes attempts until one succeeds or none may follow.
func (c *Caller) run(ctx context.Context, req Request, receive receiver) error {
	m, err := c.encode(req)
	if err != nil {
		return c.unsent(req.Op, err)
	}
	c.clock.Begin()
	defer c.clock.End()
	var last *failure
	var w waits
	renewals, strangers := 0, 0
	for number := 1; ; number++ {
		a := attempt{message: m, number: number, waits: w, part: req.Part}
		fail := c.try(ctx, &a, receive)
		w = a.waits
		if fail != nil && !a.sent {
			c.reporter.attempt(ctx, c, &a, fail, plan{})
			return c.interrupted(last, fail.err)
		}
		if fail != nil && fail.foreign {
			strangers++
		}
		next := c.retry.next(ctx, req.Op.Effect, number-renewals, strangers, fail, &w)
		if renewals == 0 && c.renews(&a) {
			renewals, next = 1, plan{again: true}
		}
		if fail != nil {
			fail.err.Attempts = number
			fail.after(last)
		}
		c.hold.note(&a, fail)
		c.reporter.attempt(ctx, c, &a, fail, next)
		switch {
		case fail == nil:
			return nil
		case next.ended != nil:
			return c.interrupted(fail, next.ended)
		case !next.again:
			return fail.err
		}
		if err := w.sleep(ctx, c.clock, c.clock.Now().Add(next.wait)); err != nil {
			return c.interrupted(fail, err)
		}
		last = fail
	}
}

// renews reports whether an attempt was rejected for credentials that have been renewed since.
func (c *Caller) renews(a *attempt) bool {
	return a.status == http.StatusUnauthorized && c.renew != nil && c.renew(a.request)
}

// attempt is one attempt of a call, and what is learnt about it on the way.
type attempt struct {
	*message
	waits     // of the call
	number    int
	request   *http.Request
	asks      bool    // it goes out during a hold, to ask whether that has ended
	part      Decoder // of the request
	sent      bool    // it was handed to the HTTP client
	waited    time.Duration
	began     time.Time
	duration  time.Duration
	status    int
	header    http.Header // of the response
	requestID string
	buffer    []byte // lent for its response
}

// try is the path itself.
func (c *Caller) try(ctx context.Context, a *attempt, receive receiver) *failure {
	g := newGuard(ctx, c.patience(&a.op))
	defer g.stop()

	r, err := c.newRequest(g.ctx, a.message)
	if err != nil {
		return c.failed(a, shelfwire.OutcomeNotSent, err)
	}
	a.request = r
	if err := c.admit(ctx, a); err != nil {
		return c.notSent(a, err)
	}
	resp, fail := c.send(r, a, g) //nolint:bodyclose // the receiver closes it
	if fail != nil {
		return fail
	}
	return receive(resp, a, g)
}

// admit waits until the attempt may be sent. The limiter comes before the credentials, so that no token grows old in its
// queue. A hold that began meanwhile is waited for, and the limiter after it: the calls that it kept do not go out at once.
func (c *Caller) admit(ctx context.Context, a *attempt) error {
	for {
		if err := c.waitForHold(ctx, a); err != nil {
			return err
		}
		if err := c.limit(ctx, a); err != nil {
			return err
		}
		if a.asks || !c.hold.lasts() {
			return c.authorize(ctx, a.request)
		}
	}
}

// notSent is an attempt that ended before anything was sent.
func (c *Caller) notSent(a *attempt, err error) *failure {
	fail := c.failed(a, shelfwire.OutcomeNotSent, err)
	if held, ok := errors.AsType[*heldError](err); ok {
		fail.err.RetryAfter = held.left
	}
	return fail
}

// patience is how long the provider may be silent during an operation.
func (c *Caller) patience(op *Op) patience {
	if c.stall != 0 {
		return patience{firstByte: c.stall, between: c.stall}
	}
	return patience{firstByte: or(op.FirstByte, defaultStall), between: defaultStall}
}

// receive takes a response whole.
func (c *Caller) receive(resp *http.Response, a *attempt, g *guard, decode Decoder) *failure {
	a.buffer = c.buffers.lend()
	defer func() { c.buffers.takeBack(a.buffer) }()
	body, readErr := c.bound(resp, a, g)
	a.duration = time.Since(a.began)
	if fail := c.classify(a, resp, body); fail != nil {
		return fail
	}
	if readErr == nil && mayBeCut(resp, body) {
		readErr = fmt.Errorf("the response has no length and may have been cut: %w", io.ErrUnexpectedEOF)
	}
	if readErr != nil {
		return c.unread(a, readErr, c.outcomeOfPart(a, body, decode), g)
	}
	return c.decode(a, body, decode)
}
