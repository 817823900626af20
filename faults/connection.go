package faults

import (
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Delay waits before the request is carried out. When the client leaves meanwhile, nothing is applied.
func Delay(d time.Duration) Fault { return newFault(fake.Spec{Delay: d}) }

// Between runs a function after the request has come and before it is carried out: to change a list between two
// of its pages, for example. The function may call the server's methods, except Close.
func Between(run func()) Fault { return newFault(fake.Spec{Before: run}) }

// DropRequest closes the connection after the request was read. Nothing is applied, and there is no response.
func DropRequest() Fault { return newFault(fake.Spec{Kind: fake.DropConnection}) }

// DropResponse carries the request out and closes the connection without a response. The caller cannot tell it from
// [DropRequest]: after this fault a repeated call makes the change twice, after the other one it makes it once.
func DropResponse() Fault { return DropRequest().AfterApplying() }

// CutBody carries the request out, sends the status and half of the body, and closes the connection, as a server does
// that is restarted meanwhile. The client notices by the Content-Length or the missing last chunk. In place of no body,
// one byte is announced and none is sent. Of a long stream, 64 KiB are sent.
func CutBody() Fault { return newFault(fake.Spec{Kind: fake.TruncateBody}) }

// CutBodyWithoutLength is [CutBody] by a server that sends neither a Content-Length nor chunks, as HTTP/1.0 servers,
// old proxies and scripts behind them do: the body ends where the connection ends. The client reads half of the body
// and a clean end. Half of a bare number is another number. In place of no body, an empty one of unknown length is
// sent.
func CutBodyWithoutLength() Fault { return newFault(fake.Spec{Kind: fake.TruncateBodyWithoutLength}) }
