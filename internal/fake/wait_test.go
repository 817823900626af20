package fake

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWaitFor(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		wait time.Duration
		gone bool
		want bool
	}{
		"nothing to wait for": {wait: 0, gone: true, want: true},
		"less than nothing":   {wait: -1, gone: true, want: true},
		"the client has gone": {wait: 1, gone: true, want: false},
		"in time":             {wait: time.Hour, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 50 { // a choice between two would show
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					if tc.gone {
						cancel()
					}
					assert.Equal(t, tc.want, waitFor(ctx, tc.wait))
				})
			}
		})
	}
}
