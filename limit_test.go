package shelfwire_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"
	"golang.org/x/time/rate"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The limiter that most Go programs have already fits.
var _ shelfwire.Limiter = (*rate.Limiter)(nil)

// runArrivals lets a caller come at each of the given times and returns when each was let through. It runs in a
// bubble.
func runArrivals(l shelfwire.Limiter, arrivals []time.Duration) []time.Duration {
	began := time.Now()
	through := make([]time.Duration, len(arrivals))
	var callers sync.WaitGroup
	for i, arrival := range arrivals {
		callers.Go(func() {
			time.Sleep(arrival)
			if l.Wait(context.Background()) == nil {
				through[i] = time.Since(began)
			}
		})
	}
	callers.Wait()
	return through
}

// earliestStarts is what a limiter that wastes nothing does with callers who come at these times, in order.
func earliestStarts(arrivals []time.Duration, windows []shelfwire.Rate) []time.Duration {
	through := slices.Clone(arrivals)
	slices.Sort(through)
	for i := range through {
		for _, w := range windows {
			if i >= w.Calls {
				through[i] = max(through[i], through[i-w.Calls]+w.Per)
			}
		}
		if i > 0 {
			through[i] = max(through[i], through[i-1])
		}
	}
	return through
}

// isExceeded finds a span of a window in which too many started. The times must be in order.
func isExceeded(through []time.Duration, windows []shelfwire.Rate) bool {
	for _, w := range windows {
		for i := w.Calls; i < len(through); i++ {
			if through[i]-through[i-w.Calls] < w.Per {
				return true
			}
		}
	}
	return false
}

func TestLimit(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	at := func(times ...time.Duration) []time.Duration { return times }
	for _, tc := range []struct {
		name     string
		windows  []shelfwire.Rate
		arrivals []time.Duration
		want     []time.Duration
	}{
		{
			"one window", []shelfwire.Rate{{2, time.Second}},
			at(0, 0, 0, 0, 0), at(0, 0, 1000*ms, 1000*ms, 2000*ms),
		},
		{
			"the span slides", []shelfwire.Rate{{2, time.Second}},
			at(0, 900*ms, 950*ms, 990*ms), at(0, 900*ms, 1000*ms, 1900*ms),
		},
		{
			"nobody waits without need", []shelfwire.Rate{{1, time.Second}},
			at(0, 1000*ms, 2500*ms, 9000*ms), at(0, 1000*ms, 2500*ms, 9000*ms),
		},
		{
			"idle time is not saved up", []shelfwire.Rate{{2, time.Second}},
			at(9000*ms, 9000*ms, 9000*ms), at(9000*ms, 9000*ms, 10_000*ms),
		},
		{
			"the long window holds back too", []shelfwire.Rate{{2, time.Second}, {3, 10 * time.Second}},
			at(0, 0, 0, 0, 0), at(0, 0, 1000*ms, 10_000*ms, 10_000*ms),
		},
		{
			"order of the windows does not matter", []shelfwire.Rate{{3, 10 * time.Second}, {2, time.Second}},
			at(0, 0, 0, 0, 0), at(0, 0, 1000*ms, 10_000*ms, 10_000*ms),
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				through := runArrivals(shelfwire.Limit(tc.windows...), tc.arrivals)
				slices.Sort(through)
				assert.Equal(t, tc.want, through)
				assert.Equal(t, tc.want, earliestStarts(tc.arrivals, tc.windows), "the model of the tests below")
			})
		})
	}
}

func TestLimit_ManyCallers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		windows := []shelfwire.Rate{{4, time.Second}, {80, time.Minute}, {300, time.Hour}}
		arrivals := make([]time.Duration, 1000)
		through := runArrivals(shelfwire.Limit(windows...), arrivals)
		slices.Sort(through)
		assert.False(t, isExceeded(through, windows))
		assert.Equal(t, earliestStarts(arrivals, windows), through)
	})
}

func TestLimit_HoldsAndWastesNothing(t *testing.T) {
	t.Parallel()
	window := rapid.Custom(func(rt *rapid.T) shelfwire.Rate {
		return shelfwire.Rate{
			Calls: rapid.IntRange(1, 6).Draw(rt, "calls"),
			Per:   time.Duration(rapid.IntRange(1, 5000).Draw(rt, "milliseconds")) * time.Millisecond,
		}
	})
	arrival := rapid.Map(rapid.IntRange(0, 10_000), func(ms int) time.Duration {
		return time.Duration(ms) * time.Millisecond
	})
	rapid.Check(t, func(rt *rapid.T) {
		windows := rapid.SliceOfN(window, 1, 4).Draw(rt, "windows")
		arrivals := rapid.SliceOfN(arrival, 1, 40).Draw(rt, "arrivals")
		var through []time.Duration
		rapid.SyncTest(rt, func(*rapid.T) { through = runArrivals(shelfwire.Limit(windows...), arrivals) })
		for i := range through {
			if through[i] < arrivals[i] {
				rt.Fatalf("caller %d came at %s and was let through at %s", i, arrivals[i], through[i])
			}
		}
		slices.Sort(through)
		if isExceeded(through, windows) {
			rt.Fatalf("a limit was exceeded: %v", through)
		}
		if want := earliestStarts(arrivals, windows); !slices.Equal(want, through) {
			rt.Fatalf("let through at %v, could have been %v", through, want)
		}
	})
}

var onePerSecond = shelfwire.Rate{Calls: 1, Per: time.Second}

func TestLimit_LimitersAreIndependent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		windows := []shelfwire.Rate{onePerSecond}
		first, second := shelfwire.Limit(windows...), shelfwire.Limit(windows...)
		windows[0].Calls = 1000 // the caller's slice is the caller's
		assert.Equal(t, []time.Duration{0}, runArrivals(first, make([]time.Duration, 1)))
		assert.Equal(t, []time.Duration{0}, runArrivals(second, make([]time.Duration, 1)))
		assert.Equal(t, []time.Duration{time.Second}, runArrivals(first, make([]time.Duration, 1)))
	})
}

func TestLimit_Panics(t *testing.T) {
	t.Parallel()
	for name, windows := range map[string][]shelfwire.Rate{
		"none":            nil,
		"zero value":      {{}},
		"no calls":        {{0, time.Second}},
		"negative calls":  {{-1, time.Second}},
		"no time":         {{1, 0}},
		"negative time":   {{1, -time.Second}},
		"second of three": {{1, time.Second}, {0, time.Second}, {1, time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Panics(t, func() { shelfwire.Limit(windows...) })
		})
	}
}

func TestUnlimited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		assert.Equal(t, make([]time.Duration, 1000), runArrivals(shelfwire.Unlimited, make([]time.Duration, 1000)))
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		assert.ErrorIs(t, shelfwire.Unlimited.Wait(ended), context.Canceled)
	})
}

func (c *endsInQueue) Err() error {
	c.looks++
	if c.looks > 1 {
		return context.Canceled
	}
	return nil
}
