package once_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"
	"github.com/shelfwire/shelfwire/once/oncetest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	require.NoError(t, oncetest.TestStore(t.Context(), func() (once.Store, error) { return new(once.Memory), nil }))
	require.NoError(t, oncetest.TestStore(t.Context(), func() (once.Store, error) { return once.NewMemory(), nil }))
}

type created struct{ ID int64 }

// script makes calls that end in a given way, and counts them.
type script struct {
	calls atomic.Int64
	err   error
}

func (s *script) call(context.Context) (created, error) {
	n := s.calls.Add(1)
	return created{ID: 100 + n}, s.err
}

func failure(outcome shelfwire.Outcome) error {
	return &shelfwire.Error{Provider: "resico", Op: "Invoices.Create", StatusCode: 500, Outcome: outcome}
}

var orderKey = once.Key{Name: "invoice of order 17", Request: map[string]string{"note": "Order 17"}}

func TestDo_Success(t *testing.T) {
	t.Parallel()
	store, s := once.NewMemory(), &script{}
	for range 3 {
		got, err := once.Do(t.Context(), store, orderKey, s.call)
		require.NoError(t, err)
		assert.Equal(t, created{ID: 101}, got)
	}
	assert.EqualValues(t, 1, s.calls.Load())
	records, err := store.Records(t.Context(), once.Done)
	require.NoError(t, err)
	require.Len(t, records, 1)
	assert.JSONEq(t, `{"ID":101}`, string(records[0].Result))
}

func TestDo_CertainFailure(t *testing.T) {
	t.Parallel()
	for _, outcome := range []shelfwire.Outcome{shelfwire.OutcomeNotSent, shelfwire.OutcomeRejected} {
		t.Run(outcome.String(), func(t *testing.T) {
			t.Parallel()
			store, s := once.NewMemory(), &script{err: failure(outcome)}
			_, err := once.Do(t.Context(), store, orderKey, s.call)
			assert.Same(t, s.err, err)
			released := oneRecord(t, store, once.Released)
			assert.Equal(t, once.End{Outcome: outcome, Reason: s.err.Error()}, released.End)

			s.err = nil
			corrected := once.Key{Name: orderKey.Name, Request: "another request"}
			got, err := once.Do(t.Context(), store, corrected, s.call)
			require.NoError(t, err)
			assert.Equal(t, created{ID: 102}, got)
		})
	}
}

func TestDo_DoubtfulFailure(t *testing.T) {
	t.Parallel()
	for _, outcome := range []shelfwire.Outcome{shelfwire.OutcomeUnknown, shelfwire.OutcomeApplied} {
		t.Run(outcome.String(), func(t *testing.T) {
			t.Parallel()
			store, s := once.NewMemory(), &script{err: failure(outcome)}
			for i := range 3 {
				got, err := once.Do(t.Context(), store, orderKey, s.call)
				parked, ok := errors.AsType[*once.ParkedError](err)
				require.True(t, ok, err)
				assert.Equal(t, outcome, shelfwire.OutcomeOf(err))
				assert.Equal(t, i == 0, errors.Is(err, s.err), "the call's own error comes with the call")
				assert.ErrorContains(t, err, "invoice of order 17 is parked: "+s.err.Error())
				assert.False(t, parked.WasKilled())
				assert.Equal(t, created{ID: 101}, got, "what the call returned beside its error")
			}
			assert.EqualValues(t, 1, s.calls.Load())

			settled := oneRecord(t, store, once.Parked)
			require.NoError(t, store.Finish(t.Context(), settled.Name, settled.Attempt, json.RawMessage(`{"ID":365}`)))
			got, err := once.Do(t.Context(), store, orderKey, s.call)
			require.NoError(t, err)
			assert.Equal(t, created{ID: 365}, got)
		})
	}
}

// An error from outside of the module says nothing about the write.
func TestDo_ForeignError(t *testing.T) {
	t.Parallel()
	store, s := once.NewMemory(), &script{err: errors.New("disk full")}
	_, err := once.Do(t.Context(), store, orderKey, s.call)
	require.ErrorIs(t, err, s.err)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	assert.Equal(t, once.Parked, oneRecord(t, store, "").State)
}

func TestDo_Killed(t *testing.T) {
	t.Parallel()
	store, s := once.NewMemory(), &script{}
	assert.PanicsWithValue(t, "killed", func() {
		_, _ = once.Do(t.Context(), store, orderKey, func(context.Context) (created, error) { panic("killed") })
	})
	for range 2 {
		got, err := once.Do(t.Context(), store, orderKey, s.call)
		parked, ok := errors.AsType[*once.ParkedError](err)
		require.True(t, ok, err)
		assert.True(t, parked.WasKilled())
		assert.Equal(t, once.Parked, parked.Record.State)
		require.EqualError(t, err,
			"invoice of order 17 is parked: the program was killed before a response came, or is still waiting for one")
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
		assert.Zero(t, got)
	}
	assert.Zero(t, s.calls.Load())
}

// A process that was taken for dead records its result all the same.
func TestDo_SlowProcess(t *testing.T) {
	t.Parallel()
	store, s := once.NewMemory(), &script{}
	got, err := once.Do(t.Context(), store, orderKey, func(ctx context.Context) (created, error) {
		_, err := once.Do(ctx, store, orderKey, s.call)
		_, ok := errors.AsType[*once.ParkedError](err)
		assert.True(t, ok, err)
		return created{ID: 7}, nil
	})
	require.NoError(t, err)
	assert.Equal(t, created{ID: 7}, got)
	got, err = once.Do(t.Context(), store, orderKey, s.call)
	require.NoError(t, err)
	assert.Equal(t, created{ID: 7}, got)
	assert.Zero(t, s.calls.Load())
}

// A person who releases a write while it is on its way makes it happen twice; whoever was first is told.
func TestDo_Superseded(t *testing.T) {
	t.Parallel()
	store := once.NewMemory()
	got, err := once.Do(t.Context(), store, orderKey, func(ctx context.Context) (created, error) {
		require.NoError(t, store.Release(ctx, orderKey.Name, 1, once.End{Reason: "a person has looked too early"}))
		_, err := once.Do(ctx, store, orderKey, new(script).call)
		require.NoError(t, err)
		return created{ID: 7}, nil
	})
	require.ErrorIs(t, err, once.ErrSuperseded)
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.ErrorContains(t, err, "invoice of order 17 succeeded; that could not be recorded: ")
	assert.Equal(t, created{ID: 7}, got)
}

func TestDo_Conflict(t *testing.T) {
	t.Parallel()
	store, s := once.NewMemory(), &script{}
	_, err := once.Do(t.Context(), store, orderKey, s.call)
	require.NoError(t, err)
	_, err = once.Do(t.Context(), store, once.Key{Name: orderKey.Name, Request: "other"}, s.call)
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	require.EqualError(t, err, shelfwire.ErrConflict.Error()+": invoice of order 17 was begun with another request")
	got, err := once.Do(t.Context(), store, once.Key{Name: orderKey.Name}, s.call)
	require.NoError(t, err, "without a request there is nothing to compare")
	assert.Equal(t, created{ID: 101}, got)

	_, err = once.Do(t.Context(), store, once.Key{Name: "b"}, s.call)
	require.NoError(t, err)
	_, err = once.Do(t.Context(), store, once.Key{Name: "b", Request: "other"}, s.call)
	require.NoError(t, err)
	assert.EqualValues(t, 2, s.calls.Load())
}

// A conflict leaves a record that was found begun as it is.
func TestDo_ConflictWhileBegun(t *testing.T) {
	t.Parallel()
	store := once.NewMemory()
	_, _, err := store.Begin(t.Context(), orderKey.Name, "other")
	require.NoError(t, err)
	_, err = once.Do(t.Context(), store, orderKey, new(script).call)
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	assert.Equal(t, once.Begun, oneRecord(t, store, "").State)
}

func TestDo_InvalidKey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key  once.Key
		want string
	}{
		"no name":          {once.Key{}, "Name is missing"},
		"a name with NUL":  {once.Key{Name: "a\x00"}, "Name is no text that a database can keep"},
		"a name in 1251":   {once.Key{Name: "\xcd"}, "Name is no text that a database can keep"},
		"no JSON possible": {once.Key{Name: "a", Request: func() {}}, "Request has no JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, s := once.NewMemory(), &script{}
			_, err := once.Do(t.Context(), store, c.key, s.call)
			require.ErrorIs(t, err, shelfwire.ErrInvalid)
			require.ErrorContains(t, err, c.want)
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
			assert.Zero(t, s.calls.Load())
			records, err := store.Records(t.Context(), "")
			require.NoError(t, err)
			assert.Empty(t, records)
		})
	}
}

type unkept struct{}

func (unkept) MarshalJSON() ([]byte, error) { return nil, errBroken }

// A result that cannot be kept leaves the write parked as applied.
func TestDo_UnkeptResult(t *testing.T) {
	t.Parallel()
	store := once.NewMemory()
	_, err := once.Do(t.Context(), store, orderKey, func(context.Context) (unkept, error) { return unkept{}, nil })
	require.ErrorIs(t, err, errBroken)
	_, ok := errors.AsType[*once.ParkedError](err)
	require.True(t, ok, err)
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.ErrorContains(t, err, "the call succeeded, and its result cannot be kept: ")
	assert.Equal(t, once.Parked, oneRecord(t, store, "").State)
}

// Whoever settles a write gives a result.
func TestDo_NoResult(t *testing.T) {
	t.Parallel()
	store, s := once.NewMemory(), &script{err: failure(shelfwire.OutcomeUnknown)}
	_, err := once.Do(t.Context(), store, orderKey, s.call)
	require.Error(t, err)
	require.EqualError(t, store.Finish(t.Context(), orderKey.Name, 1, nil), "the result of invoice of order 17 is no JSON")
	require.NoError(t, store.Finish(t.Context(), orderKey.Name, 1, json.RawMessage("null")))
	got, err := once.Do(t.Context(), store, orderKey, s.call)
	require.NoError(t, err)
	assert.Zero(t, got)
}

// The end that a process records while another one looks is the one that counts.
func TestDo_EndsWhileAnotherLooks(t *testing.T) {
	t.Parallel()
	for name, callErr := range map[string]error{
		"done": nil, "rejected": failure(shelfwire.OutcomeRejected), "applied": failure(shelfwire.OutcomeApplied),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := once.NewMemory()
			_, err := once.Do(t.Context(), store, orderKey, func(ctx context.Context) (created, error) {
				_, err := once.Do(ctx, store, orderKey, new(script).call)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
				return created{ID: 77}, callErr
			})
			assert.Equal(t, shelfwire.OutcomeOf(callErr), shelfwire.OutcomeOf(err))
			s := &script{}
			got, err := once.Do(t.Context(), store, orderKey, s.call)
			if name == "rejected" {
				require.NoError(t, err)
				assert.EqualValues(t, 1, s.calls.Load())
				return
			}
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Equal(t, created{ID: 77}, got)
			assert.Zero(t, s.calls.Load())
		})
	}
}

func TestDo_UnreadableResult(t *testing.T) {
	t.Parallel()
	store := once.NewMemory()
	_, err := once.Do(t.Context(), store, orderKey, func(context.Context) (string, error) { return "a text", nil })
	require.NoError(t, err)
	_, err = once.Do(t.Context(), store, orderKey, new(script).call)
	require.ErrorContains(t, err, "invoice of order 17 is done; its kept result cannot be read: ")
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	wrongType, ok := errors.AsType[*json.UnmarshalTypeError](err)
	assert.True(t, ok, wrongType)

	require.Error(t, store.Correct(t.Context(), orderKey.Name, 1, json.RawMessage("{")))
	require.NoError(t, store.Correct(t.Context(), orderKey.Name, 1, json.RawMessage(`{"ID":7}`)))
	got, err := once.Do(t.Context(), store, orderKey, new(script).call)
	require.NoError(t, err)
	assert.Equal(t, created{ID: 7}, got)
}

// Only what is done has a result to correct.
func TestMemory_Correct(t *testing.T) {
	t.Parallel()
	var store once.Memory
	correct := func(attempt int64) error { return store.Correct(t.Context(), "a", attempt, json.RawMessage("7")) }
	require.EqualError(t, correct(1), "a has no record")
	_, _, err := store.Begin(t.Context(), "a", "")
	require.NoError(t, err)
	require.EqualError(t, correct(1), "a is not done, so that there is no result to correct")
	require.NoError(t, store.Finish(t.Context(), "a", 1, json.RawMessage("null")))
	require.ErrorIs(t, correct(2), once.ErrSuperseded)
	require.NoError(t, correct(1))
	assert.JSONEq(t, "7", string(oneRecord(t, &store, once.Done).Result))
}

// brokenStore fails from a given call on.
type brokenStore struct {
	once.Store
	begin, end error
}

func (b *brokenStore) Begin(ctx context.Context, name, fingerprint string) (once.Record, bool, error) {
	if b.begin != nil {
		return once.Record{}, false, b.begin
	}
	return b.Store.Begin(ctx, name, fingerprint)
}

func (b *brokenStore) Finish(ctx context.Context, name string, attempt int64, result json.RawMessage) error {
	if b.end != nil {
		return b.end
	}
	return b.Store.Finish(ctx, name, attempt, result)
}

func (b *brokenStore) Release(ctx context.Context, name string, attempt int64, end once.End) error {
	if b.end != nil {
		return b.end
	}
	return b.Store.Release(ctx, name, attempt, end)
}

func (b *brokenStore) Park(ctx context.Context, name string, attempt int64, end once.End) error {
	if b.end != nil {
		return b.end
	}
	return b.Store.Park(ctx, name, attempt, end)
}

var errDatabase = errors.New("the database is gone")

func TestDo_StoreFailsBefore(t *testing.T) {
	t.Parallel()
	s := &script{}
	_, err := once.Do(t.Context(), &brokenStore{begin: errDatabase}, orderKey, s.call)
	require.ErrorIs(t, err, errDatabase)
	require.EqualError(t, err, "invoice of order 17 was not begun: the database is gone")
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Zero(t, s.calls.Load())
}

func TestDo_StoreFailsAfter(t *testing.T) {
	t.Parallel()
	for name, callErr := range map[string]error{
		"success":  nil,
		"not sent": failure(shelfwire.OutcomeNotSent),
		"rejected": failure(shelfwire.OutcomeRejected),
		"unknown":  failure(shelfwire.OutcomeUnknown),
		"applied":  failure(shelfwire.OutcomeApplied),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, s := once.NewMemory(), &script{err: callErr}
			got, err := once.Do(t.Context(), &brokenStore{Store: store, end: errDatabase}, orderKey, s.call)
			unrecorded, ok := errors.AsType[*once.UnrecordedError](err)
			require.True(t, ok, err)
			require.ErrorIs(t, err, errDatabase)
			assert.Equal(t, shelfwire.OutcomeOf(callErr), shelfwire.OutcomeOf(err))
			assert.Equal(t, created{ID: 101}, got)
			assert.Equal(t, callErr, unrecorded.CallErr)
			if callErr != nil {
				require.ErrorIs(t, err, callErr)
				assert.ErrorContains(t, err, "invoice of order 17 failed: "+callErr.Error()+"; that could not be recorded")
			}

			_, err = once.Do(t.Context(), store, orderKey, s.call)
			parked, ok := errors.AsType[*once.ParkedError](err)
			require.True(t, ok, err)
			assert.True(t, parked.WasKilled())
			assert.EqualValues(t, 1, s.calls.Load())
			assert.Equal(t, once.Parked, oneRecord(t, store, "").State)
		})
	}
}

// The end is recorded though the caller's context has ended, in bounded time.
func TestDo_ContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := once.NewMemory()
		ctx, cancel := context.WithCancel(t.Context())
		_, err := once.Do(ctx, &contextStore{Memory: store, t: t}, orderKey, func(context.Context) (created, error) {
			cancel()
			return created{ID: 7}, nil
		})
		require.NoError(t, err)
		assert.Equal(t, once.Done, oneRecord(t, store, "").State)
	})
}

// contextStore checks the context that the end of a call is recorded with.
type contextStore struct {
	*once.Memory
	t *testing.T
}

func (s *contextStore) Finish(ctx context.Context, name string, attempt int64, result json.RawMessage) error {
	assert.NoError(s.t, ctx.Err())
	deadline, ok := ctx.Deadline()
	assert.True(s.t, ok)
	assert.Equal(s.t, 10*time.Second, time.Until(deadline))
	return s.Memory.Finish(ctx, name, attempt, result)
}

func TestDo_Concurrent(t *testing.T) {
	t.Parallel()
	store, s := once.NewMemory(), &script{}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			got, err := once.Do(t.Context(), store, orderKey, s.call)
			if _, parked := errors.AsType[*once.ParkedError](err); err != nil && !parked {
				assert.NoError(t, err)
			}
			assert.Contains(t, []created{{}, {ID: 101}}, got)
		})
	}
	all.Wait()
	got, err := once.Do(t.Context(), store, orderKey, s.call)
	require.NoError(t, err)
	assert.Equal(t, created{ID: 101}, got)
	assert.EqualValues(t, 1, s.calls.Load())
}

func TestMemory_Records(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := once.NewMemory()
		for i, state := range []once.State{once.Begun, once.Done, once.Parked, once.Released, once.Parked} {
			name := fmt.Sprint(9 - i)
			_, _, err := store.Begin(t.Context(), name, "")
			require.NoError(t, err)
			time.Sleep(time.Second)
			switch state {
			case once.Begun:
			case once.Done:
				require.NoError(t, store.Finish(t.Context(), name, 1, json.RawMessage("null")))
			case once.Parked:
				require.NoError(t, store.Park(t.Context(), name, 1, once.End{}))
			case once.Released:
				require.NoError(t, store.Release(t.Context(), name, 1, once.End{}))
			}
		}
		assert.Equal(t, []string{"9", "8", "7", "6", "5"}, names(t, store, ""))
		assert.Equal(t, []string{"7", "5"}, names(t, store, once.Parked))
		assert.Equal(t, []string{"9"}, names(t, store, once.Begun))
		assert.Equal(t, time.Now(), oneRecord(t, store, once.Done).Ended.Add(3*time.Second))
	})
}

func names(t *testing.T, store *once.Memory, state once.State) (names []string) {
	t.Helper()
	records, err := store.Records(t.Context(), state)
	require.NoError(t, err)
	for _, r := range records {
		names = append(names, r.Name)
	}
	return names
}

func oneRecord(t *testing.T, store *once.Memory, state once.State) once.Record {
	t.Helper()
	records, err := store.Records(t.Context(), state)
	require.NoError(t, err)
	require.Len(t, records, 1)
	return records[0]
}
