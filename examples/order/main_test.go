package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/once"
	"github.com/shelfwire/shelfwire/once/oncetest"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// TestMain makes the test's own binary the program, so that it can be killed.
func TestMain(m *testing.M) {
	if os.Getenv("ORDER_TEST_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestRun_Fake(t *testing.T) {
	t.Setenv("RESICO_CLIENT_CODE", "")
	t.Setenv("RESICO_CLIENT_KEY", "")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), nil, &out))
	assert.Equal(t, "order 17 is invoice 1 in Resico, with 2 lines\n", out.String())
	require.ErrorContains(t, run(t.Context(), []string{"order.json", "-database", "order.db"}, &out), `unexpected argument "order.json"`)
}

// world is a Resico that outlives the programs that call it, and what they have in common.
type world struct {
	*resicotest.Server
	database string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Server: resicotest.NewServer(t), database: filepath.Join(t.TempDir(), "the order's.db")}
	for _, sku := range []string{"BOWL-1", "LAMP-2"} {
		w.AddProducts(product(sku))
	}
	return w
}

func product(sku string) (p resicotest.Product) {
	p.SKU, p.Name = sku, sku
	return p
}

// command is the program, to be started.
func (w *world) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], append([]string{"-database", w.database}, args...)...)
	cred := w.Credentials()
	cmd.Env = append(os.Environ(), "ORDER_TEST_PROGRAM=1", "RESICO_URL="+w.URL(),
		"RESICO_CLIENT_CODE="+cred.ClientCode.Reveal(), "RESICO_CLIENT_KEY="+cred.ClientKey.Reveal())
	return cmd
}

// start runs the program to its end, and returns its status and its output.
func (w *world) start(t *testing.T, args ...string) (status int, output string) {
	t.Helper()
	out, err := w.command(t, args...).CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), string(out)
	}
	require.NoError(t, err)
	return 0, string(out)
}

// killAt kills the program while it waits for the response to a call that the fault holds back.
func (w *world) killAt(t *testing.T, op string, nth int, fault faults.Fault) {
	t.Helper()
	w.Fail(fault.On(op).Skip(nth))
	before := w.Calls(op)
	cmd := w.command(t, "-order", "order.json")
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { return w.Calls(op) > before+nth }, 30*time.Second, time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	w.ClearFaults()
}

// lookUp is the person: the truth about a parked write, as an argument of -settle.
func (w *world) lookUp(t *testing.T, name string, wasApplied bool) []string {
	t.Helper()
	switch {
	case !wasApplied:
		return []string{"-not-there"}
	case strings.HasPrefix(name, "customer"):
		return []string{"-found", w.Customers()[0].Code}
	case strings.HasPrefix(name, "invoice"):
		return []string{"-found", fmt.Sprint(w.Invoices()[0].ID)}
	default:
		lines := w.Invoices()[0].Lines
		return []string{"-found", fmt.Sprint(lines[len(lines)-1].ID)}
	}
}

var parkedName = regexp.MustCompile(`(?m)^(.* of order 18|customer SHOP-6) is parked: `)

// Killed at each of its calls, before the server has carried it out and after, and started again until it is done.
func TestProgram_Killed(t *testing.T) {
	t.Parallel()
	for _, call := range []struct {
		op  string
		nth int
	}{{"Customers.Create", 0}, {"Invoices.Create", 0}, {"Invoices.AddLine", 0}, {"Invoices.AddLine", 1}, {"Invoices.AddLine", 2}} {
		for _, applied := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s %d applied %v", call.op, call.nth, applied), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				hold := faults.Delay(time.Hour)
				if applied {
					hold = hold.AfterApplying()
				}
				w.killAt(t, call.op, call.nth, hold)
				for range 2 { // a parked write stays parked
					status, output := w.start(t, "-order", "order.json")
					require.Equal(t, 2, status, output)
					require.Contains(t, output, "the program was killed before a response came")
					name := parkedName.FindStringSubmatch(output)[1]
					require.Contains(t, output, "-settle '"+name+"' -not-there")
					require.Contains(t, output, `-database '`+strings.ReplaceAll(w.database, "'", `'\''`)+`'`)
				}
				status, output := w.start(t, "-order", "order.json")
				require.Equal(t, 2, status)
				name := parkedName.FindStringSubmatch(output)[1]
				status, output = w.start(t, append([]string{"-settle", name}, w.lookUp(t, name, applied)...)...)
				require.Zero(t, status, output)
				for range 2 {
					status, output = w.start(t, "-order", "order.json")
					require.Zero(t, status, output)
					require.Equal(t, "order 18 is invoice 1 in Resico, with 3 lines\n", output)
				}
				w.isInOnce(t)
			})
		}
	}
}

// isInOnce checks that the order of order.json is in Resico, and once.
func (w *world) isInOnce(t *testing.T) {
	t.Helper()
	require.Len(t, w.Customers(), 1)
	require.Len(t, w.Invoices(), 1)
	invoice := w.Invoices()[0]
	assert.Equal(t, "Order 18", invoice.Notes)
	var lines []string
	for _, line := range invoice.Lines {
		lines = append(lines, line.SKU+" "+line.Quantity.String())
	}
	assert.Equal(t, []string{"BOWL-1 3", "LAMP-2 1", "BOWL-1 0.5"}, lines)
}

// A rejection and a lost connection before anything was sent leave nothing for a person to do.
func TestProgram_Rejected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fail(faults.ErrorBody(422, "no such product").On("Invoices.AddLine").Skip(1))
	status, output := w.start(t, "-order", "order.json")
	require.Equal(t, 1, status, output)
	require.Contains(t, output, "Invoices.AddLine: 422")
	status, output = w.start(t, "-order", "order.json")
	require.Zero(t, status, output)
	w.isInOnce(t)
}

// The second order of a customer finds the customer there.
func TestProgram_ReturningCustomer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	status, output := w.start(t, "-order", "order.json")
	require.Zero(t, status, output)
	data, err := os.ReadFile("order.json")
	require.NoError(t, err)
	next := filepath.Join(t.TempDir(), "order.json")
	data = bytes.Replace(bytes.Replace(data, []byte(`"ID": 18`), []byte(`"ID": 19`), 1), []byte("+37120000001"), []byte("+37120000002"), 1)
	require.NoError(t, os.WriteFile(next, data, 0o600))
	status, output = w.start(t, "-order", next)
	require.Zero(t, status, output)
	require.Equal(t, "order 19 is invoice 2 in Resico, with 3 lines\n", output)
	require.Len(t, w.Customers(), 1)
}

// The same order with another quantity is a conflict, and nothing is sent.
func TestProgram_ChangedOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	status, output := w.start(t, "-order", "order.json")
	require.Zero(t, status, output)
	calls := w.Calls()
	data, err := os.ReadFile("order.json")
	require.NoError(t, err)
	changed := filepath.Join(t.TempDir(), "order.json")
	require.NoError(t, os.WriteFile(changed, bytes.Replace(data, []byte(`"Qty": 3`), []byte(`"Qty": 4`), 1), 0o600))
	status, output = w.start(t, "-order", changed)
	require.Equal(t, 1, status)
	require.Contains(t, output, "line 1 of order 18 was begun with another request")
	require.Equal(t, calls, w.Calls())
}

// An order without a line that was sent is no smaller order. One whose line was rejected is.
func TestProgram_LineTakenOut(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("order.json")
	require.NoError(t, err)
	var whole map[string]any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // 12.50 stays as it is
	require.NoError(t, decoder.Decode(&whole))
	whole["Lines"] = whole["Lines"].([]any)[:2]
	shorter, err := json.Marshal(whole)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "order.json")
	require.NoError(t, os.WriteFile(file, shorter, 0o600))
	for name, test := range map[string]struct {
		third  faults.Fault // of the third line
		want   string
		status int
	}{
		"sent":     {faults.Delay(0), "line 3 of order 18 was sent or begun, and the order has 2 lines now", 1},
		"unclear":  {faults.DropResponse(), "line 3 of order 18 was sent or begun, and the order has 2 lines now", 1},
		"rejected": {faults.ErrorBody(422, "no such product"), "order 18 is invoice 1 in Resico, with 2 lines", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Fail(test.third.On("Invoices.AddLine").Skip(2))
			w.start(t, "-order", "order.json")
			calls := w.Calls()
			status, output := w.start(t, "-order", file)
			assert.Equal(t, test.status, status)
			assert.Contains(t, output, test.want)
			assert.Equal(t, calls, w.Calls())
		})
	}
}

// What another write has made is no answer.
func TestProgram_OthersKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	status, output := w.start(t, "-order", "order.json")
	require.Zero(t, status, output)
	store, closeStore, err := openStore(t.Context(), w.database)
	require.NoError(t, err)
	for _, name := range []string{"customer SHOP-7", "invoice of order 19", "line 1 of order 19"} {
		_, _, err := store.Begin(t.Context(), name, "")
		require.NoError(t, err)
		_, _, err = store.Begin(t.Context(), name, "") // it was killed
		require.NoError(t, err)
	}
	closeStore()
	line := fmt.Sprint(w.Invoices()[0].Lines[0].ID)
	for name, test := range map[string]struct{ found, want, right string }{
		"customer SHOP-7":     {strings.ToLower(w.Customers()[0].Code), "is the customer SHOP-6", "C-7"},
		"invoice of order 19": {"1", "-found 1 is the invoice of order 18", "2"},
		"line 1 of order 19":  {line, "-found " + line + " is the line 1 of order 18", "99"},
	} {
		status, output := w.start(t, "-settle", name, "-found", test.found)
		assert.Equal(t, 1, status, name)
		assert.Contains(t, output, test.want)
		status, output = w.start(t, "-settle", name, "-found", test.right)
		assert.Zero(t, status, output)
	}
}

func TestRun_BadInput(t *testing.T) {
	t.Setenv("RESICO_CLIENT_CODE", "code")
	t.Setenv("RESICO_CLIENT_KEY", "key")
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.json")
	require.NoError(t, os.WriteFile(broken, []byte(`{"ID": "x"}`), 0o600))
	empty := filepath.Join(dir, "empty.json")
	require.NoError(t, os.WriteFile(empty, []byte(`{"ID": 5}`), 0o600))
	for want, args := range map[string]string{
		"the real Resico gets no invented order":      "",
		"set -order and -database":                    "-order order.json",
		"no such file":                                "-order " + filepath.Join(dir, "none.json"),
		broken + ": ":                                 "-order " + broken,
		"an order has an ID, a customer's code, the ": "-order " + empty,
		"-settle needs either -found or -not-there":   "-settle x",
		"needs either":                                "-settle x -found 7 -not-there",
		`"x" is no parked write in `:                  "-settle x -not-there",
		"flag provided but not defined: -unknown":     "-unknown",
		"unable to open database file":                "-database " + filepath.Join(dir, "none", "a.db"),
		`-found "x" is no ID in Resico`:               "-database " + parkedDatabase(t) + " -found x -settle invoice",
		`-found "0" is no ID in Resico`:               "-database " + parkedDatabase(t) + " -found 0 -settle invoice",
		`-found "99999999999999999999" is no ID in R`: "-database " + parkedDatabase(t) + " -found 99999999999999999999 -settle invoice",
	} {
		t.Run(want, func(t *testing.T) {
			var out bytes.Buffer
			err := run(t.Context(), strings.Fields(args), &out)
			require.ErrorContains(t, err, want)
			assert.NotErrorIs(t, err, flag.ErrHelp)
		})
	}
}

// An order that cannot be right is rejected with the member that is wrong, before its customer or its invoice is made.
func TestProgram_BadOrder(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("order.json")
	require.NoError(t, err)
	for name, test := range map[string]struct{ have, change, want string }{
		"unknown member": {`"Price": 79.00`, `"Price": 79.00, "Discount": 20`, `unknown field "Discount"`},
		"no day":         {`"Placed": "2026-11-03",`, ``, "an order has an ID, a customer's code, the day when it was Placed"},
		"no SKU":         {`"SKU": "LAMP-2"`, `"SKU": ""`, "with a SKU, a Qty above zero and a Price: Lines[1] has not"},
		"no quantity":    {`"Qty": 1,`, `"Qty": 0,`, "with a SKU, a Qty above zero and a Price: Lines[1] has not"},
		"no price":       {`"Price": 79.00,`, ``, "with a SKU, a Qty above zero and a Price: Lines[1] has not"},
		"below zero":     {`"Price": 11.00`, `"Price": -11.00`, "with a SKU, a Qty above zero and a Price: Lines[2] has not"},
		"more":           {"\n}\n", "\n}\n{}", "there is more behind the order"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			file := filepath.Join(t.TempDir(), "order.json")
			require.Contains(t, string(data), test.have)
			bad := strings.Replace(string(data), test.have, test.change, 1)
			require.NoError(t, os.WriteFile(file, []byte(bad), 0o600))
			status, output := w.start(t, "-order", file)
			assert.Equal(t, 1, status)
			assert.Contains(t, output, test.want)
			assert.Zero(t, w.Calls())
		})
	}
}

// A database is a file whatever its name, or its records would be gone with the program.
func TestOpenStore_file(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, isThere := range []bool{false, true} {
		store, closeStore, err := openStore(t.Context(), ":memory:")
		require.NoError(t, err)
		_, isNew, err := store.Begin(t.Context(), "invoice", "")
		require.Equal(t, isThere, err != nil || !isNew)
		closeStore()
	}
}

// parkedDatabase has one parked write, "invoice".
func parkedDatabase(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.db")
	store, closeStore, err := openStore(t.Context(), file)
	require.NoError(t, err)
	defer closeStore()
	_, _, err = store.Begin(t.Context(), "invoice", "")
	require.NoError(t, err)
	require.NoError(t, store.Park(t.Context(), "invoice", 1, once.End{Outcome: shelfwire.OutcomeUnknown}))
	return file
}

func TestSQL_SQLite(t *testing.T) {
	t.Parallel()
	testSQL(t, func() (*once.SQL, error) {
		store, closeStore, err := openStore(t.Context(), filepath.Join(t.TempDir(), "records.db"))
		if err == nil {
			t.Cleanup(closeStore)
		}
		return store, err
	})
}

func TestSQL_PostgreSQL(t *testing.T) {
	t.Parallel()
	address := os.Getenv("ESHOP_TEST_DATABASE")
	if address == "" {
		return
	}
	for _, level := range []string{"read committed", "repeatable read", "serializable"} {
		t.Run(level, func(t *testing.T) { // one after the other, since other packages need connections, too
			config, err := pgx.ParseConfig(address)
			require.NoError(t, err)
			config.RuntimeParams["default_transaction_isolation"] = level
			db := stdlib.OpenDB(*config)
			db.SetMaxOpenConns(6)
			table := "remote_writes_of_a_test_" + strings.ReplaceAll(level, " ", "_")
			drop := func(ctx context.Context) error {
				_, err := db.ExecContext(ctx, "DROP TABLE IF EXISTS "+table)
				return err
			}
			t.Cleanup(func() { assert.NoError(t, errors.Join(drop(context.Background()), db.Close())) })
			testSQL(t, func() (*once.SQL, error) {
				if err := drop(t.Context()); err != nil {
					return nil, err
				}
				store := once.NewSQL(db, table)
				return store, store.CreateTable(t.Context())
			})
		})
	}
}

// A file that nobody has opened with a busy_timeout: those who come at the same time wait for each other all the same.
func TestSQL_SQLiteBusy(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "records.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	store := once.NewSQL(db, "writes")
	require.NoError(t, store.CreateTable(t.Context()))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err := once.Do(t.Context(), store, once.Key{Name: strconv.Itoa(i)}, func(context.Context) (int, error) { return i, nil })
			assert.NoError(t, err)
		})
	}
	all.Wait()
	done, err := store.Records(t.Context(), once.Done)
	require.NoError(t, err)
	assert.Len(t, done, 8)
}

func testSQL(t *testing.T, open func() (*once.SQL, error)) {
	t.Helper()
	require.NoError(t, oncetest.TestStore(t.Context(), func() (once.Store, error) { return open() }))

	store, err := open()
	require.NoError(t, err)
	require.NoError(t, store.CreateTable(t.Context()), "the table is there")
	began := time.Now()
	for _, name := range []string{"c", "b", "a"} {
		_, _, err := store.Begin(t.Context(), name, "")
		require.NoError(t, err)
	}
	require.NoError(t, store.Park(t.Context(), "b", 1, once.End{Outcome: shelfwire.OutcomeApplied, Reason: "why"}))
	all, err := store.Records(t.Context(), "")
	require.NoError(t, err)
	require.Len(t, all, 3)
	assert.Equal(t, []string{"c", "b", "a"}, []string{all[0].Name, all[1].Name, all[2].Name})
	parked, err := store.Records(t.Context(), once.Parked)
	require.NoError(t, err)
	require.Len(t, parked, 1)
	assert.Equal(t, once.End{Outcome: shelfwire.OutcomeApplied, Reason: "why"}, parked[0].End)
	assert.WithinDuration(t, began, parked[0].Begun, time.Minute)
	assert.False(t, parked[0].Ended.Before(parked[0].Begun))

	require.ErrorContains(t, store.Correct(t.Context(), "b", 1, json.RawMessage("7")), "b is not done")
	require.NoError(t, store.Finish(t.Context(), "b", 1, json.RawMessage(`"7"`)))
	require.NoError(t, store.Correct(t.Context(), "b", 1, json.RawMessage("7")))
	done, err := store.Records(t.Context(), once.Done)
	require.NoError(t, err)
	require.Len(t, done, 1)
	assert.Equal(t, "7", string(done[0].Result))

	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = store.Records(canceled, "")
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, store.Finish(canceled, "a", 1, json.RawMessage("null")), context.Canceled)
	_, _, err = store.Begin(canceled, "a", "")
	require.ErrorIs(t, err, context.Canceled)
}
