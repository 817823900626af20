// Package jobs is when things happen: River's queues and workers, which keep their jobs in the shop's database. A
// worker is thin: it runs a flow and decides from the error whether there is a next time.
package jobs

import (
	"context"
	"crypto/rand"
	"database/sql"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Jobs is the queue.
type Jobs struct {
	db       *sql.DB
	client   *river.Client[*sql.Tx] // adds jobs, and looks at them
	worker   worker                 // works on them
	id       string                 // of this process
	presence *presence              // among other processes; nil when there can be none
	orphans  *orphans
	overdue  *overdue
	pushes   []func(everything bool) pushArgs
	picksUp  bool
	periodic bool
	ending   ending
}

// worker is a client of any driver.
type worker interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
	Stopped() <-chan struct{}
	PeriodicJobs() *river.PeriodicJobBundle
	Queues() *river.QueueBundle
}

// Flows are what the workers run.
type Flows struct {
	ImportProducts importer
	ImportBalances importer
	SubmitOrder    submitter

	// Any of these can be nil, for none.
	PushPriceList pusher[flows.Push]
	PushListings  pusher[flows.Listings]
	ReplaceTill   pusher[flows.Till]
	PickUpOrders  pusher[flows.PickedUp]
	SendStatus    pusher[flows.Statuses]
}

// Imports run one after the other. Orders run side by side, but few of them: they share one limiter, and beyond hiding
// the time that a response takes, more workers would only wait for it. Each push has a queue of its own, named after it,
// so that only processes with that flow work on it.
//
// These are numbers of one process. Over all processes it is the unique jobs that keep imports and pushes of one kind
// from running twice at a time.
const (
	importQueue  = "imports"
	orderQueue   = "orders"
	orderWorkers = 6
)

// unfinished are the states of a job that has not run to its end. Jobs that are unique by them run one at a time.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// rescueAfter is longer than any job may take, in any process: nothing that still runs may be started again.
const rescueAfter = 14 * time.Hour

// New prepares the queue in the shop's database. Jobs can be added at once; they run from Start on.
func New(ctx context.Context, s *shop.Shop, run Flows, logger *slog.Logger) (*Jobs, error) {
	j := &Jobs{db: s.DB(), id: "eshop-" + rand.Text(), ending: newEnding()} // one process, one name
	j.orphans = newOrphans(s, j.id, j.ending.logger(logger))
	j.overdue = newOverdue(j, s, j.orphans.calm)
	workers := river.NewWorkers()
	config := &river.Config{
		ID:      j.id,
		Logger:  j.orphans.calm,
		Workers: workers,
		Queues: map[string]river.QueueConfig{
			importQueue: {MaxWorkers: 1},
			orderQueue:  {MaxWorkers: orderWorkers},
		},
		FetchCooldown: 5 * time.Millisecond, // an order's job is short, and its worker should not wait for the next one
		RetryPolicy:   backOff{},
		Middleware: []rivertype.Middleware{
			river.WorkerMiddlewareFunc(j.orphans.atWork.work), river.WorkerMiddlewareFunc(j.ending.work),
		},
		RescueStuckJobsAfter: rescueAfter,
	}
	river.AddWorker(workers, &importWorker[ImportProducts]{shop: s, flow: run.ImportProducts, logger: logger})
	river.AddWorker(workers, &importWorker[ImportBalances]{shop: s, flow: run.ImportBalances, logger: logger})
	river.AddWorker(workers, &submitWorker{flow: run.SubmitOrder})
	river.AddWorker(workers, &roundWorker{jobs: j, shop: s})
	addPush(j, s, config, run.PushPriceList, func(all bool) PushPriceList { return PushPriceList{Everything: all} })
	addPush(j, s, config, run.PushListings, func(all bool) PushListings { return PushListings{Everything: all} })
	addPush(j, s, config, run.ReplaceTill, func(all bool) ReplaceTill { return ReplaceTill{Everything: all} })
	addPush(j, s, config, run.SendStatus, func(bool) SendStatus { return SendStatus{} })
	addPickUp(j, s, config, run.PickUpOrders)
	connect := j.onSQLite
	if s.IsShared() {
		connect = j.onPostgres
	}
	if err := connect(ctx, s, config); err != nil {
		j.presence.leave()
		return nil, err
	}
	return j, nil
}

// Start lets the jobs run, whatever becomes of ctx, until Stop. After [Jobs.Every] it begins a round at once, unless there
// is a process that leads: River would take a few seconds to begin one, as it does not start everything at the same time.
func (j *Jobs) Start(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	led, err := j.isLed(ctx)
	if err != nil {
		return err
	}
	j.presence.watch(ctx)
	j.orphans.watch(ctx)
	j.overdue.watch(ctx)
	if err := j.worker.Start(ctx); err != nil || led {
		return err
	}
	return j.beginRound(ctx)
}

// Stop lets running jobs finish, and cancels what has not finished after patience. A cancelled job goes on with
// the next Start, and so does what a round was still to do. A second Stop does nothing.
func (j *Jobs) Stop(patience time.Duration) error {
	j.ending.begin()
	defer j.presence.leave() // not before: until then the jobs are this process's own
	defer j.orphans.end()
	defer j.overdue.end()
	soft, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if j.worker.Stop(soft) == nil {
		return nil
	}
	hard, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return j.worker.StopAndCancel(hard)
}

// backOff doubles the wait with each try, from a second to an hour.
type backOff struct{}

func (backOff) NextRetry(job *rivertype.JobRow) time.Time {
	tries := min(len(job.Errors), 12) // errors of earlier tries; snoozes are none
	return time.Now().Add(min(time.Second<<tries, time.Hour))
}
