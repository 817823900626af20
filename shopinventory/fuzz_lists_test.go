package shopinventory_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// FuzzLists gives any text at all to the lists as their response. A walk ends, and delivers no row twice.
func FuzzLists(f *testing.F) {
	for _, name := range []string{"products", "orders"} {
		f.Add(liveShape(f, name))
	}
	for _, text := range []string{
		`{"data":[]}`, `[]`, `null`, `{"data":[{"id":1},{"id":1}],"meta":{"count":{"total":"2","limit":1}}}`,
		`{"data":{"1":{"id":"a"},"0":7},"meta":[]}`, `{"data":[{"id":1}],"meta":{"links":{"next":"x"}}}`,
		`{"data":[{}],"meta":{"count":{"current":1,"start":0,"total":9e9},"links":{"next":false}}}`, `{"error":{"name":"a"},"data":[]}`,
	} {
		f.Add(text)
	}
	var shop oneResponse
	client := shop.client(f, 2)
	f.Fuzz(func(t *testing.T, body string) {
		reset := func() {
			shop.response = response{status: 200, body: theMug} // too many responses of strangers would hold the client
			if _, err := client.Inventory.Get(t.Context(), mugID); err != nil {
				t.Fatal(err)
			}
			shop.response.body = body
		}
		check := func(err error) {
			if err != nil && !errors.Is(err, shelfwire.ErrMalformed) && !errors.Is(err, shelfwire.ErrIncomplete) {
				t.Fatal(err)
			}
			reset()
		}
		reset()
		products, err := collect(client.Products.All(t.Context(), shopinventory.ProductQuery{PageSize: 3}))
		check(err)
		ids := map[int64]bool{}
		for _, p := range products {
			if p.ID <= 0 || ids[p.ID] {
				t.Fatal(p.ID)
			}
			ids[p.ID] = true
		}
		orders, err := collect(client.Orders.All(t.Context(), shopinventory.OrderQuery{PageSize: 3}))
		check(err)
		seen := map[string]bool{}
		for _, o := range orders {
			if o.ID == "" || seen[o.ID] {
				t.Fatal(o.ID)
			}
			seen[o.ID] = true
		}
		for r := range client.Orders.Refresh(t.Context(), []string{"7"}) {
			if r.Err == nil && r.Result.ID != "7" {
				t.Fatal("another order")
			}
		}
		reset()
		_, err = client.Taxonomy.Taxes(t.Context())
		check(err)
	})
}

// FuzzRecords reads any text at all as a product and as an order. What was read is written so that it reads the same.
func FuzzRecords(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "live", "*.json"))
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		var list struct{ Data []json.RawMessage }
		require.NoError(f, json.Unmarshal(text, &list))
		for _, row := range list.Data {
			f.Add(string(row))
		}
	}
	f.Add(`{"id":7,"line_items":{"2":{"quantity":"1,5"},"x":0},"billing_a":1e2,"shipping_":null}`)
	f.Add(`{"id":"7","variants":[{"id":1,"stock":"x"},[]],"date_modified":"0000-00-00"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var p shopinventory.Product
		if json.Unmarshal([]byte(text), &p) != nil {
			return
		}
		if items, ok := p.Items(); ok {
			for _, item := range items {
				if item.ID <= 0 {
					t.Fatal("an item without an id")
				}
			}
		}
		checkStable(t, p)
		var o shopinventory.Order
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			t.Fatal(err)
		}
		if !o.HasLines && len(o.Lines) > 0 {
			t.Fatal("lines that are unknown")
		}
		checkStable(t, o)
	})
}

// checkStable: a record that has gone through JSON twice, after which its bytes are UTF-8, comes out of it as it was.
func checkStable[T any](t *testing.T, record T) {
	through := func(record T) (back T) {
		text, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return back
	}
	first := through(through(record))
	if again := through(first); !reflect.DeepEqual(first, again) {
		t.Fatalf("%+v became %+v", first, again)
	}
}
