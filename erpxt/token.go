package erpxt

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opToken = call.Op{Name: "Token", Method: http.MethodPost, Effect: shelfwire.EffectRead}

const (
	renewBefore    = time.Minute      // how long before its end a token is renewed, at most
	fetchTimeout   = 2 * time.Minute  // for a token that calls are waiting for, all attempts together
	renewalTimeout = 30 * time.Second // for one that takes the place of a token which is still good

	// The token endpoint has a limiter of its own, so that no token has to queue behind the calls that wait for it.
	tokensPerSecond = 1
	tokenBurst      = 3

	// How long a failure of the token endpoint is remembered: doubled from one to the next.
	minHoldOff = time.Second
	maxHoldOff = 30 * time.Second
	// maxAsked is the longest wait that is kept on the endpoint's own request (Retry-After).
	maxAsked = time.Minute

	// Tokens that were rejected are replaced at once, but not again and again: the first few at once, then one in a while.
	renewalBurst = 5
	renewalEvery = 10 * time.Second
)

// tokens is the source of access tokens. Any number of callers share one token and one fetch of it.
type tokens struct {
	caller   *call.Caller
	renewals *rate.Limiter

	mu       sync.Mutex
	current  token
	last     string // the token before, which a late response may still repeat
	suspect  string // what came in place of a token, and may be one
	fetching *fetch // nil while nobody fetches
	failed   error  // of the last fetch; nil after a success
	holdOff  time.Duration
	retryAt  time.Time // there is no fetch before this
}

// token is an access token. The zero value has ended long ago.
type token struct {
	text         string
	header       []string // as it stands in requests, which share it
	renewAt, end time.Time
}

// fetch is a token on its way. When done is closed, header or err is set.
type fetch struct {
	done   chan struct{}
	cancel context.CancelFunc // of a renewal, for which nobody has to wait; nil else
	header []string
	err    error
}

// newTokens makes a caller of its own for the token endpoint. It shares the options with that of the calls, but for the
// limiter.
func newTokens(
	cred Credentials, p call.Provider, opts *shelfwire.Options, problems *check.Problems,
) (*tokens, error) {
	t := &tokens{renewals: rate.NewLimiter(rate.Every(renewalEvery), renewalBurst)}
	p.Authorize = call.AuthorizeBasic(cred.ClientID, cred.ClientSecret)
	p.ParseError, p.Tokens = explainToken, t.secrets
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

// authorize puts a token on a request.
func (t *tokens) authorize(ctx context.Context, r *http.Request) error {
	header, err := t.get(ctx)
	if err != nil {
		return err
	}
	r.Header["Authorization"] = header
	return nil
}

// renew drops the token of a request that was rejected for it, and no newer one. It returns whether a try with another
// token is worth it.
func (t *tokens) renew(r *http.Request) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Equal(r.Header["Authorization"], t.current.header) {
		return true
	}
	if !t.renewals.AllowN(t.caller.Now(), 1) {
		return false
	}
	t.last, t.current = t.current.text, token{}
	return true
}

// secrets returns the tokens that must not be seen.
func (t *tokens) secrets() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return []string{t.current.text, t.last, t.suspect}
}

func (t *tokens) hide(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.suspect = text
}

// get returns the header with a token, and waits for it no longer than the caller's context lasts.
func (t *tokens) get(ctx context.Context) ([]string, error) {
	header, f, err := t.have(ctx)
	if f == nil {
		return header, err
	}
	select {
	case <-f.done:
		return f.header, f.err
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a token: %w", ended(ctx))
	}
}

// ended says why a context ended, with the cause that the caller may have given.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// have returns the token that is there, the error of a fetch that has just failed, or the fetch to wait for. A token that
// is soon to end is renewed by the first call that finds it so, and used meanwhile, so that a slow endpoint keeps no call
// waiting.
func (t *tokens) have(ctx context.Context) ([]string, *fetch, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.caller.Now()
	switch {
	case now.Before(t.current.renewAt):
		return t.current.header, nil, nil
	case t.fetching == nil && now.Before(t.retryAt):
		return t.fallback(now)
	case ctx.Err() != nil:
		return nil, nil, ended(ctx)
	}
	isGood := now.Before(t.current.end)
	if t.fetching == nil {
		t.begin(ctx, isGood)
	}
	if isGood {
		return t.current.header, nil, nil
	}
	return nil, t.fetching, nil
}

// begin begins a fetch. It belongs to all who wait for it, so it does not end with the context of the first.
func (t *tokens) begin(ctx context.Context, isRenewal bool) {
	ctx = context.WithoutCancel(ctx)
	f := &fetch{done: make(chan struct{})}
	limit := fetchTimeout
	if isRenewal {
		limit = renewalTimeout
		ctx, f.cancel = context.WithCancel(ctx)
	}
	t.fetching = f
	go t.fetch(ctx, f, limit)
}

// cancelRenewal ends a renewal under way, for a client that nobody uses any more.
func (t *tokens) cancelRenewal() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fetching != nil && t.fetching.cancel != nil {
		t.fetching.cancel()
	}
}

// fallback is what is left while no token can be had: the current one, to its end.
func (t *tokens) fallback(now time.Time) ([]string, *fetch, error) {
	if now.Before(t.current.end) {
		return t.current.header, nil, nil
	}
	return nil, nil, t.failed
}

// fetch gets a token for everybody.
func (t *tokens) fetch(ctx context.Context, f *fetch, limit time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	reply := tokenReply{hide: t.hide}
	err := t.caller.Do(ctx, call.Request{
		Op: opToken, Path: []string{"token"}, Body: url.Values{"grant_type": {"client_credentials"}},
	}, reply.decode)
	err = reply.explained(err, t.caller.Redact)

	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.caller.Now()
	if err == nil {
		t.keep(newToken(reply.accessToken, reply.lifetime, now))
		f.header = t.current.header
	} else {
		t.fail(err, now)
		f.header, _, f.err = t.fallback(now)
	}
	if f.cancel != nil {
		f.cancel()
	}
	t.fetching = nil
	close(f.done)
}

func (t *tokens) keep(fresh token) {
	if t.current.text != "" {
		t.last = t.current.text
	}
	t.current, t.failed, t.holdOff, t.retryAt = fresh, nil, 0, time.Time{}
}

// fail remembers a failure, so that the endpoint is left alone for a while.
func (t *tokens) fail(err error, now time.Time) {
	t.failed = err
	t.holdOff = min(max(2*t.holdOff, minHoldOff), maxHoldOff)
	wait := t.holdOff
	if e, ok := errors.AsType[*shelfwire.Error](err); ok {
		wait = max(wait, min(e.RetryAfter, maxAsked))
	}
	t.retryAt = now.Add(wait)
}

func newToken(text string, lifetime time.Duration, now time.Time) token {
	early := min(renewBefore, lifetime/2)
	header := []string{"Bearer " + text}
	return token{text: text, header: header, renewAt: now.Add(lifetime - early), end: now.Add(lifetime)}
}
