package fake

import (
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// Options returns the options of a client of this server: those that are given, which may be nil, without a limiter and
// with about a millisecond between attempts where they do not say otherwise. The client waits by the server's clock.
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

// Must returns a value that cannot be had otherwise than by a mistake, and panics with the error of one.
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

// CloseAfter returns a server, and closes it at the end of the test.
func CloseAfter[S interface{ Close() }](tb TB, server S) S {
	tb.Helper()
	tb.Cleanup(server.Close)
	return server
}
