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
// # What every client promises
//
// Retries follow what a call does on the server, its [Effect], and never its HTTP verb. A read or an absolute
// set is repeated after a connection error, a response that breaks off, and 408, 425, 429, 500, 502, 503, 504 and
// 520 to 524; once after a response that is not recognisably the provider's. A write that must not happen twice is
// repeated only when nothing was sent, or after 429. 401, 403, an unknown host name and a certificate that does
// not hold are final.
// Waits grow exponentially with full jitter; Retry-After is obeyed up to [RetryPolicy].MaxRetryAfter, and when
// the provider asks for longer the call returns at once and says so. No wait outlives the context.
//
// Every failed call says what became of it on the server: [OutcomeOf] answers not sent, rejected, applied or
// unknown. A status alone is neither success nor rejection: each call knows its provider's mark of success and words
// of failure. Errors of all providers match the same few values with [errors.Is], such as [ErrNotFound], and
// carry an [*Error] with the provider's own words.
//
// Input that cannot be right is rejected before anything is sent, with an error that matches [ErrInvalid] and
// holds a [*FieldError] for each field.
//
// Keys go to the configured scheme and host only: redirects are never followed, and plain http is rejected
// unless the host is a loopback address or [Options].AllowPlaintext is set. Keys appear in no error, no log and
// no printed client or credentials, not even when the provider repeats them in an error body.
//
// Money and quantities are exact: see [Decimal].
//
// A client is immutable and safe for concurrent use. The library keeps no package-level state and reads no
// environment variables; net/http's own proxy variables work as in every Go program.
package shelfwire

// Version is the version of this module, as the clients send it in User-Agent.
const Version = "0.1.0"
