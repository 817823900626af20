package bulk

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWork_Run_IsLast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 3, SkippedResult: skippedResult,
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
		got := slices.Collect(w.Run(t.Context(), countTo(100, &read)))
		assert.Equal(t, []int{0, 1, 2, 3, 4}, itemsOf(got), "1, 2 and 3 were under way together")
		assert.ErrorIs(t, got[4].err, ErrStopped)
		for _, r := range got[:4] {
			assert.NoError(t, r.err)
		}
		assert.EqualValues(t, 5, read.Load())
	})
}

// A last result of the last item is followed by no further result.
func TestWork_Run_IsLast_OfTheLastItem(t *testing.T) {
	t.Parallel()
	var read atomic.Int64
	w := Work[int, result]{
		Workers: 3, SkippedResult: skippedResult, IsLast: func(r result) bool { return r.item == 0 },
		Do: func(_ context.Context, i int) result { return result{item: i} },
	}
	assert.Equal(t, []int{0}, itemsOf(slices.Collect(w.Run(t.Context(), countTo(1, &read)))))
	assert.Empty(t, slices.Collect(w.Run(t.Context(), countTo(0, &read))))
}

func TestWork_Run_ContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		var read atomic.Int64
		w := Work[int, result]{Workers: 2, SkippedResult: skippedResult, Do: func(ctx context.Context, i int) result {
			select {
			case <-time.After(time.Second):
				return result{item: i}
			case <-ctx.Done():
				return result{i, ctx.Err()}
			}
		}}
		got := slices.Collect(w.Run(ctx, countTo(100, &read)))
		assert.Equal(t, []int{0, 1, 2, 3, 4, 5}, itemsOf(got))
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

func TestWork_Run_ContextHasEnded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var read atomic.Int64
	w := Work[int, result]{Workers: 2, SkippedResult: skippedResult, Do: func(context.Context, int) result {
		t.Error("nothing may be begun")
		return result{}
	}}
	got := slices.Collect(w.Run(ctx, countTo(100, &read)))
	require.Len(t, got, 1)
	assert.ErrorIs(t, got[0].err, context.Canceled)
}

// A consumer that leaves cancels running items and waits for them; AfterBreak gets their results.
func TestWork_Run_ConsumerLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var under atomic.Int64
		var left []result
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 3, SkippedResult: skippedResult,
			Conflict:   func(a, b int) bool { return b == 3 && a == 4 },
			AfterBreak: func(r result) { left = append(left, r) },
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
		for r := range w.Run(t.Context(), countTo(100, &read)) {
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

// An item that the source gives while started ones end is one that was read, too.
func TestWork_Run_ConsumerLeaves_SlowSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := func(yield func(int) bool) {
			if yield(0) && yield(1) {
				time.Sleep(time.Second)
				yield(2)
			}
		}
		var left []result
		w := Work[int, result]{
			Workers: 2, SkippedResult: skippedResult, AfterBreak: func(r result) { left = append(left, r) },
			Do: func(ctx context.Context, i int) result {
				if i > 0 {
					<-ctx.Done()
					time.Sleep(time.Minute)
				}
				return result{item: i}
			},
		}
		for range w.Run(t.Context(), slow) {
			synctest.Wait()
			break
		}
		assert.Equal(t, []result{{item: 1}, {2, context.Canceled}}, left)
	})
}

// Behind a last result the source is asked for the item that was skipped, when it has given none.
func TestWork_Run_IsLast_AsksTheSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var read atomic.Int64
		w := Work[int, result]{
			Workers: 1, SkippedResult: skippedResult, IsLast: func(r result) bool { return r.item == 2 },
			Do: func(_ context.Context, i int) result { return result{item: i} },
		}
		var got []result
		for r := range w.Run(t.Context(), countTo(100, &read)) {
			if got = append(got, r); r.item == 0 {
				synctest.Wait() // there is no room for another item
				assert.EqualValues(t, 3, read.Load())
			}
		}
		assert.Equal(t, []result{{item: 0}, {item: 1}, {item: 2}, {3, ErrStopped}}, got)
		assert.EqualValues(t, 4, read.Load())
	})
}

func TestWork_Run_ConsumerPanics(t *testing.T) {
	t.Parallel()
	var read atomic.Int64
	w := Work[int, result]{Workers: 3, SkippedResult: skippedResult, Do: func(ctx context.Context, i int) result {
		if i > 0 {
			<-ctx.Done()
		}
		return result{item: i}
	}}
	broken := errors.New("broken")
	assert.PanicsWithValue(t, broken, func() {
		for range w.Run(t.Context(), countTo(100, &read)) {
			panic(broken)
		}
	})
}

// IsLast sees every result before another item is started: none is started after a key was rejected.
func TestWork_Run_IsLast_IsCalledFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var begun, read atomic.Int64
		w := Work[int, result]{
			Workers: 2, SkippedResult: skippedResult,
			IsLast: func(r result) bool {
				if r.item == 1 {
					time.Sleep(time.Minute) // the last result comes meanwhile, and 3 waits for a worker
				}
				return r.item == 2
			},
			Do: func(_ context.Context, i int) result {
				begun.Add(1)
				time.Sleep(time.Duration(i) * time.Second)
				return result{item: i}
			},
		}
		got := slices.Collect(w.Run(t.Context(), countTo(5, &read)))
		assert.Equal(t, []result{{item: 0}, {item: 1}, {item: 2}, {3, ErrStopped}}, got)
		assert.EqualValues(t, 3, begun.Load())
	})
}

// askedContext counts how often its end is asked for.
type askedContext struct {
	context.Context
	asked atomic.Int64
}

func (c *askedContext) Done() <-chan struct{} {
	c.asked.Add(1)
	time.Sleep(time.Millisecond) // lets virtual time go on where it is asked for in a loop
	return c.Context.Done()
}

// The end of the context wakes a run up once: it does not spin until the started items have ended.
func TestWork_Run_ContextEnds_Once(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		ctx := &askedContext{Context: ended}
		var read atomic.Int64
		w := Work[int, result]{Workers: 1, SkippedResult: skippedResult, Do: func(_ context.Context, i int) result {
			time.Sleep(time.Minute)
			return result{item: i}
		}}
		got := slices.Collect(w.Run(ctx, countTo(5, &read)))
		assert.Equal(t, []result{{item: 0}, {1, context.DeadlineExceeded}}, got)
		assert.Less(t, ctx.asked.Load(), int64(10))
	})
}
