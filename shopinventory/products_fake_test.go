package shopinventory_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// stockedShop is a shop with products, the last of which has two variants.
func stockedShop(t testing.TB, products int) *shopinventorytest.Server {
	t.Helper()
	srv := shopinventorytest.NewServer(t)
	for n := range products {
		srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
			ID: int64(n + 1), SKU: fmt.Sprint("SKU-", n+1), OnHand: num("5"),
		}})
	}
	parent := srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "TEE"}, Name: "Tee"})[0]
	for _, size := range []string{"S", "M"} {
		srv.AddItems(shopinventorytest.Item{
			Item: shopinventory.Item{SKU: "TEE-" + size, OnHand: num("7")}, Parent: parent,
			Options: []shopinventory.VariantOption{{Name: "Size", Value: size}},
		})
	}
	return srv
}

// The list is the bulk read of the inventory: its items are those of Inventory.Get, and go into UpdateAll.
func TestProductsService_All_BulkRead(t *testing.T) {
	t.Parallel()
	srv := stockedShop(t, 30)
	client := srv.Client(nil)
	read := map[shopinventory.ItemRef]shopinventory.Item{}
	for p, err := range client.Products.All(t.Context(), shopinventory.ProductQuery{PageSize: 7}) {
		require.NoError(t, err)
		items, ok := p.Items()
		require.True(t, ok)
		for _, item := range items {
			read[shopinventory.ByID(item.ID)] = item
		}
	}
	require.Len(t, read, 32)
	for ref, item := range read {
		single, err := client.Inventory.Get(t.Context(), ref)
		require.NoError(t, err)
		assert.Equal(t, single, item)
	}
	results := client.Inventory.UpdateAll(t.Context(), func(yield func(shopinventory.ItemRef, shopinventory.ItemUpdate) bool) {
		for ref, item := range read {
			raised := item.OnHand.Or(shelfwire.Decimal{}).Add(dec("1"))
			if !yield(ref, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(raised)}) {
				return
			}
		}
	}, shopinventory.UpdateAllOptions{})
	for r := range results {
		require.NoError(t, r.Err)
	}
	for p, err := range client.Products.All(t.Context(), shopinventory.ProductQuery{}) {
		require.NoError(t, err)
		items, _ := p.Items()
		for _, item := range items {
			assert.Contains(t, []string{"6", "8"}, item.OnHand.String())
		}
	}
}

// What passes costs nothing, and what does not is an error: on the list and on one product.
func TestProductsService_Faults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault faults.Fault
		kind  error // nil when the call gets over it
	}{
		"Status":               {faults.Status(503), nil},
		"HTML 502":             {faults.HTML(502), nil},
		"RateLimited":          {faults.RateLimited("1"), nil},
		"DropRequest":          {faults.DropRequest(), nil},
		"DropResponse":         {faults.DropResponse(), nil},
		"CutBody":              {faults.CutBody(), nil},
		"CutBodyWithoutLength": {faults.CutBodyWithoutLength(), nil},
		"Delay":                {faults.Delay(time.Microsecond), nil},
		"Between":              {faults.Between(func() {}), nil},
		"transient":            {faults.ErrorBody(400, "Operation could not be completed"), nil},
		"HTML 200":             {faults.HTML(200), nil},
		"PHPError":             {faults.PHPError(200), nil},
		"Prefix":               {faults.Prefix("<br />"), nil},
		"WrongType":            {faults.WrongType(), nil},
		"null":                 {faults.JSON(200, "null"), nil},
		"Header":               {faults.Header("Content-Type", "text/html"), nil},
		"byte order mark":      {faults.Prefix("\uFEFF"), nil},
		"RepeatPage":           {faults.RepeatPage(), nil},
		"ErrorBody":            {faults.ErrorBody(400, "no"), shelfwire.ErrInvalid},
		"EchoKey":              {faults.EchoKey(), shelfwire.ErrInvalid},
		"401":                  {faults.Status(401), shelfwire.ErrUnauthorized},
		"403":                  {faults.Status(403), shelfwire.ErrForbidden},
		"HTML 404":             {faults.HTML(404), shelfwire.ErrMalformed},
		"Redirect":             {faults.Redirect("https://www.example.com/"), errRedirected},
		"HTML 200 for ever":    {faults.HTML(200).Always(), shelfwire.ErrMalformed},
		"CutBody for ever":     {faults.CutBody().Always(), shelfwire.ErrMalformed},
		"WrongType for ever":   {faults.WrongType().Always(), shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := stockedShop(t, 15)
			check := func(err error) {
				t.Helper()
				switch {
				case tc.kind == nil:
					require.NoError(t, err)
				case errors.Is(tc.kind, errRedirected):
					require.Error(t, err)
				default:
					require.ErrorIs(t, err, tc.kind)
				}
				if err != nil {
					assert.NotContains(t, err.Error(), srv.Credentials().APISecret.Reveal())
				}
			}
			srv.Fail(tc.fault.On("Products.List"))
			products, err := collect(srv.Client(nil).Products.All(t.Context(), shopinventory.ProductQuery{PageSize: 4}))
			check(err)
			if err == nil {
				assert.Len(t, products, 16)
			}
			srv.ClearFaults()
			srv.Fail(tc.fault.On("Products.Get"))
			_, err = srv.Client(nil).Products.Get(t.Context(), 16)
			check(err)
		})
	}
}

// errRedirected stands for an error of none of the known kinds.
var errRedirected = errors.New("redirected")

// A shop that has the product that was changed last first moves its products while they are read. Each that is there all
// the time comes once, or the walk is incomplete.
func TestProductsService_All_ProductsByModified(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		srv := shopinventorytest.New()
		defer srv.Close()
		for range 20 {
			srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{OnHand: num("1")}})
		}
		srv.SetProductOrder(shopinventorytest.ProductsByModified)
		for skip := range 10 {
			if !rapid.Bool().Draw(t, "sold") {
				continue
			}
			sold := shopinventory.ByID(rapid.Int64Range(1, 20).Draw(t, "id"))
			srv.Fail(faults.Between(func() { srv.SetOnHand(sold, dec("0")) }).On("Products.List").Skip(skip))
		}
		client := srv.Client(nil)
		defer client.CloseIdleConnections()
		products, err := collect(client.Products.All(t.Context(), shopinventory.ProductQuery{PageSize: 6}))
		ids := make([]int, 0, len(products))
		for _, p := range products {
			ids = append(ids, int(p.ID))
		}
		slices.Sort(ids)
		if len(slices.Compact(slices.Clone(ids))) != len(ids) {
			t.Fatal("a product came twice", ids)
		}
		if err == nil && !slices.Equal(ids, span(1, 20)) || err != nil && !errors.Is(err, shelfwire.ErrIncomplete) {
			t.Fatal(ids, err)
		}
	})
}
