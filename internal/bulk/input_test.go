package bulk

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// A finished result is yielded although the source has not given its next item yet.
func TestWork_Run_SlowSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := func(yield func(int) bool) {
			for i := range 3 {
				if !yield(i) {
					return
				}
				time.Sleep(time.Hour)
			}
		}
		w := Work[int, result]{Workers: 2, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result {
			time.Sleep(time.Second)
			return result{item: i}
		}}
		began := time.Now()
		var at []time.Duration
		for range w.Run(t.Context(), slow) {
			at = append(at, time.Since(began))
		}
		assert.Equal(t, []time.Duration{time.Second, time.Hour + time.Second, 2*time.Hour + time.Second}, at)
	})
}

// A run ends with its context while its source blocks, and says that there may be more items.
func TestWork_Run_BlockedSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		blocks := func(yield func(int) bool) {
			if yield(0) {
				<-free
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		w := Work[int, result]{Workers: 2, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result { return result{item: i} }}
		began := time.Now()
		got := slices.Collect(w.Run(ctx, blocks))
		assert.Equal(t, time.Minute, time.Since(began))
		assert.Equal(t, []int{0, -1}, itemsOf(got))
		assert.ErrorIs(t, got[1].err, context.DeadlineExceeded)
		close(free)
	})
}

// A consumer that leaves waits for started items only, and leaves a source that blocks behind.
func TestWork_Run_BlockedSource_ConsumerLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		w := Work[int, result]{Workers: 2, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result { return result{item: i} }}
		for range w.Run(t.Context(), func(yield func(int) bool) {
			if yield(0) {
				<-free
			}
		}) {
			break
		}
		close(free)
	})
}

// A source may use its memory again: items are prepared, which can copy them, before it goes on.
func TestWork_Run_Prepare(t *testing.T) {
	t.Parallel()
	var memory [1]int
	source := func(yield func([]int) bool) {
		for i := range 40 {
			memory[0] = i
			if !yield(memory[:]) {
				return
			}
		}
	}
	prepared := 0
	w := Work[[]int, int]{
		Workers:       8,
		Prepare:       func(item *[]int) { prepared++; *item = slices.Clone(*item) },
		SkippedResult: func(*[]int, error) int { return -1 },
		Do:            func(_ context.Context, item []int) int { return item[0] },
	}
	i := 0
	for got := range w.Run(t.Context(), source) {
		assert.Equal(t, i, got)
		i++
	}
	assert.Equal(t, 40, i)
	assert.Equal(t, 40, prepared)
}

// A panic of the source becomes one of the consumer's goroutine, also at the end of the source.
func TestWork_Run_SourcePanics(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	w := Work[int, result]{Workers: 2, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result { return result{item: i} }}
	assert.PanicsWithValue(t, broken, func() {
		for range w.Run(t.Context(), func(yield func(int) bool) { yield(0); panic(broken) }) {
			continue
		}
	})
}

// The same at the end of the source, when its consumer has left.
func TestWork_Run_SourcePanics_AtItsEnd(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	synctest.Test(t, func(t *testing.T) {
		source := func(yield func(int) bool) {
			defer func() { panic(broken) }()
			for i := 0; yield(i); i++ {
				continue
			}
		}
		w := Work[int, result]{Workers: 1, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result {
			time.Sleep(time.Second) // meanwhile the next item comes, and the source is not asked for more
			return result{item: i}
		}}
		assert.PanicsWithValue(t, broken, func() {
			for range w.Run(t.Context(), source) {
				synctest.Wait()
				break
			}
		})
	})
}
