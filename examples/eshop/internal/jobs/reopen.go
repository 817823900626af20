package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river/rivertype"
)

// endingPatience is for how long a job is taken to be at its end.
const endingPatience = 2 * time.Second

// Reopen gives a job to an order that a person has opened again.
//
// The job that parked the order may still count as running: River writes down a moment later that it has ended.
// Until then there can be no other, so it is waited for. One that runs on is no job of that kind; it has found the
// order open, and goes on with it.
func (j *Jobs) Reopen(ctx context.Context, order int64) error {
	for began := time.Now(); ; {
		added, err := j.client.Insert(ctx, SubmitOrder{Order: order}, nil)
		if err != nil {
			return err
		}
		isEnding := added.UniqueSkippedAsDuplicate && added.Job.State == rivertype.JobStateRunning
		if !isEnding || time.Since(began) > endingPatience {
			return nil
		}
		if err := Pause(ctx); err != nil {
			return err
		}
	}
}
