package prefetch_test

import (
	"context"
	"errors"
	"iter"
	"runtime"
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

func TestRunKeepsTheOrder(t *testing.T) {
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

func TestRunOfNothing(t *testing.T) {
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

func TestRunGoesAheadSoFarAndNoFurther(t *testing.T) {
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

func TestRunInStepStartsNoGoroutine(t *testing.T) {
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

func TestRunStartsNothingBeforeItIsWalked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := counter{}
		_ = prefetch.Run(t.Context(), 3, c.run)
		synctest.Wait()
		assert.Zero(t, c.made)
	})
}

func TestRunCanBeWalkedTwice(t *testing.T) {
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

type key struct{}

// By the time the loop is left everything must be over: the bubble and goleak find a goroutine that is not,
// the test finds a context that is not.
func TestRunEndsWithItsConsumer(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(loop func(body func())){
		"break at once": func(loop func(func())) { loop(nil) },
		"panic": func(loop func(func())) {
			defer func() { _ = recover() }()
			loop(func() { panic("consumer") })
		},
		"Goexit": func(loop func(func())) {
			done := make(chan struct{})
			go func() {
				defer close(done)
				loop(runtime.Goexit)
			}()
			<-done
		},
	} {
		for lead, n := range map[string]int{"one": 1, "seven": 7} {
			t.Run(name+", "+lead, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c := counter{}
					ctx := context.WithValue(t.Context(), key{}, "kept")
					leave(func(body func()) {
						for range prefetch.Run(ctx, n, c.run) {
							synctest.Wait()
							assert.NoError(t, c.ctx.Err())
							if body != nil {
								body()
							}
							break
						}
						require.True(t, c.ended, "the source was over before Run returned")
						require.Error(t, c.ctx.Err())
					})
					assert.True(t, c.ended)
					assert.ErrorIs(t, c.ctx.Err(), context.Canceled)
					assert.Equal(t, "kept", c.ctx.Value(key{}))
					assert.NoError(t, ctx.Err(), "the caller's context is the caller's")
				})
			})
		}
	}
}

func TestRunPassesAPanicOfTheConsumerOn(t *testing.T) {
	t.Parallel()
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := counter{}
			assert.PanicsWithValue(t, "consumer", func() {
				for range prefetch.Run(t.Context(), n, c.run) {
					panic("consumer")
				}
			})
			assert.True(t, c.ended)
		})
	}
}

// A source in the middle of a request notices only by its context that the consumer has left.
func TestRunWakesASourceThatIsWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		woken := false
		source := func(ctx context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				if yield(1, nil) {
					<-ctx.Done()
					woken = true
					yield(0, ctx.Err())
				}
			}
		}
		for v, err := range prefetch.Run(t.Context(), 3, source) {
			require.NoError(t, err)
			require.Equal(t, 1, v)
			synctest.Wait()
			break
		}
		assert.True(t, woken)
	})
}

// A source that pays no heed to its context is ended all the same, and soon: this one has no last item.
func TestRunEndsADeafSource(t *testing.T) {
	t.Parallel()
	for range 100 {
		c := counter{deafTo: true}
		for range prefetch.Run(t.Context(), 3, c.run) {
			break
		}
		require.True(t, c.ended)
		require.Less(t, c.made, 100)
	}
}

func TestRunPassesErrorsOn(t *testing.T) {
	t.Parallel()
	failure := errors.New("the provider is down")
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := counter{upTo: 5, failure: failure}
			var values []int
			var last error
			for v, err := range prefetch.Run(t.Context(), n, c.run) {
				require.NoError(t, last, "the error comes last")
				values, last = append(values, v), err
			}
			assert.Equal(t, []int{1, 2, 3, 4, 5, 0}, values)
			assert.Equal(t, failure, last)
		})
	}
}

// The error that says why a walk ended must reach the consumer also when the caller's own context has ended:
// a walk without an error would pass for complete. That moment is a race, so it is run many times.
func TestRunLosesNoErrorWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i := range 1000 {
				ctx, cancel := context.WithCancel(t.Context())
				c := counter{}
				var last error
				for v, err := range prefetch.Run(ctx, n, c.run) {
					if last = err; v == 1+i%5 {
						cancel()
					}
				}
				cancel()
				require.ErrorIs(t, last, context.Canceled)
				require.True(t, c.ended)
			}
		})
	}
}

func TestRunUnderAnEndedContext(t *testing.T) {
	t.Parallel()
	for name, n := range leads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			c := counter{}
			var all []error
			for _, err := range prefetch.Run(ctx, n, c.run) {
				all = append(all, err)
			}
			assert.Equal(t, []error{context.Canceled}, all)
		})
	}
}
