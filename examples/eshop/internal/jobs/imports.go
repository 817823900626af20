package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ImportProducts is the job that runs the flow of that name.
type ImportProducts struct {
	Everything bool `json:"everything"` // not only what changed
}

// ImportBalances is the job that runs the flow of that name.
type ImportBalances struct {
	Everything bool `json:"everything"`
}

// Kind names the job in the database.
func (ImportProducts) Kind() string { return "import_products" }

// Kind names the job in the database.
func (ImportBalances) Kind() string { return "import_balances" }

// InsertOpts are the job's defaults.
func (ImportProducts) InsertOpts() river.InsertOpts { return importOpts() }

// InsertOpts are the job's defaults.
func (ImportBalances) InsertOpts() river.InsertOpts { return importOpts() }

func (a ImportProducts) everything() bool { return a.Everything }
func (a ImportBalances) everything() bool { return a.Everything }

// importOpts allow one import of a kind at a time, and the next as soon as it is over.
func importOpts() river.InsertOpts {
	return river.InsertOpts{
		Queue:       importQueue,
		MaxAttempts: 3,
		UniqueOpts:  river.UniqueOpts{ByState: unfinished},
	}
}

type importer interface {
	Run(ctx context.Context, everything bool) (flows.Import, error)
}

// ImportArgs is either of the two imports.
type ImportArgs interface {
	river.JobArgs
	everything() bool
}

type importWorker[A ImportArgs] struct {
	river.WorkerDefaults[A]
	shop   *shop.Shop
	flow   importer
	logger *slog.Logger
}

// importTimeout bounds a run: a hundred thousand products take an hour at the client's own pace.
const importTimeout = 2 * time.Hour

// Timeout bounds a run.
func (*importWorker[A]) Timeout(*river.Job[A]) time.Duration { return importTimeout }

// Work runs the import. Reading is harmless, so it is tried again unless the same question would get the same no.
func (w *importWorker[A]) Work(ctx context.Context, job *river.Job[A]) error {
	done, err := recorded(ctx, w.shop, job.Args.Kind(), func(ctx context.Context) (flows.Import, error) {
		return w.flow.Run(ctx, job.Args.everything())
	})
	if !done.Ahead.IsZero() {
		w.logger.WarnContext(ctx, done.ClockTrouble(), "job", job.Args.Kind())
	}
	switch {
	case err == nil:
		return river.RecordOutput(ctx, done)
	case errors.Is(err, shelfwire.ErrUnauthorized), errors.Is(err, shelfwire.ErrForbidden),
		errors.Is(err, shelfwire.ErrInvalid):
		return river.JobCancel(err)
	default:
		return err
	}
}
