package shopinventorytest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// oddShop has the shirt, not tracked, with an EAN that begins with a zero, and a second warehouse.
func oddShop(t *testing.T) *shopinventorytest.Server {
	t.Helper()
	srv := shopinventorytest.NewServer(t)
	srv.AddWarehouses("Nod")
	item := shirt()
	item.EAN, item.OnHand = "0012345678905", optDecimal("0.3")
	srv.AddItems(item)
	return srv
}

func TestServer_SetNumbers(t *testing.T) {
	t.Parallel()
	for form, want := range map[shopinventorytest.NumberForm]string{
		shopinventorytest.NumbersPlain: `{"id":10002,"sku":"TShirt.Blk.XL","ean":"0012345678905","inventory_enabled":"on",` +
			`"stock":0.3,"warehouses":[{"id":1,"name":"Nod","stock":0.3}],"price_net":67.23,"price_gross":80.00}`,
		shopinventorytest.NumbersQuoted: `{"id":"10002","sku":"TShirt.Blk.XL","ean":"0012345678905","inventory_enabled":"on",` +
			`"stock":"0.3","warehouses":[{"id":"1","name":"Nod","stock":"0.3"}],"price_net":"67.23","price_gross":"80.00"}`,
		shopinventorytest.NumbersFloat: `{"id":10002.0,"sku":"TShirt.Blk.XL","ean":"0012345678905","inventory_enabled":"on",` +
			`"stock":0.29999999999999999,"warehouses":[{"id":1.0,"name":"Nod","stock":0.29999999999999999}],` +
			`"price_net":67.230000000000004,"price_gross":80.0}`,
	} {
		srv := oddShop(t)
		srv.SetNumbers(form)
		assert.Equal(t, want, read(t, srv, "id/10002"))
		assert.Equal(t, want, patch(t, srv, "id/10002", `{"price_gross":80}`), "it reads plain numbers all the same")
	}
}

func TestServer_SetNumericEAN(t *testing.T) {
	t.Parallel()
	srv := oddShop(t)
	srv.SetNumericEAN(true)
	assert.Contains(t, read(t, srv, "ean/0012345678905"), `"ean":12345678905,`)
	srv.SetNumbers(shopinventorytest.NumbersFloat)
	assert.Contains(t, read(t, srv, "id/10002"), `"ean":12345678905.0,`)
	for ean, want := range map[string]string{"": `"ean":null,`, "12A": `"ean":"12A",`, "000": `"ean":"000",`} {
		item := shirt()
		item.EAN = ean
		srv.AddItems(item)
		assert.Contains(t, read(t, srv, "id/10002"), want)
	}
	srv.SetNumericEAN(false)
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 1, EAN: "012"}})
	assert.Contains(t, read(t, srv, "id/1"), `"ean":"012",`)
}

func TestServer_SetWarehouseIDs(t *testing.T) {
	t.Parallel()
	srv := oddShop(t)
	srv.SetWarehouseIDs(false)
	assert.Contains(t, read(t, srv, "id/10002"), `"warehouses":[{"name":"Nod","stock":0.3}]`)
	assert.Contains(t, patch(t, srv, "id/10002", `{"warehouses":[{"id":1,"stock":2}]}`), `[{"name":"Nod","stock":2}]`)
	srv.SetWarehouseIDs(true)
	assert.Contains(t, read(t, srv, "id/10002"), `[{"id":1,"name":"Nod","stock":2}]`)
}

func TestServer_SetUntrackedStock(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.SetUntrackedStock(true)
	assert.Contains(t, read(t, srv, "id/10002"), `"on","stock":5,`)
	assert.Contains(t, patch(t, srv, "id/10002", `{"inventory_enabled":"off"}`), `"off","stock":0,`)
	assert.Equal(t, "5", stockOf(t, srv), "the stock is kept")
	srv.SetNumbers(shopinventorytest.NumbersQuoted)
	assert.Contains(t, read(t, srv, "id/10002"), `"off","stock":"0",`)
	srv.SetUntrackedStock(false)
	assert.NotContains(t, read(t, srv, "id/10002"), `stock`)
	srv.SetUntrackedStock(true)
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "V"}, Parent: 10002})
	assert.NotContains(t, read(t, srv, "id/10002"), `stock`, "that of a product with variants is theirs")
}

func TestServer_SetPricePlaces(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	assert.Contains(t, patch(t, srv, "id/10002", `{"price_net":75.6303}`), `"price_net":75.63,"price_gross":90.00}`)
	srv.SetPricePlaces(4, 0)
	assert.Contains(t, read(t, srv, "id/10002"), `"price_net":75.63,`, "from now on")
	assert.Contains(t, patch(t, srv, "id/10002", `{"price_net":75.6303}`), `"price_net":75.6303,"price_gross":90}`)
	assert.Contains(t, patch(t, srv, "id/10002", `{"price_gross":100}`), `"price_net":84.0336,"price_gross":100}`)
	assert.Contains(t, patch(t, srv, "id/10002", `{"old_price_gross":119}`), `"old_price_net":100.0000,"old_price_gross":119}`)
	both := shopinventory.Item{ID: 1, PriceNet: optDecimal("1.23456"), PriceGross: optDecimal("1.5")}
	srv.AddItems(shopinventorytest.Item{Item: both})
	assert.Contains(t, read(t, srv, "id/1"), `"price_net":1.2346,"price_gross":2}`)
	assert.Panics(t, func() { srv.SetPricePlaces(-1, 2) })
	assert.Panics(t, func() { srv.SetPricePlaces(2, -1) })
	assert.NotPanics(t, func() { srv.SetPricePlaces(0, 0) })
}

// A client reads the same from all of the forms, and no change is reported as failed for them.
func TestServer_FormsAreReadAlike(t *testing.T) {
	t.Parallel()
	for _, numbers := range []shopinventorytest.NumberForm{
		shopinventorytest.NumbersPlain, shopinventorytest.NumbersQuoted, shopinventorytest.NumbersFloat,
	} {
		srv := oddShop(t)
		srv.SetNumbers(numbers)
		srv.SetNumericEAN(true)
		srv.SetWarehouseIDs(false)
		srv.SetUntrackedStock(true)
		inventory := srv.Client(nil).Inventory
		ref := shopinventory.ByEAN("0012345678905")
		item, err := inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{
			Warehouses: shelfwire.Set([]shopinventory.WarehouseUpdate{{ID: 1, Name: "Nod", OnHand: shelfwire.MustDecimal("0.7")}}),
			PriceNet:   optDecimal("75.6303"),
		})
		require.NoError(t, err)
		assert.Equal(t, int64(10002), item.ID)
		assert.Nil(t, item.Unread)
		item, err = inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{InventoryEnabled: shelfwire.Set(false)})
		require.NoError(t, err)
		assert.Equal(t, "12345678905", item.EAN)
		stock, _ := item.OnHand.Get()
		assert.True(t, stock.IsZero())
	}
	srv := shop(t)
	srv.SetUntrackedStock(true)
	inventory := srv.Client(nil).Inventory
	_, err := inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{InventoryEnabled: shelfwire.Set(false)})
	require.NoError(t, err)
	_, err = inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(20)})
	require.NoError(t, err)
	assert.Equal(t, "20", stockOf(t, srv))
}
