package faults

import (
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Delay waits before the request is carried out and answered. When the client goes away meanwhile, nothing is
// applied.
func Delay(d time.Duration) Fault { return once(fake.Spec{Delay: d}) }

// Between runs a function after the request has come and before it is carried out: to change a list between two
// of its pages, for example. The function may call the server's methods, but not Close.
func Between(run func()) Fault { return once(fake.Spec{Before: run}) }

// DropRequest closes the connection after the request was read. Nothing is applied, and there is no answer.
func DropRequest() Fault { return once(fake.Spec{Kind: fake.DropConnection}) }

// DropResponse carries the request out and closes the connection without an answer. To the caller it looks like
// DropRequest: who repeats the call makes the change twice, who does not may never make it.
func DropResponse() Fault { return DropRequest().AfterApplying() }

// CutBody carries the request out, answers with the status and half of the body, and closes the connection, as a
// server does that is restarted meanwhile. The client notices: the Content-Length, or the last chunk, says that there
// was more. In place of no body, one byte is announced and none comes. Of a long stream 64 KiB come.
func CutBody() Fault { return once(fake.Spec{Kind: fake.TruncateBody}) }

// CutBodyWithoutLength is [CutBody] by a server that gives its body neither a length nor chunks, as HTTP/1.0 servers,
// old proxies and scripts behind them do: the body ends where the connection ends. The client reads half of the body
// and a clean end. Half of a bare number is another number. In place of no body comes one of unknown length that ends
// before its first byte.
func CutBodyWithoutLength() Fault { return once(fake.Spec{Kind: fake.TruncateBodyWithoutLength}) }
