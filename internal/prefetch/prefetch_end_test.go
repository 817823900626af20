package prefetch_test

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/prefetch"
)

type key struct{}

// By the time the loop is left everything must be over: the bubble and goleak find a goroutine that is not,
// the test finds a context that is not.
func TestRun_EndsWithItsConsumer(t *testing.T) {
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

func TestRun_PassesAPanicOfTheConsumerOn(t *testing.T) {
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
func TestRun_WakesAWaitingSource(t *testing.T) {
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
func TestRun_EndsASourceThatIgnoresItsContext(t *testing.T) {
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

func TestRun_PassesErrorsOn(t *testing.T) {
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
func TestRun_KeepsErrorsWhenTheContextEnds(t *testing.T) {
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

func TestRun_UnderAnEndedContext(t *testing.T) {
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
