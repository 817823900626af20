package shopinventorytest_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// example is a request of the guide with its response.
type example struct{ method, path, body, response string }

// readGuide reads the guide's examples, in its order.
func readGuide(t *testing.T) []example {
	t.Helper()
	text, err := os.ReadFile("testdata/guide.txt")
	require.NoError(t, err)
	var examples []example
	for part := range strings.SplitSeq(string(text), "\n\n") {
		request, response, _ := strings.Cut(part, "\n200\n")
		line, body, _ := strings.Cut(request, "\n")
		method, path, _ := strings.Cut(line, " ")
		examples = append(examples, example{method, path, body, response})
	}
	require.Len(t, examples, 8)
	return examples
}

// parseJSON keeps the text of numbers.
func parseJSON(t *testing.T, text string) (value any) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	require.NoError(t, dec.Decode(&value))
	return value
}

// assertAsInTheGuide sends examples of the guide, one after the other.
func assertAsInTheGuide(t *testing.T, srv *shopinventorytest.Server, examples ...example) {
	t.Helper()
	for _, e := range examples {
		status, body := send(t, srv, e.method, e.path, e.body)
		require.Equal(t, http.StatusOK, status, body)
		assert.Equal(t, parseJSON(t, e.response), parseJSON(t, body), "%s %s %s", e.method, e.path, e.body)
	}
}

// The guide's examples to the letter, numbers included. The price of the shirt is changed before its stock is tracked:
// the guide has these two the other way round, and does not mean them to follow from each other.
func TestGuide(t *testing.T) {
	t.Parallel()
	e := readGuide(t)
	srv := shopinventorytest.NewServer(t)
	srv.AddItems(
		shopinventorytest.Item{Item: shopinventory.Item{
			ID: 10001, SKU: "WMY71443LB2", EAN: "8690842009112", OnHand: optDecimal("10"), PriceGross: optDecimal("1700"),
		}},
		shopinventorytest.Item{Item: shopinventory.Item{ID: 10002, SKU: "TShirt.Blk.XL", PriceGross: optDecimal("90")}},
	)
	assertAsInTheGuide(t, srv, e[0], e[1], e[3], e[5], e[4], e[6])
	assert.Equal(t, 1, srv.Adjustments())
}

func TestGuide_Warehouses(t *testing.T) {
	t.Parallel()
	e := readGuide(t)
	srv := shopinventorytest.NewServer(t)
	srv.AddWarehouses("Depozit central", "Depozit furnizor (Nod)")
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
		ID: 10003, SKU: "ZCG212H1WA", EAN: "7332543402632", PriceGross: optDecimal("900"),
		Warehouses: []shopinventory.Warehouse{{ID: 1, OnHand: optDecimal("5")}, {ID: 2, OnHand: optDecimal("15")}},
	}})
	assertAsInTheGuide(t, srv, e[2], e[7])
}

// All members, in the order of the guide's table.
func TestGuide_OrderOfMembers(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	srv.AddWarehouses("A", `B "quoted"`)
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
		ID: 7, SKU: "Ă/1", EAN: "0012345678905", OnHand: optDecimal("3"), PriceNet: optDecimal("10"), OldPriceGross: optDecimal("23.8"),
	}})
	const want = `{"id":7,"sku":"Ă/1","ean":"0012345678905","inventory_enabled":"on","stock":3,"warehouses":[` +
		`{"id":1,"name":"A","stock":3},{"id":2,"name":"B \"quoted\"","stock":0}],"price_net":10.00,"price_gross":11.90,` +
		`"old_price_net":20.00,"old_price_gross":23.80}`
	for _, path := range []string{"id/7", "sku/%C4%82%2F1", "ean/0012345678905"} {
		assert.Equal(t, want, read(t, srv, path))
	}
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 8}})
	assert.Equal(t, `{"id":8,"sku":null,"ean":null,"inventory_enabled":"off","warehouses":[`+
		`{"id":1,"name":"A","stock":0},{"id":2,"name":"B \"quoted\"","stock":0}],"price_net":0.00,"price_gross":0.00}`,
		read(t, srv, "id/8"))
}
