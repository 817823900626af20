package bulk

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// result is what became of an item.
type result struct {
	item int
	err  error
}

// skipped stands for an item that was not begun; -1 is one that the source has not given.
func skipped(item *int, err error) result {
	if item == nil {
		return result{-1, err}
	}
	return result{*item, err}
}

// count yields 0 to n-1 and notes how far it was read.
func count(n int, read *atomic.Int64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			read.Store(int64(i) + 1)
			if !yield(i) {
				return
			}
		}
	}
}

func items(results []result) (list []int) {
	for _, r := range results {
		list = append(list, r.item)
	}
	return list
}

// Whatever items take, the results come in the order of the items, no more than the workers are at it, and no two that
// clash.
func TestOrderBoundsAndClashes(t *testing.T) {
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
				SkippedResult: skipped,
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
			for r := range w.Run(t.Context(), count(len(kinds), &read)) {
				got = append(got, r)
				if ahead := int(read.Load()) - len(got); ahead > 2*workers+1 {
					t.Errorf("read %d items ahead", ahead)
				}
			}
			assert.Len(t, got, len(kinds))
			assert.True(t, slices.IsSorted(items(got)))
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
func TestSpeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var read atomic.Int64
		w := Work[int, result]{Workers: 8, SkippedResult: skipped, Do: func(_ context.Context, i int) result {
			time.Sleep(20 * time.Millisecond)
			return result{item: i}
		}}
		n := 0
		for range w.Run(t.Context(), count(801, &read)) {
			n++
		}
		assert.Equal(t, 801, n)
		assert.Equal(t, 101*20*time.Millisecond, time.Since(began))
	})
}

// Until a result proves that the others can go well, items are worked on one by one.
func TestProof(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 10, SkippedResult: skipped,
			ProvesWell: func(r result) bool { return r.item == 2 },
			Do: func(_ context.Context, i int) result {
				time.Sleep(time.Second)
				return result{item: i}
			},
		}
		for range w.Run(t.Context(), count(13, &read)) {
			continue
		}
		assert.Equal(t, 4*time.Second, time.Since(began), "three by themselves, then ten at a time")
	})
}

// The input is read only as far as the consumer asks for results.
func TestLazy(t *testing.T) {
	t.Parallel()
	var read atomic.Int64
	w := Work[int, result]{Workers: 2, SkippedResult: skipped, Do: func(_ context.Context, i int) result { return result{item: i} }}
	run := w.Run(t.Context(), count(1000, &read))
	assert.Zero(t, read.Load(), "nothing before the first result is asked for")
	for r := range run {
		if r.item == 4 {
			break
		}
	}
	assert.LessOrEqual(t, read.Load(), int64(11))
}

func TestLastResult(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 3, SkippedResult: skipped,
			IsLast: func(r result) bool { return r.item == 2 },
			Do: func(_ context.Context, i int) result {
				if i == 2 {
					time.Sleep(time.Second / 2)
				} else {
					time.Sleep(time.Second)
				}
				return result{item: i}
			},
		}
		got := slices.Collect(w.Run(t.Context(), count(100, &read)))
		assert.Equal(t, []int{0, 1, 2, 3, 4}, items(got), "1, 2 and 3 were under way together")
		assert.ErrorIs(t, got[4].err, ErrStopped)
		for _, r := range got[:4] {
			assert.NoError(t, r.err)
		}
		assert.EqualValues(t, 5, read.Load())
	})
}

// After a last result that is the last of the input there is nothing more to say.
func TestLastOfAll(t *testing.T) {
	t.Parallel()
	var read atomic.Int64
	w := Work[int, result]{
		Workers: 3, SkippedResult: skipped, IsLast: func(r result) bool { return r.item == 0 },
		Do: func(_ context.Context, i int) result { return result{item: i} },
	}
	assert.Equal(t, []int{0}, items(slices.Collect(w.Run(t.Context(), count(1, &read)))))
	assert.Empty(t, slices.Collect(w.Run(t.Context(), count(0, &read))))
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		var read atomic.Int64
		w := Work[int, result]{Workers: 2, SkippedResult: skipped, Do: func(ctx context.Context, i int) result {
			select {
			case <-time.After(time.Second):
				return result{item: i}
			case <-ctx.Done():
				return result{i, ctx.Err()}
			}
		}}
		got := slices.Collect(w.Run(ctx, count(100, &read)))
		assert.Equal(t, []int{0, 1, 2, 3, 4, 5}, items(got))
		for i, r := range got {
			if i < 3 {
				require.NoError(t, r.err)
			} else {
				require.ErrorIs(t, r.err, context.DeadlineExceeded, "item %d", i)
			}
		}
		assert.EqualValues(t, 6, read.Load())
	})
}

func TestContextHasEnded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var read atomic.Int64
	w := Work[int, result]{Workers: 2, SkippedResult: skipped, Do: func(context.Context, int) result {
		t.Error("nothing may be begun")
		return result{}
	}}
	got := slices.Collect(w.Run(ctx, count(100, &read)))
	require.Len(t, got, 1)
	assert.ErrorIs(t, got[0].err, context.Canceled)
}

// A consumer that leaves ends what is under way, waits for it, and the results are not lost.
func TestConsumerLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var under atomic.Int64
		var left []result
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 3, SkippedResult: skipped,
			Conflict: func(a, b int) bool { return b == 3 && a == 4 },
			OnLeft:   func(r result) { left = append(left, r) },
			Do: func(ctx context.Context, i int) result {
				under.Add(1)
				defer under.Add(-1)
				select {
				case <-time.After(time.Duration(1+i) * time.Second):
					return result{item: i}
				case <-ctx.Done():
					time.Sleep(time.Second) // takes a while to notice
					return result{i, ctx.Err()}
				}
			},
		}
		for r := range w.Run(t.Context(), count(100, &read)) {
			if r.item == 1 {
				break
			}
		}
		assert.Zero(t, under.Load(), "nothing goes on behind the consumer's back")
		assert.EqualValues(t, read.Load()-2, len(left), "one result for everything that was read")
		for i, r := range left {
			assert.Equal(t, i+2, r.item)
			assert.ErrorIs(t, r.err, context.Canceled)
		}
	})
}

func TestConsumerPanics(t *testing.T) {
	t.Parallel()
	var read atomic.Int64
	w := Work[int, result]{Workers: 3, SkippedResult: skipped, Do: func(ctx context.Context, i int) result {
		if i > 0 {
			<-ctx.Done()
		}
		return result{item: i}
	}}
	broken := errors.New("broken")
	assert.PanicsWithValue(t, broken, func() {
		for range w.Run(t.Context(), count(100, &read)) {
			panic(broken)
		}
	})
}

// A finished result is yielded although the source has not given its next item yet.
func TestSlowSource(t *testing.T) {
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
		w := Work[int, result]{Workers: 2, SkippedResult: skipped, Do: func(_ context.Context, i int) result {
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

// A source that gives nothing does not keep a run from ending with its context, and the run says that there may be more.
func TestSourceThatBlocks(t *testing.T) {
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
		w := Work[int, result]{Workers: 2, SkippedResult: skipped, Do: func(_ context.Context, i int) result { return result{item: i} }}
		began := time.Now()
		got := slices.Collect(w.Run(ctx, blocks))
		assert.Equal(t, time.Minute, time.Since(began))
		assert.Equal(t, []int{0, -1}, items(got))
		assert.ErrorIs(t, got[1].err, context.DeadlineExceeded)
		close(free)
	})
}

// A consumer that leaves waits for what was begun, and not for a source that blocks.
func TestSourceThatBlocks_ConsumerLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		w := Work[int, result]{Workers: 2, SkippedResult: skipped, Do: func(_ context.Context, i int) result { return result{item: i} }}
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
func TestPrepare(t *testing.T) {
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

// What a source panics with, it panics with in the consumer's goroutine; also when it does so at its end.
func TestSourcePanics(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	w := Work[int, result]{Workers: 2, SkippedResult: skipped, Do: func(_ context.Context, i int) result { return result{item: i} }}
	assert.PanicsWithValue(t, broken, func() {
		for range w.Run(t.Context(), func(yield func(int) bool) { yield(0); panic(broken) }) {
			continue
		}
	})
}

// The same at the end of the source, when its consumer has left.
func TestSourcePanics_AtItsEnd(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	synctest.Test(t, func(t *testing.T) {
		source := func(yield func(int) bool) {
			defer func() { panic(broken) }()
			for i := 0; yield(i); i++ {
				continue
			}
		}
		w := Work[int, result]{Workers: 1, SkippedResult: skipped, Do: func(_ context.Context, i int) result {
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

// Every result is shown to Last before anything else is begun: not one more after a key was rejected.
func TestLast_BeforeAnythingElse(t *testing.T) {
	t.Parallel()
	for range 200 {
		var begun atomic.Int64
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 1, SkippedResult: skipped, IsLast: func(result) bool { return true },
			Do: func(_ context.Context, i int) result { begun.Add(1); return result{item: i} },
		}
		got := slices.Collect(w.Run(t.Context(), count(5, &read)))
		require.EqualValues(t, 1, begun.Load())
		require.Equal(t, []int{0, 1}, items(got))
	}
}
