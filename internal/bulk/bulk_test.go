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

func unbegun(item int, err error) result { return result{item, err} }

// count yields 0 to n-1 and notes how far it was read.
func count(n int, read *int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			*read = i + 1
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
				Workers: workers,
				Clash:   func(a, b int) bool { return kinds[a] == kinds[b] },
				Unbegun: unbegun,
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
			read := 0
			var got []result
			for r := range w.Run(t.Context(), count(len(kinds), &read)) {
				got = append(got, r)
				if ahead := read - len(got); ahead > 2*workers {
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
		read := 0
		w := Work[int, result]{Workers: 8, Unbegun: unbegun, Do: func(_ context.Context, i int) result {
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
		read := 0
		w := Work[int, result]{
			Workers: 10, Unbegun: unbegun,
			Proves: func(r result) bool { return r.item == 2 },
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
	read := 0
	w := Work[int, result]{Workers: 2, Unbegun: unbegun, Do: func(_ context.Context, i int) result { return result{item: i} }}
	run := w.Run(t.Context(), count(1000, &read))
	assert.Zero(t, read, "nothing before the first result is asked for")
	for r := range run {
		if r.item == 4 {
			break
		}
	}
	assert.LessOrEqual(t, read, 10)
}

func TestLastResult(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		read := 0
		w := Work[int, result]{
			Workers: 3, Unbegun: unbegun,
			Last: func(r result) bool { return r.item == 2 },
			Do: func(_ context.Context, i int) result {
				if i != 2 {
					time.Sleep(time.Second)
				}
				return result{item: i}
			},
		}
		got := slices.Collect(w.Run(t.Context(), count(100, &read)))
		assert.Equal(t, []int{0, 1, 2, 3, 4}, items(got), "1, 2 and 3 were under way together")
		assert.ErrorIs(t, got[4].err, ErrLast)
		for _, r := range got[:4] {
			assert.NoError(t, r.err)
		}
		assert.Equal(t, 5, read)
	})
}

// After a last result that is the last of the input there is nothing more to say.
func TestLastOfAll(t *testing.T) {
	t.Parallel()
	read := 0
	w := Work[int, result]{
		Workers: 3, Unbegun: unbegun, Last: func(r result) bool { return r.item == 0 },
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
		read := 0
		w := Work[int, result]{Workers: 2, Unbegun: unbegun, Do: func(ctx context.Context, i int) result {
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
		assert.Equal(t, 6, read)
	})
}

func TestContextHasEnded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	read := 0
	w := Work[int, result]{Workers: 2, Unbegun: unbegun, Do: func(context.Context, int) result {
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
		read := 0
		w := Work[int, result]{
			Workers: 3, Unbegun: unbegun,
			Clash: func(a, b int) bool { return b == 3 && a == 4 },
			Left:  func(r result) { left = append(left, r) },
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
		assert.Equal(t, read-2, len(left), "one result for everything that was read")
		for i, r := range left {
			assert.Equal(t, i+2, r.item)
			assert.ErrorIs(t, r.err, context.Canceled)
		}
	})
}

func TestConsumerPanics(t *testing.T) {
	t.Parallel()
	read := 0
	w := Work[int, result]{Workers: 3, Unbegun: unbegun, Do: func(ctx context.Context, i int) result {
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
