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
//
// PostgreSQL may have any isolation level as its default: what it rejects as not serializable, or as a deadlock, is tried
// again for up to ten seconds. So is what SQLite rejects as busy, where the driver tells, as modernc.org/sqlite does.
// SQLite should be opened with a busy_timeout all the same, such as "file:shop.db?_pragma=busy_timeout(5000)": with
// another driver nothing else waits, and a call that has succeeded would end unrecorded.
//
// A record must be on the disk when its statement returns: one that a power cut takes back lets its write happen twice.
// So PostgreSQL's synchronous_commit must not be off, and a standby that may take over must be a synchronous one. SQLite
// needs synchronous=FULL, also with journal_mode=WAL, for which some drivers are built with NORMAL as the default.
func NewSQL(db *sql.DB, table string) *SQL {
	if !tableName.MatchString(table) {
		panic(fmt.Sprintf("once: %q is no name of a table", table))
	}
	return &SQL{db: db, table: table}
}

// CreateTable makes the table unless it is there. The statement can also be copied into a program's own migrations;
// times are texts in UTC that sort as they stand.
func (s *SQL) CreateTable(ctx context.Context) error {
	_, err := s.exec(ctx, `CREATE TABLE IF NOT EXISTS `+s.table+` (
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
	if err := checkResult(name, result); err != nil {
		return err
	}
	return s.change(ctx, name, attempt, Done, "", "", result)
}

// Correct replaces the result of a write that is done. It is for people: a result that was found by hand may be one that
// [Do] cannot read, and what is done stays done for everybody else. It is an error for a record that is not done.
func (s *SQL) Correct(ctx context.Context, name string, attempt int64, result json.RawMessage) error {
	if err := checkResult(name, result); err != nil {
		return err
	}
	changed, err := s.exec(ctx, `UPDATE `+s.table+` SET result = $1, ended_at = $2
		WHERE name = $3 AND attempt = $4 AND state = 'done'`, string(result), formatTime(time.Now()), name, attempt)
	if err != nil || changed {
		return err
	}
	r, found, err := s.find(ctx, name)
	if err != nil {
		return err
	}
	return explainNotDone(name, r, found, attempt)
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
	r, found, err := s.find(ctx, name)
	if err != nil {
		return err
	}
	return checkChange(name, r, found, attempt, Record{State: to, Result: result})
}

// find returns the record of a name, if it has one.
func (s *SQL) find(ctx context.Context, name string) (r Record, found bool, err error) {
	r, err = s.read(ctx, name)
	if errors.Is(err, sql.ErrNoRows) {
		return Record{}, false, nil
	}
	return r, err == nil, err
}

// Records returns the records in a state, those begun first at the beginning; "" for all.
func (s *SQL) Records(ctx context.Context, state State) (records []Record, err error) {
	err = retry(ctx, func(ctx context.Context) (err error) {
		records, err = s.list(ctx, state)
		return err
	})
	return records, err
}

func (s *SQL) list(ctx context.Context, state State) ([]Record, error) {
	rows, err := s.db.QueryContext(ctx, s.selectRecord()+` WHERE CAST($1 AS TEXT) = '' OR state = $1
		ORDER BY begun_at, name`, string(state))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var records []Record
	for rows.Next() {
		r, err := scanRecord(rows)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	return records, rows.Err()
}

func (s *SQL) read(ctx context.Context, name string) (r Record, err error) {
	err = retry(ctx, func(ctx context.Context) (err error) {
		r, err = scanRecord(s.db.QueryRowContext(ctx, s.selectRecord()+` WHERE name = $1`, name))
		return err
	})
	return r, err
}

func (s *SQL) selectRecord() string {
	return `SELECT name, fingerprint, state, attempt, result, outcome, reason, begun_at, ended_at FROM ` + s.table
}

// exec reports whether a statement has changed a row.
func (s *SQL) exec(ctx context.Context, statement string, args ...any) (changed bool, err error) {
	err = retry(ctx, func(ctx context.Context) error {
		result, err := s.db.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		changed = n > 0
		return err
	})
	return changed, err
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
