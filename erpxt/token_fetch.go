package erpxt

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// tokenFetch is a fetch under way. When done is closed, header or err is set.
type tokenFetch struct {
	done   chan struct{}
	cancel context.CancelFunc // cancels a renewal; nil for a fetch that calls wait for
	header []string
	err    error

	panicked any // what the caller's own code, such as Options.Transcript, panicked with; those who wait panic with it
}

// startFetch starts a fetch. All callers share it, so it goes on when the context of the first one ends.
func (t *tokenSource) startFetch(ctx context.Context, isRenewal bool) {
	ctx = context.WithoutCancel(ctx)
	f := &tokenFetch{done: make(chan struct{})}
	limit := fetchTimeout
	if isRenewal {
		limit = renewalTimeout
		ctx, f.cancel = context.WithCancel(ctx)
	}
	t.pending = f
	go t.fetchToken(ctx, f, limit)
}

// cancelRenewal cancels a renewal under way. A fetch that calls wait for goes on.
func (t *tokenSource) cancelRenewal() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pending != nil && t.pending.cancel != nil {
		t.pending.cancel()
	}
}

// fetchToken sends the token request and hands the result to all who wait for it.
func (t *tokenSource) fetchToken(ctx context.Context, f *tokenFetch, limit time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	response := tokenResponse{addSecret: t.setSuspect}
	err := t.requestToken(ctx, f, &response)
	err = response.explainError(err, t.caller.Redact)

	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.caller.Now()
	if err == nil {
		t.storeToken(newAccessToken(response.accessToken, response.lifetime, now))
		f.header = t.current.header
	} else {
		t.recordFailure(err, now)
		f.header, _, f.err = t.fallbackHeader(now)
	}
	if f.cancel != nil {
		f.cancel()
	}
	t.pending = nil
	close(f.done)
}

// requestToken sends the token request. A panic in the caller's own code would end the process here, in a goroutine where
// nobody can recover: it is kept for those who wait.
func (t *tokenSource) requestToken(ctx context.Context, f *tokenFetch, response *tokenResponse) (err error) {
	defer func() {
		if f.panicked = recover(); f.panicked != nil {
			err = errPanicked
		}
	}()
	return t.caller.Do(ctx, call.Request{
		Op: opToken, Path: []string{"token"}, Body: url.Values{"grant_type": {"client_credentials"}},
	}, response.decode)
}

var errPanicked = errors.New("code of the program panicked during the request for a token")

// storeToken makes a new token the current one, and forgets the failures before it.
func (t *tokenSource) storeToken(fresh accessToken) {
	if t.current.text != "" {
		t.previous = t.current.text
	}
	t.current, t.lastErr, t.holdOff, t.retryAt = fresh, nil, 0, time.Time{}
}

// recordFailure remembers a failure, so that the endpoint gets no request until retryAt.
func (t *tokenSource) recordFailure(err error, now time.Time) {
	t.lastErr = err
	t.holdOff = min(max(2*t.holdOff, minHoldOff), maxHoldOff)
	wait := t.holdOff
	if e, ok := errors.AsType[*shelfwire.Error](err); ok {
		wait = max(wait, min(e.RetryAfter, maxRetryAfter))
	}
	t.retryAt = now.Add(wait)
}
