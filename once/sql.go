package once

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// SQL is a [Store] in a table of PostgreSQL or SQLite. It takes no part in the caller's transactions: a record has
// to be committed before the call is made.
type SQL struct {
	db    *sql.DB
	table string
}

var tableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$`)

// NewSQL returns a store that keeps its records in a table. [SQL.CreateTable] makes it. It panics when the name of
// the table is no plain one, with or without a schema in front, such as "remote_writes" or "shop.remote_writes".
func NewSQL(db *sql.DB, table string) *SQL {
	if !tableName.MatchString(table) {
		panic(fmt.Sprintf("once: %q is no name of a table", table))
	}
	return &SQL{db: db, table: table}
}

// CreateTable makes the table unless it is there. The statement can also be copied into a program's own migrations;
// times are texts in UTC that sort as they stand.
func (s *SQL) CreateTable(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS `+s.table+` (
    name        TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('begun', 'done', 'released', 'parked')),
    attempt     BIGINT NOT NULL,
    result      TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    begun_at    TEXT NOT NULL,
    ended_at    TEXT NOT NULL
)`)
	return err
}

// Begin is that of [Store]. The insert decides between processes, and conditional updates decide between those that begin a
// released write anew, or park one that was begun.
func (s *SQL) Begin(ctx context.Context, name, fingerprint string) (Record, bool, error) {
	begun := Record{Name: name, Fingerprint: fingerprint, State: Begun, Attempt: 1, Begun: time.Now().UTC()}
	inserted, err := s.exec(ctx, `INSERT INTO `+s.table+`
		(name, fingerprint, state, attempt, result, outcome, reason, begun_at, ended_at)
		VALUES ($1, $2, 'begun', 1, '', '', '', $3, '') ON CONFLICT (name) DO NOTHING`,
		name, fingerprint, formatTime(begun.Begun))
	if err != nil || inserted {
		return begun, inserted, err
	}
	for range maxRaces {
		found, err := s.read(ctx, name)
		switch {
		case err != nil:
			return Record{}, false, err
		case found.State == Released:
			begun.Attempt = found.Attempt + 1
			if updated, err := s.beginAnew(ctx, begun, found.Attempt); err != nil || updated {
				return begun, updated, err
			}
		case found.State == Begun && found.Matches(fingerprint):
			if _, err := s.parkKilled(ctx, found); err != nil {
				return Record{}, false, err
			}
		default:
			return found, false, nil
		}
	}
	return Record{}, false, fmt.Errorf("%s is changed by others all the time", name)
}

// maxRaces is how often Begin looks at a record that others change at the same time.
const maxRaces = 10

// beginAnew begins a record that is still released after its attempt.
func (s *SQL) beginAnew(ctx context.Context, begun Record, after int64) (bool, error) {
	return s.exec(ctx, `UPDATE `+s.table+`
		SET fingerprint = $1, state = 'begun', attempt = $2, result = '', outcome = '', reason = '', begun_at = $3,
		    ended_at = ''
		WHERE name = $4 AND state = 'released' AND attempt = $5`,
		begun.Fingerprint, begun.Attempt, formatTime(begun.Begun), begun.Name, after)
}

// parkKilled parks a record that is still begun.
func (s *SQL) parkKilled(ctx context.Context, found Record) (bool, error) {
	end := Killed()
	return s.exec(ctx, `UPDATE `+s.table+` SET state = 'parked', outcome = $1, reason = $2, ended_at = $3
		WHERE name = $4 AND state = 'begun' AND attempt = $5`,
		end.Outcome.String(), end.Reason, formatTime(time.Now()), found.Name, found.Attempt)
}

// Finish is that of [Store].
func (s *SQL) Finish(ctx context.Context, name string, attempt int64, result json.RawMessage) error {
	return s.change(ctx, name, attempt, Done, "", "", result)
}

// Release is that of [Store].
func (s *SQL) Release(ctx context.Context, name string, attempt int64, end End) error {
	return s.change(ctx, name, attempt, Released, end.Outcome.String(), end.Reason, end.Result)
}

// Park is that of [Store].
func (s *SQL) Park(ctx context.Context, name string, attempt int64, end End) error {
	return s.change(ctx, name, attempt, Parked, end.Outcome.String(), end.Reason, end.Result)
}

func (s *SQL) change(
	ctx context.Context, name string, attempt int64, to State, outcome, reason string, result json.RawMessage,
) error {
	changed, err := s.exec(ctx, `UPDATE `+s.table+` SET state = $1, outcome = $2, reason = $3, result = $4, ended_at = $5
		WHERE name = $6 AND attempt = $7 AND state <> 'done'`,
		string(to), outcome, toPrintable(reason), string(result), formatTime(time.Now()), name, attempt)
	if err != nil || changed {
		return err
	}
	found, err := s.read(ctx, name)
	missing := errors.Is(err, sql.ErrNoRows)
	if err != nil && !missing {
		return err
	}
	return checkChange(name, found, !missing, attempt, Record{State: to, Result: result})
}

// Records returns the records in a state, those begun first at the beginning; "" for all.
func (s *SQL) Records(ctx context.Context, state State) (records []Record, err error) {
	rows, err := s.db.QueryContext(ctx, s.selectRecord()+` WHERE CAST($1 AS TEXT) = '' OR state = $1
		ORDER BY begun_at, name`, string(state))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r, err := scanRecord(rows)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	return records, rows.Err()
}

func (s *SQL) read(ctx context.Context, name string) (Record, error) {
	return scanRecord(s.db.QueryRowContext(ctx, s.selectRecord()+` WHERE name = $1`, name))
}

func (s *SQL) selectRecord() string {
	return `SELECT name, fingerprint, state, attempt, result, outcome, reason, begun_at, ended_at FROM ` + s.table
}

// exec reports whether a statement has changed a row.
func (s *SQL) exec(ctx context.Context, statement string, args ...any) (bool, error) {
	result, err := s.db.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

func scanRecord(row interface{ Scan(dest ...any) error }) (r Record, err error) {
	var result, outcome, begun, ended string
	err = row.Scan(&r.Name, &r.Fingerprint, &r.State, &r.Attempt, &result, &outcome, &r.End.Reason, &begun, &ended)
	if err != nil {
		return r, err
	}
	if r.Begun, err = time.Parse(timeForm, begun); err != nil {
		return r, err
	}
	if ended != "" {
		if r.Ended, err = time.Parse(timeForm, ended); err != nil {
			return r, err
		}
	}
	if outcome != "" {
		err = r.End.Outcome.UnmarshalText([]byte(outcome))
	}
	r.setResult(result)
	return r, err
}

// setResult puts the kept text where the state has it.
func (r *Record) setResult(text string) {
	switch {
	case text == "":
	case r.State == Done:
		r.Result = json.RawMessage(text)
	default:
		r.End.Result = json.RawMessage(text)
	}
}

// timeForm has one length, so that times sort as texts.
const timeForm = "2006-01-02T15:04:05.000000000Z"

func formatTime(t time.Time) string { return t.UTC().Format(timeForm) }
