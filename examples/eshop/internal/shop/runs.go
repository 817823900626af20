package shop

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Run is a run of a flow that is over.
type Run struct {
	Began, Ended time.Time
	Calls        int             // to providers, repeated ones included
	FailedCalls  int             // of these
	Output       json.RawMessage // what the flow says that it did: a flows.Import and so on; nil when it failed
	Error        string          // empty unless it failed
}

// KeptRuns is how many runs of a kind are kept.
const KeptRuns = 20

// SaveRun remembers a run of a kind of job, and forgets those before the latest twenty.
func (s *Shop) SaveRun(ctx context.Context, kind string, r Run) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO runs (kind, began_at, ended_at, calls, failed_calls, output, error)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			kind, stamp(r.Began), stamp(r.Ended), r.Calls, r.FailedCalls, string(r.Output), readable(r.Error))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			DELETE FROM runs WHERE kind = $1 AND id <= (
			    SELECT id FROM runs WHERE kind = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)`, kind, KeptRuns)
		return err
	})
}

// Runs returns the latest runs of a kind of job, the newest first.
func (s *Shop) Runs(ctx context.Context, kind string) ([]Run, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT began_at, ended_at, calls, failed_calls, output, error FROM runs WHERE kind = $1 ORDER BY id DESC`, kind)
	return collect(rows, err, func(r *Run) (err error) {
		*r, err = scanRun(rows)
		return err
	})
}

func scanRun(rows *sql.Rows) (r Run, err error) {
	var began, ended, output string
	if err := rows.Scan(&began, &ended, &r.Calls, &r.FailedCalls, &output, &r.Error); err != nil {
		return Run{}, err
	}
	if output != "" {
		r.Output = json.RawMessage(output)
	}
	if r.Began, err = parseStamp(began); err != nil {
		return Run{}, err
	}
	r.Ended, err = parseStamp(ended)
	return r, err
}
