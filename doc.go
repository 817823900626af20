// Package shelfwire holds what the clients of this module share and their users name: options, errors,
// exact decimals and dates, optional fields, rate limits.
//
// The clients themselves are packages of their own; import the ones you need:
//
//	import (
//		"github.com/shelfwire/shelfwire"
//		"github.com/shelfwire/shelfwire/resico"
//	)
//
//	cred := resico.Credentials{ClientCode: shelfwire.NewSecret(code), ClientKey: shelfwire.NewSecret(key)}
//	client, err := resico.New(cred, nil)
//
// What follows holds for all of them.
//
// # Retries
//
// Whether a failed call is retried depends on its [Effect], whatever its HTTP verb:
//   - A read, or an absolute set, is retried after a connection error, a response that breaks off, and 408, 425, 429,
//     500, 502, 503, 504 and 520 to 524; once after a response that is not recognisably the provider's.
//   - A write that must not happen twice is retried only when nothing was sent, or after 429.
//   - 401, 403, an unknown host name and an invalid certificate are final.
//
// Waits grow exponentially with full jitter, and end before the context does. Retry-After is obeyed up to
// [RetryPolicy].MaxRetryAfter; when the provider asks for longer, the call returns at once with [ErrRateLimited].
//
// # Errors
//
// A failed call returns an [*Error] with the provider's own words. It matches, by [errors.Is], the same few values for
// all providers, such as [ErrNotFound], and [OutcomeOf] says what became of the call on the server: not sent, rejected,
// applied or unknown. A status alone proves neither success nor failure: each call knows its provider's mark of
// success, and its words of failure.
//
// Input that cannot be right is rejected before anything is sent, with an error that matches [ErrInvalid] and holds a
// [*FieldError] for each field.
//
// # Keys
//
// Keys go to the configured scheme and host only: redirects are not followed, and plain http is rejected unless the
// host is a loopback address or [Options].AllowPlaintext is set. Keys are redacted in errors, logs and printed clients
// and credentials, also when the provider repeats them in an error body. That takes a key of at least four characters:
// a shorter one looks like an ordinary word, and stays where a provider repeats it.
//
// # Values
//
// Money and quantities are exact: see [Decimal]. A field that may be absent or null is an [Opt].
//
// A client is immutable and safe for concurrent use. The library keeps no package-level state and reads no environment
// variables; net/http's own proxy variables work as in every Go program.
package shelfwire

// Version is the version of this module, as the clients send it in User-Agent.
const Version = "0.1.0"
