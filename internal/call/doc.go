// Package call is the request path: every request of every provider takes it, step by step.
//
//	encode        the input becomes a URL and a body, once per call
//	   │
//	   ▼
//	 hold ◄───┐   wait while the provider has asked the client to pause
//	 limit    │   wait for the rate limiter; back to hold when a hold has begun meanwhile
//	authorize │   put the credentials on the request
//	 send     │   hand it to net/http, and watch whether it got a connection
//	 read     │   read the body up to its limit, as UTF-8
//	classify  │   turn the status, and who has sent it, into an outcome and a kind of error
//	   │      │
//	   ├──► retry ──► the error, when another attempt is unsafe or useless
//	   ▼
//	decode        the provider's package reads the body and looks for its own mark of success
//
// Each step is the file of its name. A body that decode rejects goes to retry as well. A streamed response,
// which is too long for memory, is decoded while it arrives: stream takes the place of read and decode.
//
// A provider's package describes itself by a [Provider] and each of its operations by an [Op]. [Caller.Do] runs
// one call of an operation, [Caller.Stream] one with a streamed response.
//
// # Rules
//
//   - The effect of an operation decides about retries (retry.go): a write is sent again only when it got no
//     connection, or after 429.
//   - The client waits as a whole (hold.go): a 429 to one call holds all of them. No wait outlasts a context.
//   - Every error is a *shelfwire.Error that says what is known about the effect on the server, over all
//     attempts (failure.go). The error of the last attempt is kept when a later wait ends the call.
//   - A status alone proves little (classify.go, decode.go): a success needs the provider's mark of it, and
//     "not found" the provider's words. A response that lacks them is foreign: it is asked for once more at
//     most, and several in a row hold the client.
//   - Secrets are redacted from everything that leaves the path (redact.go), before it is cut. What came under the name of
//     a key or a token is redacted by that name (redact_names.go).
//   - A transcript (transcript.go) sees what went over the wire, by the same redaction. A body that was cut loses what
//     may be the beginning of a secret at its end.
//   - An attempt ends when the provider falls silent (guard.go), and a body at its limit (read.go).
//
// The comment of package shelfwire tells users the same in their terms.
package call
