package jobs

import (
	"context"
	"encoding/json"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Run is a run of a job that is over.
type Run struct {
	Began  time.Time // the last try of it
	Ended  time.Time
	Output json.RawMessage // what the flow says that it did: a flows.Import and so on; nil when it failed
	Error  string          // empty unless it failed
}

// Last returns the last run of a kind of job, unless there was none, or none lately: River keeps jobs that are
// over for a day, and those that failed for a week.
func (j *Jobs) Last(ctx context.Context, kind string) (run Run, ok bool, err error) {
	list, err := j.client.JobList(ctx, river.NewJobListParams().
		Kinds(kind).
		States(rivertype.JobStateCompleted, rivertype.JobStateCancelled, rivertype.JobStateDiscarded).
		OrderBy(river.JobListOrderByID, river.SortOrderDesc). // of those that are unique, one ends before the next is there
		First(1))
	if err != nil || len(list.Jobs) == 0 {
		return Run{}, false, err
	}
	job := list.Jobs[0]
	run.Ended = *job.FinalizedAt
	if job.AttemptedAt != nil {
		run.Began = *job.AttemptedAt
	}
	if job.State == rivertype.JobStateCompleted {
		run.Output = job.Output()
	} else {
		run.Error = lastError(job)
	}
	return run, true, nil
}

// IsUnderWay reports whether a job of a kind runs, in this process or another, or is going to.
func (j *Jobs) IsUnderWay(ctx context.Context, kind string) (bool, error) {
	list, err := j.client.JobList(ctx, river.NewJobListParams().Kinds(kind).States(unfinished...).First(1))
	return err == nil && len(list.Jobs) > 0, err
}

// Running reports whether this process works on jobs: between Start and Stop.
func (j *Jobs) Running() bool {
	stopped := j.worker.Stopped()
	if stopped == nil { // not started
		return false
	}
	select {
	case <-stopped:
		return false
	default:
		return true
	}
}
