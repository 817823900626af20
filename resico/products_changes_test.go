package resico_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

var serverTime = time.Date(2026, 3, 20, 7, 31, 42, 0, time.UTC)

func TestChanges_Checkpoint(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(250)}
	changes := s.newClient(t).Products.ChangedSince(t.Context(), time.Time{}, resico.ProductQuery{})
	_, ok := changes.Checkpoint()
	assert.False(t, ok, "before the walk")
	for _, err := range changes.All() {
		require.NoError(t, err)
		_, ok = changes.Checkpoint()
		assert.False(t, ok, "during the walk")
	}
	checkpoint, ok := changes.Checkpoint()
	require.True(t, ok)
	assert.True(t, checkpoint.Equal(serverTime.Add(-resico.DefaultOverlap)), checkpoint)
}

// The checkpoint is the time of the first response, or absent: a later one would hide changes between the
// two.
func TestChanges_Checkpoint_FirstResponse(t *testing.T) {
	t.Parallel()
	later := func(first string) func(int) string {
		return func(request int) string {
			if request == 1 {
				return first
			}
			return "2026-03-20T10:31:42+02:00"
		}
	}
	checkpointOf := func(s *shelf) (time.Time, bool) {
		changes := s.newClient(t).Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{})
		for _, err := range changes.All() {
			require.NoError(t, err)
		}
		return changes.Checkpoint()
	}
	_, ok := checkpointOf(&shelf{rows: numberedSKUs(250), time: later("")})
	assert.False(t, ok, "the first response tells no time")

	at, ok := checkpointOf(&shelf{rows: numberedSKUs(250), time: later("2026-03-20T09:31:42+02:00")})
	require.True(t, ok)
	assert.True(t, at.Equal(serverTime.Add(-resico.DefaultOverlap)), at)
}

func TestChanges_Checkpoint_Absent(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		walk func(context.Context, *shelf) *resico.Changes
	}{
		"after a break": {func(ctx context.Context, s *shelf) *resico.Changes {
			changes := s.newClient(t).Products.ChangedSince(ctx, serverTime, resico.ProductQuery{})
			for range changes.All() {
				break
			}
			return changes
		}},
		"after an error": {func(ctx context.Context, s *shelf) *resico.Changes {
			s.change = func(p map[string]any) {
				if p["current_page"] == 3 {
					p["current_page"] = 1
				}
			}
			changes := s.newClient(t).Products.ChangedSince(ctx, serverTime, resico.ProductQuery{})
			for range changes.All() {
				continue
			}
			return changes
		}},
		"when the second of two walks fails": {func(ctx context.Context, s *shelf) *resico.Changes {
			changes := s.newClient(t).Products.ChangedSince(ctx, serverTime, resico.ProductQuery{})
			for range changes.All() {
				continue
			}
			for range changes.All() {
				break
			}
			return changes
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ok := tc.walk(t.Context(), &shelf{rows: numberedSKUs(300)}).Checkpoint()
			assert.False(t, ok)
		})
	}
}

func TestProductsService_ChangedSince_Invalid(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	q := resico.ProductQuery{UpdatedAfter: serverTime}
	for _, err := range s.newClient(t).Products.ChangedSince(t.Context(), serverTime, q).All() {
		clienttest.AssertRejected(t, err, "UpdatedAfter")
	}
	assert.Empty(t, s.requests)
}

// How far the checkpoint goes back can be chosen; it is not a part of the query that goes out.
func TestProductsService_ChangedSince_Overlap(t *testing.T) {
	t.Parallel()
	for overlap, want := range map[time.Duration]time.Duration{0: time.Minute, 3 * time.Hour: 3 * time.Hour, time.Second: time.Second} {
		s := &shelf{rows: numberedSKUs(3)}
		changes := s.newClient(t).Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{Overlap: overlap})
		_, err := collectChanges(changes)
		require.NoError(t, err)
		checkpoint, ok := changes.Checkpoint()
		require.True(t, ok)
		assert.True(t, checkpoint.Equal(serverTime.Add(-want)), checkpoint)
	}
	s := &shelf{}
	_, err := collectChanges(s.newClient(t).Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{Overlap: -time.Second}))
	clienttest.AssertRejected(t, err, "Overlap")
	assert.Empty(t, s.requests)
}

// A clock of the server that is ahead, and a checkpoint that it has left behind, hide no changes.
func TestChanges_FutureClock(t *testing.T) {
	t.Parallel()
	future := func(int) string { return "2126-03-20T09:31:42+02:00" }
	for name, tc := range map[string]struct {
		since time.Time
		time  func(int) string // of the server; nil for an earlier one
	}{
		"the server's clock is ahead":    {serverTime, future},
		"the last checkpoint is ahead":   {serverTime.AddDate(100, 0, 0), nil},
		"both, on the run after the one": {serverTime.AddDate(100, 0, 0), future},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shelf{rows: numberedSKUs(3), time: tc.time}
			changes := s.newClient(t).In(time.UTC).Products.ChangedSince(t.Context(), tc.since, resico.ProductQuery{})
			_, err := collectChanges(changes)
			require.NoError(t, err)
			now := time.Now()
			assert.LessOrEqual(t, s.updated, ">"+now.UTC().Format(time.DateTime))
			checkpoint, ok := changes.Checkpoint()
			require.True(t, ok)
			assert.False(t, checkpoint.After(now.Add(-resico.DefaultOverlap)), checkpoint)
		})
	}
}
