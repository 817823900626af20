package shopinventory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

const (
	botCheck = `<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>`
	phpFatal = "<br />\n<b>Fatal error</b>:  Uncaught PDOException in <b>/var/www/api.php</b> on line <b>31</b><br />\n"
	theMug   = `{"id":10001,"sku":"MUG-1","ean":"0012345678905","inventory_enabled":"on","stock":7}`
)

var (
	mugID  = shopinventory.ByID(10001)
	mugSKU = shopinventory.BySKU("MUG-1")
	mugEAN = shopinventory.ByEAN("0012345678905")
)

// wrongProduct is a body under 200, to a call that asked for a product.
type wrongProduct struct {
	name string
	ref  shopinventory.ItemRef
	body string
	says string // in the error
}

// notTheProduct is what comes under 200 and is not the product that was asked for.
func notTheProduct() []wrongProduct {
	return []wrongProduct{
		{"a bot check", mugSKU, botCheck, `an HTML page titled Just a moment...`},
		{"PHP's words", mugSKU, phpFatal, "Fatal error"},
		{"PHP's words before the product", mugSKU, "<br />\n<b>Warning</b>: foreach()<br />\n" + theMug, "Warning"},
		{"a list", mugSKU, `[]`, "no object"},
		{"the product in a list", mugID, `[` + theMug + `]`, "no object"},
		{"the product in a wrapper", mugID, `{"data":` + theMug + `}`, "neither"},
		{"an empty object", mugSKU, `{}`, "neither an id nor the sku"},
		{"null", mugSKU, `null`, "null instead of data"},
		{"false", mugSKU, `false`, "false instead of data"},
		{"true", mugSKU, `true`, "true instead of data"},
		{"a number", mugID, `10001`, "10001 instead of data"},
		{"a text", mugSKU, `"MUG-1"`, "instead of data"},
		{"nothing", mugSKU, ``, "empty"},
		{"spaces", mugSKU, " \r\n", "empty"},
		{"XML", mugSKU, `<?xml version="1.0"?><product><id>10001</id></product>`, "not JSON"},
		{"words", mugSKU, `OK`, "OK instead of data"},
		{"a word of success", mugSKU, `{"success":true}`, "neither"},
		{"another id", mugID, `{"id":10002,"sku":"MUG-1","stock":7}`, "id 10001 was asked for, and the product 10002"},
		{"another SKU", mugSKU, `{"id":10001,"sku":"MUG-12","stock":7}`, `with SKU "MUG-12"`},
		{"another SKU as a number", shopinventory.BySKU("0012"), `{"id":10001,"sku":13,"stock":7}`, `with SKU "13"`},
		{"another SKU in quotes", shopinventory.BySKU("0012"), `{"id":10001,"sku":"12","stock":7}`, `with SKU "12"`},
		{"no SKU", mugSKU, `{"id":10001,"sku":null,"stock":7}`, "sku MUG-1 was asked for"},
		{"another SKU of broken bytes", shopinventory.BySKU("MUG-\ufffd"), "{\"id\":1,\"sku\":\"MUG-\xe3\"}", "was asked for"},
		{"another EAN", mugEAN, `{"id":10001,"sku":"MUG-1","ean":"0012345678906","stock":7}`, `EAN "0012345678906"`},
		{"another EAN as a number", mugEAN, `{"id":10001,"sku":"MUG-1","ean":12345678906,"stock":7}`, `EAN "12345678906"`},
		{"no EAN", mugEAN, `{"id":10001,"sku":"MUG-1","ean":null,"stock":7}`, "ean 0012345678905 was asked for"},
		{"an empty EAN", shopinventory.ByEAN("0"), `{"id":10001,"sku":"MUG-1","ean":" ","stock":7}`, "ean 0 was asked for"},
		{"no id", mugID, `{"sku":"MUG-1","stock":7}`, "neither an id nor the id"},
		{"an id of nothing", mugID, `{"id":null,"sku":"MUG-1","stock":7}`, "neither"},
		{"an id that cannot be read", mugID, `{"id":"#10001","sku":"MUG-1","stock":7}`, "neither"},
		{"an id with a fraction", mugID, `{"id":10001.5,"sku":"MUG-1","stock":7}`, "neither"},
		{"an id of zero and no SKU", mugSKU, `{"id":0,"stock":7}`, "neither"},
		{"an id below zero and no SKU", mugSKU, `{"id":-1,"stock":7}`, "neither"},
		{"an id too long and no SKU", mugSKU, `{"id":10000000000000000000000001,"stock":7}`, "neither"},
		{"no id and an SKU that cannot be read", mugSKU, `{"sku":["MUG-1"],"stock":7}`, "neither"},
		{"an error", mugSKU, `{"error":{"name":"busy","message":"try later"}}`, "tells of an error: busy: try later"},
		{"an error that passes", mugSKU, `{"error":{"message":"Operation could not be completed"}}`, "could not be completed"},
		{"an error as a text", mugSKU, `{"error":"no"}`, "tells of an error: no"},
		{"errors", mugSKU, `{"error":["no","never"]}`, "tells of an error: no; never"},
		{"an error without words", mugSKU, `{"error":{"code":5}}`, "tells of an error: it has no words"},
		{"an error as a flag", mugSKU, `{"error":true,"message":"no"}`, "tells of an error: no"},
		{"an error as a number", mugID, `{"id":10001,"error":404}`, "tells of an error"},
		{"a message", mugSKU, `{"message":"Unauthenticated."}`, "tells of an error: Unauthenticated."},
		{"a message about the SKU", mugSKU, `{"success":false,"sku":"MUG-1","message":"no such product"}`, "no such product"},
		{"an error beside the product", mugID, `{"id":10001,"sku":"MUG-1","stock":7,"error":{"name":"x"}}`, "tells of an error: x"},
		{"errors beside the product", mugID, `{"id":10001,"sku":"MUG-1","stock":7,"errors":["locked"]}`, "tells of an error"},
		{"no success beside the product", mugID, `{"id":10001,"success":false,"message":"locked"}`, "tells of an error: locked"},
		{"no success, in other words", mugSKU, `{"id":10001,"sku":"MUG-1","isSuccess":"no"}`, "tells of an error"},
		{"an error code beside the product", mugID, `{"id":10001,"error_code":12}`, "tells of an error"},
		{"an exception beside the product", mugID, `{"id":10001,"exception":"E","message":"locked"}`, "tells of an error: locked"},
		{"a false status with a message", mugID, `{"id":10001,"status":false,"message":"locked"}`, "tells of an error: locked"},
		{"a status of HTTP with a message", mugID, `{"id":10001,"status":423,"message":"locked"}`, "tells of an error: locked"},
	}
}

// callsOf returns the calls about a product.
func callsOf(t *testing.T, client *shopinventory.Client, ref shopinventory.ItemRef) map[string]func() (shopinventory.Item, error) {
	inventory := client.Inventory
	return map[string]func() (shopinventory.Item, error){
		"Get": func() (shopinventory.Item, error) { return inventory.Get(t.Context(), ref) },
		"set": func() (shopinventory.Item, error) {
			return inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(7)})
		},
		"adjust": func() (shopinventory.Item, error) {
			return inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(-3)})
		},
	}
}

// Under a status of success, only the product that was asked for is a success. An adjustment is never repeated, and a
// read or an absolute update once.
func TestInventoryService_NotTheProduct(t *testing.T) {
	t.Parallel()
	for _, tc := range notTheProduct() {
		for name, attempts := range map[string]int{"Get": 2, "set": 2, "adjust": 1} {
			t.Run(tc.name+", "+name, func(t *testing.T) {
				t.Parallel()
				s := newShop(response{status: 200, body: tc.body})
				item, err := callsOf(t, s.client(t), tc.ref)[name]()
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				require.ErrorContains(t, err, tc.says)
				assert.NotErrorIs(t, err, shelfwire.ErrNotFound)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
				assert.Zero(t, item)
				assert.Len(t, s.calls(), attempts)
			})
		}
		t.Run(tc.name+", then the product", func(t *testing.T) {
			t.Parallel()
			product := fmt.Sprintf(`{"id":10001,"%s":%q,"stock":7}`, kindOf(tc.ref), valueOf(tc.ref))
			if kindOf(tc.ref) == "id" {
				product = theMug
			}
			s := newShop(response{status: 200, body: tc.body}, response{status: 200, body: product})
			item, err := callsOf(t, s.client(t), tc.ref)["set"]()
			require.NoError(t, err)
			assert.Equal(t, int64(10001), item.ID)
		})
	}
}

func kindOf(ref shopinventory.ItemRef) string {
	kind, _, _ := strings.Cut(ref.String(), " ")
	return kind
}

func valueOf(ref shopinventory.ItemRef) string {
	_, value, _ := strings.Cut(ref.String(), " ")
	return value
}

// The product is known in every form that databases and PHP give to its identifiers.
func TestInventoryService_TheProduct(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		ref    shopinventory.ItemRef
		body   string
		id     int64
		unread string
	}{
		{"as documented", mugID, theMug, 10001, ""},
		{"by its SKU", mugSKU, theMug, 10001, ""},
		{"by its EAN", mugEAN, theMug, 10001, ""},
		{"spaces around it", mugID, " \n" + theMug + "\n ", 10001, ""},
		{"byte order marks", mugID, " \ufeff\ufeff" + theMug, 10001, ""},
		{"an id in quotes", mugID, `{"id":"10001"}`, 10001, ""},
		{"an id with a fraction of zero", mugID, `{"id":10001.0}`, 10001, ""},
		{"an id with an exponent", mugID, `{"id":1.0001e4}`, 10001, ""},
		{"an id in quotes with a fraction", mugID, `{"id":"10001.00"}`, 10001, ""},
		{"an id alone, by the SKU", mugSKU, `{"id":10001}`, 10001, ""},
		{"an id alone, by the EAN", mugEAN, `{"id":10001}`, 10001, ""},
		{"an SKU that cannot be read", mugSKU, `{"id":10001,"sku":["MUG-1"]}`, 10001, "sku"},
		{"an EAN that cannot be read", mugEAN, `{"id":10001,"ean":{"ean13":1}}`, 10001, "ean"},
		{"no id, by the SKU", mugSKU, `{"sku":"MUG-1","stock":7}`, 0, ""},
		{"no id, by the EAN", mugEAN, `{"ean":"0012345678905","stock":7}`, 0, ""},
		{"an id of nothing, by the SKU", mugSKU, `{"id":"","sku":"MUG-1","stock":7}`, 0, ""},
		{"an id of zero, by the SKU", mugSKU, `{"id":0,"sku":"MUG-1","stock":7}`, 0, ""},
		{"an id below zero, by the SKU", mugSKU, `{"id":-1,"sku":"MUG-1","stock":7}`, 0, "id"},
		{"an id that cannot be read, by the SKU", mugSKU, `{"id":"#1","sku":"MUG-1","stock":7}`, 0, "id"},
		{"an id too long, by the SKU", mugSKU, `{"id":10000000000000000000000001,"sku":"MUG-1"}`, 0, "id"},
		{"another case", mugSKU, `{"id":10001,"sku":" mug-1"}`, 10001, ""},
		{"another case of names", mugSKU, `{"ID":10001,"Sku":"MUG-1","STOCK":7}`, 10001, ""},
		{"names that differ in case", mugID, `{"Id":1,"id":10001,"ID":2,"Stock":1,"stock":7}`, 10001, ""},
		{"an SKU as a number", shopinventory.BySKU("12"), `{"id":10001,"sku":12}`, 10001, ""},
		{"an SKU as a number, zeros dropped", shopinventory.BySKU("0012"), `{"id":10001,"sku":12}`, 10001, ""},
		{"an SKU as a number with a fraction", shopinventory.BySKU("12.50"), `{"id":10001,"sku":12.5}`, 10001, ""},
		{"an EAN as a number, zeros dropped", mugEAN, `{"id":10001,"ean":12345678905}`, 10001, ""},
		{"an EAN as a float", mugEAN, `{"id":10001,"ean":12345678905.0}`, 10001, ""},
		{"an EAN with an exponent", mugEAN, `{"id":10001,"ean":1.2345678905e+10}`, 10001, ""},
		{"an EAN in quotes, zeros dropped", mugEAN, `{"id":10001,"ean":"12345678905"}`, 10001, ""},
		{"a message beside it", mugID, `{"id":10001,"message":"saved"}`, 10001, ""},
		{"a success beside it", mugID, `{"id":10001,"success":true,"message":"saved","status":"ok","warnings":["x"]}`, 10001, ""},
		{"a status of its own", mugID, `{"id":10001,"status":"inactive"}`, 10001, ""},
		{"a status of its own, as a flag", mugID, `{"id":10001,"status":0,"code":404}`, 10001, ""},
		{"no error beside it", mugID, `{"id":10001,"error":null}`, 10001, ""},
		{"an empty error beside it", mugID, `{"id":10001,"error":[]}`, 10001, ""},
		{"a false error beside it", mugID, `{"id":10001,"error":false}`, 10001, ""},
		{"an error of spaces beside it", mugID, `{"id":10001,"error":" "}`, 10001, ""},
		{"an error of zero beside it", mugID, `{"id":10001,"error":"0"}`, 10001, ""},
		{"everything else odd", mugID, `{"id":10001,"sku":false,"ean":[],"inventory_enabled":"maybe","stock":"many",` +
			`"warehouses":"none","price_net":"1,5","price_gross":"1 126.00","old_price_net":{},"old_price_gross":true}`, 10001,
			"sku ean inventory_enabled stock warehouses price_net price_gross old_price_net old_price_gross"},
	} {
		for _, name := range []string{"Get", "set", "adjust"} {
			t.Run(tc.name+", "+name, func(t *testing.T) {
				t.Parallel()
				s := newShop(response{status: 200, body: tc.body})
				item, err := callsOf(t, s.client(t), tc.ref)[name]()
				require.NoError(t, err)
				assert.Equal(t, tc.id, item.ID)
				assert.Equal(t, tc.unread, strings.Join(unreadFields(&item), " "))
				assert.Len(t, s.calls(), 1)
			})
		}
	}
}
