package bulk

import (
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// result is the result of an item.
type result struct {
	item int
	err  error
}

// skippedResult is the result of a skipped item; -1 stands for one that the source has yet to give.
func skippedResult(item *int, err error) result {
	if item == nil {
		return result{-1, err}
	}
	return result{*item, err}
}

// countTo yields 0 to n-1 and notes how far it was read.
func countTo(n int, read *atomic.Int64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			read.Store(int64(i) + 1)
			if !yield(i) {
				return
			}
		}
	}
}

func itemsOf(results []result) (list []int) {
	for _, r := range results {
		list = append(list, r.item)
	}
	return list
}

// However long items take, results come in the order of the items, at most one item per worker is worked on at a time,
// and items that conflict are worked on one after the other.
func TestWork_Run_OrderWorkersAndConflicts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		workers := rapid.IntRange(1, 6).Draw(rt, "workers")
		kinds := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 40).Draw(rt, "kinds")
		took := rapid.SliceOfN(rapid.IntRange(0, 9), len(kinds), len(kinds)).Draw(rt, "took")
		synctest.Test(t, func(t *testing.T) {
			var mu sync.Mutex
			busy := map[int]bool{}
			running, most := 0, 0
			var began []int
			w := Work[int, result]{
				Workers:       workers,
				Conflict:      func(a, b int) bool { return kinds[a] == kinds[b] },
				SkippedResult: skippedResult,
				Do: func(_ context.Context, i int) result {
					mu.Lock()
					assert.False(t, busy[kinds[i]], "two of one kind at a time")
					busy[kinds[i]] = true
					running++
					most = max(most, running)
					began = append(began, i)
					mu.Unlock()
					time.Sleep(time.Duration(took[i]) * time.Second)
					mu.Lock()
					busy[kinds[i]] = false
					running--
					mu.Unlock()
					return result{item: i}
				},
			}
			var read atomic.Int64
			var got []result
			for r := range w.Run(t.Context(), countTo(len(kinds), &read)) {
				got = append(got, r)
				if ahead := int(read.Load()) - len(got); ahead > 2*workers+1 {
					t.Errorf("read %d items ahead", ahead)
				}
			}
			assert.Len(t, got, len(kinds))
			assert.True(t, slices.IsSorted(itemsOf(got)))
			assert.LessOrEqual(t, most, workers)
			// Of one kind, items are begun in their order; the order in which goroutines start is nobody's.
			for kind := range 4 {
				ofKind := slices.DeleteFunc(slices.Clone(began), func(i int) bool { return kinds[i] != kind })
				assert.True(t, slices.IsSorted(ofKind), "%v", ofKind)
			}
		})
	})
}

// Equal items keep all workers busy: n of them take n/workers turns, and one more for the first, which is alone.
func TestWork_Run_WorksInParallel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var read atomic.Int64
		w := Work[int, result]{Workers: 8, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result {
			time.Sleep(20 * time.Millisecond)
			return result{item: i}
		}}
		n := 0
		for range w.Run(t.Context(), countTo(801, &read)) {
			n++
		}
		assert.Equal(t, 801, n)
		assert.Equal(t, 101*20*time.Millisecond, time.Since(began))
	})
}

// Until a result proves that the others can go well, items are worked on one by one.
func TestWork_Run_ProvesHealthy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 10, SkippedResult: skippedResult,
			ProvesHealthy: func(r result) bool { return r.item == 2 },
			Do: func(_ context.Context, i int) result {
				time.Sleep(time.Second)
				return result{item: i}
			},
		}
		for range w.Run(t.Context(), countTo(13, &read)) {
			continue
		}
		assert.Equal(t, 4*time.Second, time.Since(began), "three by themselves, then ten at a time")
	})
}

// The input is read only as far as the consumer asks for results.
func TestWork_Run_IsLazy(t *testing.T) {
	t.Parallel()
	var read atomic.Int64
	w := Work[int, result]{Workers: 2, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result { return result{item: i} }}
	run := w.Run(t.Context(), countTo(1000, &read))
	assert.Zero(t, read.Load(), "nothing before the first result is asked for")
	for r := range run {
		if r.item == 4 {
			break
		}
	}
	assert.LessOrEqual(t, read.Load(), int64(11))
}

// A consumer that is busy lets twice as many tasks as workers go ahead of it, and no more.
func TestWork_Run_AheadOfBusyConsumer(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 2, 5} {
		synctest.Test(t, func(t *testing.T) {
			var started, read atomic.Int64
			w := Work[int, result]{Workers: workers, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result {
				started.Add(1)
				return result{item: i}
			}}
			for range w.Run(t.Context(), countTo(100, &read)) {
				synctest.Wait()
				break
			}
			assert.EqualValues(t, 1+2*workers, started.Load())
			assert.EqualValues(t, 1+2*workers, read.Load())
		})
	}
}
