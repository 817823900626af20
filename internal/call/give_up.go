package call

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// MaxUnanswered is how many calls of bulk work may go unanswered in a row before the work ends.
const MaxUnanswered = 10

// IsUnanswered reports whether a call was tried and got no response of the provider to judge it by: silence, a
// server error, too many calls, half a response, a foreign one, or a broken limiter. Several in a row are a
// problem of the provider as a whole, rather than of the calls.
func IsUnanswered(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	switch {
	case !ok:
		return false
	case e.Attempts == 0:
		return errors.Is(e.Err, errLimiter)
	case isSuccess(e.StatusCode):
		return e.Outcome == shelfwire.OutcomeUnknown && errors.Is(e.Err, shelfwire.ErrMalformed)
	default:
		return e.StatusCode == 0 || e.StatusCode >= http.StatusInternalServerError || isTemporary(e.StatusCode) ||
			e.StatusCode == statusClientClosedRequest || errors.Is(e.Err, errForeign)
	}
}

// IsAnswered reports whether the provider itself responded to a call, with a success or a failure.
func IsAnswered(err error) bool { return err == nil || wasTried(err) && !IsUnanswered(err) }

// IsFinal reports whether a failed call shows that further ones are useless: the key is not accepted, which
// some providers punish; the client is held for longer than it is willing to wait; or the limiter cannot let a
// call through before the deadline.
func (c *Caller) IsFinal(err error) bool {
	if errors.Is(err, shelfwire.ErrUnauthorized) || errors.Is(err, shelfwire.ErrForbidden) {
		return true
	}
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok {
		return false
	}
	if errors.Is(e.Err, shelfwire.ErrRateLimited) {
		return e.RetryAfter > c.retry.maxRetryAfter || e.Attempts == 0
	}
	return e.Attempts == 0 && errors.Is(e.Err, context.DeadlineExceeded)
}

// GiveUp decides when bulk work ends early: after a call that [Caller.IsFinal], or after [MaxUnanswered]
// unanswered calls in a row. It is for one goroutine.
type GiveUp struct {
	caller     *Caller
	unanswered int
	cause      error
}

// NewGiveUp returns the rules for one piece of bulk work.
func (c *Caller) NewGiveUp() *GiveUp { return &GiveUp{caller: c} }

// Observe learns the result of a call, and reports whether the work is to end. Input that was rejected before
// anything was sent says nothing about the provider, and is ignored.
func (g *GiveUp) Observe(err error) bool {
	switch {
	case g.cause != nil: // the first reason counts
	case g.caller.IsFinal(err):
		g.cause = err
	case IsUnanswered(err):
		if g.unanswered++; g.unanswered >= MaxUnanswered {
			g.cause = fmt.Errorf("%d calls in a row came to no answer: %w", g.unanswered, err)
		}
	case err == nil || wasTried(err):
		g.unanswered = 0
	}
	return g.cause != nil
}

// Cause returns why the work was given up, nil while it goes on.
func (g *GiveUp) Cause() error { return g.cause }

func wasTried(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	return ok && e.Attempts > 0
}
