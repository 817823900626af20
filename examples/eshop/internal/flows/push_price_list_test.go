package flows_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func bowl(sku string) shop.Product {
	return shop.Product{
		SKU: sku, Name: "Bowl " + sku, Unit: "szt.", VAT: "A", Price: amount("12.50"), Active: shelfwire.Set(true),
	}
}

// priceList is a shop with products, and an empty ERP XT.
func priceList(t *testing.T, products ...shop.Product) (*flows.PushPriceList, *shop.Shop, *erpxttest.Server) {
	t.Helper()
	s, server := openShop(t), erpxttest.NewServer(t)
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), products))
	return &flows.PushPriceList{Shop: s, Cards: server.Client(nil).Products, Progress: none}, s, server
}

// cards returns what is on the cards, by id.
func cards(server *erpxttest.Server) []string {
	var list []string
	for _, p := range server.Products() {
		list = append(list, fmt.Sprintf("%s %q %s %s %s net %s",
			p.ProductCode, p.Name, p.UnitOfMeasurement, p.Rate, p.SaleGrossPrice, p.SaleNetPrice))
	}
	return list
}

func TestPushPriceList(t *testing.T) {
	t.Parallel()
	reduced, cheap, free, unpriced, foreign, off := bowl("B"), bowl("C"), bowl("D"), bowl("E"), bowl("F"), bowl("G")
	reduced.SalePrice = amount("9.99")
	cheap.VAT, cheap.Price = "B", amount("0.10")
	free.Price = amount("0")
	unpriced.Price = shelfwire.Opt[shelfwire.Decimal]{}
	foreign.VAT = "Z"
	off.Active = shelfwire.Set(false)
	f, s, server := priceList(t, bowl("A"), reduced, cheap, free, unpriced, foreign, off)

	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Created: 3, WithoutPrice: 2, WithoutRate: 1}, done)
	assert.Equal(t, []string{
		`A "Bowl A" szt. 23% 12.50 net 10.16`, `B "Bowl B" szt. 23% 9.99 net 8.12`, `C "Bowl C" szt. 8% 0.10 net 0.09`,
	}, cards(server))

	calls := server.Calls()
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Unchanged: 3, WithoutPrice: 2, WithoutRate: 1}, done)
	assert.Equal(t, calls, server.Calls(), "nothing changed, so nothing is asked")

	// One changes, one gets its price, and one keeps all but the digits of its price.
	changed, same := bowl("A"), bowl("C")
	changed.Name, changed.Price = "Bowl, blue", amount("13.01")
	same.VAT, same.Price = "B", amount("0.1")
	unpriced.Price = amount("5")
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{changed, same, unpriced}))
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Created: 1, Edited: 1, Unchanged: 2, WithoutPrice: 1, WithoutRate: 1}, done)
	assert.Equal(t, []string{
		`A "Bowl, blue" szt. 23% 13.01 net 10.58`, `B "Bowl B" szt. 23% 9.99 net 8.12`, `C "Bowl C" szt. 8% 0.10 net 0.09`,
		`E "Bowl E" szt. 23% 5 net 4.07`,
	}, cards(server))
}

func TestPushPriceList_rates(t *testing.T) {
	t.Parallel()
	for letter, want := range map[string]erpxt.VATRate{
		"A": erpxt.VAT23, "B": erpxt.VAT8, "C": erpxt.VAT5, "D": erpxt.VAT0, "a": "", "E": "", "": "",
	} {
		t.Run(letter, func(t *testing.T) {
			t.Parallel()
			p := bowl("X")
			p.VAT = letter
			f, _, server := priceList(t, p)
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			if want == "" {
				assert.Equal(t, flows.Push{WithoutRate: 1}, done)
				assert.Zero(t, server.Calls())
				return
			}
			assert.Equal(t, want, server.Products()[0].Rate)
		})
	}
}

// What people change on a card stays until the shop changes the same thing.
func TestPushPriceList_keepsWhatOthersChange(t *testing.T) {
	t.Parallel()
	f, s, server := priceList(t, bowl("A"))
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	theirs := server.Products()[0]
	theirs.Name, theirs.Description, theirs.UnitOfMeasurement = "Miska", "do zupy", "opak."
	server.AddProducts(theirs)
	server.SetExtra(theirs.ID, map[string]json.RawMessage{"Shelf": json.RawMessage("3")})

	p := bowl("A")
	p.Price = amount("14.00")
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{p}))
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Edited: 1}, done)
	assert.Equal(t, []string{`A "Miska" opak. 23% 14.00 net 11.38`}, cards(server))
	assert.Equal(t, "do zupy", server.Products()[0].Description)
	assert.Equal(t, "3", string(server.Extra(theirs.ID)["Shelf"]), "members that nobody knows here, too")

	theirs = server.Products()[0]
	theirs.SaleNetPrice, theirs.SaleGrossPrice = shelfwire.Opt[shelfwire.Decimal]{}, amount("15.00")
	server.AddProducts(theirs)
	p.Name, p.VAT = "Bowl, blue", "C"
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{p}))
	_, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, []string{`A "Bowl, blue" opak. 5% 15.00 net 14.29`}, cards(server))
	p.Unit = "kg"
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{p}))
	_, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, []string{`A "Bowl, blue" kg 5% 15.00 net 14.29`}, cards(server))
}

// Cards that were there before the shop, and cards that were deleted.
func TestPushPriceList_findsCards(t *testing.T) {
	t.Parallel()
	f, s, server := priceList(t, bowl("A"), bowl("B"), bowl("O'B, 100% \"new\" & + ż"))
	right := erpxt.Product{
		ProductCode: "B", Name: "Bowl B", UnitOfMeasurement: "szt.", SaleGrossPrice: amount("12.5"),
	}
	server.AddProducts(erpxt.Product{ProductCode: "A", Name: "Old"}, right, erpxt.Product{ProductCode: "AB", SaleGrossPrice: amount("3.00")})
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Created: 1, Edited: 1, Unchanged: 1}, done)
	assert.Equal(t, []string{
		`A "Bowl A" szt. 23% 12.50 net 10.16`, `B "Bowl B" szt. 23% 12.5 net 10.16`, `AB "" szt. 23% 3.00 net 2.44`,
		`O'B, 100% "new" & + ż "Bowl O'B, 100% \"new\" & + ż" szt. 23% 12.50 net 10.16`,
	}, cards(server))

	server.DeleteProducts(1)
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Unchanged: 3}, done, "what did not change is not looked at")
	done, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Created: 1, Unchanged: 2}, done)
	known, err := s.Cards(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 5, known["A"].ID, "the new card is remembered")
	done, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Unchanged: 3}, done)
}

// Products are looked up in groups, also when the server cuts its pages short.
func TestPushPriceList_groups(t *testing.T) {
	t.Parallel()
	var products []shop.Product
	for i := range 45 {
		products = append(products, bowl(fmt.Sprintf("P-%02d", i)))
	}
	f, _, server := priceList(t, products...)
	var seen []string
	f.Progress = func(done, total int) { seen = append(seen, fmt.Sprint(done, "/", total)) }
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, []string{"20/45", "40/45", "45/45"}, seen)
	assert.Equal(t, 3, server.Calls("Products.List"))
	longest := 0
	for _, r := range server.Requests() {
		longest = max(longest, len(r.Query.Get("$filter")))
	}
	assert.Less(t, longest, 1000, "the filter is part of the address")

	server.SetMaxPageSize(7)
	done, err := f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Unchanged: 45}, done, "a short page makes no card look missing")
	assert.Len(t, server.Products(), 45)
}

// three are three products, one of which will have trouble.
func three() []shop.Product { return []shop.Product{bowl("A"), bowl("B"), bowl("C")} }

func TestPushPriceList_createFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   faults.Fault
		kind    flows.ProblemKind // in the first run; empty for none
		applied bool              // the card is there after the first run
		calls   int               // to Products.Create, in both runs
	}{
		"answer lost":         {faults.DropResponse(), flows.Unclear, true, 3},
		"request lost":        {faults.DropRequest(), flows.Unclear, false, 4},
		"half an answer":      {faults.CutBody(), flows.Unclear, true, 3},
		"wrong type":          {faults.WrongType(), flows.Unclear, true, 3},
		"unavailable":         {faults.Status(503), flows.Unclear, false, 4},
		"an error afterwards": {faults.Status(500).AfterApplying(), flows.Unclear, true, 3},
		"a page for people":   {faults.HTML(200), flows.Unclear, false, 4},
		"a page afterwards":   {faults.HTML(200).AfterApplying(), flows.Unclear, true, 3},
		"PHP's words":         {faults.PHPError(200), flows.Unclear, false, 4},
		"sent elsewhere":      {faults.Redirect("https://elsewhere.example/"), flows.Unclear, false, 4},
		"refused":             {faults.ErrorBody(400, "the field is wrong"), flows.Rejected, false, 4},
		"too many calls":      {faults.RateLimited("0").Times(2), "", true, 5},
		"token not accepted":  {faults.Status(401), "", true, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, s, server := priceList(t, three()...)
			server.Fail(test.fault.On("Products.Create").Skip(1))
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			if test.kind == "" {
				require.Empty(t, done.Problems)
			} else {
				require.Len(t, done.Problems, 1)
				assert.Equal(t, "B", done.Problems[0].SKU)
				assert.Equal(t, test.kind, done.Problems[0].Kind)
				assert.Contains(t, done.Problems[0].Reason, "erpxt: Products.Create: ")
				assert.Equal(t, 2, done.Created)
			}
			there := 2
			if test.applied {
				there = 3
			}
			assert.Len(t, server.Products(), there)
			done, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Empty(t, done.Problems)
			assert.Equal(t, 3-there, done.Created)
			assert.Len(t, server.Products(), 3, "each card once")
			assert.Equal(t, test.calls, server.Calls("Products.Create"))
			var state, id string
			require.NoError(t, s.DB().QueryRowContext(t.Context(),
				`SELECT state, result FROM remote_steps WHERE target = 'product card B'`).Scan(&state, &id))
			assert.Equal(t, "done", state, "the record has its answer")
			assert.Contains(t, knownCards(t, s), "B:{"+id+" Bowl B ")
		})
	}
}

func TestPushPriceList_editFails(t *testing.T) {
	t.Parallel()
	const put, get, list = "Products.Replace", "Products.Get", "Products.List"
	for name, test := range map[string]struct {
		fault faults.Fault
		kind  flows.ProblemKind // empty for none
		ends  string            // the error that ends the run; empty for none
	}{
		"answer lost":           {faults.DropResponse().On(put), "", ""},
		"request lost":          {faults.DropRequest().On(put), "", ""},
		"too many calls":        {faults.RateLimited("0").On(put), "", ""},
		"unavailable for long":  {faults.Status(503).On(put).Always(), flows.Unclear, ""},
		"refused":               {faults.ErrorBody(400, "wrong").On(put), flows.Rejected, ""},
		"deleted meanwhile":     {faults.Status(404).On(get), flows.Rejected, ""},
		"a stranger's 404":      {faults.HTML(404).On(put), "", "erpxt: Products.Edit: 404"},
		"not to be read":        {faults.Status(503).On(get).Always(), "", "erpxt: Products.Edit: 503"},
		"cannot be looked up":   {faults.Status(503).On(list).Always(), "", "erpxt: Products.List: 503"},
		"not allowed":           {faults.Status(403).On(put), "", "erpxt: Products.Edit: 403"},
		"too many for too long": {faults.RateLimited("3600").On(put), "", "erpxt: Products.Edit: 429"},
		"no token":              {faults.Status(401).On("Token").Always(), "", "erpxt: Products.List: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, s, server := priceList(t, three()...)
			_, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			changed := bowl("B")
			changed.Price = amount("41.37")
			require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{changed}))
			server.Fail(test.fault)
			f.Cards = server.Client(nil).Products // of another run of the program
			done, err := f.Run(t.Context(), false)
			if test.ends != "" {
				require.ErrorContains(t, err, test.ends)
			} else {
				require.NoError(t, err)
			}
			if test.kind != "" {
				require.Len(t, done.Problems, 1)
				assert.Equal(t, test.kind, done.Problems[0].Kind)
				assert.Contains(t, done.Problems[0].Reason, "erpxt: Products.Edit: ")
			}
			server.ClearFaults()
			f.Cards = server.Client(nil).Products
			_, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, `B "Bowl B" szt. 23% 41.37 net 33.63`, cards(server)[1])
			assert.Equal(t, 3, server.Calls("Products.Create"))
		})
	}
}

// A product that ERP XT would reject keeps no other one from it.
func TestPushPriceList_invalid(t *testing.T) {
	t.Parallel()
	var products []shop.Product
	for i := range 12 {
		p := bowl(fmt.Sprintf("P-%02d", i))
		p.Unit = ""
		products = append(products, p)
	}
	f, _, server := priceList(t, append(products, bowl("Z"))...)
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, 1, done.Created)
	require.Len(t, done.Problems, 10)
	assert.Equal(t, 2, done.More)
	assert.Equal(t, flows.Rejected, done.Problems[9].Kind)
	assert.Contains(t, done.Problems[9].Reason, "UnitOfMeasurement is missing")
	assert.Equal(t, 1, server.Calls("Products.Create"), "it is refused before it is sent")
}

func TestPushPriceList_providerGone(t *testing.T) {
	t.Parallel()
	f, s, server := priceList(t, three()...)
	server.Fail(faults.DropRequest().On("Products.Create").Always())
	done, err := f.Run(t.Context(), false)
	require.ErrorContains(t, err, "3 writes in a row are unclear, the last one of C: ")
	assert.Len(t, done.Problems, 3)

	server.Close()
	_, err = f.Run(t.Context(), false)
	require.Error(t, err, "a server that is not there ends the run at once")

	require.NoError(t, s.Close())
	_, err = f.Run(t.Context(), false)
	require.ErrorContains(t, err, "closed")
}

// The process dies, or is told to stop, while a card is being made.
func TestPushPriceList_cutOff(t *testing.T) {
	t.Parallel()
	t.Run("killed", func(t *testing.T) {
		t.Parallel()
		f, _, server := priceList(t, three()...)
		f.Cards = dying{f.Cards.(*erpxt.ProductsService)}
		require.Panics(t, func() { _, _ = f.Run(t.Context(), false) })
		f.Cards = server.Client(nil).Products
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, flows.Push{Created: 2, Unchanged: 1}, done)
		assert.Len(t, server.Products(), 3)
	})
	t.Run("told to stop, and answered", func(t *testing.T) {
		t.Parallel()
		f, s, server := priceList(t, three()...)
		ctx, cancel := context.WithCancel(t.Context())
		f.Cards = stopping{f.Cards.(*erpxt.ProductsService), cancel}
		_, err := f.Run(ctx, false)
		require.ErrorIs(t, err, context.Canceled)
		assert.Contains(t, knownCards(t, s), "A:{1 Bowl A ", "what came back is recorded")
		assert.Len(t, server.Products(), 1)
	})
	t.Run("told to stop", func(t *testing.T) {
		t.Parallel()
		f, _, server := priceList(t, three()...)
		ctx, cancel := context.WithCancelCause(t.Context())
		enough := errors.New("enough")
		server.Fail(
			faults.Between(func() { cancel(enough) }).On("Products.Create"),
			faults.Delay(time.Hour).AfterApplying().On("Products.Create"),
		)
		_, err := f.Run(ctx, false)
		require.Error(t, err)
		assert.Equal(t, 1, server.Calls("Products.Create"), "nothing is sent after that")
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, flows.Push{Created: 2, Unchanged: 1}, done)
		assert.Len(t, server.Products(), 3)
	})
}

// dying makes a card and dies before it says so.
type dying struct{ *erpxt.ProductsService }

func (d dying) Create(ctx context.Context, p erpxt.NewProduct) (int64, error) {
	_, _ = d.ProductsService.Create(ctx, p)
	panic("the process dies")
}

// stopping makes a card and is told to stop.
type stopping struct {
	*erpxt.ProductsService
	stop func()
}

func (s stopping) Create(ctx context.Context, p erpxt.NewProduct) (int64, error) {
	defer s.stop()
	return s.ProductsService.Create(ctx, p)
}

func TestPushPriceList_dryRun(t *testing.T) {
	t.Parallel()
	f, s, server := priceList(t, three()...)
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	before, known := strings.Join(cards(server), "\n"), knownCards(t, s)

	other := erpxttest.NewServer(t)
	other.AddProducts(erpxt.Product{ID: 77, ProductCode: "A"})
	f.Cards, f.DryRun = other.Client(nil).Products, true
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{DryRun: true, Created: 2, Edited: 1}, done, "what was pushed elsewhere does not count")
	assert.Zero(t, other.Calls("Products.Get", "Products.Create", "Products.Replace", "Products.Delete"))
	assert.Equal(t, before, strings.Join(cards(server), "\n"))
	assert.Equal(t, known, knownCards(t, s), "nothing is remembered")
}

func knownCards(t *testing.T, s *shop.Shop) string {
	t.Helper()
	known, err := s.Cards(t.Context())
	require.NoError(t, err)
	return fmt.Sprint(known)
}
