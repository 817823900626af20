package shop

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// postgresServer is a database that any number of processes share.
func postgresServer(address string) dialect {
	return dialect{
		name: "postgres", address: withoutPassword(address), argument: pasteable(address),
		connect: func(ctx context.Context) (connection, error) { return connect(ctx, address) },
		read:    func(ctx context.Context) (connection, error) { return connect(ctx, address) },
		exists:  func() bool { return true }, // opening it says it better
		isInUse: func(error) bool { return false },
		goose:   goose.DialectPostgres,
		hasTable: `SELECT EXISTS (
			SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1)`,
		// Not FOR UPDATE, which would keep those waiting who only refer to the row.
		lockRow: " FOR NO KEY UPDATE",
		alone:   alone,
	}
}

// fewestConns is one for whoever works alone, and one for the work: with less it would wait for itself.
const fewestConns = 2

// connectTime is how long a server may take for a connection, unless the address says. One that does not respond keeps what
// needs the connection waiting, also when another try would succeed by then; the pool's own two minutes are too long for that.
const connectTime = 10 * time.Second

// poolConfig is what an address says of the pool, and what it leaves out.
func poolConfig(address string) (*pgxpool.Config, error) {
	if _, err := parseServer(address); err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	config.ConnConfig.ConnectTimeout = cmp.Or(config.ConnConfig.ConnectTimeout, connectTime)
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = 10 // a worker needs one at a time, and so does a request
	}
	if config.MaxConns < fewestConns {
		return nil, fmt.Errorf("pool_max_conns must be at least %d", fewestConns)
	}
	return config, nil
}

// connect opens one pool for the shop and for the queue; the shop sees it as database/sql.
func connect(ctx context.Context, address string) (connection, error) {
	config, err := poolConfig(address)
	if err != nil {
		return connection{}, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return connection{}, err
	}
	db := stdlib.OpenDBFromPool(pool)
	return connection{db: db, pool: pool, close: func() error { return closePool(db, pool) }}, nil
}

// closeTime is how long the connections may take to close. One that waits for a server that does not respond is never given
// back, and the program would not end; it ends with the program, as after a kill.
const closeTime = 3 * time.Second

func closePool(db *sql.DB, pool *pgxpool.Pool) error {
	closed := make(chan error, 1)
	go func() {
		err := db.Close()
		pool.Close()
		closed <- err
	}()
	select {
	case err := <-closed:
		return err
	case <-time.After(closeTime):
		return errors.New("a connection to the database is still in use: it ends with the program")
	}
}

// LockKey is the key of an advisory lock by its name, $1, in SQL. Shops in several schemas of one database have locks
// of their own.
const LockKey = `hashtextextended(current_schema() || ' ' || $1, 0)`

// alone works while it holds a lock that is gone with its connection, and so with the process.
func alone(ctx context.Context, db *sql.DB, name string, work func() error) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(`+LockKey+`)`, name); err != nil {
		return err
	}
	defer func() {
		_, unlockErr := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(`+LockKey+`)`, name)
		err = errors.Join(err, unlockErr)
	}()
	return work()
}
