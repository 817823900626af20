package shopinventory_test

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// FuzzReplies gives any text at all to every call as its reply.
func FuzzReplies(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "guide", "*.reply.txt"))
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		f.Add(clienttest.Fixture(f, strings.TrimSuffix(filepath.Base(file), ".txt")))
	}
	for _, text := range []string{
		`{"id":"7","sku":5,"stock":"-1.000","inventory_enabled":1}`, `{"id":7,"warehouses":{"1":{"id":"1"}},"price_net":""}`,
		`{"error":{"name":"a","message":"b"}}`, `[]`, `{"id":1e2}`, `{"id":7,"id":8}`, `{"ID":7,"Stock":1}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, body string) {
		inventory := says(reply{status: 200, body: body}).client(t).Inventory
		item, err := inventory.Get(t.Context(), shopinventory.ByID(10001))
		if err == nil && item.ID != 10001 {
			t.Fatal("another product")
		}
		if err == nil {
			checkRoundTrip(t, &item)
		}
		_, err = inventory.Update(t.Context(), shopinventory.BySKU("TShirt.Blk.XL"),
			shopinventory.Update{Stock: shopinventory.AdjustStock(1)})
		if outcome := shelfwire.OutcomeOf(err); outcome != shelfwire.OutcomeApplied && outcome != shelfwire.OutcomeUnknown {
			t.Fatal("a success status is no refusal")
		}
	})
}

// checkRoundTrip: what was read is written so that it reads the same.
func checkRoundTrip(t *testing.T, item *shopinventory.Item) {
	text, err := json.Marshal(item)
	if err != nil {
		t.Fatal(err)
	}
	var back shopinventory.Item
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(text) {
		t.Fatalf("%s became %s (%v)", text, again, err)
	}
}

// FuzzErrors gives any text at all as the body of an error.
func FuzzErrors(f *testing.F) {
	f.Add(400, `{"error":{"name":"undefined_filter","message":"no","details":{"reset_time":5}}}`)
	f.Add(429, `{"error":{"details":{"reset_time":"2026-11-25T10:00:00Z"}}}`)
	f.Add(429, `{"error":{"details":{"reset_time":1e64}}}`)
	f.Add(405, `{"message":["Operation could not be completed"]}`)
	f.Add(500, "<html><title>x</title></html>")
	f.Fuzz(func(t *testing.T, status int, body string) {
		status = 400 + (status&0xff)%112
		o := says(reply{status: status, body: body}).options()
		o.Retry.MaxAttempts = 1
		_, err := clientWith(t, o).Inventory.Update(t.Context(), shopinventory.ByID(1),
			shopinventory.Update{Stock: shopinventory.AdjustStock(1)})
		e, ok := errors.AsType[*shelfwire.Error](err)
		if !ok || e.StatusCode != status || e.RetryAfter < 0 {
			t.Fatal(err)
		}
		if status == 429 && e.RetryAfter == 0 {
			t.Fatal("a 429 without a wait")
		}
	})
}
