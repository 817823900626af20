package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// soonEnough is within what a process that takes over must have called a provider. It does so within two seconds, but
// machines that test other things, too, are slow; a lease that is waited for takes fifteen.
const soonEnough = 10 * time.Second

// A program that serves is killed, and the next one takes over at once, also what the first one was leading.
func TestKill_serve(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	program := build(t)
	for name, database := range map[string]func(shoptest.TB) string{"SQLite": shoptest.File, "PostgreSQL": shoptest.Postgres} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			fakes := startProviders(ctx, t, program, "-products", "20")
			args := []string{
				"-database", database(t), "-providers", fakes.address, "-serve", "127.0.0.1:0", "-every", "1h",
			}
			longest := time.Duration(0)
			for range 4 {
				before, began := fakes.calls(), time.Now()
				c := start(ctx, t, program, args...)
				for fakes.calls() == before {
					require.False(t, c.hasEnded(), "%s", &c.out)
					require.Less(t, time.Since(began), soonEnough, "no call to a provider")
					time.Sleep(20 * time.Millisecond)
				}
				longest = max(longest, time.Since(began))
				time.Sleep(500 * time.Millisecond) // until it leads, and is in the middle of things
				c.kill()
			}
			t.Logf("from the start of a process to its first call: %s at most", longest.Round(time.Millisecond))
		})
	}
}
