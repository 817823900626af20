package resico

import "time"

// formatUpdatedAfter writes a time as the server compares it: the wall clock, to the second. When the clock
// is put back, one hour comes twice. A time in its first pass is written as the last second before that hour,
// so that changes of the second pass are found, too.
func formatUpdatedAfter(t time.Time, zone *time.Location) string {
	local := t.In(zone)
	wall := local.Format(time.DateTime)
	_, change := local.ZoneBounds()
	if change.IsZero() || change.Format(time.DateTime) > wall {
		return wall
	}
	y, m, d := change.Date()
	again := time.Date(y, m, d, change.Hour(), change.Minute(), change.Second(), 0, time.UTC)
	return again.Add(-time.Second).Format(time.DateTime)
}
