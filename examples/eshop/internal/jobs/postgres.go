package jobs

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// onPostgres lets two clients share the work, over one pool of connections and the same tables. The shop's transactions
// are database/sql's, so jobs are added through River's driver for that: an order and its job are one transaction, as
// on SQLite. That driver can only ask for work, again and again; the one for pgx is told of it, and of who leads.
func (j *Jobs) onPostgres(ctx context.Context, s *shop.Shop, config *river.Config) (err error) {
	driver := riverpgxv5.New(s.Pool())
	err = s.Alone(ctx, "queue migrations", func() error { return migrate(ctx, driver, config.Logger) })
	if err != nil {
		return err
	}
	if j.worker, err = river.NewClient(driver, config); err != nil {
		return err
	}
	j.client, err = river.NewClient(riverdatabasesql.New(s.DB()), &river.Config{
		Logger: config.Logger, FetchCooldown: config.FetchCooldown,
	})
	if err != nil {
		return err
	}
	j.presence = newPresence(s, config.ID, config.Logger)
	j.presence.replace = func(ctx context.Context, leader string) error { return j.replace(ctx, driver, leader) }
	if err := j.presence.enter(ctx); err != nil {
		return err
	}
	// Those that wait for another try get it at once: somebody has just started the program.
	_, err = s.DB().ExecContext(ctx, `
		UPDATE river_job SET state = 'available', scheduled_at = attempted_at
		WHERE state IN ('retryable', 'scheduled') AND attempted_at IS NOT NULL`)
	return err
}

// leadershipTopic is what River's clients listen to for a chance to lead.
const leadershipTopic = "river_leadership"

// replace takes the lead from a process that has died, so that another one takes it at once instead of when it runs out,
// and begins the round that the dead one may not have begun.
func (j *Jobs) replace(ctx context.Context, driver *riverpgxv5.Driver, leader string) error {
	resigned, err := driver.GetExecutor().LeaderResign(ctx, &riverdriver.LeaderResignParams{
		LeaderID: leader, LeadershipTopic: leadershipTopic,
	})
	if err != nil || !resigned {
		return err
	}
	return j.beginRound(ctx)
}
