// Package shop is the e-shop's own data: catalogue, stock, customers, orders, and the record of what was written
// to other systems. It is kept in an SQLite file or in PostgreSQL, by one set of statements through database/sql. It
// knows nothing of providers or queues.
//
// Any number of processes may use one PostgreSQL database. Whatever must not be done twice is decided by a row that is
// locked until the transaction ends, and rows are locked in the order of their keys.
package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrInUse says that another process has the database open.
var ErrInUse = errors.New("the database is in use by another process")

// Shop is the data of one shop.
type Shop struct {
	connection

	dialect dialect
}

// Open opens a database and brings its tables up to date: a PostgreSQL database when it is named postgres://…, else an
// SQLite file, which it creates when there is none. Its errors are an [*OpenError], which may be [ErrInUse], [ErrNewer],
// [ErrUnknownKind] or [ErrManyNames].
func Open(ctx context.Context, database string) (*Shop, error) {
	return openWith(ctx, database, dialect.open, (*Shop).migrate)
}

// OpenToRead opens a database that is there to read it, also while another process has the file, and changes nothing about
// it. One that an older version of the program has made is [ErrOlder]: it has to be opened by [Open] first.
func OpenToRead(ctx context.Context, database string) (*Shop, error) {
	return openWith(ctx, database, dialect.openToRead, (*Shop).checkCurrent)
}

func openWith(
	ctx context.Context, database string, connect func(dialect, context.Context) (connection, error),
	prepare func(*Shop, context.Context) error,
) (*Shop, error) {
	s := &Shop{dialect: dialectOf(database)}
	var err error
	if s.connection, err = connect(s.dialect, ctx); err == nil {
		if err = prepare(s, ctx); err != nil {
			_ = s.Close()
		}
	}
	if err != nil {
		if s.dialect.isInUse(err) {
			err = ErrInUse
		}
		return nil, &OpenError{Database: s.Name(), Err: err}
	}
	return s, nil
}

// Close closes the database.
func (s *Shop) Close() error { return s.close() }

// DB is the database, for the job queue, which keeps its tables beside the shop's.
func (s *Shop) DB() *sql.DB { return s.db }

// BelongTo ties the database to an account of a provider on first use. Afterwards it rejects any other account of that
// provider: what the shop knows of one is wrong for the next.
func (s *Shop) BelongTo(ctx context.Context, provider, account string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO settings (key, value) VALUES ('account of ' || $1, $2) ON CONFLICT (key) DO NOTHING`,
			provider, account)
		if err != nil {
			return err
		}
		var owner string
		err = tx.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = 'account of ' || $1`, provider).Scan(&owner)
		if err == nil && owner != account {
			err = &OtherAccountError{Owner: owner, Account: account}
		}
		return err
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

// readable is a text from elsewhere, an error's perhaps, without what PostgreSQL does not take for text.
func readable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}
