// Package sharedlimit keeps a rate limit together with other processes, through a table in PostgreSQL. It is a
// shelfwire.Limiter:
//
//	limiter, err := sharedlimit.New(ctx, db, "my Resico account", shelfwire.Rate{Calls: 2, Per: time.Second})
//	client, err := resico.New(cred, &shelfwire.Options{Limiter: limiter})
//
// All processes that use one name in one database keep to the rates together: within no span of any Per are more than
// Calls started, by the clock of the database. How long the network then takes differs from call to call, so leave a
// little room below what a provider counts.
//
// A call costs a transaction. Under a limit of a few calls a second that is nothing; where there is no limit to keep,
// or one process only, use shelfwire.Limit.
package sharedlimit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Limiter is a limit that several processes share. It is safe for concurrent use.
type Limiter struct {
	db    *sql.DB
	name  string
	rates []shelfwire.Rate
	turn  chan struct{} // held by the one caller of this process that waits for a start; the others queue up for it
}

// The starts of each limiter, numbered without gaps: as many as its widest rate has calls, and those to come.
const table = `
CREATE TABLE IF NOT EXISTS limiter_starts (
    name  TEXT NOT NULL,
    n     BIGINT NOT NULL,
    start TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (name, n)
)`

// New returns a limiter that keeps several limits at once, and makes its table when there is none. Processes that share
// it name the same rates. db is a PostgreSQL database.
func New(ctx context.Context, db *sql.DB, name string, rates ...shelfwire.Rate) (*Limiter, error) {
	if len(rates) == 0 {
		return nil, fmt.Errorf("the limit %q needs at least one rate", name)
	}
	for _, r := range rates {
		if r.Calls <= 0 || r.Per <= 0 {
			return nil, fmt.Errorf("the limit %q: %d calls per %s is no rate", name, r.Calls, r.Per)
		}
	}
	l := &Limiter{db: db, name: name, rates: rates, turn: make(chan struct{}, 1)}
	// Two processes that make a table at the same time would get in each other's way.
	err := l.locked(ctx, "table", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, table)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the limit %q: %w", name, err)
	}
	return l, nil
}

// Wait returns nil when a call may start, and an error when the context ends first; then no start is used up, unless
// another process has reserved the next one meanwhile. It leaves at once when the context would end before its turn.
// When the database does not answer, nothing may start.
func (l *Limiter) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	s, err := l.reserve(ctx)
	if err != nil {
		return err
	}
	timer := time.NewTimer(s.wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return errors.Join(ctx.Err(), l.giveBack(context.WithoutCancel(ctx), s))
	}
}
