package virtpos_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
)

// Rows that the provider rejected can be tolerated; others prevent the zeroing.
func TestStoreService_ReplaceOnHand_Tolerate(t *testing.T) {
	t.Parallel()
	all := func(virtpos.RowResult) bool { return true }
	rejected := faults.ErrorBody(200, "no such item").On("Store.UpdateOnHand")
	for name, tc := range map[string]struct {
		fault    faults.Fault
		tolerate func(virtpos.RowResult) bool
		rows     []virtpos.OnHandUpdate
		says     string // "" for a finished run
		counts   [4]int // updated, failed, unknown, tolerated
	}{
		"a row":          {rejected.Skip(1), all, itemRows(3, "7"), "", [4]int{2, 0, 0, 1}},
		"not this one":   {rejected.Skip(1), func(r virtpos.RowResult) bool { return r.Index == 2 }, itemRows(3, "7"), "row 1 was not confirmed", [4]int{2, 1, 0, 0}},
		"this one":       {rejected.Skip(1), func(r virtpos.RowResult) bool { return r.Index == 1 }, itemRows(3, "7"), "", [4]int{2, 0, 0, 1}},
		"every row":      {rejected.Always(), all, itemRows(3, "7"), "no row was confirmed", [4]int{0, 0, 0, 3}},
		"an unknown one": {faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1), all, itemRows(3, "7"), "row 1 was not confirmed", [4]int{2, 0, 1, 0}},
		"a bad one":      {faults.Fault{}, all, append(itemRows(2, "7"), itemUpdate(3, "-1")), "row 2 was not confirmed", [4]int{2, 1, 0, 0}},
		"twice":          {faults.Fault{}, all, append(itemRows(2, "7"), itemUpdate(1, "8")), "row 2 was not confirmed", [4]int{2, 1, 0, 0}},
		"a busy server":  {faults.RateLimited("0").Times(4).On("Store.UpdateOnHand").Skip(1), all, itemRows(3, "7"), "row 1 was not confirmed", [4]int{2, 1, 0, 0}},
		"a router":       {faults.Status(405).On("Store.UpdateOnHand").Skip(1), all, itemRows(3, "7"), "row 1 was not confirmed", [4]int{2, 1, 0, 0}},
		"a rejected key": {faults.Status(403).On("Store.UpdateOnHand").Skip(1), all, itemRows(2, "7"), "the run ended before the feed did", [4]int{1, 1, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 4)
			srv.Fail(tc.fault)
			var shown []bool
			report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{
				Workers: 1, Tolerate: tc.tolerate, Progress: func(r virtpos.RowResult) { shown = append(shown, r.Tolerated) },
			}, tc.rows...)
			assert.Equal(t, tc.counts, [4]int{report.Updated(), report.Failed(), report.Unknown(), report.Tolerated()})
			for i, row := range report.Rows {
				assert.Equal(t, row.Tolerated, shown[i])
			}
			if tc.says != "" {
				require.ErrorContains(t, err, tc.says)
				assert.Zero(t, srv.Zeroings(shopID))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "1: 7, 2: 0, 3: 7, 4: 0", formatStock(srv, shopID), "what was rejected is zeroed")
			assert.Empty(t, report.Missing)
		})
	}
}

func TestStoreService_ReplaceOnHand_AllTolerated(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	_, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{
		AllowEmpty: true, Tolerate: func(virtpos.RowResult) bool { return true },
	}, itemUpdate(98, "7"), itemUpdate(99, "7"))
	require.NoError(t, err)
	assert.Equal(t, "1: 0, 2: 0", formatStock(srv, shopID))
}
