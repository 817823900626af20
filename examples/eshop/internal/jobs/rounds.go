package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Round is the job that brings everything up to date, in the order in which one thing follows from the other: products,
// their balances, what was sold in a channel, and then what goes out to the channels. It adds the job of each and waits for
// it, so any process may do any part of it. An open order that has lost its job, with a process that was killed at the wrong
// moment, gets a new one first.
type Round struct {
	Everything bool `json:"everything"` // not only what changed
}

const roundQueue = "rounds"

// Kind names the job in the database.
func (Round) Kind() string { return "round" }

// InsertOpts are the job's defaults: one round of each kind at a time, over all processes, and no second try; there is
// the next round.
func (Round) InsertOpts() river.InsertOpts {
	return river.InsertOpts{
		Queue: roundQueue, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished},
	}
}

// Every begins a round now and then, after each interval. It is for a program that keeps running, before Start. Over all
// processes that call it, which should agree on the interval, there is one round at a time: they elect a leader, and only
// the leader begins rounds. Its clock starts anew when the lead changes.
func (j *Jobs) Every(interval time.Duration, everything bool) error {
	if !j.periodic {
		if err := j.worker.Queues().Add(roundQueue, river.QueueConfig{MaxWorkers: 2}); err != nil {
			return err
		}
		j.periodic = true
	}
	if everything {
		j.overdue.whole = interval
	} else {
		j.overdue.interval = interval
	}
	_, err := j.worker.PeriodicJobs().AddSafely(river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return Round{Everything: everything}, nil },
		nil,
	))
	return err
}

// beginRound begins a round, if rounds are what this program does, and unless one is under way.
func (j *Jobs) beginRound(ctx context.Context) error {
	if !j.periodic {
		return nil
	}
	_, err := j.client.Insert(ctx, Round{}, nil)
	return err
}

// isLed reports whether a process leads. One that has died does so no longer: its lead was taken from it.
func (j *Jobs) isLed(ctx context.Context) (led bool, err error) {
	err = j.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM river_leader)`).Scan(&led)
	return led, err
}

// Rounds says when rounds have last been at work.
type Rounds struct {
	Last      time.Time // the last one began or ended; zero when there was none lately
	Elsewhere bool      // another process is at one
	UnderWay  bool      // there is one that has not ended
}

// Rounds looks at the latest rounds, over all processes.
func (j *Jobs) Rounds(ctx context.Context) (r Rounds, err error) {
	list, err := j.client.JobList(ctx, river.NewJobListParams().Kinds(Round{}.Kind()).
		OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(4))
	if err != nil {
		return r, err
	}
	for _, job := range list.Jobs {
		for _, moment := range []*time.Time{job.AttemptedAt, job.FinalizedAt} {
			if moment != nil && moment.After(r.Last) {
				r.Last = *moment
			}
		}
		r.UnderWay = r.UnderWay || job.FinalizedAt == nil
		if n := len(job.AttemptedBy); job.State == rivertype.JobStateRunning && n > 0 {
			r.Elsewhere = r.Elsewhere || job.AttemptedBy[n-1] != j.id
		}
	}
	return r, nil
}

type roundWorker struct {
	river.WorkerDefaults[Round]
	jobs *Jobs
	shop *shop.Shop
}

// Timeout bounds a round by the timeouts of its parts.
func (w *roundWorker) Timeout(*river.Job[Round]) time.Duration { return w.jobs.longest() }

// longest is the longest that a job may take: a round of all its parts, one after the other.
func (j *Jobs) longest() time.Duration {
	return 2*importTimeout + pickUpTimeout + time.Duration(len(j.pushes))*pushTimeout
}

// Work does a round, unless the program ends: what the round then waits for does not begin any more.
func (w *roundWorker) Work(ctx context.Context, job *river.Job[Round]) error {
	ctx, cancel := w.jobs.ending.cutShort(ctx)
	defer cancel()
	return w.round(ctx, job.Args.Everything)
}

// round goes through the parts. Balances are of products, and what goes out follows from both; the channels have nothing
// to do with each other.
func (w *roundWorker) round(ctx context.Context, everything bool) error {
	open, err := w.shop.OpenOrders(ctx)
	if err != nil {
		return err
	}
	if err := w.jobs.Adopt(ctx, open); err != nil {
		return err
	}
	for _, args := range []ImportArgs{ImportProducts{Everything: everything}, ImportBalances{Everything: everything}} {
		if _, err := w.jobs.Import(ctx, args); err != nil {
			return fmt.Errorf("%s: %w", args.Kind(), err)
		}
	}
	if everything {
		if err := w.shop.SetMark(ctx, wholeMark, time.Now()); err != nil {
			return err
		}
	}
	var failed []error
	if err := w.jobs.pickUpNew(ctx, w.shop); err != nil {
		failed = append(failed, fmt.Errorf("%s: %w", PickUpOrders{}.Kind(), err))
	}
	for _, push := range w.jobs.pushes {
		args := push(everything)
		if err := w.jobs.run(ctx, args, &json.RawMessage{}); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", args.Kind(), err))
		}
	}
	return errors.Join(failed...)
}
