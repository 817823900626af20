package erpxt

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opToken = call.Op{Name: "Token", Method: http.MethodPost, Effect: shelfwire.EffectRead, ResponseIsSecret: true}

const (
	renewBefore    = time.Minute      // how long before its end a token is renewed, at most
	fetchTimeout   = 2 * time.Minute  // for a token that calls wait for, all attempts together
	renewalTimeout = 30 * time.Second // for the renewal of a token that is still good

	// The token endpoint has a limiter of its own, so that a token skips the queue of the calls that wait for it.
	tokensPerSecond = 1
	tokenBurst      = 3

	// How long a failure of the token endpoint is remembered; doubled from one failure to the next.
	minHoldOff = time.Second
	maxHoldOff = 30 * time.Second
	// maxRetryAfter caps the wait that the endpoint asks for in Retry-After.
	maxRetryAfter = time.Minute

	// Rejected tokens are replaced at once, up to renewalBurst in a row, and then one in renewalEvery.
	renewalBurst = 5
	renewalEvery = 10 * time.Second
)

// tokenSource caches the access token of a client. Any number of callers share one token and one fetch of it.
type tokenSource struct {
	caller         *call.Caller
	renewalLimiter *rate.Limiter

	mu       sync.Mutex
	current  accessToken
	previous string        // the token before, which a late response may still repeat
	suspect  string        // text of a response that is not a token, but may hold one
	pending  *tokenFetch   // nil while no fetch is under way
	lastErr  error         // of the last fetch; nil after a success
	holdOff  time.Duration // after the last failure
	retryAt  time.Time     // the next fetch may begin then
}

// accessToken is an access token. The zero value has expired.
type accessToken struct {
	text               string
	header             []string // value of the Authorization header, shared by all requests
	renewAt, expiresAt time.Time
}

func newAccessToken(text string, lifetime time.Duration, now time.Time) accessToken {
	early := min(renewBefore, lifetime/2)
	header := []string{"Bearer " + text}
	return accessToken{text: text, header: header, renewAt: now.Add(lifetime - early), expiresAt: now.Add(lifetime)}
}

// newTokenSource makes a caller for the token endpoint. It shares all options with that of the calls except the
// limiter.
func newTokenSource(
	cred Credentials, p call.Provider, opts *shelfwire.Options, problems *check.Problems,
) (*tokenSource, error) {
	t := &tokenSource{renewalLimiter: rate.NewLimiter(rate.Every(renewalEvery), renewalBurst)}
	p.Authorize = call.AuthorizeBasic(cred.ClientID, cred.ClientSecret)
	p.ParseError, p.CurrentTokens = parseTokenError, t.listSecrets
	own := shelfwire.Options{}
	if opts != nil {
		own = *opts
	}
	if own.Limiter != shelfwire.Unlimited {
		own.Limiter = rate.NewLimiter(tokensPerSecond, tokenBurst)
	}
	var err error
	t.caller, err = call.New(p, &own, problems)
	return t, err
}

// authorizeRequest sets the Authorization header of a request.
func (t *tokenSource) authorizeRequest(ctx context.Context, r *http.Request) error {
	header, err := t.waitForHeader(ctx)
	if err != nil {
		return err
	}
	r.Header["Authorization"] = header
	return nil
}

// dropRejected drops the token of a request that was rejected for it; a newer token stays. It reports whether another
// attempt with another token may help.
func (t *tokenSource) dropRejected(r *http.Request) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Equal(r.Header["Authorization"], t.current.header) {
		return true
	}
	if !t.renewalLimiter.AllowN(t.caller.Now(), 1) {
		return false
	}
	t.previous, t.current = t.current.text, accessToken{}
	return true
}

// listSecrets returns the texts to redact.
func (t *tokenSource) listSecrets() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return []string{t.current.text, t.previous, t.suspect}
}

// setSuspect redacts a text that may hold a token from now on.
func (t *tokenSource) setSuspect(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.suspect = text
}

// waitForHeader returns the Authorization header, and waits for it as long as the caller's context lasts.
func (t *tokenSource) waitForHeader(ctx context.Context) ([]string, error) {
	header, f, err := t.headerOrFetch(ctx)
	if f == nil {
		return header, err
	}
	select {
	case <-f.done:
		if f.panicked != nil {
			panic(f.panicked)
		}
		return f.header, f.err
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a token: %w", contextError(ctx))
	}
}

// contextError returns the error of a context that has ended, with the caller's own cause if there is one.
func contextError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// headerOrFetch returns the header of the current token, the error of a fetch that has just failed, or the fetch to
// wait for. The first call that finds the token near its end starts the renewal; all calls use the old token
// meanwhile, so that they go on while a slow endpoint is being asked.
func (t *tokenSource) headerOrFetch(ctx context.Context) ([]string, *tokenFetch, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.caller.Now()
	switch {
	case now.Before(t.current.renewAt):
		return t.current.header, nil, nil
	case t.pending == nil && now.Before(t.retryAt):
		return t.fallbackHeader(now)
	case ctx.Err() != nil:
		return nil, nil, contextError(ctx)
	}
	isGood := now.Before(t.current.expiresAt)
	if t.pending == nil {
		t.startFetch(ctx, isGood)
	}
	if isGood {
		return t.current.header, nil, nil
	}
	return nil, t.pending, nil
}

// fallbackHeader returns the header of the current token until it expires, and then the error of the last fetch.
func (t *tokenSource) fallbackHeader(now time.Time) ([]string, *tokenFetch, error) {
	if now.Before(t.current.expiresAt) {
		return t.current.header, nil, nil
	}
	return nil, nil, t.lastErr
}
