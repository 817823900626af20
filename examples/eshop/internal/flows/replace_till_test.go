package flows_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// tillOf is a shop with products at the location "Shop 1" and elsewhere, and a till whose warehouse has the same items and
// one more, all with a stock of 7.
func tillOf(t *testing.T, stock map[string]string) (*flows.ReplaceTill, *shop.Shop, *virtpostest.Server) {
	t.Helper()
	s, server := openShop(t), virtpostest.NewServer(t)
	server.AddWarehouses(virtpostest.Warehouse{ExternalID: "1C-7", Name: "Shop 1"})
	for sku, quantity := range stock {
		save(t, s, bowl(sku))
		moved(t, s, sku, quantity)
		onTill(server, sku)
	}
	save(t, s, bowl("elsewhere"))
	_, err := s.SaveBalances(t.Context(), time.Now(), []shop.Balance{{
		SKU: "elsewhere", Locations: map[string]shelfwire.Decimal{"NOL": shelfwire.NewDecimal(3)},
	}})
	require.NoError(t, err)
	onTill(server, "elsewhere")
	f := &flows.ReplaceTill{
		Shop: s, Store: server.Client(nil).Store, Location: "Shop 1", Warehouse: "1C-7", Progress: none,
	}
	return f, s, server
}

func onTill(server *virtpostest.Server, sku string) {
	id := server.AddItems(virtpostest.Item{ExternalID: sku, Article: sku})[0]
	server.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: id, OnHand: shelfwire.NewDecimal(7)})
}

// moved sets the stock at the till's location.
func moved(t *testing.T, s *shop.Shop, sku, quantity string) {
	t.Helper()
	_, err := s.SaveBalances(t.Context(), time.Now(), []shop.Balance{{
		SKU: sku, Locations: map[string]shelfwire.Decimal{"Shop 1": shelfwire.MustDecimal(quantity)},
	}})
	require.NoError(t, err)
}

// onShelf returns the till's stock by SKU.
func onShelf(t *testing.T, server *virtpostest.Server) map[string]string {
	t.Helper()
	shelf := map[string]string{}
	query := virtpos.StoreQuery{Fields: []virtpos.StockField{virtpos.StockArticle}}
	for row, err := range server.Client(nil).Store.All(t.Context(), query) {
		require.NoError(t, err)
		shelf[row.Article] = row.OnHand.String()
	}
	return shelf
}

const onHand = "Store.UpdateOnHand"

func TestReplaceTill(t *testing.T) {
	t.Parallel()
	f, s, server := tillOf(t, map[string]string{"A": "24", "B": "2.500", "C": "-1", "D": "0"})
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	want := flows.Till{Products: 4, Negative: 1, Updated: 4, Zeroed: true}
	assert.Equal(t, want, done)
	shelf := map[string]string{"A": "24.000", "B": "2.500", "C": "0.000", "D": "0.000", "elsewhere": "0.000"}
	assert.Equal(t, shelf, onShelf(t, server))

	calls := server.Calls()
	server.Sell(1, 1, "", shelfwire.NewDecimal(1))
	sold := onShelf(t, server)
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Products: 4, Negative: 1, Unchanged: true}, done)
	assert.Equal(t, calls+1, server.Calls(), "only the test has asked")
	assert.Equal(t, sold, onShelf(t, server), "what the till has sold stays sold")

	moved(t, s, "B", "2.5")
	moved(t, s, "C", "-3")
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.True(t, done.Unchanged, "other digits, and another quantity that is sent as zero")
	moved(t, s, "B", "3")
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, want, done)
	shelf["B"] = "3.000"
	assert.Equal(t, shelf, onShelf(t, server))

	done, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, want, done, "asked for everything")
	assert.Equal(t, 3, server.Zeroings(1))
}

// Another warehouse is not known to have anything.
func TestReplaceTill_otherWarehouse(t *testing.T) {
	t.Parallel()
	f, _, server := tillOf(t, map[string]string{"A": "24"})
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	server.AddWarehouses(virtpostest.Warehouse{ExternalID: "1C-8"})
	f.Warehouse = "1C-8"
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Products: 1, Updated: 1, Zeroed: true}, done)
}

// Another location has less: what is only at the first one must go.
func TestReplaceTill_otherLocation(t *testing.T) {
	t.Parallel()
	f, s, server := tillOf(t, map[string]string{"A": "24", "B": "1"})
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	_, err = s.SaveBalances(t.Context(), time.Now(), []shop.Balance{{
		SKU: "A", Locations: map[string]shelfwire.Decimal{"Shop 2": shelfwire.NewDecimal(24)},
	}})
	require.NoError(t, err)
	f.Location = "Shop 2"
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Products: 1, Updated: 1, Zeroed: true}, done)
	assert.Equal(t, map[string]string{"A": "24.000", "B": "0.000", "elsewhere": "0.000"}, onShelf(t, server))
}

// The stock is read in pages, and between them the database is free.
func TestReplaceTill_pages(t *testing.T) {
	t.Parallel()
	stock := map[string]string{}
	for i := range 230 {
		stock[fmt.Sprintf("P-%03d", i)] = "1"
	}
	f, s, server := tillOf(t, stock)
	var seen []string
	f.Progress = func(done, total int) {
		seen = append(seen, fmt.Sprint(done, "/", total))
		_, err := s.Mark(t.Context(), "products")
		assert.NoError(t, err)
	}
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Products: 230, Updated: 230, Zeroed: true}, done)
	assert.Equal(t, "230/230", seen[229])
	assert.Equal(t, "0.000", onShelf(t, server)["elsewhere"])
}

// An empty location is more likely misspelt than empty.
func TestReplaceTill_empty(t *testing.T) {
	t.Parallel()
	f, _, server := tillOf(t, map[string]string{"A": "24"})
	f.Location = "Shop l"
	for range 2 {
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.False(t, done.Zeroed)
		assert.Contains(t, done.Reason, "nothing was zeroed, since the feed was empty")
	}
	assert.Equal(t, map[string]string{"A": "7.000", "elsewhere": "7.000"}, onShelf(t, server))
}

// rowByRow has one row under way at a time.
type rowByRow struct{ *virtpos.StoreService }

func (r rowByRow) ReplaceOnHand(
	ctx context.Context, warehouse virtpos.WarehouseRef, feed iter.Seq2[virtpos.OnHandUpdate, error],
	opts virtpos.ReplaceOptions,
) (virtpos.ReplaceReport, error) {
	opts.Workers = 1
	return r.StoreService.ReplaceOnHand(ctx, warehouse, feed, opts)
}

// Every failure at every call: nothing is set to zero unless all rows were confirmed, and the next run does it all.
func TestReplaceTill_faults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   faults.Fault
		outcome flows.ProblemKind // of the row, when it happens once; empty when the client gets over it
	}{
		"answer lost":         {faults.DropResponse(), ""},
		"request lost":        {faults.DropRequest(), ""},
		"half an answer":      {faults.CutBody(), ""},
		"half, and no length": {faults.CutBodyWithoutLength(), ""},
		"wrong type":          {faults.WrongType(), ""},
		"wrong type twice":    {faults.WrongType().Times(2), flows.Unclear},
		"unavailable":         {faults.Status(503), ""},
		"an error afterwards": {faults.Status(500).AfterApplying(), ""},
		"a proxy's page":      {faults.HTML(502), ""},
		"a page for people":   {faults.HTML(200), ""},
		"a page twice":        {faults.HTML(200).Times(2), flows.Unclear},
		"a page afterwards":   {faults.HTML(200).AfterApplying().Times(2), flows.Unclear},
		"PHP's words twice":   {faults.PHPError(200).Times(2), flows.Unclear},
		"sent elsewhere":      {faults.Redirect("https://elsewhere.example/"), flows.Unclear},
		"refused":             {faults.ErrorBody(200, "no such item"), flows.Rejected},
		"refused by status":   {faults.ErrorBody(400, "no such item"), flows.Rejected},
		"too many calls":      {faults.RateLimited("0"), ""},
		"too many for long":   {faults.RateLimited("3600"), flows.Unclear},
		"a stranger's 404":    {faults.HTML(404), flows.Unclear},
		"key not accepted":    {faults.Status(401), flows.Unclear},
		"key locked":          {faults.Status(403), flows.Unclear},
	} {
		for _, skip := range []int{0, 1, 2, -1} { // the update that it happens at; below zero for all of them
			t.Run(fmt.Sprint(name, " at ", skip), func(t *testing.T) {
				t.Parallel()
				f, s, server := tillOf(t, map[string]string{"A": "1", "B": "2", "C": "3"})
				if test.outcome == flows.Unclear {
					f.Store = rowByRow{server.Client(nil).Store} // so that one and the same row meets it twice
				}
				if skip < 0 {
					server.Fail(test.fault.On(onHand).Always())
				} else {
					server.Fail(test.fault.On(onHand).Skip(skip))
				}
				done, err := f.Run(t.Context(), false)
				require.NoError(t, err)
				assert.Equal(t, 3, done.Products)
				if skip >= 0 && test.outcome == "" {
					assert.Equal(t, flows.Till{Products: 3, Updated: 3, Zeroed: true}, done)
					return
				}
				assert.False(t, done.Zeroed)
				assert.Contains(t, done.Reason, "virtpos: Store.ReplaceOnHand: nothing was zeroed, since ")
				require.NotEmpty(t, done.Problems)
				if skip >= 0 {
					assert.Equal(t, test.outcome, done.Problems[0].Kind, done.Problems[0].Reason)
				}
				assert.Equal(t, "7.000", onShelf(t, server)["elsewhere"])
				assert.Zero(t, server.Calls("Store.ZeroOutdated"))
				left, err := s.TillStock(t.Context(), "1C-7")
				require.NoError(t, err)
				assert.Empty(t, left)

				server.ClearFaults()
				if name == "too many for long" { // the client waits as a whole; here, an hour later, is another one
					done, err = f.Run(t.Context(), false)
					require.NoError(t, err)
					assert.Contains(t, done.Reason, "rate limited")
					f.Store = server.Client(nil).Store
				}
				done, err = f.Run(t.Context(), false)
				require.NoError(t, err)
				assert.Equal(t, flows.Till{Products: 3, Updated: 3, Zeroed: true}, done)
				assert.Equal(t, map[string]string{
					"A": "1.000", "B": "2.000", "C": "3.000", "elsewhere": "0.000",
				}, onShelf(t, server))
			})
		}
	}
}

// The same at the other two calls of the cycle.
func TestReplaceTill_otherFaults(t *testing.T) {
	t.Parallel()
	const version, zero = "Store.OnHandVersion", "Store.ZeroOutdated"
	for name, test := range map[string]struct {
		fault  faults.Fault
		reason string
		sent   int // updates
	}{
		"no version":              {faults.Status(503).On(version).Always(), "the version of the stock could not be read", 0},
		"key not accepted":        {faults.ErrorBody(200, "wrong key").On(version), "the version of the stock could not", 0},
		"zeroing refused":         {faults.ErrorBody(200, "no").On(zero), "but zeroing the others failed", 1},
		"zeroing lost":            {faults.DropRequest().On(zero), "but zeroing the others failed", 1},
		"zeroing not answered":    {faults.DropResponse().On(zero), "but zeroing the others failed", 1},
		"zeroing for other calls": {faults.Status(503).On(zero), "but zeroing the others failed", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, _, server := tillOf(t, map[string]string{"A": "1"})
			server.Fail(test.fault, faults.Status(503).On("Store.List").Always()) // nor can it be looked up
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.False(t, done.Zeroed)
			assert.Contains(t, done.Reason, test.reason)
			assert.Equal(t, test.sent, server.Calls(onHand))
			assert.LessOrEqual(t, server.Calls(zero), 1, "it is sent once")
			server.ClearFaults()
			done, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, flows.Till{Products: 1, Updated: 1, Zeroed: true}, done)
			assert.Equal(t, map[string]string{"A": "1.000", "elsewhere": "0.000"}, onShelf(t, server))
		})
	}
}

// A zeroing that was not answered is looked up.
func TestReplaceTill_zeroingNotAnswered(t *testing.T) {
	t.Parallel()
	f, _, server := tillOf(t, map[string]string{"A": "1"})
	server.Fail(faults.DropResponse().On("Store.ZeroOutdated"))
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Products: 1, Updated: 1, Zeroed: true}, done)
}

// A till that zeroes what it was sent is for a person: the products are named, and the next run does not take the stock
// for unchanged.
func TestReplaceTill_emptied(t *testing.T) {
	t.Parallel()
	f, _, server := tillOf(t, map[string]string{"A": "7", "B": "7", "C": "7", "D": "7", "E": "1"})
	server.SetVersioning(virtpostest.VersionsByChange)
	for range 2 {
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.True(t, done.Zeroed)
		assert.False(t, done.Unchanged)
		if len(done.Problems) == 0 {
			continue // the second run sets again what the first has emptied, and empties E alone
		}
		assert.Contains(t, done.Reason, "4 of 5 rows have no stock any more")
		require.Len(t, done.Problems, 4)
		assert.Equal(t, flows.Problem{SKU: "A", Kind: flows.Unclear, Reason: "has no stock at the till after the replacement"}, done.Problems[0])
	}
}

// Two processes replace one stock after the other.
func TestReplaceTill_alone(t *testing.T) {
	t.Parallel()
	f, s, server := tillOf(t, map[string]string{"A": "1"})
	if !s.IsShared() { // one process only
		return
	}
	held, free := make(chan struct{}), make(chan struct{})
	other := make(chan error)
	go func() {
		other <- s.Alone(t.Context(), "till 1C-7", func() error {
			close(held)
			<-free
			return nil
		})
	}()
	<-held
	ended := make(chan error)
	go func() {
		_, err := f.Run(t.Context(), false)
		ended <- err
	}()
	select {
	case <-ended:
		t.Error("it did not wait")
	case <-time.After(100 * time.Millisecond):
	}
	assert.Zero(t, server.Calls())
	close(free)
	require.NoError(t, <-other)
	require.NoError(t, <-ended)
	assert.NotZero(t, server.Calls())
}

// An item that the till does not know keeps the rest from being set to zero, until somebody has made it.
func TestReplaceTill_unknownItem(t *testing.T) {
	t.Parallel()
	f, s, server := tillOf(t, map[string]string{"A": "1"})
	save(t, s, bowl("new"))
	moved(t, s, "new", "5")
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, 1, done.Updated)
	assert.Equal(t, 1, done.Failed)
	require.Len(t, done.Problems, 1)
	assert.Equal(t, "new", done.Problems[0].SKU)
	assert.Equal(t, flows.Rejected, done.Problems[0].Kind)
	assert.Equal(t, map[string]string{"A": "1.000", "elsewhere": "7.000"}, onShelf(t, server))
	onTill(server, "new")
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.True(t, done.Zeroed)
	assert.Equal(t, map[string]string{"A": "1.000", "elsewhere": "0.000", "new": "5.000"}, onShelf(t, server))
}

// A replacement that was broken off has changed the till. When the shop goes back to what it was before, that is no
// reason to believe that the till has it.
func TestReplaceTill_backAgain(t *testing.T) {
	t.Parallel()
	f, s, server := tillOf(t, map[string]string{"A": "1", "B": "2"})
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	moved(t, s, "A", "9")
	server.Fail(faults.ErrorBody(200, "no").On(onHand).Skip(1))
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	require.False(t, done.Zeroed)
	require.Equal(t, "9.000", onShelf(t, server)["A"])
	moved(t, s, "A", "1")
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.True(t, done.Zeroed)
	assert.Equal(t, "1.000", onShelf(t, server)["A"])
}

// The feed fails in the middle: the client learns of it, so nothing is set to zero.
func TestReplaceTill_feedFails(t *testing.T) {
	t.Parallel()
	stock := map[string]string{}
	for i := range 150 {
		stock[fmt.Sprintf("P-%03d", i)] = "1"
	}
	f, s, server := tillOf(t, stock)
	server.Fail(faults.Between(func() {
		if err := s.Close(); s.IsShared() {
			assert.ErrorContains(t, err, "still in use", "by the lock of the till")
		} else {
			assert.NoError(t, err)
		}
	}).On(onHand).Skip(20))
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.False(t, done.Zeroed)
	assert.Contains(t, done.Reason, "nothing was zeroed, since the feed ended with an error")
	assert.Contains(t, done.Reason, "closed")
	assert.Equal(t, 100, done.Updated, "the first page")
	assert.Equal(t, "7.000", onShelf(t, server)["elsewhere"])

	_, err = f.Run(t.Context(), false)
	require.ErrorContains(t, err, "closed")
}

// The process dies, or is told to stop, in the middle.
func TestReplaceTill_cutOff(t *testing.T) {
	t.Parallel()
	t.Run("killed", func(t *testing.T) {
		t.Parallel()
		f, _, server := tillOf(t, map[string]string{"A": "1", "B": "2", "C": "3"})
		store := f.Store
		f.Store = dyingTill{store.(*virtpos.StoreService)}
		require.Panics(t, func() { _, _ = f.Run(t.Context(), false) })
		assert.Equal(t, "7.000", onShelf(t, server)["elsewhere"])
		f.Store = store
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, flows.Till{Products: 3, Updated: 3, Zeroed: true}, done)
	})
	t.Run("told to stop", func(t *testing.T) {
		t.Parallel()
		f, _, server := tillOf(t, map[string]string{"A": "1", "B": "2", "C": "3"})
		ctx, cancel := context.WithCancelCause(t.Context())
		server.Fail(
			faults.Between(func() { cancel(errors.New("enough")) }).On(onHand).Skip(1),
			faults.Delay(time.Hour).AfterApplying().On(onHand).Skip(1),
		)
		_, err := f.Run(ctx, false)
		require.ErrorIs(t, err, shelfwire.ErrIncomplete)
		assert.Equal(t, "7.000", onShelf(t, server)["elsewhere"])
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.True(t, done.Zeroed)
	})
}

// dyingTill dies with the second row.
type dyingTill struct{ *virtpos.StoreService }

func (d dyingTill) ReplaceOnHand(
	ctx context.Context, warehouse virtpos.WarehouseRef, feed iter.Seq2[virtpos.OnHandUpdate, error],
	opts virtpos.ReplaceOptions,
) (virtpos.ReplaceReport, error) {
	opts.Progress = func(row virtpos.RowResult) {
		if row.Index == 1 {
			panic("the process dies")
		}
	}
	return d.StoreService.ReplaceOnHand(ctx, warehouse, feed, opts)
}
