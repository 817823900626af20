package shopinventory_test

import (
	"encoding/json"
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
func TestInventoryService_Update_OnTheWire(t *testing.T) {
	t.Parallel()
	type opt = shelfwire.Opt[shelfwire.Decimal]
	null := shelfwire.Null[shelfwire.Decimal]()
	cases := map[string]struct {
		update shopinventory.ItemUpdate
		body   string
	}{
		"InventoryEnabled on":   {shopinventory.ItemUpdate{InventoryEnabled: shelfwire.Set(true)}, `{"inventory_enabled":"on"}`},
		"InventoryEnabled off":  {shopinventory.ItemUpdate{InventoryEnabled: shelfwire.Set(false)}, `{"inventory_enabled":"off"}`},
		"InventoryEnabled null": {shopinventory.ItemUpdate{InventoryEnabled: shelfwire.Null[bool]()}, `{"inventory_enabled":null}`},
		"Stock set":             {shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(20)}, `{"stock":20}`},
		"Stock set to zero":     {shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(int64(0))}, `{"stock":0}`},
		"Stock set exactly":     {shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(dec("2.500"))}, `{"stock":2.500}`},
		"Stock adjusted":        {shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(-3)}, `{"stock":{"adjust_by":-3}}`},
		"Stock null":            {shopinventory.ItemUpdate{OnHand: shelfwire.Null[shopinventory.OnHandChange]()}, `{"stock":null}`},
		"Warehouses": {shopinventory.ItemUpdate{Warehouses: shelfwire.Set([]shopinventory.WarehouseUpdate{
			{ID: 1, OnHand: dec("5")}, {Name: "Depozit <2> & \"3\"", OnHand: dec("0")}, {ID: 3, Name: "Nod", OnHand: dec("1.250")},
		})}, `{"warehouses":[{"id":1,"stock":5},{"name":"Depozit <2> & \"3\"","stock":0},{"id":3,"name":"Nod","stock":1.250}]}`},
		"Warehouses null": {shopinventory.ItemUpdate{Warehouses: shelfwire.Null[[]shopinventory.WarehouseUpdate]()}, `{"warehouses":null}`},
		"no old price":    {shopinventory.ItemUpdate{OldPriceNet: null, OldPriceGross: null}, `{"old_price_net":null,"old_price_gross":null}`},
		"all at once": {shopinventory.ItemUpdate{
			InventoryEnabled: shelfwire.Set(true), OnHand: shopinventory.SetOnHand(1), PriceNet: num("1"), OldPriceGross: num("2.10"),
		}, `{"inventory_enabled":"on","stock":1,"price_net":1,"old_price_gross":2.10}`},
	}
	for field, name := range map[string]string{
		"PriceNet": "price_net", "PriceGross": "price_gross", "OldPriceNet": "old_price_net", "OldPriceGross": "old_price_gross",
	} {
		for value, text := range map[opt]string{num("1344.5400"): "1344.5400", num("0"): "0", null: "null"} {
			var u shopinventory.ItemUpdate
			reflect.ValueOf(&u).Elem().FieldByName(field).Set(reflect.ValueOf(value))
			body := `{"` + name + `":` + text + `}`
			cases[field+" "+text] = struct {
				update shopinventory.ItemUpdate
				body   string
			}{u, body}
		}
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: shirt})
			_, _ = s.client(t).Inventory.Update(t.Context(), shopinventory.ByID(10002), tc.update)
			require.Len(t, s.calls(), 1)
			assert.Equal(t, tc.body, s.calls()[0].body)
			assert.Equal(t, http.MethodPatch, s.calls()[0].method)
		})
	}
}

// Every field of an update has a form on the wire: none can be forgotten.
func TestInventoryService_Update_SendsEveryField(t *testing.T) {
	t.Parallel()
	fields := reflect.TypeFor[shopinventory.ItemUpdate]()
	for i := range fields.NumField() {
		name, options, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		assert.NotEmpty(t, name, fields.Field(i).Name)
		assert.Equal(t, "omitzero", options, fields.Field(i).Name)
	}
}

func TestInventoryService_Update_Invalid(t *testing.T) {
	t.Parallel()
	warehouses := func(list ...shopinventory.WarehouseUpdate) shopinventory.ItemUpdate {
		return shopinventory.ItemUpdate{Warehouses: shelfwire.Set(list)}
	}
	for name, tc := range map[string]struct {
		update shopinventory.ItemUpdate
		fields []string
	}{
		"nothing": {shopinventory.ItemUpdate{}, []string{"Update"}},
		"stock and warehouses": {shopinventory.ItemUpdate{
			OnHand:     shopinventory.SetOnHand(1),
			Warehouses: shelfwire.Set([]shopinventory.WarehouseUpdate{{ID: 1, OnHand: dec("1")}}),
		}, []string{"OnHand"}},
		"no stock and warehouses": {shopinventory.ItemUpdate{
			OnHand:     shelfwire.Null[shopinventory.OnHandChange](),
			Warehouses: shelfwire.Set([]shopinventory.WarehouseUpdate{{ID: 1, OnHand: dec("1")}}),
		}, []string{"OnHand"}},
		"net and gross": {shopinventory.ItemUpdate{PriceNet: num("1"), PriceGross: num("1.19")}, []string{"PriceNet"}},
		"old net and gross": {shopinventory.ItemUpdate{OldPriceNet: num("1"), OldPriceGross: num("1.19")},
			[]string{"OldPriceNet"}},
		"no net and a gross": {shopinventory.ItemUpdate{
			OldPriceNet: shelfwire.Null[shelfwire.Decimal](), OldPriceGross: num("1"),
		}, []string{"OldPriceNet"}},
		"adjusted by zero":      {shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(dec("0.000"))}, []string{"OnHand"}},
		"adjusted by no number": {shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(shelfwire.Decimal{})}, []string{"OnHand"}},
		"set to no number":      {shopinventory.ItemUpdate{OnHand: shelfwire.Set(shopinventory.OnHandChange{})}, []string{"OnHand"}},
		"a negative stock":      {shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(-1)}, []string{"OnHand"}},
		"a number too long": {shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(
			shelfwire.Decimal{Decimal: dec("1").Shift(-70)})}, []string{"OnHand"}},
		"negative prices": {shopinventory.ItemUpdate{PriceNet: num("-0.01"), OldPriceGross: num("-1")},
			[]string{"PriceNet", "OldPriceGross"}},
		"no warehouses":           {warehouses(), []string{"Warehouses"}},
		"a warehouse without any": {warehouses(shopinventory.WarehouseUpdate{Name: " ", OnHand: dec("1")}), []string{"Warehouses[0]"}},
		"a warehouse's bad id":    {warehouses(shopinventory.WarehouseUpdate{ID: -1, OnHand: dec("1")}), []string{"Warehouses[0].ID"}},
		"a warehouse's bad stock": {warehouses(shopinventory.WarehouseUpdate{ID: 1, OnHand: dec("-1")},
			shopinventory.WarehouseUpdate{ID: 2}), []string{"Warehouses[0].OnHand", "Warehouses[1].OnHand"}},
		"a warehouse's name of broken bytes": {warehouses(shopinventory.WarehouseUpdate{Name: "Nod\xe3", OnHand: dec("1")}),
			[]string{"Warehouses[0].Name"}},
		"a warehouse twice": {warehouses(shopinventory.WarehouseUpdate{ID: 1, Name: "Nod", OnHand: dec("1")},
			shopinventory.WarehouseUpdate{Name: " nod", OnHand: dec("2")},
			shopinventory.WarehouseUpdate{ID: 1, OnHand: dec("2")}), []string{"Warehouses[1]", "Warehouses[2]"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newUnusedClient(t).Inventory.Update(t.Context(), shopinventory.BySKU("A"), tc.update)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

func TestOnHandChange(t *testing.T) {
	t.Parallel()
	set, _ := shopinventory.SetOnHand(20).Get()
	adjusted, _ := shopinventory.AdjustOnHand(-3).Get()
	assert.Equal(t, "to 20, by -3", fmt.Sprintf("%v, %v", set, adjusted))
	to, isSet := set.Sets()
	_, adjusts := set.Adjusts()
	assert.Equal(t, "20 true false", fmt.Sprint(to, isSet, adjusts))
	by, adjusts := adjusted.Adjusts()
	_, isSet = adjusted.Sets()
	assert.Equal(t, "-3 true false", fmt.Sprint(by, adjusts, isSet))
}

// An update is read from its JSON as it was, so that it can be stored: an adjustment stays one.
func TestItemUpdate_JSON(t *testing.T) {
	t.Parallel()
	for text, update := range map[string]shopinventory.ItemUpdate{
		`{}`:                         {},
		`{"stock":20}`:               {OnHand: shopinventory.SetOnHand(20)},
		`{"stock":0}`:                {OnHand: shopinventory.SetOnHand(0)},
		`{"stock":{"adjust_by":-3}}`: {OnHand: shopinventory.AdjustOnHand(-3)},
		`{"stock":2.500}`:            {OnHand: shopinventory.SetOnHand(dec("2.500"))},
		`{"stock":null}`:             {OnHand: shelfwire.Null[shopinventory.OnHandChange]()},
		`{"inventory_enabled":true,"warehouses":[{"id":1,"stock":4}],"price_net":75.63}`: {
			InventoryEnabled: shelfwire.Set(true), PriceNet: num("75.63"),
			Warehouses: shelfwire.Set([]shopinventory.WarehouseUpdate{{ID: 1, OnHand: dec("4")}}),
		},
	} {
		data, err := json.Marshal(update)
		require.NoError(t, err)
		assert.Equal(t, text, string(data))
		var read shopinventory.ItemUpdate
		require.NoError(t, json.Unmarshal(data, &read))
		assert.Equal(t, fmt.Sprint(update), fmt.Sprint(read))
		again, err := json.Marshal(read)
		require.NoError(t, err)
		assert.Equal(t, text, string(again))
	}
	for _, text := range []string{`{}`, `{"adjust_by":null}`, `{"adjust_by":"x"}`, `{"by":1}`, `[1]`, `"x"`, `null`} {
		change, _ := shopinventory.AdjustOnHand(7).Get()
		require.Error(t, change.UnmarshalJSON([]byte(text)), text)
		assert.Equal(t, "by 7", change.String())
	}
}
