package flows_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// The provider has made it, and something about its answer could not be read. With the key the order goes on; without
// it nobody could find again what was made.
func TestOnce_applied(t *testing.T) {
	t.Parallel()
	for position, step := range all {
		answers := append(make([]error, position), unreadable(shelfwire.OutcomeApplied))
		t.Run("with the key at "+step, func(t *testing.T) {
			t.Parallel()
			e := &erp{answers: slices.Clone(answers)}
			f, s := submission(t, e)
			require.NoError(t, f.Run(t.Context(), 1))
			assert.Equal(t, all[:], e.sent, "each once")
			o, err := s.Order(t.Context(), 1)
			require.NoError(t, err)
			assert.Equal(t, shop.OrderSent, o.State)
			assert.EqualValues(t, 365, o.InvoiceID)
			assert.Equal(t, "R-SHOP-00001", o.Customer.ResicoCode)
			assert.Equal(t, map[string]string{
				"customer 1": "done R-SHOP-00001", "invoice of order 1": "done 365", "line 1 of order 1": "done 9",
				"line 2 of order 1": "done 9",
			}, steps(t, s))
		})
		t.Run("without a key at "+step, func(t *testing.T) {
			t.Parallel()
			e := &erp{answers: slices.Clone(answers), keyless: true}
			f, s := submission(t, e)
			closed, ok := errors.AsType[*flows.ClosedError](f.Run(t.Context(), 1))
			require.True(t, ok)
			assert.Equal(t, shop.OrderParked, closed.State)
			require.NoError(t, f.Run(t.Context(), 1))
			assert.Equal(t, all[:position+1], e.sent, "nothing more is sent")
			assert.Contains(t, slices.Collect(maps.Values(steps(t, s))), "parked ")
		})
	}
}

// steps returns the state and the result of each record, by its target.
func steps(t *testing.T, s *shop.Shop) map[string]string {
	t.Helper()
	rows, err := s.DB().QueryContext(t.Context(), `SELECT target, state, result FROM remote_steps`)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	found := map[string]string{}
	for rows.Next() {
		var target, state, result string
		require.NoError(t, rows.Scan(&target, &state, &result))
		found[target] = state + " " + result
	}
	require.NoError(t, rows.Err())
	return found
}

// The database fails while the answer is on its way. What becomes of the order, the answer decides and not the database.
func TestOnce_recordFails(t *testing.T) {
	t.Parallel()
	const away = `ALTER TABLE remote_steps RENAME TO steps_away`
	const back = `ALTER TABLE steps_away RENAME TO remote_steps`
	for name, test := range map[string]struct {
		err   error
		state shop.State
	}{
		"refused":             {refused(nil), shop.OrderFailed},
		"invalid":             {refused(shelfwire.ErrInvalid), shop.OrderFailed},
		"too many calls":      {refused(shelfwire.ErrRateLimited), shop.OrderOpen},
		"somebody else's 404": {refused(shelfwire.ErrMalformed), shop.OrderOpen},
		"not sent":            {failed(shelfwire.OutcomeNotSent), shop.OrderOpen},
		"made":                {nil, shop.OrderOpen},
		"silence":             {failed(shelfwire.OutcomeUnknown), shop.OrderParked},
		"made, without a key": {unreadable(shelfwire.OutcomeApplied), shop.OrderParked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &erp{answers: []error{nil, test.err}, keyless: test.err != nil}
			f, s := submission(t, e)
			var lost []*flows.UnrecordedError
			f.Unrecorded = func(e *flows.UnrecordedError) { lost = append(lost, e) }
			e.hook = func() {
				if len(e.sent) == 2 {
					_, err := s.DB().ExecContext(t.Context(), away)
					assert.NoError(t, err)
				}
			}
			err := f.Run(t.Context(), 1)
			require.ErrorContains(t, err, "that could not be recorded: ")
			if test.err != nil {
				require.ErrorContains(t, err, test.err.Error())
			}
			o, loadErr := s.Order(t.Context(), 1)
			require.NoError(t, loadErr)
			assert.Equal(t, test.state, o.State)
			if test.err != nil {
				assert.Empty(t, lost)
				return
			}
			require.Len(t, lost, 1, "nothing else has the key")
			assert.Equal(t, "1 invoice of order 1 365", fmt.Sprint(lost[0].Order, " ", lost[0].Target, " ", lost[0].Key))
			require.ErrorContains(t, err, "the key of invoice of order 1 is 365")
		})
	}
	t.Run("for a moment", func(t *testing.T) {
		t.Parallel()
		e := &erp{answers: []error{nil, refused(shelfwire.ErrRateLimited)}}
		f, s := submission(t, e)
		returned := make(chan error, 1)
		e.hook = func() {
			if len(e.sent) == 2 {
				_, err := s.DB().ExecContext(t.Context(), away)
				assert.NoError(t, err)
				time.AfterFunc(20*time.Millisecond, func() {
					_, err := s.DB().ExecContext(t.Context(), back)
					returned <- err
				})
			}
		}
		require.ErrorIs(t, f.Run(t.Context(), 1), shelfwire.ErrRateLimited)
		require.NoError(t, <-returned)
		e.hook = nil
		require.NoError(t, f.Run(t.Context(), 1), "the refusal is on record, so nobody has to look")
		assert.Equal(t, slices.Concat(all[:2], all[1:]), e.sent)
	})
}

// A process that is taken for dead comes to the end of a write which a person has settled, and which another process has sent
// again since. Its end is not that of the new try; a key that it brings is told, for there are two of these now.
func TestOnce_overtaken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		step string // at which that is
		err  error  // that comes late
		told string // the key
	}{
		"rejected late":    {all[2], refused(shelfwire.ErrRateLimited), ""},
		"never sent":       {all[2], failed(shelfwire.OutcomeNotSent), ""},
		"line made late":   {all[2], nil, "line 1 of order 1 9"},
		"invoice late":     {all[1], nil, "invoice of order 1 365"},
		"invoice rejected": {all[1], refused(nil), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slow, other := &erp{keyless: true}, &erp{}
			f, s := submission(t, slow)
			second := &flows.SubmitOrder{Shop: s, Customers: customers{other}, Invoices: invoices{other}, Zone: f.Zone}
			told := ""
			f.Unrecorded = func(e *flows.UnrecordedError) { told = e.Target + " " + e.Key }
			var before map[string]string
			slow.hook = func() {
				if slow.sent[len(slow.sent)-1] != test.step {
					return
				}
				slow.answers = []error{test.err}
				require.Error(t, second.Run(t.Context(), 1))
				asked, err := s.Asked(t.Context(), 1)
				require.NoError(t, err)
				require.NoError(t, s.Settle(t.Context(), 1, asked.Question, shop.NotThere))
				other.hook = func() {
					if other.sent[len(other.sent)-1] == all[3] {
						other.answers = []error{failed(shelfwire.OutcomeNotSent)} // the order stays open
					}
				}
				require.Error(t, second.Run(t.Context(), 1))
				before = steps(t, s)
			}
			require.Error(t, f.Run(t.Context(), 1))
			assert.Equal(t, before, steps(t, s))
			assert.Equal(t, test.told, told)
			other.hook = nil
			require.NoError(t, second.Run(t.Context(), 1))
			assert.Equal(t, slices.Concat(all[slices.Index(all[:], test.step):], all[3:]), other.sent)
		})
	}
}

// So it is when a person has closed the order by hand meanwhile: what was made all the same is one invoice too many.
func TestOnce_overtaken_byHand(t *testing.T) {
	t.Parallel()
	e := &erp{}
	f, s := submission(t, e)
	told := ""
	f.Unrecorded = func(e *flows.UnrecordedError) { told = e.Target + " " + e.Key }
	e.hook = func() {
		if e.sent[len(e.sent)-1] == all[1] {
			require.Error(t, f.Run(t.Context(), 1), "another process parks it")
			require.NoError(t, s.Settle(t.Context(), 1, "invoice/1", shop.Dealt))
		}
	}
	require.ErrorIs(t, f.Run(t.Context(), 1), shop.ErrOvertaken)
	assert.Equal(t, "invoice of order 1 365", told)
	assert.Equal(t, all[:2], e.sent)
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.True(t, o.IsByHand())
}
