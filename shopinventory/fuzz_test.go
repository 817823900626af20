package shopinventory_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// oneResponse is a shop that gives one response and remembers nothing: a client of it is made once, which is the slow
// part.
type oneResponse struct{ response response }

func (o *oneResponse) RoundTrip(r *http.Request) (*http.Response, error) {
	return respond(r, o.response)
}

func (o *oneResponse) client(t fatal, attempts int) *shopinventory.Client {
	return clientWith(t, &shelfwire.Options{
		HTTPClient: &http.Client{Transport: o}, Limiter: shelfwire.Unlimited,
		Retry: shelfwire.RetryPolicy{MaxAttempts: attempts, BaseDelay: 1, MaxDelay: 1},
	})
}

// FuzzResponses gives any text at all to every call as its response.
func FuzzResponses(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "guide", "*.response.txt"))
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		f.Add(clienttest.ReadFixture(f, strings.TrimSuffix(filepath.Base(file), ".txt")))
	}
	for _, text := range []string{
		`{"id":"7","sku":5,"stock":"-1.000","inventory_enabled":1}`, `{"id":7,"warehouses":{"1":{"id":"1"}},"price_net":""}`,
		`{"error":{"name":"a","message":"b"}}`, `[]`, `{"id":1e2}`, `{"id":7,"id":8}`, `{"ID":7,"Stock":1}`,
		`{"id":"10001.0","sku":["a"],"stock":"1,5","warehouses":[{"id":-1,"stock":{}},null]}`, `{"sku":"tshirt.blk.xl"}`,
		`{"id":10001,"error":[],"message":0}`, `{"id":10001,"sku":"TShirt.Blk.XL","sto`, "<b>Warning</b>: x\n{\"id\":10001}",
		"{\"id\":10001,\"sku\":\"TShirt.Blk.XL\xe3\"}", `{"id":10001,"ean":8.690842009112e+12,"inventory_enabled":"yes"}`,
	} {
		f.Add(text)
	}
	var shop oneResponse
	inventory := shop.client(f, 2).Inventory
	f.Fuzz(func(t *testing.T, body string) {
		shop.response = response{status: 200, body: theMug} // too many responses of strangers in a row would hold the client
		if _, err := inventory.Get(t.Context(), mugID); err != nil {
			t.Fatal(err)
		}
		shop.response.body = body
		item, err := inventory.Get(t.Context(), shopinventory.ByID(10001))
		if err == nil && item.ID != 10001 {
			t.Fatal("another product")
		}
		if err == nil {
			checkRoundTrip(t, &item)
		}
		if err != nil && !errors.Is(err, shelfwire.ErrMalformed) {
			t.Fatal(err)
		}
		adjust := shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(1)}
		item, err = inventory.Update(t.Context(), shopinventory.BySKU("TShirt.Blk.XL"), adjust)
		isOther := item.SKU != "" && !strings.EqualFold(strings.TrimSpace(item.SKU), "TShirt.Blk.XL")
		isNone := item.ID <= 0 && item.SKU == ""
		switch outcome := shelfwire.OutcomeOf(err); {
		case outcome == shelfwire.OutcomeApplied && (isOther || isNone):
			t.Fatal("the mark of success is the product that was asked for")
		case outcome == shelfwire.OutcomeUnknown && (item.ID != 0 || item.SKU != ""):
			t.Fatal("a product that was not confirmed")
		case outcome != shelfwire.OutcomeApplied && outcome != shelfwire.OutcomeUnknown:
			t.Fatal("a success status is no refusal")
		}
	})
}

// checkRoundTrip: what was read is written so that it reads the same. Bytes that are not UTF-8 are replaced the first
// time.
func checkRoundTrip(t *testing.T, item *shopinventory.Item) {
	first := stored(t, item)
	again := stored(t, first)
	if !reflect.DeepEqual(first, again) {
		t.Fatalf("%+v became %+v", first, again)
	}
	if utf8.ValidString(item.SKU) && first.SKU != item.SKU || first.OnHand.String() != item.OnHand.String() {
		t.Fatalf("%+v became %+v", item, first)
	}
}

// stored writes an item and reads it again.
func stored(t *testing.T, item *shopinventory.Item) *shopinventory.Item {
	text, err := json.Marshal(item)
	if err != nil {
		t.Fatal(err)
	}
	var back shopinventory.Item
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if back.Unread != nil {
		t.Fatalf("%s cannot be read: %v", text, back.Unread)
	}
	return &back
}

// FuzzErrors gives any text at all as the body of an error.
func FuzzErrors(f *testing.F) {
	f.Add(400, `{"error":{"name":"undefined_filter","message":"no","details":{"reset_time":5}}}`)
	f.Add(429, `{"error":{"details":{"reset_time":"2026-11-25T10:00:00Z"}}}`)
	f.Add(429, `{"error":{"details":{"reset_time":1e64}}}`)
	f.Add(405, `{"message":["Operation could not be completed"]}`)
	f.Add(500, "<html><title>x</title></html>")
	f.Add(404, `{"error":{"code":404,"message":"Not Found"}}`)
	f.Add(404, `{"error":["a",["b"]],"message":{}}`)
	var shop oneResponse
	client := shop.client(f, 1)
	f.Fuzz(func(t *testing.T, status int, body string) {
		status = 400 + (status&0xff)%112
		shop.response = response{status: 400, body: `{"error":{"name":"no"}}`}
		if _, err := client.Inventory.Get(t.Context(), mugID); !errors.Is(err, shelfwire.ErrInvalid) {
			t.Fatal(err)
		}
		if shop.response = (response{status: status, body: body}); status == 429 {
			defer func() { client = shop.client(t, 1) }() // the next one is not to be held
		}
		_, err := client.Inventory.Update(t.Context(), shopinventory.ByID(1),
			shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(1)})
		e, ok := errors.AsType[*shelfwire.Error](err)
		if !ok || e.StatusCode != status || e.RetryAfter < 0 {
			t.Fatal(err)
		}
		if errors.Is(err, shelfwire.ErrNotFound) && !strings.Contains(strings.ToLower(body), "error") {
			t.Fatal("a stranger's 404")
		}
		if status == 429 && e.RetryAfter == 0 {
			t.Fatal("a 429 without a wait")
		}
	})
}
