package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// PickUpOrders is the job that runs the flow of that name.
type PickUpOrders struct {
	Everything bool `json:"everything"` // also what is open, and not only what is new
}

// Kind names the job in the database.
func (PickUpOrders) Kind() string { return "pick_up_orders" }

// InsertOpts are the job's defaults: one at a time over all processes, and no second try; there is the next one.
func (a PickUpOrders) InsertOpts() river.InsertOpts { return pushOpts(a) }

func (a PickUpOrders) everything() bool { return a.Everything }

// PickUpEvery is how often open orders are looked at again in a program that keeps running. A bell makes it sooner, and what is
// new comes with each round.
const PickUpEvery = 5 * time.Minute

// cataloguePause is how long a pick-up waits for the first import.
const cataloguePause = time.Second

type pickUpWorker struct {
	river.WorkerDefaults[PickUpOrders]
	shop *shop.Shop
	flow pusher[flows.PickedUp]
}

// addPickUp adds the worker, if there is a flow for it.
func addPickUp(j *Jobs, s *shop.Shop, config *river.Config, flow pusher[flows.PickedUp]) {
	if flow == nil {
		return
	}
	river.AddWorker(config.Workers, &pickUpWorker{shop: s, flow: flow})
	config.Queues[PickUpOrders{}.Kind()] = river.QueueConfig{MaxWorkers: 1}
	j.picksUp = true
}

// pickUpTimeout bounds a run. What is left comes with the next one.
const pickUpTimeout = time.Hour

// Timeout bounds a run.
func (*pickUpWorker) Timeout(*river.Job[PickUpOrders]) time.Duration { return pickUpTimeout }

// Work runs the flow, as soon as there is a catalogue.
func (w *pickUpWorker) Work(ctx context.Context, job *river.Job[PickUpOrders]) error {
	ready, err := w.shop.Mark(ctx, "products")
	if err != nil {
		return err
	}
	if ready.IsZero() {
		return river.JobSnooze(cataloguePause)
	}
	done, err := recorded(ctx, w.shop, job.Args.Kind(), func(ctx context.Context) (flows.PickedUp, error) {
		return w.flow.Run(ctx, job.Args.Everything)
	})
	if err != nil {
		return err
	}
	return river.RecordOutput(ctx, done)
}

// PickUpOrders runs the job of that name, or waits for the one that is there already, and returns what it did.
func (j *Jobs) PickUpOrders(ctx context.Context) (done flows.PickedUp, err error) {
	err = j.run(ctx, PickUpOrders{Everything: true}, &done)
	return done, err
}

// pickUpNew lets what was sold in the channel take its goods, before the stock is pushed there again. It does nothing in a
// process that picks up no orders, and before there is a catalogue, which a pick-up waits for.
func (j *Jobs) pickUpNew(ctx context.Context, s *shop.Shop) error {
	if !j.picksUp {
		return nil
	}
	catalogue, err := s.Mark(ctx, "products")
	if err != nil || catalogue.IsZero() {
		return err
	}
	return j.run(ctx, PickUpOrders{}, &flows.PickedUp{})
}

// RingPickUp adds that job, unless one waits for its turn. One that runs may have read past what the bell is about, and one
// that takes only what is new does not look at it: its end is waited for, but not for long. A bell that is lost so costs a
// delay.
func (j *Jobs) RingPickUp(ctx context.Context) error {
	for began := time.Now(); ; {
		added, err := j.client.Insert(ctx, PickUpOrders{Everything: true}, nil)
		if err != nil {
			return err
		}
		isDue := added.Job.State != rivertype.JobStateRunning && isEverything(added.Job)
		if !added.UniqueSkippedAsDuplicate || isDue || time.Since(began) > endingPatience {
			return nil
		}
		if err := Pause(ctx); err != nil {
			return err
		}
	}
}

// PickUpPeriodically adds that job now and then, over all processes once, and when one begins to lead. It is for a program
// that keeps running, before Start.
func (j *Jobs) PickUpPeriodically() error {
	_, err := j.worker.PeriodicJobs().AddSafely(river.NewPeriodicJob(
		river.PeriodicInterval(PickUpEvery),
		func() (river.JobArgs, *river.InsertOpts) { return PickUpOrders{Everything: true}, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	))
	return err
}
