package shopinventory_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

const shirt = `{"id":10002,"sku":"TShirt.Blk.XL","ean":null,"inventory_enabled":"off","price_net":75.63,"price_gross":90.00}`

// Absent, null and a value are three things on the wire, for every field.
func TestFieldsOnTheWire(t *testing.T) {
	t.Parallel()
	type opt = shelfwire.Opt[shelfwire.Decimal]
	null := shelfwire.Null[shelfwire.Decimal]()
	cases := map[string]struct {
		update shopinventory.Update
		body   string
	}{
		"InventoryEnabled on":   {shopinventory.Update{InventoryEnabled: shelfwire.Set(true)}, `{"inventory_enabled":"on"}`},
		"InventoryEnabled off":  {shopinventory.Update{InventoryEnabled: shelfwire.Set(false)}, `{"inventory_enabled":"off"}`},
		"InventoryEnabled null": {shopinventory.Update{InventoryEnabled: shelfwire.Null[bool]()}, `{"inventory_enabled":null}`},
		"Stock set":             {shopinventory.Update{Stock: shopinventory.SetStock(20)}, `{"stock":20}`},
		"Stock set to zero":     {shopinventory.Update{Stock: shopinventory.SetStock(int64(0))}, `{"stock":0}`},
		"Stock set exactly":     {shopinventory.Update{Stock: shopinventory.SetStock(dec("2.500"))}, `{"stock":2.500}`},
		"Stock adjusted":        {shopinventory.Update{Stock: shopinventory.AdjustStock(-3)}, `{"stock":{"adjust_by":-3}}`},
		"Stock null":            {shopinventory.Update{Stock: shelfwire.Null[shopinventory.Stock]()}, `{"stock":null}`},
		"Warehouses": {shopinventory.Update{Warehouses: shelfwire.Set([]shopinventory.WarehouseStock{
			{ID: 1, Stock: dec("5")}, {Name: "Depozit <2> & \"3\"", Stock: dec("0")}, {ID: 3, Name: "Nod", Stock: dec("1.250")},
		})}, `{"warehouses":[{"id":1,"stock":5},{"name":"Depozit <2> & \"3\"","stock":0},{"id":3,"name":"Nod","stock":1.250}]}`},
		"Warehouses null": {shopinventory.Update{Warehouses: shelfwire.Null[[]shopinventory.WarehouseStock]()}, `{"warehouses":null}`},
		"no old price":    {shopinventory.Update{OldPriceNet: null, OldPriceGross: null}, `{"old_price_net":null,"old_price_gross":null}`},
		"all at once": {shopinventory.Update{
			InventoryEnabled: shelfwire.Set(true), Stock: shopinventory.SetStock(1), PriceNet: num("1"), OldPriceGross: num("2.10"),
		}, `{"inventory_enabled":"on","stock":1,"price_net":1,"old_price_gross":2.10}`},
	}
	for field, name := range map[string]string{
		"PriceNet": "price_net", "PriceGross": "price_gross", "OldPriceNet": "old_price_net", "OldPriceGross": "old_price_gross",
	} {
		for value, text := range map[opt]string{num("1344.5400"): "1344.5400", num("0"): "0", null: "null"} {
			var u shopinventory.Update
			reflect.ValueOf(&u).Elem().FieldByName(field).Set(reflect.ValueOf(value))
			body := `{"` + name + `":` + text + `}`
			cases[field+" "+text] = struct {
				update shopinventory.Update
				body   string
			}{u, body}
		}
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := says(reply{status: 200, body: shirt})
			_, _ = s.client(t).Inventory.Update(t.Context(), shopinventory.ByID(10002), tc.update)
			require.Len(t, s.calls(), 1)
			assert.Equal(t, tc.body, s.calls()[0].body)
			assert.Equal(t, http.MethodPatch, s.calls()[0].method)
		})
	}
}

// Every field of an update has a form on the wire: none can be forgotten.
func TestEveryFieldIsSent(t *testing.T) {
	t.Parallel()
	fields := reflect.TypeFor[shopinventory.Update]()
	for i := range fields.NumField() {
		name, options, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		assert.NotEmpty(t, name, fields.Field(i).Name)
		assert.Equal(t, "omitzero", options, fields.Field(i).Name)
	}
}

func TestUpdateRefused(t *testing.T) {
	t.Parallel()
	warehouses := func(list ...shopinventory.WarehouseStock) shopinventory.Update {
		return shopinventory.Update{Warehouses: shelfwire.Set(list)}
	}
	for name, tc := range map[string]struct {
		update shopinventory.Update
		fields []string
	}{
		"nothing": {shopinventory.Update{}, []string{"Update"}},
		"stock and warehouses": {shopinventory.Update{
			Stock:      shopinventory.SetStock(1),
			Warehouses: shelfwire.Set([]shopinventory.WarehouseStock{{ID: 1, Stock: dec("1")}}),
		}, []string{"Stock"}},
		"no stock and warehouses": {shopinventory.Update{
			Stock:      shelfwire.Null[shopinventory.Stock](),
			Warehouses: shelfwire.Set([]shopinventory.WarehouseStock{{ID: 1, Stock: dec("1")}}),
		}, []string{"Stock"}},
		"net and gross": {shopinventory.Update{PriceNet: num("1"), PriceGross: num("1.19")}, []string{"PriceNet"}},
		"old net and gross": {shopinventory.Update{OldPriceNet: num("1"), OldPriceGross: num("1.19")},
			[]string{"OldPriceNet"}},
		"no net and a gross": {shopinventory.Update{
			OldPriceNet: shelfwire.Null[shelfwire.Decimal](), OldPriceGross: num("1"),
		}, []string{"OldPriceNet"}},
		"adjusted by zero":      {shopinventory.Update{Stock: shopinventory.AdjustStock(dec("0.000"))}, []string{"Stock"}},
		"adjusted by no number": {shopinventory.Update{Stock: shopinventory.AdjustStock(shelfwire.Decimal{})}, []string{"Stock"}},
		"set to no number":      {shopinventory.Update{Stock: shelfwire.Set(shopinventory.Stock{})}, []string{"Stock"}},
		"a negative stock":      {shopinventory.Update{Stock: shopinventory.SetStock(-1)}, []string{"Stock"}},
		"a number too long": {shopinventory.Update{Stock: shopinventory.AdjustStock(
			shelfwire.Decimal{Decimal: dec("1").Shift(-70)})}, []string{"Stock"}},
		"negative prices": {shopinventory.Update{PriceNet: num("-0.01"), OldPriceGross: num("-1")},
			[]string{"PriceNet", "OldPriceGross"}},
		"no warehouses":           {warehouses(), []string{"Warehouses"}},
		"a warehouse without any": {warehouses(shopinventory.WarehouseStock{Name: " ", Stock: dec("1")}), []string{"Warehouses[0]"}},
		"a warehouse's bad id":    {warehouses(shopinventory.WarehouseStock{ID: -1, Stock: dec("1")}), []string{"Warehouses[0].ID"}},
		"a warehouse's bad stock": {warehouses(shopinventory.WarehouseStock{ID: 1, Stock: dec("-1")},
			shopinventory.WarehouseStock{ID: 2}), []string{"Warehouses[0].Stock", "Warehouses[1].Stock"}},
		"a warehouse's name of broken bytes": {warehouses(shopinventory.WarehouseStock{Name: "Nod\xe3", Stock: dec("1")}),
			[]string{"Warehouses[0].Name"}},
		"a warehouse twice": {warehouses(shopinventory.WarehouseStock{ID: 1, Name: "Nod", Stock: dec("1")},
			shopinventory.WarehouseStock{Name: " nod", Stock: dec("2")},
			shopinventory.WarehouseStock{ID: 1, Stock: dec("2")}), []string{"Warehouses[1]", "Warehouses[2]"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := silent(t).Inventory.Update(t.Context(), shopinventory.BySKU("A"), tc.update)
			clienttest.AssertRefused(t, err, tc.fields...)
		})
	}
}

func TestStockSaysWhatItIs(t *testing.T) {
	t.Parallel()
	set, _ := shopinventory.SetStock(20).Get()
	adjusted, _ := shopinventory.AdjustStock(-3).Get()
	assert.Equal(t, "to 20, by -3", fmt.Sprintf("%v, %v", set, adjusted))
	to, isSet := set.Sets()
	_, adjusts := set.Adjusts()
	assert.Equal(t, "20 true false", fmt.Sprint(to, isSet, adjusts))
	by, adjusts := adjusted.Adjusts()
	_, isSet = adjusted.Sets()
	assert.Equal(t, "-3 true false", fmt.Sprint(by, adjusts, isSet))
}
