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
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// listings is a shop with products, and a MerchantPro shop that has listed them, with nothing in stock and at 1.00.
func listings(t *testing.T, products ...shop.Product) (*flows.PushListings, *shop.Shop, *shopinventorytest.Server) {
	t.Helper()
	s, server := openShop(t), shopinventorytest.NewServer(t)
	save(t, s, products...)
	for _, p := range products {
		server.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
			SKU: p.SKU, OnHand: amount("0"), PriceGross: amount("1.00"),
		}})
	}
	return &flows.PushListings{Shop: s, Inventory: server.Client(nil).Inventory, Progress: none}, s, server
}

func save(t *testing.T, s *shop.Shop, products ...shop.Product) {
	t.Helper()
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), products))
}

// stocked sets the stock over all locations.
func stocked(t *testing.T, s *shop.Shop, sku, quantity string) {
	t.Helper()
	_, err := s.SaveBalances(t.Context(), time.Now(), []shop.Balance{{SKU: sku, Total: amount(quantity)}})
	require.NoError(t, err)
}

// listed returns what is listed, by id.
func listed(server *shopinventorytest.Server) []string {
	var list []string
	for _, i := range server.Items() {
		text := fmt.Sprintf("%s: %s at %s", i.SKU, i.OnHand, i.PriceGross)
		if old, ok := i.OldPriceGross.Get(); ok {
			text += " instead of " + old.String()
		}
		list = append(list, text)
	}
	return list
}

// sent returns the bodies of the updates from a call on.
func sent(server *shopinventorytest.Server, from int) []string {
	var list []string
	for _, r := range server.Requests()[from:] {
		list = append(list, r.Path[len("/api/v2/inventory/sku/"):]+" "+r.Body)
	}
	return list
}

func TestPushListings(t *testing.T) {
	t.Parallel()
	reduced, unpriced, off, gone := bowl("B"), bowl("E"), bowl("G"), bowl("H")
	reduced.SalePrice = amount("9.99")
	unpriced.Price = shelfwire.Opt[shelfwire.Decimal]{}
	off.Active = shelfwire.Set(false)
	blank := bowl("F")
	blank.Price = amount("0")
	f, s, server := listings(t, bowl("A"), reduced, bowl("C"), bowl("D"), unpriced, blank, off, gone)
	server.DeleteItems(shopinventory.BySKU("H"))
	for sku, quantity := range map[string]string{"A": "24", "B": "3", "C": "-2.500", "E": "7", "G": "9", "H": "1"} {
		stocked(t, s, sku, quantity)
	}
	var seen []string
	f.Progress = func(done, total int) { seen = append(seen, fmt.Sprint(done, "/", total)) }

	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	want := flows.Listings{
		Pushed: 5, WithoutStock: 2, WithoutPrice: 2, Negative: 1, NotListed: 1, Missing: []string{"H"},
	}
	assert.Equal(t, want, done)
	assert.Equal(t, []string{"1/6", "2/6", "3/6", "4/6", "5/6", "6/6"}, seen)
	assert.Equal(t, []string{
		"A: 24 at 12.50", "B: 3 at 9.99 instead of 12.50", "C: 0 at 12.50", "D: 0 at 12.50", "E: 7 at 1.00",
		"F: 0 at 1.00", "G: 0 at 1.00",
	}, listed(server))

	calls := server.Calls()
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	want.Pushed, want.Unchanged = 0, 5
	assert.Equal(t, want, done)
	assert.Equal(t, calls, server.Calls(), "nothing changed, so nothing is sent")

	// One price changes, one stock, one of each only by its digits.
	cheaper, same := bowl("A"), bowl("D")
	cheaper.Price, same.Price = amount("11.00"), amount("12.5")
	save(t, s, cheaper, same)
	stocked(t, s, "B", "2")
	stocked(t, s, "E", "7.0")
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	want.Pushed, want.Unchanged = 2, 3
	assert.Equal(t, want, done)
	assert.ElementsMatch(t, []string{`A {"price_gross":11.00}`, `B {"stock":2}`}, sent(server, calls),
		"a new price does not put back a stock that orders have lowered")
}

func TestPushListings_everything(t *testing.T) {
	t.Parallel()
	f, s, server := listings(t, bowl("A"), bowl("B"))
	stocked(t, s, "A", "5")
	server.DeleteItems(shopinventory.BySKU("B"))
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	calls := server.Calls()
	server.SetOnHand(shopinventory.BySKU("A"), shelfwire.NewDecimal(4)) // sold there
	server.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "B"}})
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Listings{Unchanged: 1, WithoutStock: 1, NotListed: 1, Missing: []string{"B"}}, done,
		"what was not listed is not tried again and again")
	assert.Equal(t, calls, server.Calls())

	done, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Listings{Pushed: 2, WithoutStock: 1}, done)
	assert.ElementsMatch(t, []string{`A {"stock":5,"price_gross":12.50}`, `B {"price_gross":12.50}`}, sent(server, calls))
}

// A product that is not listed is tried again when the shop changes it.
func TestPushListings_listedLater(t *testing.T) {
	t.Parallel()
	f, s, server := listings(t, bowl("A"))
	server.DeleteItems(shopinventory.BySKU("A"))
	for want, quantity := range []string{"1", "1", "2"} {
		stocked(t, s, "A", quantity)
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, flows.Listings{NotListed: 1, Missing: []string{"A"}}, done)
		assert.Equal(t, max(1, want), server.Calls())
	}
	server.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "A", OnHand: amount("0")}})
	stocked(t, s, "A", "3")
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Listings{Pushed: 1}, done)
	assert.Equal(t, []string{"A: 3 at 12.50"}, listed(server), "all of it is sent, not only the stock")
}

func TestPushListings_oldPrice(t *testing.T) {
	t.Parallel()
	f, s, server := listings(t, bowl("A"))
	for _, step := range []struct{ price, reduced, want string }{
		{"12.50", "0", "A: 0 at 12.50"},
		{"12.50", "9.99", "A: 0 at 9.99 instead of 12.50"},
		{"12.50", "0", "A: 0 at 12.50 instead of 12.50"}, // which is no reduction
		{"14.00", "0", "A: 0 at 14.00 instead of 14.00"},
		{"14.00", "15.00", "A: 0 at 15.00 instead of 15.00"}, // dearer is not reduced
	} {
		p := bowl("A")
		p.Price, p.SalePrice = amount(step.price), amount(step.reduced)
		save(t, s, p)
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, flows.Listings{Pushed: 1, WithoutStock: 1}, done)
		assert.Equal(t, []string{step.want}, listed(server))
	}
}

// oneByOne has one update under way at a time.
type oneByOne struct {
	*shopinventory.InventoryService
}

func (o oneByOne) UpdateAll(
	ctx context.Context, changes iter.Seq2[shopinventory.ItemRef, shopinventory.ItemUpdate], opts shopinventory.UpdateAllOptions,
) iter.Seq[shopinventory.UpdateResult] {
	opts.Workers = 1
	return o.InventoryService.UpdateAll(ctx, changes, opts)
}

// Every failure at every update: whatever happens, the next run brings MerchantPro to what the shop has.
func TestPushListings_faults(t *testing.T) {
	t.Parallel()
	const update = "Inventory.Update"
	for name, test := range map[string]struct {
		fault  faults.Fault
		kind   flows.ProblemKind // of the problem, if it is one
		ends   string            // the error of the run, if it ends
		always string            // the error of the run when it happens always
	}{
		"answer lost":         {faults.DropResponse(), "", "", "3 updates in a row are unclear"},
		"request lost":        {faults.DropRequest(), "", "", "3 updates in a row are unclear"},
		"half an answer":      {faults.CutBody(), "", "", "3 updates in a row are unclear"},
		"half, and no length": {faults.CutBodyWithoutLength(), "", "", "3 updates in a row are unclear"},
		"wrong type":          {faults.WrongType(), "", "", "3 updates in a row are unclear"},
		"wrong type twice":    {faults.WrongType().Times(2), flows.Unclear, "", "3 updates in a row are unclear"},
		"unavailable":         {faults.Status(503), "", "", "3 updates in a row are unclear"},
		"an error afterwards": {faults.Status(500).AfterApplying(), "", "", "3 updates in a row are unclear"},
		"a proxy's page":      {faults.HTML(502), "", "", "3 updates in a row are unclear"},
		"a page for people":   {faults.HTML(200), "", "", "3 updates in a row are unclear"},
		"a page twice":        {faults.HTML(200).Times(2), flows.Unclear, "", "3 updates in a row are unclear"},
		"a page afterwards":   {faults.HTML(200).AfterApplying().Times(2), flows.Unclear, "", "3 updates in a row are"},
		"PHP's words twice":   {faults.PHPError(200).Times(2), flows.Unclear, "", "3 updates in a row are unclear"},
		"sent elsewhere":      {faults.Redirect("https://elsewhere.example/"), flows.Unclear, "", "3 updates in a row are"},
		"refused":             {faults.ErrorBody(400, "wrong"), flows.Rejected, "", ""},
		"too many calls":      {faults.RateLimited("0"), "", "", "429"},
		"too many for long":   {faults.RateLimited("3600"), "", "429", "429"},
		"a stranger's 404":    {faults.HTML(404), "", "404", "404"},
		"key not accepted":    {faults.Status(401), "", "401", "401"},
		"key locked":          {faults.Status(403), "", "403", "403"},
	} {
		for _, skip := range []int{0, 1, 2, 3, -1} { // the update that it happens at; below zero for all of them
			t.Run(fmt.Sprint(name, " at ", skip), func(t *testing.T) {
				t.Parallel()
				f, s, server := listings(t, bowl("A"), bowl("B"), bowl("C"), bowl("D"))
				for _, sku := range []string{"A", "B", "C", "D"} {
					stocked(t, s, sku, "5")
				}
				ends, pushed, problems := test.ends, 4, 0
				if test.kind != "" {
					pushed, problems = 3, 1
					f.Inventory = oneByOne{server.Client(nil).Inventory} // so that one and the same update meets it twice
				}
				if skip < 0 {
					server.Fail(test.fault.On(update).Always())
					ends, pushed, problems = test.always, 0, 4
				} else {
					server.Fail(test.fault.On(update).Skip(skip))
				}
				done, err := f.Run(t.Context(), false)
				if ends != "" {
					require.ErrorContains(t, err, ends)
				} else {
					require.NoError(t, err)
					assert.Equal(t, pushed, done.Pushed)
					require.Len(t, done.Problems, problems)
				}
				for _, p := range done.Problems {
					if skip >= 0 || test.kind != "" {
						assert.Equal(t, test.kind, p.Kind)
					}
					assert.Contains(t, p.Reason, "shopinventory: Inventory.Update: ")
				}
				server.ClearFaults()
				if name == "too many for long" { // the client waits as a whole; here, an hour later, is another one
					_, err := f.Run(t.Context(), false)
					require.ErrorIs(t, err, shelfwire.ErrRateLimited)
					f.Inventory = server.Client(nil).Inventory
				}
				again, err := f.Run(t.Context(), false)
				require.NoError(t, err)
				assert.Equal(t, 4-done.Pushed, again.Pushed)
				assert.Equal(t, done.Pushed, again.Unchanged)
				assert.Equal(t, []string{
					"A: 5 at 12.50", "B: 5 at 12.50", "C: 5 at 12.50", "D: 5 at 12.50",
				}, listed(server))
			})
		}
	}
}

// A rejected key ends the run at once: MerchantPro locks out keys that try again.
func TestPushListings_key(t *testing.T) {
	t.Parallel()
	var products []shop.Product
	for i := range 30 {
		products = append(products, bowl(fmt.Sprintf("P-%02d", i)))
	}
	f, _, server := listings(t, products...)
	server.Fail(faults.Status(401).Always())
	_, err := f.Run(t.Context(), false)
	require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
	assert.Equal(t, 1, server.Calls())
}

// Some shops say with a 400 that they do not have a product, and a 400 can mean anything else.
func TestPushListings_badRequest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		look faults.Fault
		want flows.Listings
	}{
		"not listed, says a 404": {faults.ErrorBody(404, "no"), flows.Listings{NotListed: 1, Missing: []string{"A"}}},
		"not listed, says a 400": {faults.ErrorBody(400, "no"), flows.Listings{NotListed: 1, Missing: []string{"A"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, s, server := listings(t, bowl("A"))
			stocked(t, s, "A", "1")
			server.Fail(faults.ErrorBody(400, "no").On("Inventory.Update"), test.look.On("Inventory.Get"))
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, test.want, done)
			_, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, 2, server.Calls(), "it is remembered")
		})
	}
	for name, look := range map[string]faults.Fault{
		"looked up at a stranger's": faults.HTML(404), "looked up without words": faults.Status(404),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, s, server := listings(t, bowl("A"))
			stocked(t, s, "A", "1")
			server.Fail(faults.ErrorBody(400, "no").On("Inventory.Update"), look.On("Inventory.Get"))
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			require.Len(t, done.Problems, 1)
			assert.Equal(t, flows.Rejected, done.Problems[0].Kind)
			assert.Zero(t, done.NotListed, "somebody else's 404 is not MerchantPro's word")
			done, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, 1, done.Pushed)
		})
	}
	t.Run("listed, and not to be changed", func(t *testing.T) {
		t.Parallel()
		f, s, server := listings(t, bowl("A"))
		stocked(t, s, "A", "1")
		server.AddWarehouses("Central") // takes a stock in its warehouses only
		for range 2 {
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			require.Len(t, done.Problems, 1)
			assert.Equal(t, flows.Rejected, done.Problems[0].Kind)
			assert.Contains(t, done.Problems[0].Reason, "the shop has warehouses: the stock is theirs")
		}
		server.SetIgnoreOnHand(true)
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		require.Len(t, done.Problems, 1)
		assert.Equal(t, flows.Unclear, done.Problems[0].Kind, "a success that did not set the stock is none")
	})
}

// A product that MerchantPro would reject keeps no other one from it, however many of them there are.
func TestPushListings_invalid(t *testing.T) {
	t.Parallel()
	products := []shop.Product{bowl("  "), bowl("Z")}
	f, _, server := listings(t, products...)
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, 1, done.Pushed)
	require.Len(t, done.Problems, 1)
	assert.Equal(t, flows.Rejected, done.Problems[0].Kind)
	assert.Equal(t, 1, server.Calls(), "it is refused before it is sent")
}

// An update got through, and nobody knows. Then the shop goes back to what was confirmed last: that is no reason to
// believe that MerchantPro has it.
func TestPushListings_backAgain(t *testing.T) {
	t.Parallel()
	f, s, server := listings(t, bowl("A"))
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	dearer := bowl("A")
	dearer.Price = amount("99.00")
	save(t, s, dearer)
	server.Fail(faults.DropResponse().Always())
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	require.Len(t, done.Problems, 1)
	require.Equal(t, []string{"A: 0 at 99.00"}, listed(server))

	server.ClearFaults()
	save(t, s, bowl("A"))
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, 1, done.Pushed)
	assert.Equal(t, []string{"A: 0 at 12.50"}, listed(server))
}

func TestPushListings_gone(t *testing.T) {
	t.Parallel()
	f, s, server := listings(t, three()...)
	server.Close()
	done, err := f.Run(t.Context(), false)
	require.Error(t, err, "a server that is not there ends the run at once")
	assert.Zero(t, done.Pushed)
	require.NoError(t, s.Close())
	_, err = f.Run(t.Context(), false)
	require.ErrorContains(t, err, "closed")
}

// The database fails while changes are being sent.
func TestPushListings_noDatabase(t *testing.T) {
	t.Parallel()
	f, s, server := listings(t, three()...)
	server.Fail(faults.Between(func() { assert.NoError(t, s.Close()) }))
	_, err := f.Run(t.Context(), false)
	require.ErrorContains(t, err, "closed")
	// The second change can have been noted while the first was on its way, the third one cannot.
	assert.LessOrEqual(t, server.Calls(), 2, "nothing is sent that is not noted")
}

// The process dies, or is told to stop, while listings are on their way.
func TestPushListings_cutOff(t *testing.T) {
	t.Parallel()
	t.Run("killed", func(t *testing.T) {
		t.Parallel()
		f, _, server := listings(t, three()...)
		f.Inventory = dyingShop{f.Inventory.(*shopinventory.InventoryService)}
		require.Panics(t, func() { _, _ = f.Run(t.Context(), false) })
		f.Inventory = server.Client(nil).Inventory
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, flows.Listings{Pushed: 2, Unchanged: 1, WithoutStock: 3}, done)
		assert.Equal(t, []string{"A: 0 at 12.50", "B: 0 at 12.50", "C: 0 at 12.50"}, listed(server))
	})
	t.Run("told to stop", func(t *testing.T) {
		t.Parallel()
		f, _, server := listings(t, three()...)
		ctx, cancel := context.WithCancelCause(t.Context())
		server.Fail(
			faults.Between(func() { cancel(errors.New("enough")) }).Skip(1), faults.Delay(time.Hour).AfterApplying().Skip(1),
		)
		_, err := f.Run(ctx, false)
		require.Error(t, err)
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, 3, done.Pushed+done.Unchanged)
		assert.Equal(t, []string{"A: 0 at 12.50", "B: 0 at 12.50", "C: 0 at 12.50"}, listed(server))
	})
}

// dyingShop lets one result through, and dies with the others under way.
type dyingShop struct {
	*shopinventory.InventoryService
}

func (d dyingShop) UpdateAll(
	ctx context.Context, changes iter.Seq2[shopinventory.ItemRef, shopinventory.ItemUpdate], opts shopinventory.UpdateAllOptions,
) iter.Seq[shopinventory.UpdateResult] {
	return func(yield func(shopinventory.UpdateResult) bool) {
		for r := range d.InventoryService.UpdateAll(ctx, changes, opts) {
			if r.Index == 1 {
				panic("the process dies")
			}
			if !yield(r) {
				return
			}
		}
	}
}
