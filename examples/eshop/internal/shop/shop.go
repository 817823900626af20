// Package shop is the e-shop's own data: catalogue, stock, customers, orders, and the record of what was written
// to other systems. It knows database/sql and nothing of providers or queues.
package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrInUse says that another process has the database open.
var ErrInUse = errors.New("the database is in use by another process")

// Shop is the data of one shop.
type Shop struct{ db *sql.DB }

// Open opens the database in a file, which it creates when there is none, and brings its tables up to date.
func Open(ctx context.Context, file string) (*Shop, error) {
	db, err := sql.Open("sqlite", address(file))
	if err != nil {
		return nil, err
	}
	// SQLite takes one writer at a time, and River's driver asks for a single connection too. Nothing may
	// therefore keep a transaction or rows open while it waits for anything else.
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db); err != nil {
		_ = db.Close()
		if failed, ok := errors.AsType[*sqlite.Error](err); ok && failed.Code()&0xff == sqlite3.SQLITE_BUSY {
			return nil, fmt.Errorf("%s: %w", file, ErrInUse)
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &Shop{db: db}, nil
}

// address adds the settings of every connection.
func address(file string) string {
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

// Close closes the database.
func (s *Shop) Close() error { return s.db.Close() }

// DB is the database, for the job queue, which keeps its tables beside the shop's.
func (s *Shop) DB() *sql.DB { return s.db }

// BelongTo ties the database to an account of a provider on first use. Afterwards it refuses any other account of that
// provider: what the shop knows of one is wrong for the next.
func (s *Shop) BelongTo(ctx context.Context, provider, account string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var owner string
		err := tx.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = 'account of ' || $1`, provider).Scan(&owner)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			_, err = tx.ExecContext(ctx,
				`INSERT INTO settings (key, value) VALUES ('account of ' || $1, $2)`, provider, account)
			return err
		case err != nil || owner == account:
			return err
		default:
			return &OtherAccountError{Owner: owner, Account: account}
		}
	})
}

// OtherAccountError says that the database holds the data of another account.
type OtherAccountError struct{ Owner, Account string }

// Error names both accounts.
func (e *OtherAccountError) Error() string {
	return fmt.Sprintf("the database belongs to %s and cannot be used with %s", e.Owner, e.Account)
}

// inTx runs work in a transaction.
func (s *Shop) inTx(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := work(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// stampForm is of one length, so that stamps compare as text.
const stampForm = "2006-01-02T15:04:05.000000Z"

func stamp(t time.Time) string { return t.UTC().Format(stampForm) }

func parseStamp(text string) (time.Time, error) { return time.Parse(stampForm, text) }
