package once_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"
)

// Keys and amounts come back to the digit, also where no type says that they are numbers.
func TestDo_ExactNumbers(t *testing.T) {
	t.Parallel()
	first := map[string]any{"id": int64(9007199254740993), "total": shelfwire.MustDecimal("12.10")}
	want := map[string]any{"id": json.Number("9007199254740993"), "total": json.Number("12.10")}
	for name, end := range map[string]error{"done": nil, "parked": failure(shelfwire.OutcomeApplied)} {
		store := once.NewMemory()
		call := func(context.Context) (any, error) { return first, end }
		_, err := once.Do(t.Context(), store, once.Key{Name: name}, call)
		require.ErrorIs(t, err, end)
		again, err := once.Do(t.Context(), store, once.Key{Name: name}, call)
		assert.Equal(t, end == nil, err == nil, name)
		assert.Equal(t, want, again, name)
	}
}

// A nil pointer in an error says nothing about the write, which may have happened.
func TestDo_NilError(t *testing.T) {
	t.Parallel()
	for want, end := range map[string]error{
		"a nil *shelfwire.Error":      (*shelfwire.Error)(nil),
		"a nil *shelfwire.FieldError": (*shelfwire.FieldError)(nil),
		"a nil *once.ParkedError":     (*once.ParkedError)(nil),
	} {
		store := once.NewMemory()
		result, err := once.Do(t.Context(), store, orderKey, func(context.Context) (int, error) { return 365, end })
		parked, ok := errors.AsType[*once.ParkedError](err)
		require.True(t, ok, want)
		require.ErrorContains(t, err, want)
		assert.Equal(t, 365, result)
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
		assert.Equal(t, "365", string(parked.Record.End.Result))
		assert.Equal(t, once.Parked, oneRecord(t, store, "").State)
	}
}

type panicking struct{}

func (panicking) MarshalJSON() ([]byte, error) { panic("no table of codes") }

// A result that cannot be encoded costs neither the program nor the record.
func TestDo_ResultPanics(t *testing.T) {
	t.Parallel()
	store := once.NewMemory()
	_, err := once.Do(t.Context(), store, orderKey, func(context.Context) (panicking, error) { return panicking{}, nil })
	require.ErrorContains(t, err, "its result cannot be kept: encoding it panicked: no table of codes")
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, once.Parked, oneRecord(t, store, "").State)
}

// A result that no database keeps is parked as well as it can be kept, beside the result itself.
func TestDo_ResultIsNotUTF8(t *testing.T) {
	t.Parallel()
	broken := json.RawMessage("{\"ID\":365,\"Name\":\"M\xffsz\"}")
	for name, end := range map[string]error{"success": nil, "failure": failure(shelfwire.OutcomeUnknown)} {
		store := once.NewMemory()
		result, err := once.Do(t.Context(), store, orderKey, func(context.Context) (json.RawMessage, error) { return broken, end })
		_, ok := errors.AsType[*once.ParkedError](err)
		require.True(t, ok, name)
		assert.Equal(t, broken, result)
		record := oneRecord(t, store, "")
		assert.Equal(t, once.Parked, record.State)
		assert.Equal(t, "{\"ID\":365,\"Name\":\"M\ufffdsz\"}", string(record.End.Result))
		if end != nil {
			require.ErrorIs(t, err, end)
			continue
		}
		require.ErrorContains(t, err, "its result cannot be kept: it has a text that is not UTF-8")
		assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	}
}
