package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/metrics"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// recorded runs a flow for a job, and remembers the run with what came of it.
func recorded[R any](ctx context.Context, s *shop.Shop, kind string, run func(context.Context) (R, error)) (R, error) {
	r := shop.Run{Began: time.Now()}
	counted, count := metrics.Counted(ctx)
	done, err := run(counted)
	r.Ended = time.Now()
	r.Calls, r.FailedCalls = count.Attempts()
	switch {
	case err == nil:
		r.Output, err = json.Marshal(done)
	case errors.Is(err, context.Canceled):
		r.Error = "the program ended before this did; the next run goes on with it"
	default:
		r.Error = err.Error()
	}
	return done, errors.Join(err, s.SaveRun(context.WithoutCancel(ctx), kind, r))
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
