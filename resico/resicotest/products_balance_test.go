package resicotest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func TestServer_Balance(t *testing.T) {
	t.Parallel()
	srv := newServerAt(t, "2026-07-01 12:00:00")
	srv.AddLocations("Shop", "Store")
	p := newStockedProduct("A", map[string]shelfwire.Decimal{
		"Store": shelfwire.MustDecimal("1.50"), "Shop": shelfwire.NewDecimal(2),
	})
	p.Detailed = map[string]resico.LocationBalance{"Store": {
		Quantities: resico.Quantities{
			Reserved: setPrice("1"), ReservedPP: setPrice("2"), ReservedOF: setPrice("3"), ReservedTJ: setPrice("4"),
			ReservedAJ: setPrice("5"), Purchase: setPrice("6"), Expected: setPrice("7.25"),
		},
		PO: setPrice("8"), RawTotalBalance: setPrice("9"), LocationID: 12, LocationName: "Noliktava (Store)",
		Updated: time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC),
	}}
	srv.AddProducts(p)
	srv.SetBalance("A", "Shop", shelfwire.NewDecimal(3))
	status, body := sendRequest(t, srv, http.MethodGet, "/products/A/balance", "")
	require.Equal(t, http.StatusOK, status, body)
	want := `{"status": "ok", "time": "2026-07-01T12:00:00+03:00", "type": "ProductsBalance", "fields": {"SKU": "A"},
	"ProductsBalance": {"data": [{"SKU": "A", "Balance": {"Shop": 3, "Store": 1.50, "Totals": 4.50},
	"BalanceDetailed": {
		"Shop": {"balance": 3, "reserved": 0, "reservedPP": 0, "reservedOF": 0, "reservedTJ": 0, "reservedAJ": 0,
			"po": "0.0000", "location_id": 1, "location_name": "Shop (Shop)", "balance_updated": "2026-07-01 12:00:00",
			"purchase": 0, "expected": 3, "raw_total_balance": 3},
		"Store": {"balance": 1.50, "reserved": 1, "reservedPP": 2, "reservedOF": 3, "reservedTJ": 4, "reservedAJ": 5,
			"po": "8.0000", "location_id": 12, "location_name": "Noliktava (Store)",
			"balance_updated": "2026-07-01 11:00:00", "purchase": 6, "expected": 7.25, "raw_total_balance": 9},
		"Totals": {"balance": 4.50, "reserved": 1, "reservedPP": 2, "reservedOF": 3, "reservedTJ": 4,
			"reservedAJ": 5, "purchase": 6, "expected": 10.25}}}]}}`
	assert.Equal(t, compactJSON(t, want), body)
}

func TestServer_Balance_OddSKUs(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	client := srv.Client(nil)
	for _, sku := range []string{"a/b", "..", ".", "a b", "a+b", "100%", "?x=1", "#1", "šķīvis", "balance", "a;b"} {
		srv.AddProducts(resicotest.Product{Product: newProduct(sku)})
		b, err := client.Products.Balance(t.Context(), sku)
		require.NoError(t, err, sku)
		assert.Equal(t, sku, b.SKU)
		assert.Empty(t, b.Balance.Locations)
	}
	_, err := client.Products.Balance(t.Context(), "unknown")
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
}

func TestServer_SetBalance_ReplacesDetails(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	p := newStockedProduct("A", nil)
	p.Detailed = map[string]resico.LocationBalance{
		"Shop":  {Quantities: resico.Quantities{Reserved: setPrice("1")}},
		"Store": {Quantities: resico.Quantities{Reserved: setPrice("2")}},
	}
	srv.AddProducts(p)
	srv.SetBalance("A", "Shop", shelfwire.NewDecimal(5))
	srv.SetBalance("A", "Third", shelfwire.NewDecimal(0))
	b, err := srv.Client(nil).Products.Balance(t.Context(), "A")
	require.NoError(t, err)
	assert.False(t, b.Locations["Shop"].Updated.IsZero(), "kept")
	assert.False(t, b.Locations["Third"].Updated.IsZero())
	assert.True(t, b.Locations["Store"].Updated.IsZero(), "never moved")
	assert.Equal(t, "0", b.Locations["Shop"].Reserved.String())
	assert.Equal(t, "2", b.Locations["Store"].Reserved.String())
	assert.Equal(t, "5", b.Totals.Balance.String())
}
