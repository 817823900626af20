package once_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/once"
)

// postgresError has a method that drivers of PostgreSQL give to theirs, and sqliteError one of modernc.org/sqlite.
type (
	postgresError string
	sqliteError   int
)

func (e postgresError) Error() string    { return "SQLSTATE " + string(e) }
func (e postgresError) SQLState() string { return string(e) }
func (e sqliteError) Error() string      { return fmt.Sprint("code ", int(e)) }
func (e sqliteError) Code() int          { return int(e) }

// A statement that others were in the way of is sent again: such a statement has changed nothing.
func TestSQL_Retries(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]bool{
		postgresError("40001"): true, postgresError("40P01"): true, sqliteError(5): true, sqliteError(517): true, sqliteError(6): true,
		postgresError("40003"): false, postgresError("57014"): false, sqliteError(13): false, errBroken: false,
	} {
		for name, use := range map[string]struct {
			of   func(context.Context, *once.SQL) error
			good answer
		}{
			"Begin": {func(ctx context.Context, s *once.SQL) error {
				_, _, err := s.Begin(ctx, "a", "")
				return err
			}, answer{to: "INSERT", affected: 1}},
			"Park":        {func(ctx context.Context, s *once.SQL) error { return s.Park(ctx, "a", 1, rowEnd) }, answer{to: "UPDATE", affected: 1}},
			"CreateTable": {func(ctx context.Context, s *once.SQL) error { return s.CreateTable(ctx) }, answer{to: "CREATE"}},
			"Records": {func(ctx context.Context, s *once.SQL) error {
				_, err := s.Records(ctx, once.Done)
				return err
			}, answer{to: "SELECT", row: newRow(once.Done, 1)}},
		} {
			t.Run(fmt.Sprint(name, " ", err), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					bad := use.good
					bad.err = fmt.Errorf("wrapped: %w", err)
					answers := append(slices.Repeat([]answer{bad}, 20), use.good)
					if !want {
						answers = answers[:1]
					}
					store, _ := newScripted(t, answers...)
					got := use.of(t.Context(), store)
					if want {
						require.NoError(t, got)
					} else {
						require.ErrorIs(t, got, err)
					}
				})
			})
		}
	}
}

// The read behind a statement is sent again, too.
func TestSQL_RetriesReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		busy := sqliteError(5)
		store, _ := newScripted(t, answer{to: "INSERT"}, answer{to: "SELECT", err: busy},
			answer{to: "SELECT", row: newRow(once.Done, 1)})
		r, started, err := store.Begin(t.Context(), "a", "")
		require.NoError(t, err)
		assert.False(t, started)
		assert.Equal(t, once.Done, r.State)
	})
}

// Nothing is tried again for ever, nor after its context.
func TestSQL_RetriesEnd(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		bound      time.Duration
		statements int // after 0, 1, 3, 7, 15, 31, 63 and 127 ms, and each 100 ms then
	}{"ten seconds": {0, 106}, "the context": {3 * time.Second, 36}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, want := t.Context(), 10*time.Second
				if tt.bound > 0 {
					bounded, cancel := context.WithTimeout(ctx, tt.bound)
					defer cancel()
					ctx, want = bounded, tt.bound
				}
				store, db := newScripted(t, slices.Repeat([]answer{{to: "UPDATE", err: postgresError("40001")}}, 1000)...)
				began := time.Now()
				err := store.Release(ctx, "a", 1, rowEnd)
				var conflict postgresError
				assert.True(t, errors.As(err, &conflict) || errors.Is(err, context.DeadlineExceeded), err)
				assert.Equal(t, want, time.Since(began))
				assert.Len(t, db.sent, tt.statements)
				db.answers = nil
			})
		})
	}
}
