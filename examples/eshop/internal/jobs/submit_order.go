package jobs

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// SubmitOrder is the job that brings one order into the accounts.
type SubmitOrder struct {
	Order int64 `json:"order"`
}

// Kind names the job in the database.
func (SubmitOrder) Kind() string { return "submit_order" }

// InsertOpts are the job's defaults: one job for an order at a time, tried for about a day and a half. One that is over
// is not in the way of the next, for an order that a person has opened again.
func (SubmitOrder) InsertOpts() river.InsertOpts {
	return river.InsertOpts{
		Queue: orderQueue, MaxAttempts: 48, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished},
	}
}

// AddOrder adds the job of an order in the transaction that stores the order: both are there or neither is.
func (j *Jobs) AddOrder(ctx context.Context, tx *sql.Tx, order int64) error {
	_, err := j.client.InsertTx(ctx, tx, SubmitOrder{Order: order}, nil)
	return err
}

// Adopt gives a job to each of these orders that has none: those that a person has opened again.
func (j *Jobs) Adopt(ctx context.Context, orders []int64) error {
	if len(orders) == 0 {
		return nil
	}
	var params []river.InsertManyParams
	for _, order := range orders {
		params = append(params, river.InsertManyParams{Args: SubmitOrder{Order: order}})
	}
	_, err := j.client.InsertMany(ctx, params)
	return err
}

type submitter interface {
	Run(ctx context.Context, order int64) error
	GiveUp(ctx context.Context, order int64, reason error) error
}

type submitWorker struct {
	river.WorkerDefaults[SubmitOrder]
	flow submitter
}

// Timeout bounds a try. What has not been sent by then is sent by the next one.
func (*submitWorker) Timeout(*river.Job[SubmitOrder]) time.Duration { return 10 * time.Minute }

const (
	busyPause   = 200 * time.Millisecond // while another order of the same customer creates the customer
	lookPause   = time.Minute            // between two looks for what may still arrive
	personPause = 15 * time.Minute       // until somebody has put the key right, or settled that other order
)

// lookIn is when to look for what is unclear: now and then, and when it cannot arrive any more.
func lookIn(left time.Duration) time.Duration { return max(min(left, lookPause), busyPause) }

// Work runs the flow, and says by what it returns whether and when there is a next try.
func (w *submitWorker) Work(ctx context.Context, job *river.Job[SubmitOrder]) error {
	err := w.flow.Run(ctx, job.Args.Order)
	_, closed := errors.AsType[*flows.ClosedError](err)
	landing, isLanding := errors.AsType[*shop.LandingError](err)
	switch {
	case err == nil:
		return nil
	case closed:
		return river.JobCancel(err)
	case isLanding:
		return river.JobSnooze(lookIn(time.Until(landing.Until)))
	case errors.Is(err, shop.ErrBusy):
		return river.JobSnooze(busyPause)
	case errors.Is(err, shop.ErrBlocked),
		errors.Is(err, shelfwire.ErrUnauthorized), errors.Is(err, shelfwire.ErrForbidden):
		return river.JobSnooze(personPause)
	case job.Attempt >= job.MaxAttempts && ctx.Err() == nil:
		return river.JobCancel(w.flow.GiveUp(ctx, job.Args.Order, err))
	default:
		return err
	}
}
