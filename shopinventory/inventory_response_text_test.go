package shopinventory_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

func unreadFields(item *shopinventory.Item) (names []string) {
	for _, u := range item.Unread {
		names = append(names, u.Field)
	}
	return names
}

func TestInventoryService_Get_InAnotherCharset(t *testing.T) {
	t.Parallel()
	s := newShop(response{200, "{\"id\":1,\"sku\":\"C\xe3ma\xba\xe3\"}", []string{"Content-Type", "application/json; charset=windows-1250"}})
	item, err := s.client(t).Inventory.Get(t.Context(), shopinventory.BySKU("cămaşă"))
	require.NoError(t, err)
	assert.Equal(t, "Cămaşă", item.SKU)
}

// The shop's message and a product's texts are redacted before they are clipped.
func TestInventoryService_ForeignTexts(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, says string }{
		"an SKU":            {`{"id":1,"sku":"` + strings.Repeat("ă", 29) + testSecret + `"}`, strings.Repeat("ă", 29)},
		"a long SKU":        {`{"id":1,"sku":"` + strings.Repeat("ă", 90) + `"}`, strings.Repeat("ă", 32) + "…"},
		"an SKU that fits":  {`{"id":1,"sku":"` + strings.Repeat("a", 64) + `"}`, `"` + strings.Repeat("a", 64) + `"`},
		"an SKU cut in two": {`{"id":1,"sku":"a` + strings.Repeat("ă", 90) + `"}`, `"a` + strings.Repeat("ă", 31) + "…"},
		"words":             {`{"error":"` + strings.Repeat("a", 505) + testSecret + `"}`, strings.Repeat("a", 505) + "[redac"},
		"long words":        {`{"error":"` + strings.Repeat("a", 600) + `"}`, strings.Repeat("a", 512) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := callsOf(t, newShop(response{status: 200, body: tc.body}).client(t), mugSKU)["Get"]()
			require.ErrorContains(t, err, tc.says)
			for _, piece := range []string{testSecret, testSecret[:6], strings.Repeat("a", 513), strings.Repeat("ă", 33)} {
				assert.NotContains(t, err.Error(), piece)
			}
		})
	}
}

// Unread members are logged once per call, by their names alone, and their texts are cleared of keys.
func TestInventoryService_Unread(t *testing.T) {
	t.Parallel()
	body := `{"id":10001,"sku":"MUG-1","stock":["` + testSecret + `"],"warehouses":[{"id":1,"stock":"1,5"},{"id":"?"}]}`
	for _, name := range []string{"Get", "set", "adjust"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			s := newShop(response{status: 200, body: body})
			o := s.options()
			o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
			item, err := callsOf(t, clientWith(t, o), mugSKU)[name]()
			require.NoError(t, err)
			assert.Equal(t, []shelfwire.Unread{
				{Field: "stock", Raw: `["[redacted]"]`},
				{Field: "warehouses[0].stock", Raw: `"1,5"`}, {Field: "warehouses[1].id", Raw: `"?"`},
			}, item.Unread)
			assert.Equal(t, 1, strings.Count(log.String(), "\n"), log.String())
			assert.Contains(t, log.String(), "stock 1, warehouses[0].stock 1, warehouses[1].id 1")
			assert.NotContains(t, log.String(), "1,5")
		})
	}
}

// What stands behind the product that was asked for, or is wrong in one of its values, does not take back that it came:
// the change was made.
func TestInventoryService_Update_TextBehindTheProduct(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"PHP's words":       theMug + "<br />\n<b>Warning</b>: foreach()<br />",
		"a comment":         theMug + "<!-- cached -->",
		"the product again": theMug + theMug,
		"a raw line end":    "{\"id\":10001,\"sku\":\"MUG-1\",\"stock\":7,\"note\":\"a\nb\"}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: body})
			item, err := callsOf(t, s.client(t), mugSKU)["adjust"]()
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Equal(t, int64(10001), item.ID)
			assert.Len(t, s.calls(), 1)
			_, err = callsOf(t, s.client(t), mugSKU)["Get"]()
			require.ErrorIs(t, err, shelfwire.ErrMalformed, "a read is asked for again, and refused")
		})
	}
}

// What breaks off before it shows that it is the product asked for proves nothing.
func TestInventoryService_Update_BreaksOffBeforeTheProduct(t *testing.T) {
	t.Parallel()
	const other = `{"id":999,"sku":"OTHER","stock":8}`
	for end := range len(other) {
		s := newShop(response{status: 200, body: other[:end]})
		item, err := callsOf(t, s.client(t), mugSKU)["adjust"]()
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		require.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), other[:end])
		require.Zero(t, item)
	}
}
