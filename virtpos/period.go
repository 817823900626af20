package virtpos

import (
	"net/url"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// Period selects documents by a day, by first and last day, or by how many days back. The zero value is the server's own
// period: the last 30 days.
//
// By which of its dates a document counts is not documented (probe: virtpos/period-on), except for transfers, where it is
// the one of their creation. Nor is it documented whether the last day itself counts (probe: virtpos/period-range), and in
// which zone a day begins: let periods overlap by a day, and key documents by their ids.
type Period struct {
	On       shelfwire.Date // this day; alone
	From, To shelfwire.Date // first and last day; either may be left out
	Days     int            // so many days back; alone. 0 for none
}

func (p *Period) validate(problems *check.Problems) {
	problems.Date("Period.On", p.On)
	problems.Date("Period.From", p.From)
	problems.Date("Period.To", p.To)
	problems.NotNegative("Period.Days", int64(p.Days))
	hasRange := !p.From.IsZero() || !p.To.IsZero()
	if !p.On.IsZero() && (hasRange || p.Days != 0) {
		problems.Add("Period.On", "excludes From, To and Days")
	}
	if hasRange && p.Days != 0 {
		problems.Add("Period.Days", "excludes From and To")
	}
	if !p.From.IsZero() && !p.To.IsZero() && isBefore(p.To, p.From) {
		problems.Add("Period.To", "is before From")
	}
}

func isBefore(a, b shelfwire.Date) bool { return a.In(time.UTC).Before(b.In(time.UTC)) }

// periodParams are the names of a section's parameters.
type periodParams struct{ on, from, to, days string }

var (
	documentPeriod = periodParams{"date", "datefrom", "dateto", "days"}
	creationPeriod = periodParams{"cdate", "cdatefrom", "cdateto", "days"}
)

// setParams sets the parameters of a period, with days as YYYYMMDD.
func (p *Period) setParams(form url.Values, names periodParams) {
	for name, day := range map[string]shelfwire.Date{names.on: p.On, names.from: p.From, names.to: p.To} {
		if !day.IsZero() {
			form.Set(name, day.In(time.UTC).Format("20060102"))
		}
	}
	if p.Days != 0 {
		form.Set(names.days, strconv.Itoa(p.Days))
	}
}

// firstDay returns the first day that is asked for by date; zero when there is none.
func (p *Period) firstDay() shelfwire.Date {
	if !p.On.IsZero() {
		return p.On
	}
	return p.From
}
