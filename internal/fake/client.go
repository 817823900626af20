package fake

import (
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// Options returns the options for a client of this server: a copy of given, which may be nil. The defaults are no
// limiter and about a millisecond between attempts. The client waits by the server's clock.
func (s *Server) Options(given *shelfwire.Options) *shelfwire.Options {
	var o shelfwire.Options
	if given != nil {
		o = *given
	}
	if o.Limiter == nil {
		o.Limiter = shelfwire.Unlimited
	}
	if o.Retry == (shelfwire.RetryPolicy{}) {
		o.Retry = shelfwire.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: 2 * time.Millisecond}
	}
	o.HTTPClient = call.WithClock(o.HTTPClient, s.clock)
	return &o
}

// Must returns the value, and panics when the error is not nil.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// TB is the part of testing.TB that [CloseAfter] needs.
type TB interface {
	Helper()
	Cleanup(func())
}

// CloseAfter returns the server, and closes it at the end of the test.
func CloseAfter[S interface{ Close() }](tb TB, server S) S {
	tb.Helper()
	tb.Cleanup(server.Close)
	return server
}
