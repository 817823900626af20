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
	// BaseURL overrides the provider's URL, for a proxy or a test server. It must be https, unless its host is a
	// loopback address or AllowPlaintext is set.
	BaseURL string

	// HTTPClient sends the requests. It is copied, and the copy follows no redirects. Nil means a client with the
	// settings of http.DefaultTransport, more idle connections per host, closed after 30 seconds, and pings that
	// notice a dead HTTP/2 connection. See StallTimeout for a provider that falls silent.
	HTTPClient *http.Client

	// Logger gets a line per attempt: at level Debug, or at Warn when it failed, other than by being canceled or because
	// the provider has no such thing (ErrNotFound); and the provider's warnings at Warn. Keys, query strings and bodies
	// are left out. Nil means no log.
	Logger *slog.Logger

	// Retry says how often and how patiently calls are retried.
	Retry RetryPolicy

	// Limiter delays every attempt until it may be sent. Nil means the provider's documented limits, or cautious
	// ones where none are documented; each client then has a limiter of its own.
	Limiter Limiter

	// MaxResponseBytes bounds a response after decompression; a longer one is an error that matches ErrTooLarge.
	// 0 means 32 MiB. Streamed responses bound one item instead of the whole.
	MaxResponseBytes int64

	// UserAgent is put before the module's own User-Agent, for example "myshop/1.4".
	UserAgent string

	// Observe is called once per attempt, when it is over: for metrics and tracing. That includes an attempt that
	// the limiter, a token or a wait kept from being sent. It must be safe for concurrent use and should return
	// quickly, since the call waits for it.
	Observe func(context.Context, Attempt)

	// Transcript is called once per attempt that was sent, after Observe: with request and response as they went over the
	// wire, keys redacted. An attempt that the limiter, a token or a wait kept from being sent has no exchange; the
	// fetch of an access token is an exchange of its own. It must be safe for concurrent use, and the call waits for it.
	// Bodies hold personal data. Nil, the default, costs nothing.
	Transcript func(context.Context, Exchange)

	// AllowPlaintext permits http:// URLs of other machines. Keys then cross the network unprotected.
	AllowPlaintext bool

	// StallTimeout ends an attempt during which the provider sends nothing for so long. 0 means a minute, and
	// longer until the first byte of calls that are documented as slow; negative means no limit.
	StallTimeout time.Duration
}

// RetryPolicy says how often and how patiently calls are retried. Which calls may be retried at all depends on
// their [Effect] alone.
type RetryPolicy struct {
	MaxAttempts   int           // attempts in all, the first included; 0 means 4, 1 means no retries
	BaseDelay     time.Duration // upper bound of the first wait, doubled for each further one; 0 means 500 ms
	MaxDelay      time.Duration // upper bound of every such wait; 0 means 30 s
	MaxRetryAfter time.Duration // longest wait taken on the provider's request; 0 means 60 s
}

// Attempt is one attempt of a call, as [Options].Observe sees it.
type Attempt struct {
	Provider   string        // "resico"
	Op         string        // "Invoices.Create"
	Effect     Effect        // what the call does on the server
	Method     string        // HTTP method
	Path       string        // escaped path without query
	Number     int           // 1 for the first attempt of a call, above that for retries
	Waited     time.Duration // time spent waiting for the limiter
	Duration   time.Duration // from sending to the end of the body; includes the caller's own time for a streamed one
	StatusCode int           // HTTP status; 0 when there was no response
	RequestID  string        // the provider's identifier of the request, when it gives one
	Err        error         // nil when the attempt succeeded
	RetryIn    time.Duration // wait before the next attempt; negative when there is none
}
