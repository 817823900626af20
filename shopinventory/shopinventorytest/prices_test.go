package shopinventorytest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// Each price is sent as the current and as the old one.
func TestServer_Prices(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ tax, sent, want string }{
		"the guide's 1600": {"19", `"price_net":1344.54`, `"price_net":1344.54,"price_gross":1600.00`},
		"the guide's 1700": {"19", `"price_gross":1700`, `"price_net":1428.57,"price_gross":1700.00`},
		"back to 1700":     {"19", `"price_net":1428.57`, `"price_net":1428.57,"price_gross":1700.00`},
		"the guide's 90":   {"19", `"price_gross":90.0`, `"price_net":75.63,"price_gross":90.00`},
		"back to 90":       {"19", `"price_net":75.63`, `"price_net":75.63,"price_gross":90.00`},
		"the guide's 80":   {"19", `"price_gross":80.00`, `"price_net":67.23,"price_gross":80.00`},
		"back to 80":       {"19", `"price_net":67.23`, `"price_net":67.23,"price_gross":80.00`},
		"the guide's 900":  {"19", `"price_gross":9e2`, `"price_net":756.30,"price_gross":900.00`},
		"back to 900":      {"19", `"price_net":756.3`, `"price_net":756.30,"price_gross":900.00`},
		"another tax":      {"9", `"price_gross":10`, `"price_net":9.17,"price_gross":10.00`},
		"half a percent":   {"5.5", `"price_net":200`, `"price_net":200.00,"price_gross":211.00`},
		"no tax":           {"0", `"price_gross":10`, `"price_net":10.00,"price_gross":10.00`},
		"half up":          {"0", `"price_net":0.005`, `"price_net":0.01,"price_gross":0.01`},
		"below the half":   {"0", `"price_net":1.0049`, `"price_net":1.00,"price_gross":1.00`},
		"rounded first":    {"100", `"price_net":1.005`, `"price_net":1.01,"price_gross":2.02`},
		"nothing":          {"19", `"price_gross":0`, `"price_net":0.00,"price_gross":0.00`},
		"no binary fractions": {
			"23", `"price_net":1234567890123.45`, `"price_net":1234567890123.45,"price_gross":1518518504851.84`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			srv.AddItems(shopinventorytest.Item{Tax: shelfwire.MustDecimal(tc.tax)})
			old := func(s string) string { return strings.ReplaceAll(s, `"price`, `"old_price`) }
			assert.Contains(t, patch(t, srv, "id/1", `{`+tc.sent+`}`), tc.want+`}`)
			response := patch(t, srv, "id/1", `{`+old(tc.sent)+`}`)
			assert.Contains(t, response, tc.want+`,`+old(tc.want)+`}`)
		})
	}
}

func TestServer_AddItems_Prices(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	srv.AddItems(
		shopinventorytest.Item{},
		shopinventorytest.Item{Item: shopinventory.Item{PriceNet: optDecimal("10"), PriceGross: optDecimal("12"), OldPriceNet: optDecimal("20")}},
	)
	assert.Contains(t, read(t, srv, "id/1"), `"price_net":0.00,"price_gross":0.00}`)
	assert.Contains(t, read(t, srv, "id/2"),
		`"price_net":10.00,"price_gross":12.00,"old_price_net":20.00,"old_price_gross":23.80}`, "what is given stays")
}

func TestServer_Prices_OldPriceIsRemoved(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"old_price_net": null}`, `{"old_price_gross": null}`, `{"old_price_net": null, "old_price_gross": null}`,
	} {
		srv := shopinventorytest.NewServer(t)
		srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{PriceNet: optDecimal("1"), OldPriceNet: optDecimal("2")}})
		require.Contains(t, read(t, srv, "id/1"), "old_price_net")
		assert.NotContains(t, patch(t, srv, "id/1", body), "old_price", body)
		assert.Contains(t, read(t, srv, "id/1"), `"price_net":1.00,"price_gross":1.19}`)
	}
	srv := shop(t)
	item, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
		OldPriceGross: optDecimal("100"),
	})
	require.NoError(t, err)
	assert.Equal(t, "84.03", item.OldPriceNet.String())
	item, err = srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
		OldPriceNet: shelfwire.Null[shelfwire.Decimal](), OldPriceGross: shelfwire.Null[shelfwire.Decimal](),
	})
	require.NoError(t, err)
	assert.True(t, item.OldPriceGross.IsZero())
}
