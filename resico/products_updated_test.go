package resico

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func loadRiga(t require.TestingT) *time.Location {
	zone, err := time.LoadLocation("Europe/Riga")
	require.NoError(t, err)
	return zone
}

func TestFormatUpdatedAfter(t *testing.T) {
	t.Parallel()
	riga := loadRiga(t)
	for name, tc := range map[string]struct{ utc, want string }{
		"winter":                           {"2026-01-10T10:00:00Z", "2026-01-10 12:00:00"},
		"summer":                           {"2026-07-10T10:00:00Z", "2026-07-10 13:00:00"},
		"fractions are cut":                {"2026-07-10T10:00:00.999Z", "2026-07-10 13:00:00"},
		"before the hour that comes twice": {"2025-10-25T23:59:59Z", "2025-10-26 02:59:59"},
		"the hour's first pass begins":     {"2025-10-26T00:00:00Z", "2025-10-26 02:59:59"},
		"in its first pass":                {"2025-10-26T00:30:00Z", "2025-10-26 02:59:59"},
		"its first pass ends":              {"2025-10-26T00:59:59Z", "2025-10-26 02:59:59"},
		"its second pass begins":           {"2025-10-26T01:00:00Z", "2025-10-26 03:00:00"},
		"in its second pass":               {"2025-10-26T01:30:00Z", "2025-10-26 03:30:00"},
		"the hour that is left out":        {"2025-03-30T01:00:00Z", "2025-03-30 04:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339Nano, tc.utc)
			require.NoError(t, err)
			assert.Equal(t, tc.want, formatUpdatedAfter(at, riga))
		})
	}
}

// Whatever changes a second or more after a time must compare greater than it, by the clock on the wall.
func TestFormatUpdatedAfter_HidesNoChange(t *testing.T) {
	t.Parallel()
	riga := loadRiga(t)
	change := time.Date(2025, 10, 26, 1, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		since := change.Add(time.Duration(rapid.IntRange(-3*3600, 3*3600).Draw(t, "since")) * time.Second)
		later := since.Add(time.Duration(rapid.IntRange(1, 4*3600).Draw(t, "later")) * time.Second)
		if wall := later.In(riga).Format(time.DateTime); wall <= formatUpdatedAfter(since, riga) {
			t.Fatalf("%s is not after %s", wall, formatUpdatedAfter(since, riga))
		}
	})
}
