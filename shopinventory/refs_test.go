package shopinventory_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// An identifier with any characters is one segment of the path.
func TestItemRef_InThePath(t *testing.T) {
	t.Parallel()
	for ref, path := range map[shopinventory.ItemRef]string{
		shopinventory.ByID(10001):              "/id/10001",
		shopinventory.BySKU("TShirt.Blk.XL"):   "/sku/TShirt.Blk.XL",
		shopinventory.ByEAN("8690842009112"):   "/ean/8690842009112",
		shopinventory.BySKU("A/B"):             "/sku/A%2FB",
		shopinventory.BySKU("A B"):             "/sku/A%20B",
		shopinventory.BySKU("A+B"):             "/sku/A%2BB",
		shopinventory.BySKU("100%"):            "/sku/100%25",
		shopinventory.BySKU("?a=b&c#d"):        "/sku/%3Fa=b&c%23d",
		shopinventory.BySKU(".."):              "/sku/%2E%2E",
		shopinventory.BySKU("Cămașă-înțărată"): "/sku/" + url.PathEscape("Cămașă-înțărată"),
	} {
		s := newShop(response{status: 200, body: `{"id":10001}`})
		_, err := s.client(t).Inventory.Get(t.Context(), ref)
		require.NoError(t, err, ref)
		assert.Equal(t, "/api/v2/inventory"+path, s.calls()[0].path)
		_, err = s.client(t).Inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1)})
		require.NoError(t, err, ref)
		assert.Equal(t, "/api/v2/inventory"+path, s.calls()[1].path)
	}
}

// The in-memory shop finds each of them, as a server does that unescapes the segment.
func TestItemRef_IsFound(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	client := srv.Client(nil)
	for _, sku := range []string{"A/B", "A B", "A+B", "100%", "%2F", "?a=b&c#d", "..", "Cămașă-înțărată", `"`} {
		ids := srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: sku}})
		item, err := client.Inventory.Get(t.Context(), shopinventory.BySKU(sku))
		require.NoError(t, err, sku)
		assert.Equal(t, ids[0], item.ID, sku)
	}
}

func TestItemRef_Invalid(t *testing.T) {
	t.Parallel()
	for _, ref := range []shopinventory.ItemRef{
		{}, shopinventory.ByID(0), shopinventory.ByID(-1), shopinventory.BySKU(""), shopinventory.BySKU("  "), shopinventory.ByEAN(""),
	} {
		_, err := newUnusedClient(t).Inventory.Get(t.Context(), ref)
		clienttest.AssertRejected(t, err, "ref")
		_, err = newUnusedClient(t).Inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{})
		clienttest.AssertRejected(t, err, "ref", "Update")
	}
	for _, ref := range []shopinventory.ItemRef{shopinventory.BySKU("Mysz\xe3"), shopinventory.ByEAN("\xff")} {
		_, err := newUnusedClient(t).Inventory.Get(t.Context(), ref)
		clienttest.AssertRejected(t, err, "ref")
		require.ErrorContains(t, err, "is not UTF-8")
	}
	assert.Equal(t, "sku A B", shopinventory.BySKU("A B").String())
	assert.Empty(t, shopinventory.ItemRef{}.String())
}

// Each ref has a JSON form of its own, which package once compares, and from which it can be read again.
func TestItemRef_JSON(t *testing.T) {
	t.Parallel()
	for text, ref := range map[string]shopinventory.ItemRef{
		`{"id":10001}`:      shopinventory.ByID(10001),
		`{"sku":"10001"}`:   shopinventory.BySKU("10001"),
		`{"ean":"10001"}`:   shopinventory.ByEAN("10001"),
		`{"sku":"a \"b/é"}`: shopinventory.BySKU(`a "b/é`),
		`{"sku":""}`:        shopinventory.BySKU(""),
		`null`:              {},
	} {
		data, err := json.Marshal(ref)
		require.NoError(t, err)
		assert.Equal(t, text, string(data))
		read := shopinventory.ByID(9)
		require.NoError(t, json.Unmarshal(data, &read))
		assert.Equal(t, ref, read)
	}
	for _, text := range []string{`{}`, `{"id":1,"sku":"1"}`, `{"sku":"1","ean":"1"}`, `{"id":null}`, `{"id":"1"}`, `{"id":1.5}`, `{"sku":1}`, `1`} {
		read := shopinventory.ByID(9)
		require.Error(t, json.Unmarshal([]byte(text), &read), text)
		assert.Equal(t, shopinventory.ByID(9), read)
	}
}
