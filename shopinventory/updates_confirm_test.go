package shopinventory_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// confirmCase is what was set, and what the shop reports.
type confirmCase struct {
	name   string
	update shopinventory.ItemUpdate
	body   string // the members behind the id
	says   string // empty when it is confirmed
}

func (tc *confirmCase) run(t *testing.T) {
	t.Run(tc.name, func(t *testing.T) {
		t.Parallel()
		s := newShop(response{status: 200, body: `{"id":1,` + tc.body + `}`})
		item, err := s.client(t).Inventory.Update(t.Context(), shopinventory.ByID(1), tc.update)
		assert.Equal(t, int64(1), item.ID, "the item is there also beside the error")
		assert.Len(t, s.calls(), 1)
		if tc.says == "" {
			require.NoError(t, err)
			return
		}
		require.ErrorIs(t, err, shelfwire.ErrConflict)
		require.ErrorContains(t, err, "the shop answered with success, but reports "+tc.says)
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	})
}

func setOnHandTo(text string) shopinventory.ItemUpdate {
	return shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(dec(text))}
}

func setWarehouses(list ...shopinventory.WarehouseUpdate) shopinventory.ItemUpdate {
	return shopinventory.ItemUpdate{Warehouses: shelfwire.Set(list)}
}

func TestInventoryService_Update_ConfirmsOnHand(t *testing.T) {
	t.Parallel()
	on, off := shelfwire.Set(true), shelfwire.Set(false)
	tracked := setOnHandTo("20")
	tracked.InventoryEnabled = on
	for _, tc := range []confirmCase{
		{"the same", setOnHandTo("20"), `"inventory_enabled":"on","stock":20`, ""},
		{"with a scale", setOnHandTo("20"), `"stock":"20.000"`, ""},
		{"left out", setOnHandTo("20"), `"inventory_enabled":"on"`, ""},
		{"null", setOnHandTo("20"), `"inventory_enabled":"on","stock":null`, ""},
		{"empty", setOnHandTo("20"), `"inventory_enabled":"on","stock":""`, ""},
		{"unread", setOnHandTo("20"), `"inventory_enabled":"on","stock":"1,5"`, ""},
		{"another", setOnHandTo("20"), `"stock":25`, "a stock of 25 where 20 was set"},
		{"a fraction more", setOnHandTo("20"), `"stock":20.4`, "a stock of 20.4 where 20 was set"},
		{"below zero", setOnHandTo("1"), `"stock":"-1.000"`, "a stock of -1.000 where 1 was set"},
		{"zero, tracked", setOnHandTo("20"), `"inventory_enabled":"on","stock":0`, "a stock of 0 where 20 was set"},
		{"zero, not tracked", setOnHandTo("20"), `"inventory_enabled":"off","stock":0`, ""},
		{"another, not tracked", setOnHandTo("20"), `"inventory_enabled":"off","stock":25`, ""},
		{"zero, tracked or not", setOnHandTo("20"), `"stock":"0.000"`, ""},
		{"zero, of an empty flag", setOnHandTo("20"), `"inventory_enabled":"","stock":0`, ""},
		{"zero, of null", setOnHandTo("20"), `"inventory_enabled":null,"stock":0`, ""},
		{"zero, of an unread flag", setOnHandTo("20"), `"inventory_enabled":"yes","stock":0`, ""},
		{"zero, tracking switched on", tracked, `"stock":0`, "a stock of 0 where 20 was set"},
		{"tracking switched on", tracked, `"inventory_enabled":"on","stock":20`, ""},
		{"tracking left off", tracked, `"inventory_enabled":"off","stock":0`, "inventory_enabled false where true was set"},
		{"tracking left on", shopinventory.ItemUpdate{InventoryEnabled: off}, `"inventory_enabled":1`,
			"inventory_enabled true where false was set"},
		{"tracking not said", shopinventory.ItemUpdate{InventoryEnabled: off}, `"inventory_enabled":null`, ""},
		{"tracking not set", setOnHandTo("20"), `"inventory_enabled":"off"`, ""},
		{"a float of PHP", setOnHandTo("0.3"), `"stock":0.29999999999999999`, ""},
		{"a float of PHP, above", setOnHandTo("0.7"), `"stock":"0.70000000000000007"`, ""},
		{"three places", setOnHandTo("2.505"), `"stock":2.5049999999999999`, ""},
		{"a thousandth less", setOnHandTo("2.505"), `"stock":2.504`, "a stock of 2.504 where 2.505 was set"},
		{"four places, cut to three", setOnHandTo("2.5004"), `"stock":2.500`, ""},
		{"four places, another", setOnHandTo("2.5006"), `"stock":2.500`, "a stock of 2.500 where 2.5006 was set"},
		{"an adjustment", shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(1)}, `"inventory_enabled":"on","stock":25`, ""},
	} {
		tc.run(t)
	}
}

func TestInventoryService_Update_ConfirmsPrices(t *testing.T) {
	t.Parallel()
	net := func(text string) shopinventory.ItemUpdate { return shopinventory.ItemUpdate{PriceNet: num(text)} }
	for _, tc := range []confirmCase{
		{"the same", net("80"), `"price_net":80`, ""},
		{"with a scale", net("80"), `"price_net":"80.0000"`, ""},
		{"left out", net("80"), `"price_gross":95.20`, ""},
		{"null", net("80"), `"price_net":null`, ""},
		{"unread", net("80"), `"price_net":"80,00"`, ""},
		{"another", net("80"), `"price_net":80.02`, "a net price of 80.02 where 80 was set"},
		{"a hundredth more", net("80"), `"price_net":80.01`, "a net price of 80.01 where 80 was set"},
		{"a hundredth less", net("80.00"), `"price_net":79.99`, "a net price of 79.99 where 80.00 was set"},
		{"rounded by the shop", net("75.6303"), `"price_net":75.63`, ""},
		{"rounded up by the shop", net("67.2269"), `"price_net":67.23`, ""},
		{"rounded to another", net("75.6303"), `"price_net":75.64`, "a net price of 75.64 where 75.6303 was set"},
		{"a half, rounded up", net("75.635"), `"price_net":75.64`, ""},
		{"a half, rounded down", net("75.635"), `"price_net":75.63`, ""},
		{"four places kept", net("75.6303"), `"price_net":75.6303`, ""},
		{"more places than were set", net("75.63"), `"price_net":75.6303`, ""},
		{"a float of PHP", net("1344.54"), `"price_net":1344.5399999999999`, ""},
		{"the gross price after a net one", net("80"), `"price_net":80,"price_gross":1`, ""},
		{"another gross", shopinventory.ItemUpdate{PriceGross: num("80")}, `"price_gross":90`, "a gross price of 90 where 80 was set"},
		{"the net price after a gross one", shopinventory.ItemUpdate{PriceGross: num("80")}, `"price_net":1,"price_gross":80`, ""},
		{"another old gross", shopinventory.ItemUpdate{OldPriceGross: num("0")}, `"old_price_gross":1`, "an old gross price of 1"},
		{"another old net", shopinventory.ItemUpdate{OldPriceNet: num("0")}, `"old_price_net":1`, "an old net price of 1"},
		{"a cleared price", shopinventory.ItemUpdate{OldPriceNet: shelfwire.Null[shelfwire.Decimal]()}, `"old_price_net":""`, ""},
		{"not tracked", net("80"), `"inventory_enabled":"off","price_net":90`, "a net price of 90 where 80 was set"},
		{"two differences", shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1), PriceNet: num("2")}, `"stock":3,"price_net":4`,
			"a stock of 3 where 1 was set, a net price of 4 where 2 was set"},
	} {
		tc.run(t)
	}
}

func TestInventoryService_Update_ConfirmsWarehouses(t *testing.T) {
	t.Parallel()
	both := setWarehouses(
		shopinventory.WarehouseUpdate{ID: 1, Name: "Central", OnHand: dec("5")},
		shopinventory.WarehouseUpdate{ID: 2, Name: "Nod", OnHand: dec("7")})
	byID := setWarehouses(shopinventory.WarehouseUpdate{ID: 1, OnHand: dec("5")})
	byName := setWarehouses(shopinventory.WarehouseUpdate{Name: "nod ", OnHand: dec("7")})
	for _, tc := range []confirmCase{
		{"by both", both, `"warehouses":[{"id":2,"name":"Nod","stock":7},{"id":1,"name":"Central","stock":5}]`, ""},
		{"by both, without ids", both, `"warehouses":[{"name":"Nod","stock":7},{"name":"central","stock":5}]`, ""},
		{"by both, another without ids", both, `"warehouses":[{"name":"Central","stock":6},{"name":"Nod","stock":7}]`,
			"in warehouse 1 a stock of 6 where 5 was set"},
		{"by both, without names", both, `"warehouses":[{"id":1,"stock":5},{"id":2,"stock":7}]`, ""},
		{"by both, another without names", both, `"warehouses":[{"id":1,"stock":5},{"id":2,"stock":8}]`,
			"in warehouse 2 a stock of 8 where 7 was set"},
		{"by both, another name", both, `"warehouses":[{"id":1,"name":"Sud","stock":6}]`, "in warehouse 1 a stock of 6"},
		{"by both, another id", both, `"warehouses":[{"id":3,"name":"Central","stock":6}]`, ""},
		{"by both, the id before the name", both, `"warehouses":[{"name":"Central","stock":6},{"id":1,"name":"Sud","stock":5}]`, ""},
		{"by id", byID, `"warehouses":[{"id":"1","name":"Central","stock":"5.000"}]`, ""},
		{"by id, another", byID, `"warehouses":[{"id":1,"name":"Central","stock":6}]`, "in warehouse 1 a stock of 6 where 5 was set"},
		{"by id, without ids", byID, `"warehouses":[{"name":"Central","stock":6},{"name":"","stock":7},{"stock":8}]`, ""},
		{"by name", byName, `"warehouses":[{"id":2,"name":" Nod","stock":7}]`, ""},
		{"by name, another", byName, `"warehouses":[{"id":2,"name":"Nod","stock":8}]`,
			`in warehouse "nod " a stock of 8 where 7 was set`},
		{"by name, without names", byName, `"warehouses":[{"id":2,"stock":8}]`, ""},
		{"by name, the exact one", byName,
			`"warehouses":[{"id":1,"name":"NOD","stock":1},{"id":2,"name":"nod ","stock":7},{"id":3,"name":"Nod","stock":2}]`, ""},
		{"by name, the first alike", byName, `"warehouses":[{"id":1,"name":"NOD","stock":7},{"id":3,"name":"Nod","stock":2}]`, ""},
		{"by name, broken bytes", setWarehouses(shopinventory.WarehouseUpdate{Name: "Nod\ufffd", OnHand: dec("7")}),
			"\"warehouses\":[{\"id\":1,\"name\":\"Nod\xe3\",\"stock\":1}]", ""},
		{"others only", both, `"warehouses":[{"id":3,"name":"Sud","stock":9}]`, ""},
		{"left out", both, `"inventory_enabled":"on","stock":12`, ""},
		{"none", both, `"stock":12,"warehouses":[]`, ""},
		{"unread", both, `"warehouses":"none"`, ""},
		{"unread stock", byID, `"warehouses":[{"id":1,"stock":"1,5"}]`, ""},
		{"in an object", byID, `"warehouses":{"1":{"id":1,"stock":6}}`, "in warehouse 1 a stock of 6 where 5 was set"},
		{"a float of PHP", setWarehouses(shopinventory.WarehouseUpdate{ID: 1, OnHand: dec("0.3")}),
			`"warehouses":[{"id":1,"stock":0.29999999999999999}]`, ""},
		{"not tracked", byID, `"inventory_enabled":"off","warehouses":[{"id":1,"stock":0}]`, ""},
		{"zero, tracked or not", byID, `"warehouses":[{"id":1,"stock":0}]`, ""},
		{"zero, tracked", byID, `"inventory_enabled":"on","warehouses":[{"id":1,"stock":0}]`, "in warehouse 1 a stock of 0"},
		{"the total is not compared", byID, `"inventory_enabled":"on","stock":99,"warehouses":[{"id":1,"stock":5}]`, ""},
	} {
		tc.run(t)
	}
}
