package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
)

// PushPriceList is the job that runs the flow of that name.
type PushPriceList struct {
	Everything bool `json:"everything"` // not only what changed
}

// Kind names the job in the database.
func (PushPriceList) Kind() string { return "push_price_list" }

// InsertOpts are the job's defaults. It is tried once: what is unclear after one try is looked up by the next cycle,
// and not a second later.
func (PushPriceList) InsertOpts() river.InsertOpts {
	opts := importOpts()
	opts.MaxAttempts = 1
	return opts
}

type pusher interface {
	Run(ctx context.Context, everything bool) (flows.Push, error)
}

type pushWorker struct {
	river.WorkerDefaults[PushPriceList]
	flow pusher
}

// Timeout bounds a run: twenty thousand new cards take more than an hour at the client's own pace. What is left goes
// on with the next run.
func (*pushWorker) Timeout(*river.Job[PushPriceList]) time.Duration { return 2 * time.Hour }

// Work runs the flow.
func (w *pushWorker) Work(ctx context.Context, job *river.Job[PushPriceList]) error {
	done, err := w.flow.Run(ctx, job.Args.Everything)
	if err != nil {
		return err
	}
	return river.RecordOutput(ctx, done)
}
