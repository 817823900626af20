package call

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

const (
	defaultMaxBody   = 32 << 20
	idleConnsPerHost = 32
	defaultAttempts  = 4
	defaultBaseDelay = 500 * time.Millisecond
	defaultMaxDelay  = 30 * time.Second
	defaultMaxRetry  = 60 * time.Second
	ownUserAgent     = "shelfwire/" + shelfwire.Version
)

// New checks the options and returns the caller of one client. Problems of the credentials, which the provider's
// package finds, are reported together with those of the options.
func New(p Provider, opts *shelfwire.Options, problems *check.Problems) (*Caller, error) {
	var o shelfwire.Options
	if opts != nil {
		o = *opts
	}
	base := baseURL(&o, &p, problems)
	checkOptions(&o, problems)
	if err := problems.Err(); err != nil {
		return nil, &shelfwire.Error{Provider: p.Name, Op: "New", Outcome: shelfwire.OutcomeNotSent, Err: err}
	}
	return &Caller{
		provider:  p.Name,
		origin:    base.Scheme + "://" + base.Host,
		basePath:  base.EscapedPath(),
		client:    httpClient(o.HTTPClient),
		limiter:   or(o.Limiter, p.Limiter),
		retry:     newRetryPolicy(o.Retry),
		maxBody:   or(o.MaxResponseBytes, defaultMaxBody),
		header:    header(or(p.Accept, jsonType), strings.TrimSpace(o.UserAgent+" "+ownUserAgent)),
		authorize: p.Authorize,
		renew:     p.Renew,
		explain:   p.Explain,
		redact:    redactor(&p),
		buffers:   new(buffers),
		reporter:  reporter{provider: p.Name, logger: o.Logger, observe: o.Observe},
	}, nil
}

// baseURL reads the address below which all requests go, and refuses what could take a key elsewhere.
func baseURL(o *shelfwire.Options, p *Provider, problems *check.Problems) *url.URL {
	if o.BaseURL != "" || p.Address.Field == "" {
		return parseAddress("BaseURL", or(o.BaseURL, p.BaseURL), o.AllowPlaintext, problems)
	}
	u := parseAddress(p.Address.Field, p.BaseURL, o.AllowPlaintext, problems)
	if u != nil && u.Path != "" {
		problems.Add(p.Address.Field, "must not hold a path: the client adds "+p.Address.Path+" by itself")
	}
	if u != nil {
		u.Path = p.Address.Path
	}
	return u
}

// parseAddress returns nil when the address is none.
func parseAddress(field, address string, plaintext bool, problems *check.Problems) *url.URL {
	u, err := url.Parse(strings.TrimRight(address, "/"))
	switch {
	case address == "":
		problems.Add(field, "is missing")
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		problems.Add(field, "is not an absolute address such as https://api.example.com/v1")
	case u.Scheme != "https" && u.Scheme != "http":
		problems.Add(field, "must begin with https://")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		problems.Add(field, "must not hold a user, a query or a fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()) && !plaintext:
		problems.Add(field, "is plain http, which would send the key in the clear; use https or set AllowPlaintext")
	default:
		return u
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func checkOptions(o *shelfwire.Options, problems *check.Problems) {
	problems.NotNegative("MaxResponseBytes", o.MaxResponseBytes)
	problems.NotNegative("Retry.MaxAttempts", int64(o.Retry.MaxAttempts))
	problems.NotNegative("Retry.BaseDelay", int64(o.Retry.BaseDelay))
	problems.NotNegative("Retry.MaxDelay", int64(o.Retry.MaxDelay))
	problems.NotNegative("Retry.MaxRetryAfter", int64(o.Retry.MaxRetryAfter))
	if o.UserAgent != "" {
		problems.HeaderText("UserAgent", o.UserAgent)
	}
}

// httpClient copies the caller's client, or makes one, and keeps it from following redirects.
func httpClient(given *http.Client) *http.Client {
	var client http.Client
	if given != nil {
		client = *given
	} else if shared, ok := http.DefaultTransport.(*http.Transport); ok {
		own := shared.Clone()
		own.MaxIdleConnsPerHost = idleConnsPerHost
		client.Transport = own
	}
	if client.Transport == nil {
		client.Transport = http.DefaultTransport
	}
	client.Transport = &unfollowed{client.Transport}
	return &client
}

// redactor clears a text of the client's lasting secrets and of those that it holds at the moment.
func redactor(p *Provider) func(string) string {
	lasting := newRedactor(p.Secrets)
	if p.Tokens == nil {
		return lasting
	}
	tokens := p.Tokens
	var passing atomic.Pointer[redaction]
	passing.Store(newRedaction(nil, nil))
	return func(s string) string {
		r := passing.Load()
		if now := tokens(); !slices.Equal(now, r.now) {
			r = newRedaction(now, r.known)
			passing.Store(r)
		}
		return r.replace(lasting(s))
	}
}

// redaction is kept for as long as the secrets stay the same. It knows those before them, too: an answer about a
// token often comes when it has been dropped.
type redaction struct {
	now     []string
	known   []string
	replace func(string) string
}

// maxKnown is how many passing secrets are remembered, the newest first.
const maxKnown = 8

func newRedaction(now, before []string) *redaction {
	known := slices.Clone(now)
	for _, secret := range before {
		if len(known) < maxKnown && !slices.Contains(known, secret) {
			known = append(known, secret)
		}
	}
	return &redaction{now: now, known: known, replace: newRedactor(known)}
}

const jsonType = "application/json"

func header(accept, userAgent string) http.Header {
	return http.Header{
		"Accept":       {accept},
		"Content-Type": {jsonType},
		"User-Agent":   {userAgent},
	}
}

func or[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}
