package shopinventorytest_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func TestServer_AddItems(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	ids := srv.AddItems(
		shopinventorytest.Item{Item: shopinventory.Item{SKU: "A"}},
		shopinventorytest.Item{Item: shopinventory.Item{ID: 10, SKU: "B", OnHand: optDecimal("1.500")}},
		shopinventorytest.Item{Item: shopinventory.Item{
			SKU: "C", OnHand: optDecimal("-1.000"), InventoryEnabled: shelfwire.Set(false),
		}},
		shopinventorytest.Item{Item: shopinventory.Item{ID: 4, SKU: "E", InventoryEnabled: shelfwire.Set(true)}},
	)
	assert.Equal(t, []int64{1, 10, 11, 4}, ids)
	list := srv.Items()
	require.Len(t, list, 4)
	for i, want := range []struct {
		id      int64
		stock   string
		enabled bool
	}{{1, "0", false}, {4, "0", true}, {10, "1.500", true}, {11, "-1.000", false}} {
		assert.Equal(t, want.id, list[i].ID)
		assert.Equal(t, want.stock, list[i].OnHand.String())
		assert.Equal(t, shelfwire.Set(want.enabled), list[i].InventoryEnabled)
		assert.Equal(t, "19", list[i].Tax.String())
	}
	assert.NotContains(t, read(t, srv, "id/11"), "stock")

	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 4, SKU: "D"}})
	assert.Len(t, srv.Items(), 4, "the one with the same ID is replaced")
	_, found := srv.Item(shopinventory.BySKU("E"))
	assert.False(t, found)
	assert.Equal(t, []int64{12}, srv.AddItems(shopinventorytest.Item{}))
	_, found = srv.Item(shopinventory.BySKU(""))
	assert.False(t, found, "no SKU is not an empty one")
}

// An SKU or an EAN that is there twice is a mistake, and is found when it is made.
func TestServer_AddItems_Twice(t *testing.T) {
	t.Parallel()
	add := func(srv *shopinventorytest.Server, item shopinventory.Item) {
		srv.AddItems(shopinventorytest.Item{Item: item})
	}
	for name, tc := range map[string]struct {
		item    shopinventory.Item
		problem string // empty when it is none
	}{
		"SKU":            {shopinventory.Item{ID: 8, SKU: "A"}, "the items 7 and 8 cannot both have the sku A"},
		"SKU without ID": {shopinventory.Item{SKU: "A"}, "the items 7 and 8 cannot both have the sku A"},
		"EAN":            {shopinventory.Item{ID: 8, EAN: "1"}, "the items 7 and 8 cannot both have the ean 1"},
		"of itself":      {shopinventory.Item{ID: 7, SKU: "A", EAN: "1"}, ""},
		"neither":        {shopinventory.Item{ID: 8}, ""},
		"one as other":   {shopinventory.Item{ID: 8, SKU: "1", EAN: "A"}, ""},
		"another case":   {shopinventory.Item{ID: 8, SKU: "a"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			add(srv, shopinventory.Item{ID: 7, SKU: "A", EAN: "1"})
			if tc.problem == "" {
				assert.NotPanics(t, func() { add(srv, tc.item) })
				return
			}
			assert.PanicsWithValue(t, "shopinventorytest: "+tc.problem, func() { add(srv, tc.item) })
			assert.Len(t, srv.Items(), 1)
			srv.DeleteItems(shopinventory.ByID(7))
			assert.NotPanics(t, func() { add(srv, tc.item) }, "it is free again")
		})
	}
}

// Adding and removing take as long for the last item as for the first.
func TestServer_AddItems_Many(t *testing.T) {
	t.Parallel()
	const n = 10_000
	srv, began := shopinventorytest.NewServer(t), time.Now()
	product := srv.AddItems(shopinventorytest.Item{})[0]
	for i := range n {
		srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: strconv.Itoa(i)}, Parent: product})
	}
	for i := range n {
		srv.DeleteItems(shopinventory.BySKU(strconv.Itoa(i)))
	}
	assert.Len(t, srv.Items(), 1)
	assert.Less(t, time.Since(began), hang)
}

func TestServer_Items_AreCopies(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.AddWarehouses("A")
	srv.Items()[0].Warehouses[0].OnHand = optDecimal("7")
	item, ok := srv.Item(theShirt)
	require.True(t, ok)
	item.Warehouses[0].OnHand = optDecimal("7")
	assert.Equal(t, "5", srv.Items()[0].Warehouses[0].OnHand.String())
	given := []shopinventory.Warehouse{{ID: 1, OnHand: optDecimal("5")}}
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 10002, SKU: "TShirt.Blk.XL", Warehouses: given}})
	given[0].OnHand = optDecimal("7")
	assert.Equal(t, "5", srv.Items()[0].Warehouses[0].OnHand.String())
}

func TestServer_SetOnHand(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.SetOnHand(theShirt, shelfwire.NewDecimal(-1))
	assert.Equal(t, "-1", stockOf(t, srv))
	assert.Contains(t, read(t, srv, "id/10002"), `"stock":-1,`)
	assert.Zero(t, srv.Adjustments(theShirt), "an order is no adjustment")
	assert.Panics(t, func() { srv.SetOnHand(shopinventory.ByID(1), shelfwire.NewDecimal(1)) })
	assert.Panics(t, func() { srv.SetWarehouseOnHand(theShirt, "A", shelfwire.NewDecimal(1)) })
}

// A client sees at once what happens in the shop.
func TestServer_DeleteItems(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	client := srv.Client(nil)
	item, err := client.Inventory.Get(t.Context(), theShirt)
	require.NoError(t, err)
	assert.Equal(t, "5", item.OnHand.String())
	srv.DeleteItems(theShirt)
	srv.DeleteItems(theShirt)
	_, err = client.Inventory.Get(t.Context(), theShirt)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	_, err = client.Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1)})
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
}

func TestServer_Adjustments(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 1, OnHand: optDecimal("1")}})
	patch(t, srv, "id/10002", `{"stock": {"adjust_by": 3}}`)
	patch(t, srv, "id/10002", `{"stock": {"adjust_by": -10.5}}`)
	patch(t, srv, "id/1", `{"stock": {"adjust_by": 0}}`)
	patch(t, srv, "id/1", `{"stock": 2}`)
	assert.Equal(t, "-2.5", stockOf(t, srv))
	assert.Equal(t, 2, srv.Adjustments(theShirt))
	assert.Equal(t, 1, srv.Adjustments(shopinventory.ByID(1)))
	assert.Equal(t, 3, srv.Adjustments())
	assert.Equal(t, 3, srv.Adjustments(theShirt, shopinventory.ByID(1), shopinventory.ByID(10002)), "each once")
	srv.DeleteItems(theShirt)
	assert.Equal(t, 3, srv.Adjustments())
	assert.Panics(t, func() { srv.Adjustments(theShirt) })
}

func TestServer_Variants(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	ids := srv.AddItems(shopinventorytest.Item{
		Item: shopinventory.Item{SKU: "TShirt.Blk.XL.2", OnHand: optDecimal("2"), PriceGross: optDecimal("85")}, Parent: 10002,
	})
	assert.Equal(t, `{"id":10002,"sku":"TShirt.Blk.XL","ean":null,"inventory_enabled":"on"}`, read(t, srv, "id/10002"))
	item, ok := srv.Item(theShirt)
	require.True(t, ok)
	assert.True(t, item.OnHand.IsZero())
	for _, body := range []string{
		`{"stock": 1}`, `{"stock": {"adjust_by": 1}}`, `{"price_net": 1}`, `{"price_gross": 1}`, `{"old_price_net": 1}`,
		`{"old_price_gross": null}`, `{"warehouses": [{"id": 1, "stock": 1}]}`, `{"inventory_enabled": "off", "stock": 1}`,
	} {
		assert.Equal(t, "not_alterable", rejectedPatch(t, srv, "id/10002", body).Name, body)
	}
	assert.Contains(t, patch(t, srv, "id/10002", `{"inventory_enabled": "off"}`), `"off"`)
	patch(t, srv, "sku/TShirt.Blk.XL.2", `{"stock": {"adjust_by": 1}, "price_gross": 80}`)
	variant, ok := srv.Item(shopinventory.ByID(ids[0]))
	require.True(t, ok)
	assert.Equal(t, "3", variant.OnHand.String())
	assert.Equal(t, "67.23", variant.PriceNet.String())
	assert.Equal(t, int64(10002), variant.Parent)

	_, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1)})
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	assert.Panics(t, func() { srv.SetOnHand(theShirt, shelfwire.NewDecimal(1)) })

	srv.DeleteItems(theShirt)
	assert.Empty(t, srv.Items(), "the variants go with their product")
	_, found := srv.Item(shopinventory.BySKU("TShirt.Blk.XL.2"))
	assert.False(t, found)
}

func TestServer_DeleteItems_Variants(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	ids := srv.AddItems(shopinventorytest.Item{Parent: 10002})
	srv.DeleteItems(shopinventory.ByID(ids[0]))
	assert.Contains(t, read(t, srv, "id/10002"), `"stock":5,"price_net":67.23,`)
}

func TestServer_AddItems_Panics(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	other := srv.AddItems(shopinventorytest.Item{})[0]
	variant := srv.AddItems(shopinventorytest.Item{Parent: 10002})[0]
	for name, item := range map[string]shopinventorytest.Item{
		"negative tax":          {Tax: shelfwire.NewDecimal(-1)},
		"unknown parent":        {Parent: 1},
		"variant of a variant":  {Parent: variant},
		"its own variant":       {Item: shopinventory.Item{ID: 10002}, Parent: 10002},
		"variant with variants": {Item: shopinventory.Item{ID: 10002}, Parent: other},
		"unknown warehouse":     {Item: shopinventory.Item{Warehouses: []shopinventory.Warehouse{{ID: 1}}}},
	} {
		assert.Panics(t, func() { srv.AddItems(item) }, name)
	}
	assert.Len(t, srv.Items(), 3)
	status, _ := send(t, srv, http.MethodGet, "/api/v2/inventory/id/10002", "")
	assert.Equal(t, http.StatusOK, status, "the server goes on")
}
