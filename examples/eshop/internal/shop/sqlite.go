package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is a file on this machine, for one process at a time and any number of readers.
func sqliteFile(file string) dialect {
	return dialect{
		name: "sqlite", address: file, argument: absolute(file),
		connect: func(ctx context.Context) (connection, error) { return connectAlone(ctx, file) },
		read:    func(context.Context) (connection, error) { return connectToRead(file) },
		exists: func() bool {
			info, err := os.Stat(file)
			return err == nil && info.Size() > 0
		},
		isInUse: func(err error) bool {
			failed, ok := errors.AsType[*sqlite.Error](err)
			return ok && failed.Code()&0xff == sqlite3.SQLITE_BUSY
		},
		goose:    goose.DialectSQLite3,
		hasTable: `SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1)`,
		alone:    func(_ context.Context, _ *sql.DB, _ string, work func() error) error { return work() },
	}
}

func absolute(file string) string {
	if whole, err := filepath.Abs(file); err == nil {
		return whole
	}
	return file
}

// connectAlone opens the file for the one process that works on it. That there is only one is what lets a fresh process take
// over whatever a killed one left. A second file shows it: locked as long as the process lives, and never written to. The
// shop's own file stays free for those who only read.
func connectAlone(ctx context.Context, file string) (connection, error) {
	file, err := onlyName(file)
	if err != nil {
		return connection{}, err
	}
	lock, err := openBegun(ctx, file+"-lock", `BEGIN EXCLUSIVE`)
	if err != nil {
		return connection{}, fmt.Errorf("%s-lock: %w", file, err)
	}
	if err := makePrivate(file); err != nil {
		return connection{}, errors.Join(err, lock.Close())
	}
	// A commit is on the disk before it counts: the record of a write must outlive a power cut.
	db, err := openBegun(ctx, file, tryWriting, "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)")
	if err != nil {
		return connection{}, errors.Join(err, lock.Close())
	}
	return connection{db: db, close: func() error { return errors.Join(db.Close(), lock.Close()) }}, nil
}

// makePrivate makes a file that is not there yet, for its owner alone: customers are in it. SQLite gives its other files the
// same mode. An empty file is a new database.
func makePrivate(file string) error {
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the file that was named
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return made.Close()
}

// tryWriting leaves nothing behind. SQLite opens what can only be read as well, and says so with the first write.
const tryWriting = `BEGIN; CREATE TABLE is_writable (id INTEGER); ROLLBACK`

// openBegun opens a file and runs a statement, which is an error when it fails.
func openBegun(ctx context.Context, file, statement string, settings ...string) (*sql.DB, error) {
	db, err := openFile(file, settings...)
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, statement); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func connectToRead(file string) (connection, error) {
	file, err := onlyName(file)
	if err != nil {
		return connection{}, err
	}
	db, err := openFile(file, "query_only(1)")
	if err != nil {
		return connection{}, err
	}
	return connection{db: db, close: db.Close}, nil
}

// openFile opens a file with settings for each of its connections, of which there is one: SQLite takes one writer at a time,
// and River's driver asks for a single connection too. Nothing may therefore keep a transaction or rows open while it waits
// for anything else.
//
// The name is made absolute: what is called :memory: would be no file.
func openFile(file string, settings ...string) (*sql.DB, error) {
	query := url.Values{"_pragma": append([]string{"busy_timeout(2000)"}, settings...)}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: absolute(file)}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}
