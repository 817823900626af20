package once

import (
	"context"
	"errors"
	"time"
)

const (
	firstPause = time.Millisecond
	maxPause   = 100 * time.Millisecond
)

// retry runs a statement again for as long as the database rejects it only since others were at work at the same time,
// up to recordTime. Such a statement has changed nothing.
func retry(ctx context.Context, statement func(context.Context) error) error {
	waiting, cancel := context.WithTimeout(ctx, recordTime)
	defer cancel()
	for pause := firstPause; ; pause = min(2*pause, maxPause) {
		err := statement(ctx)
		if !isCollision(err) {
			return err
		}
		select {
		case <-waiting.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// The codes of collisions: of SQL, for a transaction that cannot be serialized and for a deadlock, and of SQLite, for a
// database and for a table that somebody else has locked.
const (
	stateSerialization = "40001"
	stateDeadlock      = "40P01"
	codeBusy           = 5
	codeLocked         = 6
)

// isCollision reports whether a statement was rejected for what others did at the same time.
func isCollision(err error) bool {
	if e, ok := errors.AsType[postgresError](err); ok {
		return e.SQLState() == stateSerialization || e.SQLState() == stateDeadlock
	}
	if e, ok := errors.AsType[sqliteError](err); ok {
		primary := e.Code() & 0xff // the rest says more about it
		return primary == codeBusy || primary == codeLocked
	}
	return false
}

// postgresError is an error of pgx, or of lib/pq.
type postgresError interface {
	error
	SQLState() string
}

// sqliteError is an error of modernc.org/sqlite.
type sqliteError interface {
	error
	Code() int
}
