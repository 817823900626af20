package call

import (
	"cmp"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

const (
	defaultMaxBody       = 32 << 20
	defaultAttempts      = 4
	defaultBaseDelay     = 500 * time.Millisecond
	defaultMaxDelay      = 30 * time.Second
	defaultMaxRetryAfter = 60 * time.Second
	moduleUserAgent      = "shelfwire/" + shelfwire.Version
)

// New validates the options and returns the caller of one client. The problems of the credentials, which the
// provider's package has found, are reported together with those of the options.
func New(p Provider, opts *shelfwire.Options, problems *check.Problems) (*Caller, error) {
	var o shelfwire.Options
	if opts != nil {
		o = *opts
	}
	base := resolveBaseURL(&o, &p, problems)
	validateOptions(&o, problems)
	if err := problems.Err(); err != nil {
		return nil, &shelfwire.Error{Provider: p.Name, Op: "New", Outcome: shelfwire.OutcomeNotSent, Err: err}
	}
	given, clock := splitClock(o.HTTPClient)
	client, ownPool := newHTTPClient(given, p.ShareConnections)
	redactor := makeProviderRedactor(&p)
	return &Caller{
		provider:       p.Name,
		origin:         (&url.URL{Scheme: base.Scheme, Host: base.Host}).String(), // escapes the zone of an IPv6 address
		basePath:       base.EscapedPath(),
		client:         client,
		ownPool:        ownPool,
		clock:          clock,
		limiter:        cmp.Or(o.Limiter, p.Limiter),
		retry:          newRetryPolicy(o.Retry),
		hold:           &hold{clock: clock},
		stall:          o.StallTimeout,
		maxBody:        cmp.Or(o.MaxResponseBytes, defaultMaxBody),
		header:         newHeader(cmp.Or(p.Accept, jsonType), strings.TrimSpace(o.UserAgent+" "+moduleUserAgent)),
		authorize:      p.Authorize,
		renew:          p.Renew,
		parseError:     p.ParseError,
		completePrefix: prefixFunc(&p),
		redact:         redactor.redactWhole,
		redactCut:      redactor.redactCut,
		buffers:        new(bufferPool),
		reporter:       reporter{provider: p.Name, logger: o.Logger, observe: o.Observe, transcript: o.Transcript},
	}, nil
}

func validateOptions(o *shelfwire.Options, problems *check.Problems) {
	problems.NotNegative("MaxResponseBytes", o.MaxResponseBytes)
	problems.NotNegative("Retry.MaxAttempts", int64(o.Retry.MaxAttempts))
	problems.NotNegative("Retry.BaseDelay", int64(o.Retry.BaseDelay))
	problems.NotNegative("Retry.MaxDelay", int64(o.Retry.MaxDelay))
	problems.NotNegative("Retry.MaxRetryAfter", int64(o.Retry.MaxRetryAfter))
	if o.UserAgent != "" {
		problems.HeaderText("UserAgent", o.UserAgent)
	}
	if holdsNil(o.Limiter) {
		problems.Add("Limiter", "holds a nil pointer; leave the field empty for the default")
	}
	if o.HTTPClient != nil && holdsNil(o.HTTPClient.Transport) {
		problems.Add("HTTPClient.Transport", "holds a nil pointer; leave the field empty for the default")
	}
}

// holdsNil reports whether an interface is not empty, but holds a nil pointer: such as a variable of a pointer type that
// was never set.
func holdsNil(value any) bool {
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// prefixFunc returns the provider's function for truncated bodies, the one for JSON by default.
func prefixFunc(p *Provider) func([]byte) ([]byte, bool) {
	if p.CompletePrefix != nil {
		return p.CompletePrefix
	}
	return func(body []byte) ([]byte, bool) { return lenientjson.Complete(body) }
}

const jsonType = "application/json"

// newHeader returns the headers of every request.
func newHeader(accept, userAgent string) http.Header {
	return http.Header{
		"Accept":       {accept},
		"Content-Type": {jsonType},
		"User-Agent":   {userAgent},
	}
}
