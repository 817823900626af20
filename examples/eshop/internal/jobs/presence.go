package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// presence shows the other processes that this one lives: it holds a lock named after it, on a connection of its own.
// When the process ends, however it ends, PostgreSQL sees the connection close and drops the lock. So whoever can have
// the lock of a process knows that it is gone, and may take up the jobs that it was running. River by itself would wait
// for hours, since a job may take hours.
//
// A process that lives but has lost its connection looks dead to the others until it has connected again. Then one job
// may run twice at a time. What must not be sent twice is safe from that too: a step that somebody is sending is
// parked.
type presence struct {
	lookout

	id     string
	config *pgx.ConnConfig
	logger *slog.Logger
	conn   *pgx.Conn

	// replace takes the lead from a process that has died, if it had it.
	replace func(ctx context.Context, leader string) error
}

func newPresence(s *shop.Shop, id string, logger *slog.Logger) *presence {
	p := &presence{id: id, config: s.Pool().Config().ConnConfig, logger: logger}
	// A machine that is gone closes no connection: the server has to ask.
	p.config.RuntimeParams["tcp_keepalives_idle"] = "10"
	p.config.RuntimeParams["tcp_keepalives_interval"] = "5"
	p.config.RuntimeParams["tcp_keepalives_count"] = "3"
	return p
}

// enter shows that this process lives, and takes up what dead ones have left.
func (p *presence) enter(ctx context.Context) error {
	if err := p.connect(ctx); err != nil {
		return err
	}
	return p.takeUp(ctx)
}

func (p *presence) connect(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, p.config)
	if err != nil {
		return err
	}
	p.conn = conn
	if _, err = conn.Exec(ctx, `SELECT pg_advisory_lock(`+shop.LockKey+`)`, p.id); err != nil {
		_ = conn.Close(ctx) // without the lock it shows nothing
	}
	return err
}

// watch looks for dead processes until the presence ends.
func (p *presence) watch(ctx context.Context) {
	if p != nil {
		p.begin(ctx, p.look)
	}
}

// look takes up what dead processes have left, and connects again when that fails.
func (p *presence) look(ctx context.Context) {
	if !p.conn.IsClosed() {
		err := p.takeUp(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		p.logger.WarnContext(ctx, "lost the connection that shows that this process lives", "error", err)
		_ = p.conn.Close(ctx)
	}
	if err := p.connect(ctx); err != nil && ctx.Err() == nil {
		p.logger.WarnContext(ctx, "cannot show that this process lives", "error", err)
	}
}

// others selects the other processes that run jobs or lead, or seem to.
const others = `
SELECT attempted_by[array_upper(attempted_by, 1)] AS id FROM river_job
WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] <> $1
UNION SELECT leader_id FROM river_leader WHERE leader_id <> $1`

// takeUp makes the jobs of dead processes due now, and takes the lead from them.
func (p *presence) takeUp(ctx context.Context) error {
	rows, err := p.conn.Query(ctx, others, p.id)
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, other := range ids {
		if err := p.takeUpFrom(ctx, other); err != nil {
			return err
		}
	}
	return nil
}

func (p *presence) takeUpFrom(ctx context.Context, other string) error {
	var isDead bool
	err := p.conn.QueryRow(ctx, `SELECT pg_try_advisory_lock(`+shop.LockKey+`)`, other).Scan(&isDead)
	if err != nil || !isDead {
		return err
	}
	_, err = p.conn.Exec(ctx, `
		UPDATE river_job SET state = 'available', scheduled_at = attempted_at
		WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1`, other)
	if err != nil {
		return err
	}
	if err := p.replace(ctx, other); err != nil {
		return err
	}
	_, err = p.conn.Exec(ctx, `SELECT pg_advisory_unlock(`+shop.LockKey+`)`, other)
	return err
}

// leave ends the presence. Another call does nothing.
func (p *presence) leave() {
	if p == nil || p.conn == nil {
		return
	}
	p.end()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = p.conn.Close(ctx)
}
