package call

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
)

// receiveFunc takes a response, and returns the failure that it shows or nil.
type receiveFunc func(*http.Response, *attempt, *guard) *failure

// attempt is one attempt of a call, filled in on its way.
type attempt struct {
	*encodedRequest
	waits              // of the call
	number         int // from 1
	request        *http.Request
	isProbe        bool          // sent during a hold, to probe whether it has ended
	partialDecoder Decoder       // Request.PartialDecoder
	emptyStatuses  []int         // Request.EmptyStatuses
	sent           bool          // handed to the HTTP client
	waited         time.Duration // for the limiter
	began          time.Time     // when it was sent
	duration       time.Duration // from then to the end of the body
	status         int           // of the response, 0 without one
	header         http.Header   // of the response
	requestID      string
	buffer         *[]byte       // from the pool, holds the body
	recorded       *recordedBody // for a transcript; nil without one, and before there is a response
}

// runAttempts makes attempts until one succeeds or none may follow.
func (c *Caller) runAttempts(ctx context.Context, req Request, receive receiveFunc) error {
	encoded, err := c.encodeRequest(req)
	if err != nil {
		return c.notSentError(req.Op, err)
	}
	c.clock.Begin()
	defer c.clock.End()
	var last *failure
	var w waits
	renewals, foreign := 0, 0
	for number := 1; ; number++ {
		a := attempt{
			encodedRequest: encoded, number: number, waits: w,
			partialDecoder: req.PartialDecoder, emptyStatuses: req.EmptyStatuses,
		}
		fail := c.makeAttempt(ctx, &a, receive)
		w = a.waits
		if fail != nil && !a.sent {
			c.reporter.reportAttempt(ctx, c, &a, fail, retryDecision{})
			return c.canceledError(last, fail.err)
		}
		if fail != nil && fail.foreign {
			foreign++
		}
		next := c.retry.decide(ctx, req.Op.Effect, number-renewals, foreign, fail, &w)
		if renewals == 0 && c.renewCredentials(&a) {
			renewals, next = 1, retryDecision{retry: true}
		}
		if fail != nil {
			fail.err.Attempts = number
			fail.mergeOutcome(last)
		}
		c.hold.recordAttempt(&a, fail)
		c.reporter.reportAttempt(ctx, c, &a, fail, next)
		switch {
		case fail == nil:
			return nil
		case next.contextErr != nil:
			return c.canceledError(fail, next.contextErr)
		case !next.retry:
			return fail.err
		}
		if err := w.sleepUntil(ctx, c.clock, c.clock.Now().Add(next.wait)); err != nil {
			return c.canceledError(fail, err)
		}
		last = fail
	}
}

// makeAttempt takes one attempt through the steps from hold to decode.
func (c *Caller) makeAttempt(ctx context.Context, a *attempt, receive receiveFunc) *failure {
	g := newGuard(ctx, c.stallLimitsFor(&a.op))
	defer g.stop()

	r, err := c.newRequest(g.ctx, a.encodedRequest)
	if err != nil {
		return c.newFailure(a, shelfwire.OutcomeNotSent, err)
	}
	a.request = r
	if err := c.awaitTurn(ctx, a); err != nil {
		return c.notSentFailure(a, err)
	}
	resp, fail := c.sendRequest(r, a, g) //nolint:bodyclose // the receiver closes it
	if fail != nil {
		return fail
	}
	return receive(resp, a, g)
}

// awaitTurn waits until the attempt may be sent, and authorizes it then: a token is fetched only after the
// queue of the limiter, so it is fresh. A hold that began during the wait sends the attempt back to the hold
// and the limiter, so the calls that it kept go out at the limiter's pace.
func (c *Caller) awaitTurn(ctx context.Context, a *attempt) error {
	for {
		if err := c.waitForHold(ctx, a); err != nil {
			return err
		}
		if err := c.waitForLimiter(ctx, a); err != nil {
			return err
		}
		if a.isProbe || !c.hold.isActive() {
			return c.authorize(ctx, a.request)
		}
	}
}

// notSentFailure describes an attempt that ended before it was sent.
func (c *Caller) notSentFailure(a *attempt, err error) *failure {
	fail := c.newFailure(a, shelfwire.OutcomeNotSent, err)
	if held, ok := errors.AsType[*holdError](err); ok {
		fail.err.RetryAfter = held.remaining
	}
	return fail
}

// stallLimitsFor returns how long the provider may stay silent during an operation.
func (c *Caller) stallLimitsFor(op *Op) stallLimits {
	if c.stall != 0 {
		return stallLimits{firstByte: c.stall, betweenReads: c.stall}
	}
	return stallLimits{firstByte: cmp.Or(op.FirstByteTimeout, defaultStall), betweenReads: defaultStall}
}

// receiveResponse reads a response into memory and judges it: the steps read, classify and decode.
func (c *Caller) receiveResponse(resp *http.Response, a *attempt, g *guard, decode Decoder) *failure {
	a.buffer = c.buffers.get()
	defer c.buffers.put(a.buffer)
	body, readErr := c.readBody(resp, a, g)
	a.duration = time.Since(a.began)
	if fail := c.classifyResponse(a, resp, body); fail != nil {
		return fail
	}
	if readErr == nil && mayBeTruncated(resp, body) {
		readErr = fmt.Errorf("the response has no length and may have been cut: %w", io.ErrUnexpectedEOF)
	}
	if readErr != nil {
		return c.bodyReadFailure(a, readErr, c.partialOutcome(a, body, decode), g)
	}
	return c.decodeBody(a, body, decode)
}
