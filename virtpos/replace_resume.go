package virtpos

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

func (o *ReplaceOptions) validateResume(problems *check.Problems, warehouse WarehouseRef) {
	within := o.ResumeWithin
	if within == 0 {
		within = DefaultResumeWithin
	}
	hasRows := len(o.Resume.Rows)+len(o.Resume.Earlier) > 0
	switch age := time.Since(o.Resume.Began); {
	case o.Resume.Warehouse != warehouse:
		problems.Add("Resume", "is the report of another warehouse: "+o.Resume.Warehouse.String())
	case o.Resume.ZeroOutcome == shelfwire.OutcomeApplied:
		problems.Add("Resume", "is the report of a finished run")
	case o.Resume.Version.IsZero() && hasRows:
		problems.Add("Resume", "has rows, but not the version by which they were updated")
	case o.Resume.Began.IsZero():
		problems.Add("Resume", "does not say when its run began")
	case age > within:
		problems.Add("Resume", fmt.Sprintf("is of a run that began %s ago; ResumeWithin is %s", age.Round(time.Second), within))
	case age < -time.Minute:
		problems.Add("Resume", "is of a run that began in the future; the clocks differ")
	}
}

// newReplacement begins a run. It takes over version and rows of the run to resume, if that can be trusted.
func newReplacement(s *StoreService, report *ReplaceReport, opts *ReplaceOptions) *replacement {
	r := &replacement{
		store: s, report: report, opts: opts, feed: newFeedChecker(report.Warehouse), giveUp: s.caller.NewGiveUp(),
		earlier: map[rowKey]*RowResult{},
	}
	resume := opts.Resume
	if resume == nil || !s.canTrust(resume, opts.TrustConfirmed) {
		return r
	}
	report.Version, report.Began = resume.Version, resume.Began
	for _, rows := range [][]RowResult{resume.Earlier, resume.Rows} {
		for i := range rows {
			if rows[i].mayBeApplied() {
				r.earlier[rowKeyOf(&rows[i].Update)] = &rows[i]
			}
		}
	}
	return r
}

// canTrust reports whether the warehouse is as the report says. Of its own reports a client knows what it has done since.
func (s *StoreService) canTrust(report *ReplaceReport, trustConfirmed bool) bool {
	if report.state.locks == s.locks {
		return s.locks.isUnchanged(report.Warehouse, report.state)
	}
	return trustConfirmed
}

// keepEarlier adds the rows of earlier runs that this run has left as they were, for the next run to resume.
func (r *replacement) keepEarlier() {
	for i := range r.report.Rows {
		if row := &r.report.Rows[i]; row.mayBeApplied() {
			delete(r.earlier, rowKeyOf(&row.Update))
		}
	}
	for _, row := range r.earlier {
		r.report.Earlier = append(r.report.Earlier, *row)
	}
	slices.SortFunc(r.report.Earlier, func(a, b RowResult) int { return cmp.Compare(a.Index, b.Index) })
}

// isSame reports whether two updates send the same values.
func (u *OnHandUpdate) isSame(other *OnHandUpdate) bool {
	return u.Warehouse == other.Warehouse && u.Item == other.Item && fmt.Sprint(u.toForm()) == fmt.Sprint(other.toForm())
}
