package virtpos_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
)

// Each of these prevents the zeroing, so the rows of the feed stay in stock.
func TestStoreService_ReplaceOnHand_NothingIsZeroed(t *testing.T) {
	t.Parallel()
	errSource := errors.New("the export broke")
	broken := func(yield func(virtpos.OnHandUpdate, error) bool) {
		_ = yield(itemUpdate(1, "7"), nil) && yield(virtpos.OnHandUpdate{}, errSource)
	}
	three := feedOf(itemUpdate(1, "7"), itemUpdate(2, "7"), itemUpdate(3, "7"))
	for name, tc := range map[string]struct {
		fault  faults.Fault
		feed   iter.Seq2[virtpos.OnHandUpdate, error]
		reason string
		cause  error
		counts [3]int // updated, failed, unknown
		whole  shelfwire.Outcome
	}{
		"the source ends in an error": {faults.Fault{}, broken, "the feed ended with an error", errSource, [3]int{1, 0, 0}, shelfwire.OutcomeUnknown},
		"the source fails at once": {faults.Fault{}, func(yield func(virtpos.OnHandUpdate, error) bool) {
			yield(virtpos.OnHandUpdate{}, errSource)
		}, "the feed ended with an error", errSource, [3]int{}, shelfwire.OutcomeNotSent},
		"an empty feed":    {faults.Fault{}, feedOf(), "the feed was empty", nil, [3]int{}, shelfwire.OutcomeNotSent},
		"an unknown item":  {faults.Fault{}, feedOf(itemUpdate(1, "7"), itemUpdate(99, "7")), "row 1 was not confirmed", nil, [3]int{1, 1, 0}, shelfwire.OutcomeUnknown},
		"a bad row":        {faults.Fault{}, feedOf(itemUpdate(1, "7"), itemUpdate(2, "-7")), "row 1 was not confirmed", shelfwire.ErrInvalid, [3]int{1, 1, 0}, shelfwire.OutcomeUnknown},
		"no quantity":      {faults.Fault{}, feedOf(virtpos.OnHandUpdate{Item: virtpos.ItemID(1), COGS: setDecimal("1")}), "row 0 was not confirmed", shelfwire.ErrInvalid, [3]int{0, 1, 0}, shelfwire.OutcomeNotSent},
		"another shop":     {faults.Fault{}, feedOf(virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(2), Item: virtpos.ItemID(1), OnHand: setDecimal("1")}), "row 0 was not confirmed", shelfwire.ErrInvalid, [3]int{0, 1, 0}, shelfwire.OutcomeNotSent},
		"an item twice":    {faults.Fault{}, feedOf(itemUpdate(1, "7"), itemUpdate(2, "7"), itemUpdate(1, "8")), "row 2 was not confirmed", shelfwire.ErrInvalid, [3]int{2, 1, 0}, shelfwire.OutcomeUnknown},
		"twice, otherwise": {faults.Fault{}, feedOf(itemUpdate(1, "7"), virtpos.OnHandUpdate{Item: virtpos.ExternalItemID("X-1"), OnHand: setDecimal("8")}), "row 1 was not confirmed", shelfwire.ErrConflict, [3]int{1, 0, 1}, shelfwire.OutcomeUnknown},
		"a doubtful row":   {faults.DropRequest().Times(4).On("Store.UpdateOnHand").Skip(1), three, "row 1 was not confirmed", nil, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"a lost answer":    {faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1), three, "row 1 was not confirmed", nil, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"an odd answer":    {faults.WrongType().Times(2).On("Store.UpdateOnHand").Skip(1), three, "row 1 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"half an answer":   {faults.CutBody().Times(4).On("Store.UpdateOnHand").Skip(2), three, "row 2 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"HTML":             {faults.HTML(200).Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"an empty answer":  {faults.Status(200).Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"PHP's words":      {faults.PHPError(200).AfterApplying().Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"another item":     {faults.Edit(withAnotherItem).Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"a refusal":        {faults.ErrorBody(200, "no").On("Store.UpdateOnHand"), three, "row 0 was not confirmed", nil, [3]int{2, 1, 0}, shelfwire.OutcomeUnknown},
		"a rejected key":   {faults.Status(401).On("Store.UpdateOnHand"), three, "the run ended before the feed did", shelfwire.ErrUnauthorized, [3]int{0, 2, 0}, shelfwire.OutcomeNotSent},
		"no version":       {faults.Status(503).Times(4).On("Store.OnHandVersion"), three, "the version of the stock could not be read", nil, [3]int{}, shelfwire.OutcomeNotSent},
		"an odd version":   {faults.WrongType().Times(2).On("Store.OnHandVersion"), three, "the version of the stock could not be read", shelfwire.ErrMalformed, [3]int{}, shelfwire.OutcomeNotSent},
		"no such shop":     {faults.ErrorBody(200, "no such shop").On("Store.OnHandVersion"), three, "the version of the stock could not be read", nil, [3]int{}, shelfwire.OutcomeNotSent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			srv.Fail(tc.fault)
			report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), tc.feed, virtpos.ReplaceOptions{Workers: 1})
			failed, ok := errors.AsType[*virtpos.ReplaceError](err)
			require.True(t, ok, err)
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			require.ErrorContains(t, err, tc.reason)
			if tc.cause != nil {
				require.ErrorIs(t, err, tc.cause)
			}
			assert.Equal(t, tc.counts, [3]int{failed.Updated, failed.Failed, failed.Unknown})
			assert.Equal(t, tc.counts, [3]int{report.Updated(), report.Failed(), report.Unknown()})
			assert.Equal(t, tc.whole, shelfwire.OutcomeOf(err))
			assert.Equal(t, shelfwire.OutcomeNotSent, report.ZeroOutcome)
			assert.Zero(t, srv.Calls("Store.ZeroOutdated"))
			assert.Zero(t, srv.Zeroings(shopID))
			assert.NotContains(t, formatStock(srv, shopID), ": 0")
		})
	}
}

// A zeroing whose response breaks off after success is applied.
func TestStoreService_ReplaceOnHand_ZeroingCutAfterSuccess(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]faults.Fault{"with a length": faults.CutBody(), "without": faults.CutBodyWithoutLength()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 2)
			long := faults.Edit(func(body []byte) []byte {
				return bytes.Replace(body, []byte("</root>"), []byte("<!-- "+strings.Repeat("x", 500)+" --></root>"), 1)
			})
			srv.Fail(long.On("Store.ZeroOutdated"), cut.On("Store.ZeroOutdated"))
			report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7")), virtpos.ReplaceOptions{})
			require.NoError(t, err, "the warehouse was read back")
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
			assert.NotEmpty(t, report.Zero.Elements)
			assert.Equal(t, "1: 7, 2: 0", formatStock(srv, shopID))
		})
	}
}

// A zeroing whose response is lost counts as applied when the warehouse then holds only items of the feed.
func TestStoreService_ReplaceOnHand_ZeroingFails(t *testing.T) {
	t.Parallel()
	applied, unknown := shelfwire.OutcomeApplied, shelfwire.OutcomeUnknown
	for name, tc := range map[string]struct {
		fault            faults.Fault
		outcome, checked shelfwire.Outcome // without and with the check
		stock            string
	}{
		"a lost answer":  {faults.DropResponse(), unknown, applied, "1: 7, 2: 0"},
		"no answer":      {faults.DropRequest(), unknown, unknown, "1: 7, 2: 5"},
		"a refusal":      {faults.ErrorBody(200, "no"), shelfwire.OutcomeRejected, shelfwire.OutcomeRejected, "1: 7, 2: 5"},
		"half an answer": {faults.CutBody(), unknown, applied, "1: 7, 2: 0"},
		"no success yet": {faults.CutBodyWithoutLength(), unknown, applied, "1: 7, 2: 0"},
		"garbage behind": {faults.Edit(appendGarbage), applied, applied, "1: 7, 2: 0"},
		"a page":         {faults.HTML(200), unknown, unknown, "1: 7, 2: 5"},
		"a page instead": {faults.HTML(200).AfterApplying(), unknown, applied, "1: 7, 2: 0"},
		"nothing":        {faults.Status(200), unknown, unknown, "1: 7, 2: 5"},
		"a 503":          {faults.Status(503), unknown, unknown, "1: 7, 2: 5"},
	} {
		for _, skip := range []bool{true, false} {
			t.Run(fmt.Sprint(name, " ", skip), func(t *testing.T) {
				t.Parallel()
				srv := newShop(t, 2)
				srv.Fail(tc.fault.On("Store.ZeroOutdated"))
				store := srv.Client(nil).Store
				report, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7")), virtpos.ReplaceOptions{SkipCheck: skip})
				assert.Equal(t, tc.stock, formatStock(srv, shopID))
				assert.Equal(t, 1, srv.Calls("Store.ZeroOutdated"))
				if !skip && tc.checked == applied {
					require.NoError(t, err)
					assert.Equal(t, applied, report.ZeroOutcome)
					assert.Empty(t, report.Left)
					return
				}
				require.ErrorContains(t, err, "every row was updated, but zeroing the others failed; 1 rows updated, 0 not, 0 unknown")
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), "the call as a whole")
				assert.Equal(t, tc.outcome, report.ZeroOutcome)
				if skip || tc.outcome == shelfwire.OutcomeRejected {
					assert.Zero(t, srv.Calls("Store.List"))
				} else if assert.Len(t, report.Left, 1) {
					assert.Equal(t, int64(2), report.Left[0].ItemID)
				}
				if report.ZeroOutcome == applied {
					return
				}

				// Going on sends no row again and zeroes by the same version.
				again, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7")), virtpos.ReplaceOptions{Resume: &report})
				require.NoError(t, err)
				assert.True(t, again.Rows[0].Resumed)
				assert.Equal(t, report.Version, again.Version)
				assert.Equal(t, report.Began, again.Began)
				assert.Equal(t, "1: 7, 2: 0", formatStock(srv, shopID))
				assert.Equal(t, 1, srv.Calls("Store.UpdateOnHand"))
				assert.Equal(t, 1, srv.Calls("Store.OnHandVersion"))
			})
		}
	}
}

func TestStoreService_ReplaceOnHand_AllowEmpty(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(), virtpos.ReplaceOptions{AllowEmpty: true})
	require.NoError(t, err)
	assert.Empty(t, report.Rows)
	assert.Equal(t, "1: 0, 2: 0", formatStock(srv, shopID))
	assert.Equal(t, "1: 5, 2: 5", formatStock(srv, 2))
}

// A version of 0 looks like a missing one to a server that takes an empty version for everything.
func TestStoreService_ReplaceOnHand_VersionZero(t *testing.T) {
	t.Parallel()
	s := respondInTurn(successResponse("<version>0</version>"))
	_, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(itemUpdate(1, "1")), virtpos.ReplaceOptions{})
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "nothing was sent")
	assert.Len(t, s.sentRequests(), 1)
}
