package shopinventorytest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// stores returns a shop with two warehouses.
func stores(t *testing.T) *shopinventorytest.Server {
	t.Helper()
	srv := shop(t)
	require.Equal(t, []int64{1, 2}, srv.AddWarehouses("Central", "Nod"))
	return srv
}

func inWarehouses(list ...shopinventory.WarehouseUpdate) shopinventory.ItemUpdate {
	return shopinventory.ItemUpdate{Warehouses: shelfwire.Set(list)}
}

// parts are the stocks of the shirt, with the total in front.
func parts(t *testing.T, srv *shopinventorytest.Server) []string {
	t.Helper()
	item, ok := srv.Item(theShirt)
	require.True(t, ok)
	list := []string{item.OnHand.String()}
	for _, w := range item.Warehouses {
		list = append(list, w.OnHand.String())
	}
	return list
}

func TestServer_AddWarehouses(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	require.NotContains(t, read(t, srv, "id/10002"), "warehouses")
	assert.Equal(t, []int64{1}, srv.AddWarehouses("Central"))
	assert.Equal(t, []string{"5", "5"}, parts(t, srv), "the first one has what there was")
	assert.Equal(t, []int64{2, 3}, srv.AddWarehouses("Nod", "Outlet"))
	assert.Equal(t, []string{"5", "5", "0", "0"}, parts(t, srv))
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
		ID: 10002, SKU: "TShirt.Blk.XL", OnHand: optDecimal("77"),
		Warehouses: []shopinventory.Warehouse{{Name: "Outlet", OnHand: optDecimal("2")}, {ID: 2, Name: "Nod", OnHand: optDecimal("1")}},
	}})
	assert.Equal(t, []string{"3", "0", "1", "2"}, parts(t, srv))
	assert.Panics(t, func() { srv.AddWarehouses("Nod") })
	assert.Panics(t, func() { srv.AddWarehouses("") })
	assert.Panics(t, func() {
		srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
			Warehouses: []shopinventory.Warehouse{{ID: 1, Name: "Nod", OnHand: optDecimal("2")}},
		}})
	})
}

func TestServer_WarehouseUpdates(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body string
		want []string
	}{
		"by name":  {`[{"name": "Nod", "stock": 2}]`, []string{"7", "5", "2"}},
		"by id":    {`[{"id": 1, "stock": 2}]`, []string{"2", "2", "0"}},
		"by both":  {`[{"id": 2, "name": "Nod", "stock": 1}, {"stock": 0, "name": "Central"}]`, []string{"1", "0", "1"}},
		"fraction": {`[{"id": 2, "stock": 0.5}]`, []string{"5.5", "5", "0.5"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := stores(t)
			patch(t, srv, "id/10002", `{"warehouses": `+tc.body+`}`)
			assert.Equal(t, tc.want, parts(t, srv))
			assert.Zero(t, srv.Adjustments())
		})
	}
}

func TestServer_WarehouseUpdates_Rejected(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, error, field string }{
		"direct stock":        {`{"stock": 1}`, "not_alterable", "stock"},
		"direct adjustment":   {`{"stock": {"adjust_by": 1}}`, "not_alterable", "stock"},
		"stock among others":  {`{"stock": 1, "price_net": 5}`, "not_alterable", "stock"},
		"both":                {`{"stock": 1, "warehouses": [{"id": 1, "stock": 1}]}`, "conflicting_fields", "stock"},
		"no list":             {`{"warehouses": {"id": 1, "stock": 1}}`, "invalid_value", "warehouses"},
		"null":                {`{"warehouses": null}`, "invalid_value", "warehouses"},
		"empty":               {`{"warehouses": []}`, "invalid_value", "warehouses"},
		"no object":           {`{"warehouses": [1]}`, "invalid_value", "warehouses[0]"},
		"null among them":     {`{"warehouses": [null]}`, "invalid_value", "warehouses[0]"},
		"unknown name":        {`{"warehouses": [{"name": "nod", "stock": 1}]}`, "invalid_value", "warehouses[0]"},
		"unknown id":          {`{"warehouses": [{"id": 1, "stock": 1}, {"id": 3, "stock": 1}]}`, "invalid_value", "warehouses[1]"},
		"id and another name": {`{"warehouses": [{"id": 1, "name": "Nod", "stock": 1}]}`, "invalid_value", "warehouses[0]"},
		"id and unknown name": {`{"warehouses": [{"id": 1, "name": "X", "stock": 1}]}`, "invalid_value", "warehouses[0]"},
		"twice": {
			`{"warehouses": [{"id": 1, "stock": 1}, {"name": "Central", "stock": 1}]}`, "invalid_value", "warehouses[1]",
		},
		"neither id nor name": {`{"warehouses": [{"stock": 1}]}`, "invalid_value", "warehouses[0]"},
		"id is a text":        {`{"warehouses": [{"id": "1", "stock": 1}]}`, "invalid_value", "warehouses[0].id"},
		"id is 0":             {`{"warehouses": [{"id": 0, "stock": 1}]}`, "invalid_value", "warehouses[0].id"},
		"name is a number":    {`{"warehouses": [{"name": 1, "stock": 1}]}`, "invalid_value", "warehouses[0].name"},
		"name is empty":       {`{"warehouses": [{"id": 1, "name": "", "stock": 1}]}`, "invalid_value", "warehouses[0].name"},
		"no stock":            {`{"warehouses": [{"id": 1}]}`, "invalid_value", "warehouses[0].stock"},
		"stock is a text":     {`{"warehouses": [{"id": 1, "stock": "1"}]}`, "invalid_value", "warehouses[0].stock"},
		"negative stock":      {`{"warehouses": [{"id": 1, "stock": -1}]}`, "invalid_value", "warehouses[0].stock"},
		"an adjustment": {
			`{"warehouses": [{"id": 1, "stock": {"adjust_by": 1}}]}`, "invalid_value", "warehouses[0].stock",
		},
		"a label": {
			`{"warehouses": [{"id": 1, "stock": 1, "label": "A3"}]}`, "undefined_field", "warehouses[0].label",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := stores(t)
			r := rejectedPatch(t, srv, "id/10002", tc.body)
			assert.Equal(t, tc.error, r.Name)
			assert.JSONEq(t, `"`+tc.field+`"`, string(r.Details["field"]))
		})
	}
}

func TestServer_SetOnHand_Warehouses(t *testing.T) {
	t.Parallel()
	srv := stores(t)
	srv.SetWarehouseOnHand(theShirt, "Nod", shelfwire.NewDecimal(4))
	assert.Equal(t, []string{"9", "5", "4"}, parts(t, srv))
	srv.SetOnHand(theShirt, shelfwire.NewDecimal(7))
	assert.Equal(t, []string{"7", "3", "4"}, parts(t, srv), "the first one takes the difference")
}

func TestServer_WarehouseUpdates_AtTheClient(t *testing.T) {
	t.Parallel()
	srv := stores(t)
	client := srv.Client(nil)
	item, err := client.Inventory.Update(t.Context(), theShirt, inWarehouses(
		shopinventory.WarehouseUpdate{Name: "Nod", OnHand: shelfwire.NewDecimal(3)},
		shopinventory.WarehouseUpdate{ID: 1, OnHand: shelfwire.NewDecimal(1)},
	))
	require.NoError(t, err)
	assert.Equal(t, "4", item.OnHand.String())
	require.Len(t, item.Warehouses, 2)
	assert.Equal(t, shopinventory.Warehouse{ID: 2, Name: "Nod", OnHand: item.Warehouses[1].OnHand}, item.Warehouses[1])

	for name, update := range map[string]shopinventory.ItemUpdate{
		"set":               {OnHand: shopinventory.SetOnHand(9)},
		"adjusted":          {OnHand: shopinventory.AdjustOnHand(9)},
		"unknown warehouse": inWarehouses(shopinventory.WarehouseUpdate{ID: 3, OnHand: shelfwire.NewDecimal(1)}),
	} {
		_, err = client.Inventory.Update(t.Context(), theShirt, update)
		require.ErrorIs(t, err, shelfwire.ErrInvalid, name)
		assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
	}
	assert.Equal(t, []string{"4", "1", "3"}, parts(t, srv))
}

// A shop responds with success and drops the stock: the client notices where a stock was set and is reported.
func TestServer_SetIgnoreOnHand(t *testing.T) {
	t.Parallel()
	ignored := func(t *testing.T, srv *shopinventorytest.Server, update shopinventory.ItemUpdate) error {
		t.Helper()
		before := parts(t, srv)
		srv.SetIgnoreOnHand(true)
		update.PriceGross = optDecimal("70")
		item, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, update)
		assert.Equal(t, "70.00", item.PriceGross.String(), "the rest is taken, and the item comes with the error")
		assert.Equal(t, before, parts(t, srv))
		assert.Equal(t, 1, srv.Calls())
		assert.Zero(t, srv.Adjustments())
		srv.SetIgnoreOnHand(false)
		_, again := srv.Client(nil).Inventory.Update(t.Context(), theShirt, update)
		require.ErrorIs(t, again, shelfwire.ErrInvalid, "now it refuses")
		return err
	}
	err := ignored(t, stores(t), shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(9)})
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	require.NoError(t, ignored(t, shop(t), inWarehouses(shopinventory.WarehouseUpdate{ID: 1, OnHand: shelfwire.NewDecimal(1)})),
		"warehouses that are left out prove nothing")
	require.NoError(t, ignored(t, stores(t), shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(9)}),
		"an adjustment cannot be compared with anything")
}
