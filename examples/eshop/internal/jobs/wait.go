package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
)

// pollEvery is how often a wait looks at the database.
const pollEvery = 40 * time.Millisecond

// Import runs an import job, or waits for the one that is there already, and returns what it did.
func (j *Jobs) Import(ctx context.Context, args ImportArgs) (done flows.Import, err error) {
	err = j.run(ctx, args, &done)
	return done, err
}

// run adds a job unless there is one of its kind, waits until it is over, and reads its output. When everything is
// asked for and the one that is there does less, another one follows it.
func (j *Jobs) run(ctx context.Context, args pushArgs, output any) error {
	return j.runUntil(ctx, args, output, func(_ *rivertype.JobInsertResult, over *rivertype.JobRow) bool {
		return isEnough(over, args)
	})
}

// push is run for what goes out. One that was running before may have read the shop too early for what is to go, such as
// an order of a moment ago, so another one follows it, too.
func (j *Jobs) push(ctx context.Context, args pushArgs, output any) error {
	return j.runUntil(ctx, args, output, func(added *rivertype.JobInsertResult, over *rivertype.JobRow) bool {
		return added.Job.State != rivertype.JobStateRunning && isEnough(over, args)
	})
}

// runUntil runs jobs until one is the caller's own, or somebody else's that will do.
func (j *Jobs) runUntil(
	ctx context.Context, args pushArgs, output any,
	willDo func(added *rivertype.JobInsertResult, over *rivertype.JobRow) bool,
) error {
	for {
		added, err := j.client.Insert(ctx, args, nil)
		if err != nil {
			return err
		}
		job, err := j.finished(ctx, added.Job.ID)
		if err != nil {
			return err
		}
		if added.UniqueSkippedAsDuplicate && !willDo(added, job) {
			continue
		}
		if job.State != rivertype.JobStateCompleted {
			return errors.New(lastError(job))
		}
		if err := json.Unmarshal(job.Output(), output); err != nil {
			return fmt.Errorf("output of job %d: %w", job.ID, err)
		}
		return nil
	}
}

// isEnough reports whether a job did all that is asked for.
func isEnough(job *rivertype.JobRow, args pushArgs) bool {
	return !args.everything() || isEverything(job)
}

func isEverything(job *rivertype.JobRow) bool {
	var args struct {
		Everything bool `json:"everything"`
	}
	return json.Unmarshal(job.EncodedArgs, &args) == nil && args.Everything
}

// finished waits until a job will not run again.
func (j *Jobs) finished(ctx context.Context, id int64) (*rivertype.JobRow, error) {
	for {
		job, err := j.client.JobGet(ctx, id)
		if err != nil || job.FinalizedAt != nil {
			return job, err
		}
		if err := Pause(ctx); err != nil {
			return nil, err
		}
	}
}

func lastError(job *rivertype.JobRow) string {
	if len(job.Errors) == 0 {
		return fmt.Sprintf("job %d was %s", job.ID, job.State)
	}
	return job.Errors[len(job.Errors)-1].Error
}

// NextOrder returns when the next order's job is due; it is in the past while one runs. There is none when ok is
// false.
func (j *Jobs) NextOrder(ctx context.Context) (due time.Time, ok bool, err error) {
	jobs, err := j.client.JobList(ctx, river.NewJobListParams().
		Kinds(SubmitOrder{}.Kind()).
		States(rivertype.JobStateAvailable, rivertype.JobStateRunning,
			rivertype.JobStateRetryable, rivertype.JobStateScheduled).
		OrderBy(river.JobListOrderByScheduledAt, river.SortOrderAsc).
		First(1))
	if err != nil || len(jobs.Jobs) == 0 {
		return time.Time{}, false, err
	}
	return jobs.Jobs[0].ScheduledAt, true, nil
}

// Pause waits a moment between two looks at the database.
func Pause(ctx context.Context) error {
	select {
	case <-time.After(pollEvery):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
