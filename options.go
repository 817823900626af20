package shelfwire

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// Options are settings that every client takes, by pointer: nil means all defaults, and the struct is copied.
// The zero value is ready for production.
type Options struct {
	// BaseURL overrides the provider's address, for a proxy or a test server. It must be https, unless its
	// host is a loopback address or AllowPlaintext is set.
	BaseURL string

	// HTTPClient sends the requests. It is copied, and the copy follows no redirects. Nil means a client with
	// the settings of http.DefaultTransport, more idle connections per host, which are let go after 30 seconds, and
	// pings that notice an HTTP/2 connection which has gone dead. See StallTimeout for a provider that goes silent.
	HTTPClient *http.Client

	// Logger gets a line per attempt: at level Debug, or at Warn when it failed; and the provider's warnings at Warn.
	// It never sees keys, query strings or bodies. Nil logs nothing.
	Logger *slog.Logger

	// Retry says how often and how patiently calls are repeated.
	Retry RetryPolicy

	// Limiter is asked before every attempt. Nil means the provider's documented limits, or cautious ones
	// where none are documented; each client then has a limiter of its own.
	Limiter Limiter

	// MaxResponseBytes bounds a response after decompression; a longer one is an error that matches ErrTooLarge.
	// 0 means 32 MiB. Streamed responses bound one item instead of the whole.
	MaxResponseBytes int64

	// UserAgent is put before the module's own User-Agent, for example "myshop/1.4".
	UserAgent string

	// Observe is called once per attempt, when it is over: for metrics and tracing. An attempt that the limiter, a
	// token or a wait kept from being sent is seen as well. It must be safe for concurrent use and should return
	// quickly, since the call waits for it.
	Observe func(context.Context, Attempt)

	// AllowPlaintext permits http:// addresses outside of this machine. Keys then cross the network unprotected.
	AllowPlaintext bool

	// StallTimeout bounds silence: an attempt in which the provider sends nothing for so long is given up. 0 means a
	// minute, and longer until the first byte for calls that are documented as slow; negative means never.
	StallTimeout time.Duration
}

// RetryPolicy says how often and how patiently calls are repeated. Which calls may be repeated at all is not a
// matter of policy but of their [Effect].
type RetryPolicy struct {
	MaxAttempts   int           // attempts in all, the first included; 0 means 4, 1 means no retries
	BaseDelay     time.Duration // upper bound of the first wait, doubled for each further one; 0 means 500 ms
	MaxDelay      time.Duration // upper bound of every such wait; 0 means 30 s
	MaxRetryAfter time.Duration // longest wait taken on the provider's request; 0 means 60 s
}

// Attempt is what [Options].Observe learns about one attempt of a call. Number 2 and above are retries.
type Attempt struct {
	Provider   string        // "resico"
	Op         string        // "Invoices.Create"
	Effect     Effect        // what the call does on the server
	Method     string        // HTTP method
	Path       string        // escaped path without query
	Number     int           // 1 for the first attempt of a call
	Waited     time.Duration // time spent waiting for the limiter
	Duration   time.Duration // from sending to the end of the response's body; of a streamed one with the caller's own time
	StatusCode int           // 0 when there was no answer
	RequestID  string        // the provider's identifier of the request, when it gives one
	Err        error         // nil when the attempt succeeded
	RetryIn    time.Duration // wait before the next attempt; negative when there is none
}

// Effect is what a call does on the server. It decides whether a failed call may be repeated.
type Effect uint8

// The effects of calls.
const (
	// EffectRead changes nothing.
	EffectRead Effect = iota + 1
	// EffectIdempotent sets something to a given value; doing it twice is the same as doing it once.
	EffectIdempotent
	// EffectWrite must not happen twice: it creates something, or changes it by a difference.
	EffectWrite
)

// String returns "read", "idempotent" or "write".
func (e Effect) String() string {
	switch e {
	case EffectRead:
		return "read"
	case EffectIdempotent:
		return "idempotent"
	case EffectWrite:
		return "write"
	default:
		return "unspecified"
	}
}
