package shopinventory_test

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

type change struct {
	ref    shopinventory.ItemRef
	update shopinventory.ItemUpdate
}

func changes(list ...change) iter.Seq2[shopinventory.ItemRef, shopinventory.ItemUpdate] {
	return func(yield func(shopinventory.ItemRef, shopinventory.ItemUpdate) bool) {
		for _, c := range list {
			if !yield(c.ref, c.update) {
				return
			}
		}
	}
}

func setOnHandOf(ref shopinventory.ItemRef, n int) change {
	return change{ref, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(n)}}
}

func adjustOnHandOf(ref shopinventory.ItemRef, by int) change {
	return change{ref, shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(by)}}
}

// newStockedShop returns a shop with n products, SKU-0 and so on, each with a stock of 100.
func newStockedShop(t *testing.T, n int) *shopinventorytest.Server {
	srv := shopinventorytest.NewServer(t)
	for i := range n {
		srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
			SKU: fmt.Sprintf("SKU-%d", i), InventoryEnabled: shelfwire.Set(true), OnHand: num("100"),
		}})
	}
	return srv
}

func sku(i int) shopinventory.ItemRef { return shopinventory.BySKU(fmt.Sprintf("SKU-%d", i)) }

func outcomes(results []shopinventory.UpdateResult) string {
	var texts []string
	for i := range results {
		texts = append(texts, results[i].Outcome().String())
	}
	return strings.Join(texts, ", ")
}

func TestInventoryService_UpdateAll(t *testing.T) {
	t.Parallel()
	srv := newStockedShop(t, 50)
	var list []change
	want := make([]int, 50)
	for i := range 200 {
		if i%3 == 0 {
			list = append(list, setOnHandOf(sku(i%50), i))
			want[i%50] = i
			continue
		}
		by := i%7 + 1
		list = append(list, adjustOnHandOf(sku(i%50), by))
		if i < 50 {
			want[i%50] = 100
		}
		want[i%50] += by
	}
	results := slices.Collect(srv.Client(nil).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: 8}))
	require.Len(t, results, len(list))
	for i, r := range results {
		require.NoError(t, r.Err)
		assert.Equal(t, i, r.Index)
		assert.Equal(t, list[i].ref, r.Ref)
		assert.Equal(t, list[i].update, r.Update)
		assert.Equal(t, shelfwire.OutcomeApplied, r.Outcome())
	}
	for i, stock := range want {
		item, err := srv.Client(nil).Inventory.Get(t.Context(), sku(i))
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprint(stock), item.OnHand.String(), "changes of one product are made in order")
	}
}

// Each change has one result with its outcome, independent of the others.
func TestInventoryService_UpdateAll_Failures(t *testing.T) {
	t.Parallel()
	srv := newStockedShop(t, 10)
	srv.Fail(faults.DropResponse().On("Inventory.Update").Skip(2))
	results := slices.Collect(srv.Client(nil).Inventory.UpdateAll(t.Context(), changes(
		adjustOnHandOf(sku(0), 1), adjustOnHandOf(sku(1), 0), adjustOnHandOf(sku(2), 1), adjustOnHandOf(sku(3), 1), adjustOnHandOf(sku(99), 1), setOnHandOf(sku(4), 1),
	), shopinventory.UpdateAllOptions{Workers: 1}))
	assert.Equal(t, "applied, not sent, applied, unknown, rejected, applied", outcomes(results))
	require.ErrorIs(t, results[1].Err, shelfwire.ErrInvalid)
	require.ErrorIs(t, results[4].Err, shelfwire.ErrNotFound)
	for i, stock := range []string{"101", "100", "101", "101", "1"} {
		item, err := srv.Client(nil).Inventory.Get(t.Context(), sku(i))
		require.NoError(t, err)
		assert.Equal(t, stock, item.OnHand.String())
	}
}

// Under all faults, each change is applied at most once, and exactly once when its outcome says so.
func TestInventoryService_UpdateAll_NeverAppliesTwice(t *testing.T) {
	t.Parallel()
	srv := newStockedShop(t, 40)
	for i, fault := range []faults.Fault{
		faults.DropResponse(), faults.DropRequest(), faults.Status(503), faults.Status(500).AfterApplying(), faults.CutBody(),
		faults.RateLimited("0"), faults.HTML(502), faults.WrongType(), faults.Status(404),
	} {
		srv.Fail(fault.On("Inventory.Update").Skip(3 * i).Times(2))
	}
	var list []change
	for i := range 120 {
		list = append(list, adjustOnHandOf(sku(i%40), 1))
	}
	least, most := make([]int64, 40), make([]int64, 40)
	for r := range srv.Client(nil).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: 8}) {
		switch r.Outcome() {
		case shelfwire.OutcomeApplied:
			least[r.Index%40]++
			most[r.Index%40]++
		case shelfwire.OutcomeUnknown:
			most[r.Index%40]++
		default:
		}
	}
	for i := range 40 {
		item, err := srv.Client(nil).Inventory.Get(t.Context(), sku(i))
		require.NoError(t, err)
		stock, _ := item.OnHand.Get()
		assert.GreaterOrEqual(t, stock.IntPart(), 100+least[i])
		assert.LessOrEqual(t, stock.IntPart(), 100+most[i])
	}
}

// Two changes of what may be one product are never in flight at once, and are made in their order.
func TestInventoryService_UpdateAll_KeepsProductsApart(t *testing.T) {
	t.Parallel()
	refs := []shopinventory.ItemRef{
		shopinventory.ByID(1), shopinventory.ByID(2), shopinventory.BySKU("a"), shopinventory.BySKU("A "),
		shopinventory.BySKU("b"), shopinventory.ByEAN("1"), shopinventory.ByEAN("2"),
	}
	// one reports whether two refs may be one product; the test's own idea of it.
	one := func(a, b shopinventory.ItemRef) bool {
		kindA, _, _ := strings.Cut(a.String(), " ")
		kindB, _, _ := strings.Cut(b.String(), " ")
		return kindA != kindB || strings.EqualFold(strings.TrimSpace(a.String()), strings.TrimSpace(b.String()))
	}
	rapid.Check(t, func(rt *rapid.T) {
		picks := rapid.SliceOfN(rapid.IntRange(0, len(refs)-1), 1, 30).Draw(rt, "refs")
		workers := rapid.IntRange(1, 5).Draw(rt, "workers")
		synctest.Test(t, func(t *testing.T) {
			var mu sync.Mutex
			inFlight := map[int]bool{}
			s := &shop{}
			s.respond = func(_ int, r *http.Request) (*http.Response, error) {
				var n int
				_, _ = fmt.Sscan(r.Header.Get("X-Index"), &n)
				mu.Lock()
				for other := range inFlight {
					assert.False(t, one(refs[picks[n]], refs[picks[other]]), "%d and %d at once", n, other)
				}
				inFlight[n] = true
				mu.Unlock()
				time.Sleep(time.Duration(1+n%3) * time.Second)
				mu.Lock()
				delete(inFlight, n)
				mu.Unlock()
				return respond(r, response{status: 404, body: `{"error":{"name":"not_found"}}`})
			}
			o := s.options()
			o.HTTPClient = &http.Client{Transport: numbering{s}}
			var list []change
			for i, pick := range picks {
				list = append(list, change{refs[pick], shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(i + 1)}})
			}
			n := 0
			for r := range clientWith(t, o).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: workers}) {
				assert.Equal(t, n, r.Index)
				n++
			}
			assert.Equal(t, len(list), n)
		})
	})
}

// numbering tells a request's place in the input by how much it adjusts.
type numbering struct{ *shop }

func (n numbering) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	var by int
	if _, err := fmt.Fscanf(body, `{"stock":{"adjust_by":%d}}`, &by); err != nil {
		return nil, err
	}
	r.Header.Set("X-Index", fmt.Sprint(by-1))
	return n.shop.RoundTrip(r)
}

func TestInventoryService_UpdateAll_InvalidOptions(t *testing.T) {
	t.Parallel()
	results := slices.Collect(newUnusedClient(t).Inventory.UpdateAll(t.Context(), changes(setOnHandOf(sku(1), 1)), shopinventory.UpdateAllOptions{Workers: -1}))
	require.Len(t, results, 1)
	clienttest.AssertRejected(t, results[0].Err, "Workers")
	assert.Empty(t, slices.Collect(newUnusedClient(t).Inventory.UpdateAll(t.Context(), changes(), shopinventory.UpdateAllOptions{})))
}

// All workers share the client's limiter.
func TestInventoryService_UpdateAll_IsLimited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(response{status: 200, body: `{"id":1}`})
		o := s.options()
		o.Limiter = shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Second})
		began := time.Now()
		var list []change
		for i := range 30 {
			list = append(list, setOnHandOf(sku(i), 1))
		}
		for r := range clientWith(t, o).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: 8}) {
			require.NoError(t, r.Err)
		}
		assert.Equal(t, 29*time.Second, time.Since(began))
	})
}
