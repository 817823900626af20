package shopinventory

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// All four limits of the vendor hold at once, in whatever span one looks, for two days of calls without a pause.
func TestLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const calls = 120_001
		limiter := publishedLimits()
		began := time.Now()
		sent := make([]time.Time, calls)
		for i := range sent {
			require.NoError(t, limiter.Wait(t.Context()))
			sent[i] = time.Now()
		}
		for _, window := range []shelfwire.Rate{
			{Calls: 4, Per: time.Second}, {Calls: 80, Per: time.Minute}, {Calls: 3_600, Per: time.Hour},
			{Calls: 60_000, Per: 24 * time.Hour},
		} {
			for i := window.Calls; i < calls; i++ {
				if span := sent[i].Sub(sent[i-window.Calls]); span < window.Per {
					t.Fatalf("%d calls within %s, call %d", window.Calls+1, span, i)
				}
			}
		}
		assert.Less(t, sent[59_999].Sub(began), 17*time.Hour, "the day's calls are not spread over the day")
		assert.Equal(t, 48*time.Hour, sent[120_000].Sub(began))
	})
}
