package call

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

const (
	defaultMaxBody   = 32 << 20
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
	given, clock := clockOf(o.HTTPClient)
	client, ownPool := httpClient(given, p.Pool)
	return &Caller{
		provider:  p.Name,
		origin:    (&url.URL{Scheme: base.Scheme, Host: base.Host}).String(), // escapes the zone of an IPv6 address
		basePath:  base.EscapedPath(),
		client:    client,
		ownPool:   ownPool,
		clock:     clock,
		limiter:   or(o.Limiter, p.Limiter),
		retry:     newRetryPolicy(o.Retry),
		hold:      &hold{clock: clock},
		stall:     o.StallTimeout,
		maxBody:   or(o.MaxResponseBytes, defaultMaxBody),
		header:    header(or(p.Accept, jsonType), strings.TrimSpace(o.UserAgent+" "+ownUserAgent)),
		authorize: p.Authorize,
		renew:     p.Renew,
		explain:   p.ParseError,
		complete:  completer(&p),
		redact:    redactor(&p),
		buffers:   new(buffers),
		reporter:  reporter{provider: p.Name, logger: o.Logger, observe: o.Observe},
	}, nil
}

// baseURL reads the address below which all requests go, and rejects what could take a key elsewhere.
func baseURL(o *shelfwire.Options, p *Provider, problems *check.Problems) *url.URL {
	if o.BaseURL != "" || p.BaseURLParam.Field == "" {
		return parseAddress("BaseURL", or(o.BaseURL, p.BaseURL), o.AllowPlaintext, problems)
	}
	u := parseAddress(p.BaseURLParam.Field, p.BaseURL, o.AllowPlaintext, problems)
	if u != nil && u.Path != "" {
		problems.Add(p.BaseURLParam.Field, "must not hold a path: the client adds "+p.BaseURLParam.Path+" by itself")
	}
	if u != nil {
		u.Path = p.BaseURLParam.Path
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
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
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

func completer(p *Provider) func([]byte) ([]byte, bool) {
	if p.CompletePrefix != nil {
		return p.CompletePrefix
	}
	return func(body []byte) ([]byte, bool) { return lenientjson.Complete(body) }
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
