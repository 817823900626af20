package shop

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is a file on this machine, for one process at a time.
func sqliteFile(file string) dialect {
	return dialect{
		name: "sqlite", address: file, argument: absolute(file),
		open: func(context.Context) (connection, error) {
			db, err := sql.Open("sqlite", sqliteAddress(file))
			if err != nil {
				return connection{}, err
			}
			// SQLite takes one writer at a time, and River's driver asks for a single connection too. Nothing may
			// therefore keep a transaction or rows open while it waits for anything else.
			db.SetMaxOpenConns(1)
			return connection{db: db, close: db.Close}, nil
		},
		exists: func() bool {
			info, err := os.Stat(file)
			return err == nil && info.Size() > 0
		},
		isInUse: func(err error) bool {
			failed, ok := errors.AsType[*sqlite.Error](err)
			return ok && failed.Code()&0xff == sqlite3.SQLITE_BUSY
		},
		alone: func(_ context.Context, _ *sql.DB, _ string, work func() error) error { return work() },
	}
}

func absolute(file string) string {
	if whole, err := filepath.Abs(file); err == nil {
		return whole
	}
	return file
}

// sqliteAddress adds the settings of every connection.
func sqliteAddress(file string) string {
	settings := url.Values{"_pragma": {
		"busy_timeout(2000)",
		// One process at a time. That is what lets a fresh process take over whatever a killed one left.
		"locking_mode(EXCLUSIVE)",
		"journal_mode(WAL)",
		// A commit is on the disk before it counts: the record of a write must outlive a power cut.
		"synchronous(FULL)",
		"foreign_keys(1)",
	}}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + settings.Encode()
}
