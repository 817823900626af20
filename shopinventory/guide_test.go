package shopinventory_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// guideCall is a call that asks for exactly what an example of the vendor's guide asks for, and what its response says.
type guideCall struct {
	name   string
	ref    shopinventory.ItemRef
	update shopinventory.ItemUpdate // the zero value for a read
	id     int64
	sku    string
	ean    string
	says   string // inventory_enabled, stock, net and gross price
}

func guideCalls() []guideCall {
	shirt := shopinventory.BySKU("TShirt.Blk.XL")
	return []guideCall{
		{"get_id", shopinventory.ByID(10001), shopinventory.ItemUpdate{},
			10001, "WMY71443LB2", "8690842009112", "true 10 1428.57 1700.00"},
		{"get_sku", shirt, shopinventory.ItemUpdate{}, 10002, "TShirt.Blk.XL", "", "false absent 75.63 90.00"},
		{"get_ean", shopinventory.ByEAN("7332543402632"), shopinventory.ItemUpdate{},
			10003, "ZCG212H1WA", "7332543402632", "true 20 756.30 900.00"},
		{"set_stock", shopinventory.ByID(10001),
			shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(20), PriceNet: num("1344.54")},
			10001, "WMY71443LB2", "8690842009112", "true 20 1344.54 1600.00"},
		{"enable", shopinventory.ByID(10002),
			shopinventory.ItemUpdate{InventoryEnabled: shelfwire.Set(true), OnHand: shopinventory.SetOnHand(5)},
			10002, "TShirt.Blk.XL", "", "true 5 67.23 80.00"},
		{"set_gross", shirt, shopinventory.ItemUpdate{PriceGross: num("80.00")},
			10002, "TShirt.Blk.XL", "", "false absent 67.23 80.00"},
		{"adjust", shirt,
			shopinventory.ItemUpdate{InventoryEnabled: shelfwire.Set(true), OnHand: shopinventory.AdjustOnHand(3)},
			10002, "TShirt.Blk.XL", "", "true 8 67.23 80.00"},
		{"warehouses", shopinventory.ByEAN("7332543402632"),
			shopinventory.ItemUpdate{Warehouses: shelfwire.Set([]shopinventory.WarehouseUpdate{
				{Name: "Depozit central", OnHand: dec("10")}, {Name: "Depozit furnizor (Nod)", OnHand: dec("15")},
			})},
			10003, "ZCG212H1WA", "7332543402632", "true 25 756.30 900.00"},
	}
}

// Every example of the guide: the request is the guide's, and its response is decoded in full.
func TestGuide(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			item, err := tc.run(t, newMockedClient(t, tc.name))
			require.NoError(t, err)
			assert.Equal(t, tc.id, item.ID)
			assert.Equal(t, tc.sku, item.SKU)
			assert.Equal(t, tc.ean, item.EAN)
			assert.Equal(t, tc.says, fmt.Sprint(item.InventoryEnabled, item.OnHand, item.PriceNet, item.PriceGross))
			assert.Equal(t, "absent absent", fmt.Sprint(item.OldPriceNet, item.OldPriceGross))
			assert.Nil(t, item.Unread)
		})
	}
}

// newMockedClient returns a client whose shop knows one example of the guide: its request, number by number, and its
// response.
func newMockedClient(t *testing.T, name string) *shopinventory.Client {
	head, body, _ := strings.Cut(clienttest.ReadFixture(t, name+".request"), "\n\n")
	method, path, _ := strings.Cut(strings.TrimSpace(head), " ")
	asked := httpmock.NewMatcher(name, func(r *http.Request) bool {
		sent, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		if strings.TrimSpace(body) == "" {
			return len(sent) == 0
		}
		return assert.ObjectsAreEqual(parseObject(t, body), parseObject(t, string(sent)))
	})
	mock := httpmock.NewMockTransport()
	mock.RegisterMatcherResponder(method, testShop+path, asked,
		httpmock.NewStringResponder(http.StatusOK, clienttest.ReadFixture(t, name+".response")))
	client, err := shopinventory.New(testShop, testCred, &shelfwire.Options{HTTPClient: &http.Client{Transport: mock}})
	require.NoError(t, err)
	return client
}

// The requests of the examples go out to the byte as the golden files have them.
func TestGuide_OnTheWire(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var sent *clienttest.Request
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				sent = clienttest.RecordRequest(t, r)
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, clienttest.ReadFixture(t, tc.name+".response"))
			}))
			defer server.Close()
			client, err := shopinventory.New(server.URL, shopinventory.Credentials{APIKey: shelfwire.NewSecret("KEY"), APISecret: shelfwire.NewSecret("SECRET")},
				&shelfwire.Options{Limiter: shelfwire.Unlimited})
			require.NoError(t, err)
			_, err = tc.run(t, client)
			require.NoError(t, err)
			sent.AssertGolden(t, tc.name)
		})
	}
}

func (tc *guideCall) run(t *testing.T, client *shopinventory.Client) (shopinventory.Item, error) {
	if strings.HasPrefix(tc.name, "get_") {
		return client.Inventory.Get(t.Context(), tc.ref)
	}
	return client.Inventory.Update(t.Context(), tc.ref, tc.update)
}

func TestGuide_Warehouses(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"get_ean":    "1 Depozit central 5, 2 Depozit furnizor (Nod) 15",
		"warehouses": "1 Depozit central 10, 2 Depozit furnizor (Nod) 15",
	} {
		tc := guideCalls()[slices.IndexFunc(guideCalls(), func(tc guideCall) bool { return tc.name == name })]
		item, err := tc.run(t, newMockedClient(t, name))
		require.NoError(t, err)
		var got []string
		for _, w := range item.Warehouses {
			got = append(got, fmt.Sprint(w.ID, " ", w.Name, " ", w.OnHand))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
}

func parseObject(t *testing.T, body string) (m map[string]any) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	require.NoError(t, dec.Decode(&m))
	return m
}
