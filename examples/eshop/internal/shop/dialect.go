package shop

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"
)

// dialect is all in which SQLite and PostgreSQL differ. The statements of this package are written so that both take
// them.
type dialect struct {
	name     string                                    // of the folder with its migrations
	address  string                                    // for people
	argument string                                    // what -database takes to mean this one, without a password
	connect  func(context.Context) (connection, error) // for the one process, or one of those, that work on it
	read     func(context.Context) (connection, error) // for any other
	exists   func() bool                               // false when opening it would make a new one
	isInUse  func(error) bool                          // by another process, and cannot be shared
	goose    goose.Dialect                             // what goose calls it
	hasTable string                                    // asks whether there is a table by the name $1
	lockRow  string                                    // ends a query of one row, which is locked until the transaction ends
	alone    func(ctx context.Context, db *sql.DB, name string, work func() error) error
}

// connection is what a dialect opens.
type connection struct {
	db    *sql.DB
	pool  *pgxpool.Pool // behind db; nil for SQLite
	close func() error
}

// dialectOf chooses by how the database is named.
func dialectOf(database string) dialect {
	switch {
	case isPostgres(database):
		return postgresServer(database)
	case isUnknownKind(database):
		return unknownKind()
	default:
		return sqliteFile(database)
	}
}

func (d dialect) open(ctx context.Context) (connection, error)       { return d.connect(ctx) }
func (d dialect) openToRead(ctx context.Context) (connection, error) { return d.read(ctx) }

// OpenError says that a database cannot be used, and why.
type OpenError struct {
	Database string // without a password; empty when it may be one
	Err      error
}

// Error says both.
func (e *OpenError) Error() string {
	if e.Database == "" {
		return fmt.Sprintf("cannot open the database: %v", e.Err)
	}
	return fmt.Sprintf("cannot open the database %s: %v", e.Database, e.Err)
}

// Unwrap returns the reason.
func (e *OpenError) Unwrap() error { return e.Err }

// Exists reports whether there is a database by that name: false when [Open] would make a new one.
func Exists(database string) bool { return dialectOf(database).exists() }

// Alone works while no other process does any work of that name, and waits for its turn. An SQLite file has one process
// only.
func (s *Shop) Alone(ctx context.Context, name string, work func() error) error {
	return s.dialect.alone(ctx, s.db, name, work)
}

// Pool is the pool of connections behind [Shop.DB]: nil for an SQLite file.
func (s *Shop) Pool() *pgxpool.Pool { return s.pool }

// IsShared reports whether other processes can use the database at the same time.
func (s *Shop) IsShared() bool { return s.pool != nil }

// Argument is what names the database on a command line, wherever it is run, without a password.
func (s *Shop) Argument() string { return s.dialect.argument }

// Name is the database's name for people, without a password.
func (s *Shop) Name() string { return s.dialect.address }
