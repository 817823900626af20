package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// onSQLite lets one client do everything, in a database that no other process uses.
func (j *Jobs) onSQLite(ctx context.Context, s *shop.Shop, config *river.Config) error {
	driver := riversqlite.New(s.DB())
	if err := migrate(ctx, driver, config.Logger); err != nil {
		return err
	}
	if err := takeOver(ctx, s.DB()); err != nil {
		return err
	}
	// SQLite cannot notify, so the queue is asked often; the file is local and the question cheap.
	config.FetchPollInterval = 250 * time.Millisecond
	client, err := river.NewClient(driver, config)
	j.client, j.worker = client, client
	return err
}

// migrate brings River's tables up to date.
func migrate[Tx any](ctx context.Context, driver riverdriver.Driver[Tx], logger *slog.Logger) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: logger})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("the queue's tables: %w", err)
	}
	return nil
}

// takeOver makes every job that was begun due now. River would wait for hours before it believes that a running
// job's process has died; here it is certain, since the database serves one process at a time. Those that wait
// for another try get it at once: somebody has just started the program.
//
// A push, a pick-up or a round is dropped instead: it ran on an older catalogue, and each run of the program begins one of its
// own. So is the lead of the process that has died, for which River would wait until it runs out.
func takeOver(ctx context.Context, db *sql.DB) error {
	dropped := [...]river.JobArgs{PushPriceList{}, PushListings{}, ReplaceTill{}, SendStatus{}, PickUpOrders{}, Round{}}
	for _, job := range dropped {
		_, err := db.ExecContext(ctx, `DELETE FROM river_job WHERE kind = $1 AND finalized_at IS NULL`, job.Kind())
		if err != nil {
			return err
		}
	}
	if _, err := db.ExecContext(ctx, `DELETE FROM river_leader`); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `
		UPDATE river_job SET state = 'available', scheduled_at = attempted_at
		WHERE state IN ('available', 'running', 'retryable', 'scheduled') AND attempted_at IS NOT NULL`)
	return err
}
