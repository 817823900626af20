package main

import (
	"context"
	"errors"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// periodRows are about inflows, behind the row that reads those of a day.
func (p *virtposProbe) periodRows() []row {
	return []row{
		{id: "virtpos/period-on", source: undocumented, ask: p.askOn,
			assumption: "date brings the inflows whose docdate is of that day"},
		{id: "virtpos/period-range", source: undocumented, ask: p.askRange,
			assumption: "datefrom and dateto bring the inflows of both days, too"},
		{id: "virtpos/period-limit", source: undocumented, ask: p.askPeriodLimit,
			assumption: "A period by date is not cut to the last 30 days: days_limit is left out, or reaches back to it"},
	}
}

func (p *virtposProbe) askOn(ctx context.Context) finding {
	return p.askPeriod(ctx, func(day shelfwire.Date) virtpos.Period { return virtpos.Period{On: day} })
}

func (p *virtposProbe) askRange(ctx context.Context) finding {
	return p.askPeriod(ctx, func(day shelfwire.Date) virtpos.Period { return virtpos.Period{From: day, To: day} })
}

// askPeriod asks for the day of the first inflow that was read.
func (p *virtposProbe) askPeriod(ctx context.Context, periodOf func(shelfwire.Date) virtpos.Period) finding {
	lists := p.wire.find("/inflow")
	if len(lists) == 0 {
		return missing(errNoResponse)
	}
	root := parseXML(lists[0])
	inflows := root.childrenOf("inflows")
	if len(inflows) == 0 {
		return doubt("there is no inflow of these days")
	}
	id := inflows[0].text("id")
	day, err := virtpos.Timestamp(inflows[0].text("docdate")).Date()
	if err != nil || day.IsZero() {
		return doubt("the inflow has no readable docdate")
	}
	e, err := p.readInflows(ctx, periodOf(day))
	if e == nil {
		return missing(err)
	}
	came := false
	root = parseXML(e)
	for _, inflow := range root.childrenOf("inflows") {
		came = came || inflow.text("id") == id
	}
	return judge(came, "%d, %d inflows, the one of that day: %t", e.status, len(root.childrenOf("inflows")), came)
}

// askPeriodLimit asks for a single day that is long past.
func (p *virtposProbe) askPeriodLimit(ctx context.Context) finding {
	day := shelfwire.DateOf(time.Now().AddDate(0, 0, -40))
	e, err := p.readInflows(ctx, virtpos.Period{On: day})
	if e == nil {
		return missing(err)
	}
	root := parseXML(e)
	limit := "days_limit: " + kindOf(root.text("days_limit"))
	if err != nil && !errors.Is(err, shelfwire.ErrIncomplete) {
		return judge(false, "%d, elements %s", e.status, describeNames(names([]*element{&root})))
	}
	return judge(err == nil, "%d, %s", e.status, limit)
}

func (p *virtposProbe) readInflows(ctx context.Context, period virtpos.Period) (*exchange, error) {
	return p.wire.observe(ctx, func(ctx context.Context) error {
		for _, err := range p.client.Documents.Inflows(ctx, virtpos.DocumentQuery{Period: period}) {
			if err != nil {
				return err
			}
		}
		return nil
	})
}
