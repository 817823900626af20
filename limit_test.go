package shelfwire_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"golang.org/x/time/rate"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The limiter that most Go programs have already fits.
var _ shelfwire.Limiter = (*rate.Limiter)(nil)

// arrive lets a caller come at each of the given times and returns when each was let through. It runs in a
// bubble.
func arrive(l shelfwire.Limiter, arrivals []time.Duration) []time.Duration {
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

// earliest is what a limiter that wastes nothing does with callers who come at these times, in order.
func earliest(arrivals []time.Duration, windows []shelfwire.Rate) []time.Duration {
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

// exceeded finds a span of a window in which too many started. The times must be in order.
func exceeded(through []time.Duration, windows []shelfwire.Rate) bool {
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
				through := arrive(shelfwire.Limit(tc.windows...), tc.arrivals)
				slices.Sort(through)
				assert.Equal(t, tc.want, through)
				assert.Equal(t, tc.want, earliest(tc.arrivals, tc.windows), "the model of the tests below")
			})
		})
	}
}

func TestLimitOfManyCallers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		windows := []shelfwire.Rate{{4, time.Second}, {80, time.Minute}, {300, time.Hour}}
		arrivals := make([]time.Duration, 1000)
		through := arrive(shelfwire.Limit(windows...), arrivals)
		slices.Sort(through)
		assert.False(t, exceeded(through, windows))
		assert.Equal(t, earliest(arrivals, windows), through)
	})
}

func TestLimitHoldsAndWastesNothing(t *testing.T) {
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
		rapid.SyncTest(rt, func(*rapid.T) { through = arrive(shelfwire.Limit(windows...), arrivals) })
		for i := range through {
			if through[i] < arrivals[i] {
				rt.Fatalf("caller %d came at %s and was let through at %s", i, arrivals[i], through[i])
			}
		}
		slices.Sort(through)
		if exceeded(through, windows) {
			rt.Fatalf("a limit was exceeded: %v", through)
		}
		if want := earliest(arrivals, windows); !slices.Equal(want, through) {
			rt.Fatalf("let through at %v, could have been %v", through, want)
		}
	})
}

func TestLimitServesInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		arrivals := make([]time.Duration, 200)
		for i := range arrivals {
			arrivals[i] = time.Duration(i) * time.Millisecond
		}
		slices.Reverse(arrivals) // so that it is not the order in which the goroutines were started
		through := arrive(shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Second}), arrivals)
		for i := range through {
			assert.Equal(t, time.Duration(len(through)-1-i)*time.Second, through[i])
		}
	})
}

// left is how a caller left the limiter.
type left struct {
	at  time.Duration
	err error
}

// queue lets callers come one after the other, each with a context of its own, and returns how they left.
func queue(l shelfwire.Limiter, contexts ...context.Context) []left {
	began := time.Now()
	leaves := make([]left, len(contexts))
	var callers sync.WaitGroup
	for i, ctx := range contexts {
		callers.Go(func() {
			err := l.Wait(ctx)
			leaves[i] = left{time.Since(began), err}
		})
		synctest.Wait()
	}
	callers.Wait()
	return leaves
}

func cancelledAfter(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(d, cancel)
	return ctx
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

var onePerSecond = shelfwire.Rate{Calls: 1, Per: time.Second}

func TestLimitCallerGivesUp(t *testing.T) {
	t.Parallel()
	const soon = 500 * time.Millisecond
	for _, tc := range []struct {
		name  string
		gives int // which caller of four gives up
		want  []time.Duration
	}{
		{"the next in turn", 1, []time.Duration{0, soon, time.Second, 2 * time.Second}},
		{"one in the middle", 2, []time.Duration{0, time.Second, soon, 2 * time.Second}},
		{"the last", 3, []time.Duration{0, time.Second, 2 * time.Second, soon}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				contexts := []context.Context{t.Context(), t.Context(), t.Context(), t.Context()}
				contexts[tc.gives] = cancelledAfter(t, soon)
				for i, l := range queue(shelfwire.Limit(onePerSecond), contexts...) {
					assert.Equal(t, tc.want[i], l.at, "caller %d", i)
					assert.Equal(t, i == tc.gives, errors.Is(l.err, context.Canceled), "caller %d: %v", i, l.err)
				}
			})
		})
	}
}

func TestLimitEndedContextTakesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		leaves := queue(shelfwire.Limit(onePerSecond), ended, ended, t.Context())
		assert.Equal(t, []left{{0, context.Canceled}, {0, context.Canceled}, {0, nil}}, leaves)
	})
}

func TestLimitDoesNotWaitInVain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := shelfwire.Limit(onePerSecond)
		require.NoError(t, l.Wait(t.Context()))
		leaves := queue(l, within(t, 900*time.Millisecond), within(t, 1100*time.Millisecond))
		require.ErrorIs(t, leaves[0].err, context.DeadlineExceeded)
		assert.Zero(t, leaves[0].at, "it leaves at once")
		assert.Equal(t, left{time.Second, nil}, leaves[1], "it took nothing")
	})
}

func TestLimitersAreIndependent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		windows := []shelfwire.Rate{onePerSecond}
		first, second := shelfwire.Limit(windows...), shelfwire.Limit(windows...)
		windows[0].Calls = 1000 // the caller's slice is the caller's
		assert.Equal(t, []time.Duration{0}, arrive(first, make([]time.Duration, 1)))
		assert.Equal(t, []time.Duration{0}, arrive(second, make([]time.Duration, 1)))
		assert.Equal(t, []time.Duration{time.Second}, arrive(first, make([]time.Duration, 1)))
	})
}

func TestLimitPanics(t *testing.T) {
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
		assert.Equal(t, make([]time.Duration, 1000), arrive(shelfwire.Unlimited, make([]time.Duration, 1000)))
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		assert.ErrorIs(t, shelfwire.Unlimited.Wait(ended), context.Canceled)
	})
}

// endsInQueue is a context that ends after a caller has looked at it once.
type endsInQueue struct {
	context.Context
	looks int
}

func (c *endsInQueue) Err() error {
	c.looks++
	if c.looks > 1 {
		return context.Canceled
	}
	return nil
}

func TestLimit_CallerWhoseContextEndsAtItsTurnTakesNoPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Second})
		require.ErrorIs(t, limiter.Wait(&endsInQueue{Context: t.Context()}), context.Canceled)
		begin := time.Now()
		require.NoError(t, limiter.Wait(t.Context()))
		assert.Zero(t, time.Since(begin), "the place is still free")
	})
}
