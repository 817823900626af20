package once_test

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"
)

// What a store in a real database keeps is tested in examples/order, with SQLite and PostgreSQL. Here the database is
// a script, so that races and failures come when they are wanted.

func TestNewSQL_TableName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"writes", "shop.remote_writes", "_w1"} {
		assert.NotPanics(t, func() { once.NewSQL(nil, name) }, name)
	}
	for _, name := range []string{"", "a b", "a;b", "a.b.c", "1a", `"a"`, "a.", "\u0161"} {
		assert.PanicsWithValue(t, fmt.Sprintf("once: %q is no name of a table", name), func() { once.NewSQL(nil, name) })
	}
}

var errBroken = errors.New("the disk is full")

func TestSQL_Begin(t *testing.T) {
	t.Parallel()
	other := newRow(once.Begun, 4)
	other[1] = "other"
	for name, c := range map[string]struct {
		answers []answer
		started bool
		state   once.State
		attempt int64
	}{
		"first": {[]answer{{to: "INSERT", affected: 1}}, true, once.Begun, 1},
		"done":  {[]answer{{to: "INSERT"}, {to: "SELECT", row: newRow(once.Done, 1)}}, false, once.Done, 1},
		"released": {[]answer{{to: "INSERT"}, {to: "SELECT", row: newRow(once.Released, 3)}, {to: "UPDATE", affected: 1}},
			true, once.Begun, 4},
		"another process begins what was released": {[]answer{
			{to: "INSERT"}, {to: "SELECT", row: newRow(once.Released, 3)}, {to: "UPDATE"}, {to: "SELECT", row: other},
		}, false, once.Begun, 4},
		"killed": {[]answer{
			{to: "INSERT"}, {to: "SELECT", row: newRow(once.Begun, 2)}, {to: "UPDATE", affected: 1},
			{to: "SELECT", row: newRow(once.Parked, 2)},
		}, false, once.Parked, 2},
		"not killed, and done meanwhile": {[]answer{
			{to: "INSERT"}, {to: "SELECT", row: newRow(once.Begun, 2)}, {to: "UPDATE"}, {to: "SELECT", row: newRow(once.Done, 2)},
		}, false, once.Done, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, db := newScripted(t, c.answers...)
			r, started, err := store.Begin(t.Context(), "a", "hash")
			require.NoError(t, err)
			assert.Equal(t, c.started, started)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.attempt, r.Attempt)
			assert.Equal(t, c.state == once.Begun, r.Ended.IsZero())
			if last := db.sent[len(db.sent)-1]; c.attempt == 4 && c.started {
				assert.Equal(t, []any{"hash", int64(4), formatted(r.Begun), "a", int64(3)}, last)
			}
		})
	}
}

func TestSQL_BeginFails(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string][]answer{
		"insert":     {{to: "INSERT", err: errBroken}},
		"count":      {{to: "INSERT", affectedErr: errBroken}},
		"read":       {{to: "INSERT"}, {to: "SELECT", err: errBroken}},
		"begin anew": {{to: "INSERT"}, {to: "SELECT", row: newRow(once.Released, 1)}, {to: "UPDATE", err: errBroken}},
		"park":       {{to: "INSERT"}, {to: "SELECT", row: newRow(once.Begun, 1)}, {to: "UPDATE", err: errBroken}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, _ := newScripted(t, answers...)
			_, started, err := store.Begin(t.Context(), "a", "hash")
			require.ErrorIs(t, err, errBroken)
			assert.False(t, started)
		})
	}
}

// Others change the record whenever it was read.
func TestSQL_BeginRaces(t *testing.T) {
	t.Parallel()
	answers := []answer{{to: "INSERT"}}
	for i := range int64(10) {
		answers = append(answers, answer{to: "SELECT", row: newRow(once.Released, i+1)}, answer{to: "UPDATE"})
	}
	store, _ := newScripted(t, answers...)
	_, started, err := store.Begin(t.Context(), "a", "hash")
	require.EqualError(t, err, "a is changed by others all the time")
	assert.False(t, started)
}

func TestSQL_Finish(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []answer
		want    string // "" for none
	}{
		"changed":              {[]answer{{to: "UPDATE", affected: 1}}, ""},
		"done with the same":   {[]answer{{to: "UPDATE"}, {to: "SELECT", row: newRow(once.Done, 2)}}, ""},
		"begun anew":           {[]answer{{to: "UPDATE"}, {to: "SELECT", row: newRow(once.Begun, 3)}}, "a is at attempt 3"},
		"no record":            {[]answer{{to: "UPDATE"}, {to: "SELECT"}}, "a has no record"},
		"the update fails":     {[]answer{{to: "UPDATE", err: errBroken}}, errBroken.Error()},
		"the count fails":      {[]answer{{to: "UPDATE", affectedErr: errBroken}}, errBroken.Error()},
		"the read after fails": {[]answer{{to: "UPDATE"}, {to: "SELECT", err: errBroken}}, errBroken.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, _ := newScripted(t, c.answers...)
			err := store.Finish(t.Context(), "a", 2, json.RawMessage(`{"id":7}`))
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestSQL_Correct(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []answer
		want    string // "" for none
	}{
		"done":                 {[]answer{{to: "UPDATE", affected: 1}}, ""},
		"parked":               {[]answer{{to: "UPDATE"}, {to: "SELECT", row: newRow(once.Parked, 2)}}, "a is not done"},
		"done meanwhile":       {[]answer{{to: "UPDATE"}, {to: "SELECT", row: newRow(once.Done, 2)}}, "a is not done"},
		"begun anew":           {[]answer{{to: "UPDATE"}, {to: "SELECT", row: newRow(once.Begun, 3)}}, "a is at attempt 3"},
		"no record":            {[]answer{{to: "UPDATE"}, {to: "SELECT"}}, "a has no record"},
		"the update fails":     {[]answer{{to: "UPDATE", err: errBroken}}, errBroken.Error()},
		"the read after fails": {[]answer{{to: "UPDATE"}, {to: "SELECT", err: errBroken}}, errBroken.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, db := newScripted(t, c.answers...)
			err := store.Correct(t.Context(), "a", 2, json.RawMessage(`{"id":8}`))
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, []any{`{"id":8}`, "a", int64(2)}, []any{db.sent[0][0], db.sent[0][2], db.sent[0][3]})
		})
	}
}

// A result that is no JSON never gets to the database.
func TestSQL_NoJSON(t *testing.T) {
	t.Parallel()
	store, _ := newScripted(t)
	require.EqualError(t, store.Finish(t.Context(), "a", 1, json.RawMessage("365, found by hand")), "the result of a is no JSON")
	require.EqualError(t, store.Correct(t.Context(), "a", 1, nil), "the result of a is no JSON")
}

func TestSQL_Ends(t *testing.T) {
	t.Parallel()
	for state, end := range map[once.State]func(*once.SQL) error{
		once.Done:     func(s *once.SQL) error { return s.Finish(t.Context(), "a", 2, rowEnd.Result) },
		once.Released: func(s *once.SQL) error { return s.Release(t.Context(), "a", 2, rowEnd) },
		once.Parked:   func(s *once.SQL) error { return s.Park(t.Context(), "a", 2, rowEnd) },
	} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			store, db := newScripted(t, answer{to: "UPDATE", affected: 1}, answer{to: "UPDATE", err: errBroken})
			require.NoError(t, end(store))
			require.ErrorIs(t, end(store), errBroken)
			want := []any{string(state), rowEnd.Outcome.String(), rowEnd.Reason, string(rowEnd.Result)}
			if state == once.Done {
				want[1], want[2] = "", ""
			}
			require.Len(t, db.sent[0], 7)
			assert.Equal(t, want, db.sent[0][:4])
			assert.Equal(t, []any{"a", int64(2)}, db.sent[0][5:])
		})
	}
}

func TestSQL_Records(t *testing.T) {
	t.Parallel()
	for state, want := range map[once.State]once.Record{
		once.Begun:    {},
		once.Done:     {Result: json.RawMessage(`{"id":7}`), Ended: rowTime.Add(time.Second)},
		once.Parked:   {End: rowEnd, Ended: rowTime.Add(time.Second)},
		once.Released: {End: rowEnd, Ended: rowTime.Add(time.Second)},
	} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			store, db := newScripted(t, answer{to: "SELECT", row: newRow(state, 2)})
			records, err := store.Records(t.Context(), state)
			require.NoError(t, err)
			want.Name, want.Fingerprint, want.State, want.Attempt, want.Begun = "a", "hash", state, 2, rowTime
			assert.Equal(t, []once.Record{want}, records)
			assert.Equal(t, [][]any{{string(state)}}, db.sent)
		})
	}
}

func TestSQL_RecordsFails(t *testing.T) {
	t.Parallel()
	with := func(column int, value string) answer {
		row := newRow(once.Parked, 1)
		row[column] = value
		return answer{to: "SELECT", row: row}
	}
	for name, c := range map[string]struct {
		answer answer
		want   string
	}{
		"query":     {answer{to: "SELECT", err: errBroken}, errBroken.Error()},
		"rows":      {answer{to: "SELECT", row: newRow(once.Parked, 1), rowsErr: errBroken}, errBroken.Error()},
		"attempt":   {with(3, "many"), `"many"`},
		"outcome":   {with(5, "lost"), `"lost"`},
		"beginning": {with(7, "yesterday"), `"yesterday"`},
		"end":       {with(8, "today"), `"today"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, _ := newScripted(t, c.answer)
			_, err := store.Records(t.Context(), "")
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestSQL_CreateTableFails(t *testing.T) {
	t.Parallel()
	store, _ := newScripted(t, answer{to: "CREATE TABLE", err: errBroken})
	require.ErrorIs(t, store.CreateTable(t.Context()), errBroken)
}

var (
	rowTime = time.Date(2026, 3, 20, 10, 30, 0, 123456789, time.UTC)
	rowEnd  = once.End{Outcome: shelfwire.OutcomeApplied, Reason: "half a response", Result: json.RawMessage(`{"id":7}`)}
)

func formatted(t time.Time) string { return t.Format("2006-01-02T15:04:05.000000000Z") }

// newRow returns a record as the table has it.
func newRow(state once.State, attempt int64) []driver.Value {
	row := []driver.Value{"a", "hash", string(state), attempt, "", "", "", formatted(rowTime), formatted(rowTime.Add(time.Second))}
	switch state {
	case once.Begun:
		row[8] = ""
	case once.Done:
		row[4] = `{"id":7}`
	case once.Parked, once.Released:
		row[4], row[5], row[6] = string(rowEnd.Result), rowEnd.Outcome.String(), rowEnd.Reason
	}
	return row
}
