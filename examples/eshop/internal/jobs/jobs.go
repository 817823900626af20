// Package jobs is when things happen: River's queues and workers, which keep their jobs in the shop's database. A
// worker is thin: it runs a flow and decides from the error whether there is a next time.
package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// Jobs is the queue.
type Jobs struct{ client *river.Client[*sql.Tx] }

// Flows are what the workers run.
type Flows struct {
	ImportProducts importer
	ImportBalances importer
	SubmitOrder    submitter
	PushPriceList  pusher // nil for none
}

// Imports run one after the other, and so does the price list, which is made of what they bring. Orders run side by
// side, but few of them: they share one limiter, and beyond hiding the time that an answer takes, more workers would
// only wait for it.
const (
	importQueue  = "imports"
	orderQueue   = "orders"
	orderWorkers = 4
)

// New prepares the queue in a database that no other process uses. Jobs can be added at once; they run from Start
// on.
func New(ctx context.Context, db *sql.DB, flows Flows, logger *slog.Logger) (*Jobs, error) {
	driver := riversqlite.New(db)
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: logger})
	if err != nil {
		return nil, err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, err
	}
	if err := takeOver(ctx, db); err != nil {
		return nil, err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &importWorker[ImportProducts]{flow: flows.ImportProducts})
	river.AddWorker(workers, &importWorker[ImportBalances]{flow: flows.ImportBalances})
	river.AddWorker(workers, &submitWorker{flow: flows.SubmitOrder})
	if flows.PushPriceList != nil {
		river.AddWorker(workers, &pushWorker{flow: flows.PushPriceList})
	}
	client, err := river.NewClient(driver, &river.Config{
		Logger:  logger,
		Workers: workers,
		Queues: map[string]river.QueueConfig{
			importQueue: {MaxWorkers: 1},
			orderQueue:  {MaxWorkers: orderWorkers},
		},
		// SQLite cannot notify, so the queue is asked often; the file is local and the question cheap.
		FetchCooldown:     50 * time.Millisecond,
		FetchPollInterval: 250 * time.Millisecond,
		RetryPolicy:       backOff{},
		// Longer than the longest Timeout of a worker: nothing that still runs may be started again.
		RescueStuckJobsAfter: 3 * time.Hour,
	})
	if err != nil {
		return nil, err
	}
	return &Jobs{client: client}, nil
}

// takeOver makes every job that was begun due now. River would wait for hours before it believes that a running
// job's process has died; here it is certain, since the database serves one process at a time. Those that wait
// for another try get it at once: somebody has just started the program.
//
// A push of the price list is dropped instead: it ran on an older catalogue, and each cycle begins one of its own.
func takeOver(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `DELETE FROM river_job WHERE kind = $1 AND finalized_at IS NULL`,
		PushPriceList{}.Kind())
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `
		UPDATE river_job SET state = 'available', scheduled_at = attempted_at
		WHERE state IN ('available', 'running', 'retryable', 'scheduled') AND attempted_at IS NOT NULL`)
	return err
}

// Start lets the jobs run, whatever becomes of ctx, until Stop.
func (j *Jobs) Start(ctx context.Context) error { return j.client.Start(context.WithoutCancel(ctx)) }

// Stop lets running jobs finish, and cancels what has not finished after patience. A cancelled job goes on with
// the next Start. A second Stop does nothing.
func (j *Jobs) Stop(patience time.Duration) error {
	soft, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if j.client.Stop(soft) == nil {
		return nil
	}
	hard, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return j.client.StopAndCancel(hard)
}

// backOff doubles the wait with each try, from a second to an hour.
type backOff struct{}

func (backOff) NextRetry(job *rivertype.JobRow) time.Time {
	tries := min(len(job.Errors), 12) // errors of earlier tries; snoozes are none
	return time.Now().Add(min(time.Second<<tries, time.Hour))
}
