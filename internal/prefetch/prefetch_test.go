package prefetch_test

import (
	"context"
	"iter"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire/internal/prefetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// counter is a source of the numbers from 1 on that remembers what happened to it.
type counter struct {
	upTo    int             // 0 means without end
	made    int             // items made so far
	ended   bool            // it has returned
	ctx     context.Context // what it was given
	deafTo  bool            // it does not look at its context
	failure error           // yielded at the end
}

func (c *counter) run(ctx context.Context) iter.Seq2[int, error] {
	c.ctx = ctx
	return func(yield func(int, error) bool) {
		defer func() { c.ended = true }()
		for c.upTo == 0 || c.made < c.upTo {
			if ctx.Err() != nil && !c.deafTo {
				yield(0, ctx.Err())
				return
			}
			c.made++
			if !yield(c.made, nil) {
				return
			}
		}
		if c.failure != nil {
			yield(0, c.failure)
		}
	}
}

// leads are how far ahead a source may run.
var leads = map[string]int{"in step": 0, "negative": -1, "one": 1, "two": 2, "seven": 7, "plenty": 1000}

func TestRun_KeepsTheOrder(t *testing.T) {
	t.Parallel()
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, upTo := range []int{1, 2, 100} {
				c := counter{upTo: upTo}
				var got []int
				for v, err := range prefetch.Run(t.Context(), n, c.run) {
					require.NoError(t, err)
					got = append(got, v)
				}
				assert.Len(t, got, upTo)
				assert.True(t, slices.IsSorted(got))
				assert.True(t, c.ended)
			}
		})
	}
}

func TestRun_EmptySource(t *testing.T) {
	t.Parallel()
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			empty := func(context.Context) iter.Seq2[int, error] { return func(func(int, error) bool) {} }
			for range prefetch.Run(t.Context(), n, empty) {
				t.Fatal("an item out of nothing")
			}
		})
	}
}

func TestRun_GoesAheadByN(t *testing.T) {
	t.Parallel()
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const total = 20
				c := counter{upTo: total}
				for v, err := range prefetch.Run(t.Context(), n, c.run) {
					require.NoError(t, err)
					synctest.Wait()
					assert.Equal(t, min(v+max(n, 0), total), c.made, "while the consumer is at %d", v)
				}
			})
		})
	}
}

func TestRun_InStepStartsNoGoroutine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := counter{upTo: 3}
		for range prefetch.Run(t.Context(), 0, c.run) {
			assert.Same(t, t.Context(), c.ctx)
		}
		// Runs on the consumer's own stack, or else this would not come back to it.
		assert.PanicsWithValue(t, "source", func() {
			source := func(context.Context) iter.Seq2[int, error] {
				return func(func(int, error) bool) { panic("source") }
			}
			for range prefetch.Run(t.Context(), 0, source) {
				continue
			}
		})
	})
}

func TestRun_IsLazy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := counter{}
		_ = prefetch.Run(t.Context(), 3, c.run)
		synctest.Wait()
		assert.Zero(t, c.made)
	})
}

func TestRun_CanBeWalkedTwice(t *testing.T) {
	t.Parallel()
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			walks := 0
			numbers := prefetch.Run(t.Context(), n, func(ctx context.Context) iter.Seq2[int, error] {
				return func(yield func(int, error) bool) {
					walks++
					_ = yield(1, nil) && yield(2, nil)
				}
			})
			for walk := range 2 {
				count := 0
				for range numbers {
					count++
				}
				assert.Equal(t, 2, count)
				assert.Equal(t, walk+1, walks)
			}
		})
	}
}
