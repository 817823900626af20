package oncetest_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/once"
	"github.com/shelfwire/shelfwire/once/oncetest"
)

// wrongStore is a store with one thing wrong in what its methods are asked or return.
type wrongStore struct {
	*once.Memory
	begin  func(*once.Record, *bool)
	finish func(attempt int64, result json.RawMessage) (int64, json.RawMessage)
	end    func(attempt int64, end once.End) (int64, once.End)
	hide   error // returned as nil
}

func (w *wrongStore) Begin(ctx context.Context, name, fingerprint string) (once.Record, bool, error) {
	r, started, err := w.Memory.Begin(ctx, name, fingerprint)
	if w.begin != nil {
		w.begin(&r, &started)
	}
	return r, started, err
}

func (w *wrongStore) Finish(ctx context.Context, name string, attempt int64, result json.RawMessage) error {
	if w.finish != nil {
		attempt, result = w.finish(attempt, result)
	}
	return w.hidden(w.Memory.Finish(ctx, name, attempt, result))
}

func (w *wrongStore) Release(ctx context.Context, name string, attempt int64, end once.End) error {
	if w.end != nil {
		attempt, end = w.end(attempt, end)
	}
	return w.hidden(w.Memory.Release(ctx, name, attempt, end))
}

func (w *wrongStore) Park(ctx context.Context, name string, attempt int64, end once.End) error {
	if w.end != nil {
		attempt, end = w.end(attempt, end)
	}
	return w.hidden(w.Memory.Park(ctx, name, attempt, end))
}

func (w *wrongStore) hidden(err error) error {
	if w.hide != nil && errors.Is(err, w.hide) {
		return nil
	}
	return err
}

func TestTestStore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		wrong wrongStore
		want  string
	}{
		"always begins":       {wrongStore{begin: func(_ *once.Record, started *bool) { *started = true }}, "a name begins once"},
		"never begins":        {wrongStore{begin: func(_ *once.Record, started *bool) { *started = false }}, "a name begins once"},
		"loses the name":      {wrongStore{begin: func(r *once.Record, _ *bool) { r.Name = "" }}, "names and texts"},
		"loses the hash":      {wrongStore{begin: func(r *once.Record, _ *bool) { r.Fingerprint = "" }}, "a name begins once"},
		"loses the state":     {wrongStore{begin: func(r *once.Record, _ *bool) { r.State = once.Begun }}, "begun is parked by the next one"},
		"loses the attempt":   {wrongStore{begin: func(r *once.Record, _ *bool) { r.Attempt = 1 }}, "released begins anew"},
		"loses the result":    {wrongStore{begin: func(r *once.Record, _ *bool) { r.Result = nil }}, "done stays done"},
		"loses the end":       {wrongStore{begin: func(r *once.Record, _ *bool) { r.End = once.End{} }}, "parked is settled"},
		"hides a superseding": {wrongStore{hide: once.ErrSuperseded}, "an attempt that was superseded"},
		"finishes any attempt": {wrongStore{finish: func(_ int64, result json.RawMessage) (int64, json.RawMessage) { return 2, result }},
			"an attempt that was superseded"},
		"takes any result": {wrongStore{finish: func(n int64, _ json.RawMessage) (int64, json.RawMessage) { return n, json.RawMessage("7") }},
			"done with JSON only"},
		"ends another attempt": {wrongStore{end: func(n int64, e once.End) (int64, once.End) { return n + 1, e }},
			"a late result replaces the guess"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := oncetest.TestStore(t.Context(), func() (once.Store, error) {
				store := c.wrong
				store.Memory = once.NewMemory()
				return &store, nil
			})
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTestStore_OpenFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("no database")
	err := oncetest.TestStore(t.Context(), func() (once.Store, error) { return nil, broken })
	require.ErrorIs(t, err, broken)
}
