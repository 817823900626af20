package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// PushPriceList is the job that runs the flow of that name.
type PushPriceList struct {
	Everything bool `json:"everything"` // not only what changed
}

// PushListings is the job that runs the flow of that name.
type PushListings struct {
	Everything bool `json:"everything"`
}

// ReplaceTill is the job that runs the flow of that name.
type ReplaceTill struct {
	Everything bool `json:"everything"`
}

// Kind names the job in the database.
func (PushPriceList) Kind() string { return "push_price_list" }

// Kind names the job in the database.
func (PushListings) Kind() string { return "push_listings" }

// Kind names the job in the database.
func (ReplaceTill) Kind() string { return "replace_till" }

// InsertOpts are the job's defaults.
func (a PushPriceList) InsertOpts() river.InsertOpts { return pushOpts(a) }

// InsertOpts are the job's defaults.
func (a PushListings) InsertOpts() river.InsertOpts { return pushOpts(a) }

// InsertOpts are the job's defaults.
func (a ReplaceTill) InsertOpts() river.InsertOpts { return pushOpts(a) }

func (a PushPriceList) everything() bool { return a.Everything }
func (a PushListings) everything() bool  { return a.Everything }
func (a ReplaceTill) everything() bool   { return a.Everything }

// pushOpts let a push be tried once: what is unclear after one try is looked up or sent again by the next cycle, and not
// a second later.
func pushOpts(push river.JobArgs) river.InsertOpts {
	opts := importOpts()
	opts.Queue = push.Kind()
	opts.MaxAttempts = 1
	return opts
}

// pushArgs is any of the pushes.
type pushArgs interface {
	river.JobArgs
	everything() bool
}

// pusher is a flow that says by an R what it did.
type pusher[R any] interface {
	Run(ctx context.Context, everything bool) (R, error)
}

type pushWorker[A pushArgs, R any] struct {
	river.WorkerDefaults[A]
	shop *shop.Shop
	flow pusher[R]
}

// addPush adds the worker of a push, if there is a flow for it.
func addPush[A pushArgs, R any](
	j *Jobs, s *shop.Shop, config *river.Config, flow pusher[R], args func(everything bool) A,
) {
	if flow == nil {
		return
	}
	river.AddWorker(config.Workers, &pushWorker[A, R]{shop: s, flow: flow})
	config.Queues[args(false).Kind()] = river.QueueConfig{MaxWorkers: 1}
	j.pushes = append(j.pushes, func(everything bool) pushArgs { return args(everything) })
}

// pushTimeout bounds a run: twenty thousand new cards take more than an hour at the client's own pace. What is left goes
// on with the next run.
const pushTimeout = 2 * time.Hour

// Timeout bounds a run.
func (*pushWorker[A, R]) Timeout(*river.Job[A]) time.Duration { return pushTimeout }

// Work runs the flow.
func (w *pushWorker[A, R]) Work(ctx context.Context, job *river.Job[A]) error {
	done, err := recorded(ctx, w.shop, job.Args.Kind(), func(ctx context.Context) (R, error) {
		return w.flow.Run(ctx, job.Args.everything())
	})
	if err != nil {
		return err
	}
	return river.RecordOutput(ctx, done)
}

// PushPriceList runs the job of that name, or waits for the one that is there already and has not begun, and returns what
// it did. One that has begun is waited for as well, and followed by another one.
func (j *Jobs) PushPriceList(ctx context.Context, args PushPriceList) (done flows.Push, err error) {
	err = j.push(ctx, args, &done)
	return done, err
}

// PushListings runs the job of that name likewise.
func (j *Jobs) PushListings(ctx context.Context, args PushListings) (done flows.Listings, err error) {
	err = j.push(ctx, args, &done)
	return done, err
}

// ReplaceTill runs the job of that name likewise.
func (j *Jobs) ReplaceTill(ctx context.Context, args ReplaceTill) (done flows.Till, err error) {
	err = j.push(ctx, args, &done)
	return done, err
}
