package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// inFake are the rows that a fake leaves open.
var inFake = []string{
	"resico/http2",
	"erpxt/http2",
	"shopinventory/http2", "shopinventory/redirect", "shopinventory/too-many",
	"virtpos/http2", "virtpos/plain-http", "virtpos/turnover-form",
}

// runAlone runs the program without any variable set: with the fakes inside.
func runAlone(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	c := config{getenv: func(string) string { return "" }, stdout: &out, stderr: &errs}
	status = c.run(t.Context(), append([]string{"-shape", t.TempDir() + "/shape.txt"}, args...))
	return status, out.String(), errs.String()
}

// The fakes do what is assumed.
func TestRun_Fakes(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := runAlone(t, "-json")
	assert.Zero(t, status)
	assert.Empty(t, stderr)
	var open []string
	for _, p := range decodeReports(t, stdout) {
		assert.True(t, p.Fake)
		assert.LessOrEqual(t, p.Calls, maxCalls)
		assert.Positive(t, p.Calls)
		for _, r := range p.Rows {
			assert.NotEqual(t, string(differs), r.Verdict, "%s: %s", r.ID, r.Seen)
			if r.Verdict == string(unclear) {
				open = append(open, r.ID)
			}
		}
	}
	assert.ElementsMatch(t, inFake, open)
}

func decodeReports(t *testing.T, text string) []jsonReport {
	t.Helper()
	var read struct {
		Shelfwire string       `json:"shelfwire"`
		Providers []jsonReport `json:"providers"`
	}
	require.NoError(t, json.Unmarshal([]byte(text), &read))
	assert.Equal(t, shelfwire.Version, read.Shelfwire)
	return read.Providers
}

// What is seen in the fakes, row by row, is in a file: go test ./probe -update writes it anew.
func TestRun_Golden(t *testing.T) {
	t.Parallel()
	var seen strings.Builder
	_, stdout, _ := runAlone(t, "-json")
	for _, p := range decodeReports(t, stdout) {
		fmt.Fprintf(&seen, "%s, %d calls\n", p.Provider, p.Calls)
		for _, r := range p.Rows {
			if r.ID != "resico/clock" && r.ID != "resico/server-zone" { // they depend on the day
				fmt.Fprintf(&seen, "%s\t%s\t%s\n", r.ID, r.Verdict, r.Seen)
			}
		}
	}
	const file = "testdata/fakes.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(seen.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), seen.String())
}

var update = flag.Bool("update", false, "write golden files anew")

// Each row says what is assumed, and where that stands.
func TestRun_RowsAreComplete(t *testing.T) {
	t.Parallel()
	_, stdout, _ := runAlone(t, "-json")
	seen := map[string]bool{}
	for _, p := range decodeReports(t, stdout) {
		for _, r := range p.Rows {
			assert.False(t, seen[r.ID], "%s twice", r.ID)
			seen[r.ID] = true
			assert.True(t, strings.HasPrefix(r.ID, p.Provider+"/"), r.ID)
			assert.NotEmpty(t, r.Assumption, r.ID)
			assert.NotEmpty(t, r.Source, r.ID)
			assert.NotEmpty(t, r.Seen, r.ID)
		}
	}
	assert.Greater(t, len(seen), 80)
}

// What needs a flag says which one.
func TestRun_FlagsThatAreMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(t.Context(), "virtpos", "-json")
	rows := decodeReports(t, w.stdout.String())[0].Rows
	w.stdout.Reset()
	w.run(t.Context(), "resico", "-json")
	for _, r := range append(rows, decodeReports(t, w.stdout.String())[0].Rows...) {
		switch r.ID {
		case "resico/update-keeps":
			assert.Equal(t, "asked only with -customer", r.Seen)
		case "virtpos/whole-warehouse":
			assert.Equal(t, "asked only with -stock", r.Seen)
		case "virtpos/update":
			assert.Equal(t, "asked only with -write", r.Seen)
		case "virtpos/wrong-key":
			assert.Equal(t, "asked only with -wrong-key", r.Seen)
		}
	}
}

// The issue's text shows what does not hold first.
func TestRun_Issue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.resico.SetMaxPageSize(100)
	assert.Equal(t, exitDiffers, w.run(t.Context(), "resico", "-issue"))
	text := w.stdout.String()
	assert.Contains(t, text, "### resico: 22 hold, 1 do not hold")
	assert.Contains(t, text, "| `resico/large-limit` | does not hold | A limit of 500 is not capped")
	assert.Less(t, strings.Index(text, "resico/large-limit"), strings.Index(text, "resico/envelope"))
}

// The table explains what does not hold.
func TestRun_Table(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.resico.SetMaxPageSize(100)
	assert.Equal(t, exitDiffers, w.run(t.Context(), "resico"))
	assert.Contains(t, w.stdout.String(), "resico/large-limit does not hold.\n  assumed: A limit of 500 is not capped")
	assert.Contains(t, w.stdout.String(), "resico: the real service, ")
}
