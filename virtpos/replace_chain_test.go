package virtpos_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
)

// For any chain of faults and resumed runs: after a run without an error, the shop holds the last feed, as on a
// server without faults.
func TestStoreService_ReplaceOnHand_AnyChain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		const items = 4
		srv := newShop(t, items)
		defer srv.Close()
		clients := []*virtpos.StoreService{srv.Client(nil).Store, srv.Client(nil).Store}
		var last *virtpos.ReplaceReport
		runs := rapid.IntRange(1, 5).Draw(rt, "runs")
		for n := range runs {
			rows, want := drawFeed(rt, items)
			opts := virtpos.ReplaceOptions{AllowEmpty: true, Workers: rapid.IntRange(1, 3).Draw(rt, "workers")}
			if last != nil && last.ZeroOutcome != shelfwire.OutcomeApplied && rapid.Bool().Draw(rt, "resume") {
				opts.Resume = last
			}
			if n < runs-1 {
				srv.Fail(drawFault(rt))
			}
			report, err := clients[rapid.IntRange(0, 1).Draw(rt, "client")].ReplaceOnHand(
				t.Context(), virtpos.WarehouseID(shopID), feedOf(rows...), opts)
			srv.ClearFaults()
			if err == nil {
				require.Equal(rt, want, formatStock(srv, shopID))
			} else if n == runs-1 {
				require.ErrorContains(rt, err, "is not in the feed any more")
			}
			last = &report
			if rapid.Bool().Draw(rt, "kept") {
				last = storedAsJSON(rt, report)
			}
		}
	})
}

func drawFeed(rt *rapid.T, items int64) (rows []virtpos.OnHandUpdate, want string) {
	var texts []string
	for id := range items {
		quantity := "0"
		if rapid.Bool().Draw(rt, "in") {
			quantity = fmt.Sprint(rapid.IntRange(1, 3).Draw(rt, "quantity"))
			rows = append(rows, itemUpdate(id+1, quantity))
		}
		texts = append(texts, fmt.Sprintf("%d: %s", id+1, quantity))
	}
	return rapid.Permutation(rows).Draw(rt, "order"), strings.Join(texts, ", ")
}

func drawFault(rt *rapid.T) faults.Fault {
	fault := rapid.SampledFrom([]faults.Fault{
		faults.DropResponse().Times(4), faults.DropRequest().Times(4), faults.ErrorBody(200, "no"), faults.Status(401),
	}).Draw(rt, "fault")
	op := rapid.SampledFrom([]string{"Store.UpdateOnHand", "Store.ZeroOutdated", "Store.OnHandVersion"}).Draw(rt, "op")
	return fault.On(op).Skip(rapid.IntRange(0, 2).Draw(rt, "skip"))
}
