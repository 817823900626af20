package bulk

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
)

// What Do panics with, Run panics with, after the other tasks have ended.
func TestWork_Run_DoPanics(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	synctest.Test(t, func(t *testing.T) {
		var seen, unseen []int
		ended := false
		w := Work[int, int]{
			Workers: 2, SkippedResult: func(*int, error) int { return -1 }, AfterBreak: func(i int) { unseen = append(unseen, i) },
			Do: func(ctx context.Context, i int) int {
				switch i {
				case 1:
					<-ctx.Done()
					ended = true
				case 2:
					panic(broken)
				}
				return i
			},
		}
		assert.PanicsWithValue(t, broken, func() {
			for i := range w.Run(t.Context(), slices.Values([]int{0, 1, 2, 3, 4})) {
				seen = append(seen, i)
			}
		})
		assert.True(t, ended)
		assert.Equal(t, []int{0}, seen)
		assert.Contains(t, unseen, 1, "a task that ended has a result")
		assert.NotContains(t, unseen, 2, "the one that panicked has none")
	})
}

// A goroutine that ends by runtime.Goexit, as a failed test does, ends the consumer's.
func TestWork_Run_Goexit(t *testing.T) {
	t.Parallel()
	work := func(_ context.Context, i int) int { return i }
	leave := func(context.Context, int) int { runtime.Goexit(); return 0 }
	for name, tc := range map[string]struct {
		do     func(context.Context, int) int
		source iter.Seq[int]
	}{
		"of the source at once": {work, func(func(int) bool) { runtime.Goexit() }},
		"of the source later":   {work, func(yield func(int) bool) { yield(1); runtime.Goexit() }},
		"of Do":                 {leave, slices.Values([]int{1, 2, 3})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := Work[int, int]{Workers: 2, SkippedResult: func(*int, error) int { return -1 }, Do: tc.do}
				returned := false
				done := make(chan struct{})
				go func() {
					defer close(done)
					for range w.Run(t.Context(), tc.source) {
						continue
					}
					returned = true
				}()
				<-done
				assert.False(t, returned)
			})
		})
	}
}
