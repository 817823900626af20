package virtpostest

import (
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// defaultDays is the period of a call without one.
const defaultDays = 30

// moscow is the default zone. It has had no summer time since 2014.
var moscow = time.FixedZone("Moscow", 3*60*60)

// period is the time that a call selects documents from, with both days included.
type period struct {
	first, last shelfwire.Date // either may be zero, for no bound
	daysLimit   int64          // that the response tells; 0 for none
}

func (c *call) today() shelfwire.Date {
	zone := c.quirks.zone
	if zone == nil {
		zone = moscow
	}
	return shelfwire.DateOf(c.now.In(zone))
}

func addDays(day shelfwire.Date, n int) shelfwire.Date {
	return shelfwire.DateOf(day.In(time.UTC).AddDate(0, 0, n))
}

// parsePeriod parses the parameters of a period, whose names begin alike: date, datefrom, dateto and days.
func (c *call) parsePeriod(name string) (p period, err *rejection) {
	on, err := c.dayParam(name)
	if err != nil {
		return p, err
	}
	if p.first, err = c.dayParam(name + "from"); err != nil {
		return p, err
	}
	if p.last, err = c.dayParam(name + "to"); err != nil {
		return p, err
	}
	switch {
	case !on.IsZero():
		p.first, p.last = on, on
	case p.first.IsZero() && p.last.IsZero():
		if p.daysLimit, err = c.daysParam(); err != nil {
			return p, err
		}
		p.first = addDays(c.today(), -int(p.daysLimit))
	}
	if n := c.quirks.daysLimit; n > 0 {
		p.daysLimit = int64(n)
		if cut := addDays(c.today(), -n); p.first.IsZero() || isBefore(p.first, cut) {
			p.first = cut
		}
	}
	return p, nil
}

func (c *call) daysParam() (int64, *rejection) {
	if c.param("days") == "" {
		return defaultDays, nil
	}
	return parseWholeNumber("days", c.param("days"))
}

// dayParam parses a day in the form YYYYMMDD; zero when it is absent.
func (c *call) dayParam(name string) (shelfwire.Date, *rejection) {
	text := c.param(name)
	if text == "" {
		return shelfwire.Date{}, nil
	}
	day, err := time.Parse("20060102", text)
	if err != nil {
		return shelfwire.Date{}, newRejection(name + " is not a day in the form YYYYMMDD")
	}
	return shelfwire.DateOf(day), nil
}

func isBefore(a, b shelfwire.Date) bool { return a.In(time.UTC).Before(b.In(time.UTC)) }

// includes reports whether a document of a date is in the period. One without a date that can be read is in every period.
func (p *period) includes(date virtpos.Timestamp) bool {
	day, err := date.Date()
	if err != nil || day.IsZero() {
		return true
	}
	return (p.first.IsZero() || !isBefore(day, p.first)) && (p.last.IsZero() || !isBefore(p.last, day))
}
