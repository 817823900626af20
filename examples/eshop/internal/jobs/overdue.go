package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// overdue begins what River is late with. Only a process that leads begins rounds, and makes jobs due that wait for another
// try. One that could not write for a while, say because the disk was full, has lost the lead, and waits for up to a minute
// before it tries to get it back; then the clock of the rounds starts anew. It starts anew with each start of the program, too:
// one that is started every day would never look at everything.
type overdue struct {
	lookout

	jobs     *Jobs
	shop     *shop.Shop
	interval time.Duration // from one round to the next; 0 when this program begins none
	latest   time.Time     // round that is known
	whole    time.Duration // from one round that looks at everything to the next; 0 for none
	nextLook time.Time     // for whether that one is late
	calm     *slog.Logger
}

// overdueAfter is by how much River may be late: it makes jobs due every five seconds.
const overdueAfter = 10 * time.Second

// overdueAtOnce bounds how many jobs are made due in one look.
const overdueAtOnce = 100

// wholeMark is when everything has been read for the last time.
const wholeMark = "everything"

// wholePause is from one look for whether everything is to be read to the next, and so between two tries of that.
const wholePause = 15 * time.Minute

func newOverdue(j *Jobs, s *shop.Shop, calm *slog.Logger) *overdue {
	return &overdue{jobs: j, shop: s, calm: calm}
}

// watch begins what is overdue until the end.
func (o *overdue) watch(ctx context.Context) {
	o.latest = time.Now()
	o.begin(ctx, o.look)
}

// look begins what is overdue. What cannot be begun now is tried with the next look.
func (o *overdue) look(ctx context.Context) {
	err := o.retry(ctx)
	if err == nil {
		err = o.round(ctx)
	}
	if err == nil && o.whole > 0 && !time.Now().Before(o.nextLook) {
		err = o.wholeRound(ctx)
	}
	if err != nil && ctx.Err() == nil {
		o.calm.WarnContext(ctx, "cannot begin what is overdue", "error", err)
	}
}

// retry makes the jobs due whose time has passed.
func (o *overdue) retry(ctx context.Context) error {
	list, err := o.jobs.client.JobList(ctx, river.NewJobListParams().
		States(rivertype.JobStateRetryable, rivertype.JobStateScheduled).
		OrderBy(river.JobListOrderByScheduledAt, river.SortOrderAsc).First(overdueAtOnce))
	if err != nil {
		return err
	}
	for _, job := range list.Jobs {
		if time.Since(job.ScheduledAt) < overdueAfter {
			return nil
		}
		if _, err := o.jobs.client.JobRetry(ctx, job.ID); err != nil {
			return err
		}
	}
	return nil
}

// round begins a round when none has been at work for longer than from one to the next.
func (o *overdue) round(ctx context.Context) error {
	if o.interval == 0 || !o.isLate() {
		return nil
	}
	rounds, err := o.jobs.Rounds(ctx)
	if err != nil {
		return err
	}
	if rounds.Last.After(o.latest) {
		o.latest = rounds.Last
	}
	if rounds.UnderWay || !o.isLate() {
		return nil
	}
	return o.jobs.beginRound(ctx)
}

func (o *overdue) isLate() bool { return time.Since(o.latest) > o.interval+overdueAfter }

// wholeRound begins a round that looks at everything, when the last one is too long ago. In a new database, which the first
// import fills with everything, the time runs from now on; so it does after a clock was ahead.
func (o *overdue) wholeRound(ctx context.Context) error {
	last, err := o.shop.Mark(ctx, wholeMark)
	switch {
	case err != nil:
		return err
	case last.IsZero(), time.Until(last) > overdueAfter:
		err = o.shop.SetMark(ctx, wholeMark, time.Now())
	case time.Since(last) > o.whole+overdueAfter:
		_, err = o.jobs.client.Insert(ctx, Round{Everything: true}, nil)
	}
	if err == nil {
		o.nextLook = time.Now().Add(wholePause)
	}
	return err
}
