package erpxt_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// Code of the program that panics during the request for a token does so in the calls that wait for it, where it can be
// recovered. The endpoint is then left alone for a while, as after any failure.
func TestTokenSource_Panic(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*shelfwire.Options, func(string)){
		"Transcript": func(o *shelfwire.Options, hook func(string)) {
			o.Transcript = func(_ context.Context, e shelfwire.Exchange) { hook(e.Attempt.Op) }
		},
		"Observe": func(o *shelfwire.Options, hook func(string)) {
			o.Observe = func(_ context.Context, a shelfwire.Attempt) { hook(a.Op) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, oneProduct)
			o := p.options()
			var once sync.Once
			set(o, func(op string) {
				if op == "Token" {
					once.Do(func() { panic("a bug of the program") })
				}
			})
			client := clientWith(t, o)
			assert.PanicsWithValue(t, "a bug of the program", func() { _ = getProduct(t.Context(), client) })
			assert.Empty(t, p.calls)
			err := getProduct(t.Context(), client)
			require.ErrorContains(t, err, "code of the program panicked during the request for a token")
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
		})
	}
}
