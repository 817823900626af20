package virtpos

import (
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

// eastmostZone is the zone in which a day of the vendor's customers begins first.
var eastmostZone = time.FixedZone("Kamchatka", 12*60*60)

// periodCheck finds out whether the server has shortened a period.
type periodCheck struct {
	period Period
	today  shelfwire.Date // where it begins first
	oldest shelfwire.Date // the oldest document, by the latest of its dates; zero for none
}

func newPeriodCheck(p Period, now time.Time) *periodCheck {
	return &periodCheck{period: p, today: shelfwire.DateOf(now.In(eastmostZone))}
}

// addDocument takes a document into account. The latest of its dates decides, since it is unknown which one the server
// goes by.
func (c *periodCheck) addDocument(dates []Timestamp) {
	var latest shelfwire.Date
	for _, date := range dates {
		if day, err := date.Date(); err == nil && !day.IsZero() && (latest.IsZero() || isBefore(latest, day)) {
			latest = day
		}
	}
	if !latest.IsZero() && (c.oldest.IsZero() || isBefore(latest, c.oldest)) {
		c.oldest = latest
	}
}

// verify compares the period with the days that the response says to keep to; 0 when it says nothing.
func (c *periodCheck) verify(daysLimit int64) error {
	if daysLimit <= 0 {
		return nil
	}
	if c.period.Days != 0 {
		if daysLimit != int64(c.period.Days) {
			return fmt.Errorf("%w: %d days were asked for, and the response keeps to %d",
				shelfwire.ErrIncomplete, c.period.Days, daysLimit)
		}
		return nil
	}
	first := c.period.firstDay()
	if daysLimit > maxDaysLimit || first.IsZero() {
		return nil
	}
	cutOff := shelfwire.DateOf(c.today.In(time.UTC).AddDate(0, 0, -int(daysLimit)))
	if !isBefore(first, cutOff) || !c.oldest.IsZero() && isBefore(c.oldest, cutOff) {
		return nil
	}
	return fmt.Errorf("%w: documents since %s were asked for, the response keeps to %d days, and none from before %s came",
		shelfwire.ErrIncomplete, first, daysLimit, cutOff)
}

// maxDaysLimit is a limit that shortens nothing: a thousand years.
const maxDaysLimit = 365_000
