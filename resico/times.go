package resico

import "time"

// wallAfter writes a time as the server compares it: without a zone, to the second. When the clock is put back
// later that day, an hour comes twice; a time in its first pass must not hide the changes of the second, so it is
// written as the last second before that hour.
func wallAfter(t time.Time, zone *time.Location) string {
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
