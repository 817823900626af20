package shop

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func TestShop_Begin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before func(*testing.T, *Shop, Step) // what has become of the step
		other  bool                          // it was another order's
		result string
		done   bool
		parked string // part of the reason
		err    error
		state  string // of the record afterwards
	}{
		"never sent":      {before: func(*testing.T, *Shop, Step) {}, state: "sending"},
		"done":            {before: isDone, result: "C-1", done: true, state: "done"},
		"done by another": {before: isDone, other: true, result: "C-1", done: true, state: "done"},
		"refused":         {before: isRefused, state: "sending"},
		"refused to another, which may never try again": {before: isRefused, other: true, state: "sending"},
		"parked":                 {before: isParked, parked: "customer 1: silence", state: "parked"},
		"parked by another":      {before: isParked, other: true, err: ErrBlocked, state: "parked"},
		"cut off":                {before: isSending, parked: "no response was recorded", state: "parked"},
		"being sent by another":  {before: isSending, other: true, err: ErrBusy, state: "sending"},
		"cut off and parked":     {before: isCutOff, parked: "no response was recorded", state: "parked"},
		"sent again and refused": {before: isRefusedTwice, state: "sending"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			first, second := place(t, s), place(t, s)
			test.before(t, s, CustomerStep(first))
			step := CustomerStep(first)
			if test.other {
				step = CustomerStep(second)
			}
			result, done, err := s.Begin(t.Context(), step, []byte(`{"Name":"x"}`))
			assert.Equal(t, test.result, result)
			assert.Equal(t, test.done, done)
			switch {
			case test.parked != "":
				parked, ok := errors.AsType[*ParkedError](err)
				require.True(t, ok, "got %v", err)
				assert.Contains(t, parked.Error(), test.parked)
			case test.err != nil:
				require.ErrorIs(t, err, test.err)
			default:
				require.NoError(t, err)
			}
			assert.Equal(t, test.state, stateOf(t, s, step))
		})
	}
}

// A step of no order has been looked for before it is begun, so it may be, whatever the record says.
func TestShop_Begin_noOrder(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(*testing.T, *Shop, Step){
		"never sent": func(*testing.T, *Shop, Step) {}, "done": isDone, "refused": isRefused, "parked": isParked,
		"cut off": isSending,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			step := CardStep("A")
			before(t, s, step)
			result, done, err := s.Begin(t.Context(), step, []byte(`{"Name":"x"}`))
			require.NoError(t, err)
			assert.False(t, done)
			assert.Empty(t, result)
			assert.Equal(t, "sending", stateOf(t, s, step))
			require.NoError(t, s.Done(t.Context(), step, "7"))
			assert.Equal(t, "done", stateOf(t, s, step))
		})
	}
}

// What cannot be recorded is not to be sent, the first time as well as again.
func TestShop_Begin_unrecorded(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), shoptest.MadeFile(t, Open))
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	isRefused(t, s, CardStep("A"))
	for _, test := range []struct{ write, sku string }{{"UPDATE", "A"}, {"INSERT", "B"}} {
		_, err := s.db.ExecContext(t.Context(), `CREATE TRIGGER reject_`+test.write+` BEFORE `+test.write+` ON remote_steps
			BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
		require.NoError(t, err)
		_, done, err := s.Begin(t.Context(), CardStep(test.sku), []byte(`{"Name":"x"}`))
		require.ErrorContains(t, err, "the disk is full", test.write)
		assert.False(t, done)
	}
}

// What is sent again has nothing of the try before: its key and its error would be taken for those of the new one.
func TestShop_Begin_again(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := place(t, s)
	isSending(t, s, InvoiceStep(o))
	require.NoError(t, s.Done(t.Context(), InvoiceStep(o), "365"))
	require.NoError(t, s.AskAgain(t.Context(), InvoiceStep(o), "365 is not there"))
	parked := stepOf(t, s, o, StepInvoice)
	assert.Equal(t, "parked 365 unknown 365 is not there",
		parked.State+" "+parked.Result+" "+parked.Outcome+" "+parked.Error)
	require.NoError(t, s.Rejected(t.Context(), InvoiceStep(o), "rejected", "a person has found that it is not there"))
	isSending(t, s, InvoiceStep(o))
	again := stepOf(t, s, o, StepInvoice)
	again.Step, again.Sent = Step{}, time.Time{}
	assert.Equal(t, StepStatus{State: "sending", Owner: o.ID, Tries: 2}, again)
}

// stepOf returns what is recorded of an order's step of a kind.
func stepOf(t *testing.T, s *Shop, o Order, kind StepKind) StepStatus {
	t.Helper()
	steps, err := s.StepsOf(t.Context(), o)
	require.NoError(t, err)
	i := slices.IndexFunc(steps, func(step StepStatus) bool { return step.Kind == kind })
	require.GreaterOrEqual(t, i, 0)
	return steps[i]
}

func isSending(t *testing.T, s *Shop, step Step) {
	_, _, err := s.Begin(t.Context(), step, []byte(`{}`))
	require.NoError(t, err)
}

func isDone(t *testing.T, s *Shop, step Step) {
	isSending(t, s, step)
	require.NoError(t, s.Done(t.Context(), step, "C-1"))
}

func isRefused(t *testing.T, s *Shop, step Step) {
	isSending(t, s, step)
	require.NoError(t, s.Rejected(t.Context(), step, "refused", "422"))
}

func isRefusedTwice(t *testing.T, s *Shop, step Step) {
	isRefused(t, s, step)
	isRefused(t, s, step)
	var tries int
	require.NoError(t, s.db.QueryRowContext(t.Context(), `SELECT tries FROM remote_steps`).Scan(&tries))
	assert.Equal(t, 2, tries)
}

func isParked(t *testing.T, s *Shop, step Step) {
	isSending(t, s, step)
	require.NoError(t, s.Park(t.Context(), step, "unknown", "silence"))
}

func isCutOff(t *testing.T, s *Shop, step Step) {
	isSending(t, s, step)
	_, _, err := s.Begin(t.Context(), step, []byte(`{}`))
	require.Error(t, err)
}

func stateOf(t *testing.T, s *Shop, step Step) (state string) {
	t.Helper()
	require.NoError(t, s.db.QueryRowContext(t.Context(),
		`SELECT state FROM remote_steps WHERE target = $1`, step.Target).Scan(&state))
	return state
}

func TestShop_Done_keepsTheKey(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := place(t, s)
	isDone(t, s, CustomerStep(o))
	isSending(t, s, InvoiceStep(o))
	require.NoError(t, s.Done(t.Context(), InvoiceStep(o), "365"))
	o = order(t, s, o.ID)
	assert.Equal(t, "C-1", o.Customer.ResicoCode)
	assert.EqualValues(t, 365, o.InvoiceID)
}

// A try ends what it has begun: not the try that came after it, and not what a person has found to be done. The same may be
// written down twice, for nobody knows whether a commit without a response has happened.
func TestStep_Once(t *testing.T) {
	t.Parallel()
	s, ctx := withProducts(t), t.Context()
	o := place(t, s)
	first, second := InvoiceStep(o).Once(), InvoiceStep(o).Once()
	begin := func(step Step) {
		_, done, err := s.Begin(ctx, step, []byte("{}"))
		require.NoError(t, err)
		require.False(t, done)
	}
	is := func(state, result string, id int64) {
		step := stepOf(t, s, o, StepInvoice)
		assert.Equal(t, state+" "+result, step.State+" "+step.Result)
		assert.Equal(t, id, order(t, s, o.ID).InvoiceID)
	}
	begin(first)
	for range 2 {
		require.NoError(t, s.Park(ctx, first, "unknown", "EOF"))
		require.NoError(t, s.Rejected(ctx, first, "rejected", "503"))
		is("refused", "", 0)
	}
	begin(second)
	late := func(step Step) {
		require.ErrorIs(t, s.Done(ctx, step, "365"), ErrOvertaken)
		require.ErrorIs(t, s.Park(ctx, step, "unknown", "EOF"), ErrOvertaken)
		require.ErrorIs(t, s.Rejected(ctx, step, "rejected", "503"), ErrOvertaken)
	}
	late(first)
	is("sending", "", 0)
	for range 2 {
		require.NoError(t, s.Done(ctx, second, "366"))
		is("done", "366", 366)
	}
	late(first)
	late(second)
	require.ErrorIs(t, s.Done(ctx, first, "366"), ErrOvertaken)
	is("done", "366", 366)
}

// What a person has dealt with by hand is not ended by the try that was parked; what the try itself has ended may be written down
// twice.
func TestStep_Once_byHand(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lose func(*Shop, Step) error
		then State
		late error
	}{
		"parked":   {func(s *Shop, step Step) error { return s.Park(t.Context(), step, "unknown", "EOF") }, OrderParked, ErrOvertaken},
		"rejected": {func(s *Shop, step Step) error { return s.Rejected(t.Context(), step, "rejected", "422") }, OrderFailed, nil},
	} {
		s, ctx := withProducts(t), t.Context()
		o := place(t, s)
		step := InvoiceStep(o).Once()
		_, _, err := s.Begin(ctx, step, []byte("{}"))
		require.NoError(t, err)
		require.NoError(t, test.lose(s, step))
		require.NoError(t, s.CloseOrder(ctx, o.ID, test.then, "silence"))
		require.NoError(t, settle(t, s, o.ID, Dealt))
		require.ErrorIs(t, test.lose(s, step), test.late, name)
		if test.late != nil {
			require.ErrorIs(t, s.Done(ctx, step, "365"), test.late, name)
		}
	}
}
