package shopinventory_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/shopinventory"
)

func printItem(i *shopinventory.Item) string {
	return fmt.Sprintf("%d|%s|%s|%v|%v|%v", i.ID, i.SKU, i.EAN, i.InventoryEnabled, i.OnHand, i.PriceNet)
}

// Items read what shops are known or likely to send, and what was read is written so that it reads the same.
func TestItem_UnmarshalJSON(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, says, unread string }{
		"numbers in quotes": {`{"id":"7","sku":12,"ean":869,"inventory_enabled":"ON","stock":"-1.000","price_net":"1.5"}`,
			"7|12|869|true|-1.000|1.5", ""},
		"floats":             {`{"id":7.0,"sku":1.50,"ean":8690842009112.0,"stock":10.0,"price_net":1e2}`, "7|1.50|8690842009112|absent|10.0|100", ""},
		"EAN with exponent":  {`{"id":7,"ean":8.690842009112e+12}`, "7||8690842009112|absent|absent|absent", ""},
		"EAN with fraction":  {`{"id":7,"ean":12.5}`, "7||12.5|absent|absent|absent", ""},
		"EAN in quotes":      {`{"id":7,"ean":"1e3"}`, "7||1e3|absent|absent|absent", ""},
		"EAN too long":       {`{"id":7,"ean":` + strings.Repeat("9", 70) + `}`, "7||" + strings.Repeat("9", 70) + "|absent|absent|absent", ""},
		"one":                {`{"id":7,"inventory_enabled":1,"stock":3}`, "7|||true|3|absent", ""},
		"zero in quotes":     {`{"id":7,"inventory_enabled":"0"}`, "7|||false|absent|absent", ""},
		"false":              {`{"id":7,"inventory_enabled":false,"stock":null}`, "7|||false|null|absent", ""},
		"off":                {`{"id":7,"inventory_enabled":" Off "}`, "7|||false|absent|absent", ""},
		"null flag":          {`{"id":7,"inventory_enabled":null,"price_net":null}`, "7|||null|absent|null", ""},
		"empty texts":        {`{"id":7,"sku":"","stock":"","price_net":"","inventory_enabled":""}`, "7|||absent|absent|absent", ""},
		"null texts":         {`{"id":null,"sku":null,"ean":null}`, "0|||absent|absent|absent", ""},
		"unknown members":    {`{"id":7,"name":"x","stock":1,"price_net":33748.3334,"nested":{"a":[1]}}`, "7|||absent|1|33748.3334", ""},
		"names in any case":  {`{"Id":7,"SKU":"A","Stock":1}`, "7|A||absent|1|absent", ""},
		"two cases":          {`{"id":7,"Stock":1,"stock":2,"STOCK":3}`, "7|||absent|2|absent", ""},
		"the last counts":    {`{"id":7,"stock":1,"stock":2}`, "7|||absent|2|absent", ""},
		"a word for a flag":  {`{"id":7,"inventory_enabled":"yes"}`, "7|||absent|absent|absent", `inventory_enabled="yes"`},
		"two for a flag":     {`{"id":7,"inventory_enabled":2}`, "7|||absent|absent|absent", `inventory_enabled=2`},
		"a list for a flag":  {`{"id":7,"inventory_enabled":["on"]}`, "7|||absent|absent|absent", `inventory_enabled=["on"]`},
		"a comma":            {`{"id":7,"stock":"1,5","price_net":"1 126.00"}`, "7|||absent|absent|absent", `stock="1,5" price_net="1 126.00"`},
		"words for a number": {`{"id":7,"stock":"many"}`, "7|||absent|absent|absent", `stock="many"`},
		"lists for texts":    {`{"id":7,"sku":["A"],"ean":[]}`, "7|||absent|absent|absent", `sku=["A"] ean=[]`},
		"flags for texts":    {`{"id":7,"sku":false,"ean":true}`, "7|||absent|absent|absent", `sku=false ean=true`},
		"an object for a number": {`{"id":7,"stock":{"adjust_by":3},"price_net":[]}`, "7|||absent|absent|absent",
			`stock={"adjust_by":3} price_net=[]`},
		"no id":            {`{"id":"A7","stock":1}`, "0|||absent|1|absent", `id="A7"`},
		"an id below zero": {`{"id":-7,"stock":1}`, "0|||absent|1|absent", `id=-7`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var item, back shopinventory.Item
			require.NoError(t, json.Unmarshal([]byte(tc.body), &item))
			assert.Equal(t, tc.says, printItem(&item))
			var unread []string
			for _, u := range item.Unread {
				unread = append(unread, u.Field+"="+u.Raw)
			}
			assert.Equal(t, tc.unread, strings.Join(unread, " "))
			text, err := json.Marshal(item)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &back))
			assert.Equal(t, tc.says, printItem(&back))
			assert.Nil(t, back.Unread)
		})
	}
}

func TestItem_UnmarshalJSON_Warehouses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ value, says, unread string }{
		"a list":          {`[{"id":1,"name":"Nod","stock":"2","label":"A"},{"id":"2","name":"Sud","stock":null}]`, "1 Nod 2, 2 Sud null", ""},
		"an object":       {`{"5":{"id":5,"name":"Sud","stock":3},"1":{"id":1,"name":"Nod","stock":"2"}}`, "1 Nod 2, 5 Sud 3", ""},
		"an empty list":   {`[]`, "", ""},
		"an empty object": {`{}`, "", ""},
		"null":            {`null`, "", ""},
		"empty":           {`""`, "", ""},
		"a text":          {`"none"`, "", "warehouses"},
		"one object":      {`{"id":1,"name":"Nod","stock":2}`, "", "warehouses"},
		"odd members": {`[{"id":"x","name":["Nod"],"stock":"1,5"},{"id":2,"name":7,"stock":""}]`, "0  absent, 2 7 absent",
			"warehouses[0].id warehouses[0].name warehouses[0].stock"},
		"odd entries": {`[null,{"id":2,"name":"Sud","stock":1},"Nod",[]]`, "2 Sud 1", "warehouses[2]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var item shopinventory.Item
			require.NoError(t, json.Unmarshal([]byte(`{"id":7,"warehouses":`+tc.value+`}`), &item))
			var list []string
			for _, w := range item.Warehouses {
				list = append(list, fmt.Sprintf("%d %s %v", w.ID, w.Name, w.OnHand))
			}
			assert.Equal(t, tc.says, strings.Join(list, ", "))
			assert.Equal(t, tc.unread, strings.Join(unreadFields(&item), " "))
		})
	}
}

func TestItem_UnmarshalJSON_WarehousesTwice(t *testing.T) {
	t.Parallel()
	var item shopinventory.Item
	require.NoError(t, json.Unmarshal([]byte(`{"id":7,"warehouses":[{"id":1},{"id":2}],"warehouses":[{"id":3}]}`), &item))
	assert.Equal(t, []shopinventory.Warehouse{{ID: 3}}, item.Warehouses, "the last counts")
}

func TestItem_UnmarshalJSON_NoItem(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`[]`, `5`, `"7"`, `false`} {
		require.Error(t, json.Unmarshal([]byte(body), new(shopinventory.Item)), body)
	}
	require.Error(t, new(shopinventory.Item).UnmarshalJSON([]byte(`{"id":`)))
	item := shopinventory.Item{ID: 7}
	require.NoError(t, json.Unmarshal([]byte(`null`), &item))
	assert.Equal(t, int64(7), item.ID, "null leaves it alone")
	require.Error(t, json.Unmarshal([]byte(`[]`), &item))
	assert.Equal(t, int64(7), item.ID)
	require.NoError(t, json.Unmarshal([]byte(`{"sku":"A"}`), &item))
	assert.Zero(t, item.ID, "an object replaces it")
}

// Every field with a name on the wire is read: none can be forgotten.
func TestItem_UnmarshalJSON_EveryField(t *testing.T) {
	t.Parallel()
	values := map[string]string{"inventory_enabled": `"on"`, "warehouses": `[{"id":1}]`}
	fields := func(t *testing.T, of reflect.Type, read func(name, value string) reflect.Value) {
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			require.NotEmpty(t, name, of.Field(i).Name)
			if name == "-" {
				continue
			}
			value := values[name]
			if value == "" {
				value = "7"
			}
			assert.False(t, read(name, value).Field(i).IsZero(), name)
		}
	}
	fields(t, reflect.TypeFor[shopinventory.Item](), func(name, value string) reflect.Value {
		var item shopinventory.Item
		require.NoError(t, json.Unmarshal([]byte(`{"`+name+`":`+value+`}`), &item))
		return reflect.ValueOf(item)
	})
	fields(t, reflect.TypeFor[shopinventory.Warehouse](), func(name, value string) reflect.Value {
		var item shopinventory.Item
		require.NoError(t, json.Unmarshal([]byte(`{"warehouses":[{"`+name+`":`+value+`}]}`), &item))
		return reflect.ValueOf(item.Warehouses[0])
	})
}
