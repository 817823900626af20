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

// verify compares the period with the days that the response says to keep to.
func (c *periodCheck) verify(limit *daysLimit) error {
	switch {
	case limit.unread != "":
		return fmt.Errorf("%w: the response keeps to days_limit %q, which is no number of days", shelfwire.ErrIncomplete, limit.unread)
	case limit.days == 0:
		return nil
	case c.period.Days != 0 && limit.days != int64(c.period.Days):
		return fmt.Errorf("%w: %d days were asked for, and the response keeps to %d",
			shelfwire.ErrIncomplete, c.period.Days, limit.days)
	case c.period == Period{} && limit.days < defaultDays:
		return fmt.Errorf("%w: the last %d days were asked for, and the response keeps to %d",
			shelfwire.ErrIncomplete, defaultDays, limit.days)
	default:
		return c.verifyDates(limit.days)
	}
}

// verifyDates compares a period by date with the days. One without a first day goes back as far as there are documents.
func (c *periodCheck) verifyDates(days int64) error {
	first := c.period.firstDay()
	if days > maxDaysLimit || first.IsZero() && c.period.To.IsZero() {
		return nil
	}
	cutOff := shelfwire.DateOf(c.today.In(time.UTC).AddDate(0, 0, -int(days)))
	if !first.IsZero() && !isBefore(first, cutOff) || !c.oldest.IsZero() && isBefore(c.oldest, cutOff) {
		return nil
	}
	asked := "since " + first.String()
	if first.IsZero() {
		asked = "until " + c.period.To.String()
	}
	return fmt.Errorf("%w: documents %s were asked for, the response keeps to %d days, and none from before %s came",
		shelfwire.ErrIncomplete, asked, days, cutOff)
}

// defaultDays is the period of a call without one, as the vendor's pages say.
const defaultDays = 30

// maxDaysLimit is a limit that shortens nothing: a thousand years.
const maxDaysLimit = 365_000
