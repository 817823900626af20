package once_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/once"
)

// answer is what a scripted database has to say to a statement.
type answer struct {
	to          string // how the statement begins
	err         error
	affected    int64          // rows
	affectedErr error          // when they are asked for
	row         []driver.Value // nil for none
	rowsErr     error          // behind the row
}

// scriptedDB is a database that answers statements in turn.
type scriptedDB struct {
	t       *testing.T
	answers []answer
	sent    [][]any // the values of each statement
}

// newScripted returns a store whose database gives all of these answers.
func newScripted(t *testing.T, answers ...answer) (*once.SQL, *scriptedDB) {
	t.Helper()
	script := &scriptedDB{t: t, answers: answers}
	db := sql.OpenDB(script)
	t.Cleanup(func() {
		assert.Empty(t, script.answers, "statements that were not sent")
		assert.Zero(t, db.Stats().InUse, "connections that were not given back")
		assert.NoError(t, db.Close())
	})
	return once.NewSQL(db, "writes"), script
}

func (d *scriptedDB) next(statement string, values []driver.NamedValue) (a answer, err error) {
	if len(d.answers) == 0 {
		return a, fmt.Errorf("no answer to %s", statement)
	}
	a, d.answers = d.answers[0], d.answers[1:]
	assert.True(d.t, strings.HasPrefix(statement, a.to), statement)
	var sent []any
	for _, v := range values {
		sent = append(sent, v.Value)
	}
	d.sent = append(d.sent, sent)
	return a, a.err
}

func (d *scriptedDB) ExecContext(
	_ context.Context, statement string, values []driver.NamedValue,
) (driver.Result, error) {
	a, err := d.next(statement, values)
	return scriptedResult{a}, err
}

func (d *scriptedDB) QueryContext(
	_ context.Context, statement string, values []driver.NamedValue,
) (driver.Rows, error) {
	a, err := d.next(statement, values)
	return &scriptedRows{a}, err
}

func (d *scriptedDB) Connect(context.Context) (driver.Conn, error) { return d, nil }
func (d *scriptedDB) Driver() driver.Driver                        { return nil }
func (d *scriptedDB) Prepare(string) (driver.Stmt, error)          { return nil, driver.ErrSkip }
func (d *scriptedDB) Begin() (driver.Tx, error)                    { return nil, driver.ErrSkip }
func (d *scriptedDB) Close() error                                 { return nil }

type scriptedResult struct{ answer }

func (r scriptedResult) LastInsertId() (int64, error) { return 0, errBroken }
func (r scriptedResult) RowsAffected() (int64, error) { return r.affected, r.affectedErr }

type scriptedRows struct{ answer }

func (r *scriptedRows) Columns() []string { return make([]string, 9) }
func (r *scriptedRows) Close() error      { return nil }

func (r *scriptedRows) Next(dest []driver.Value) error {
	if r.row == nil {
		if r.rowsErr != nil {
			return r.rowsErr
		}
		return io.EOF
	}
	copy(dest, r.row)
	r.row = nil
	return nil
}
