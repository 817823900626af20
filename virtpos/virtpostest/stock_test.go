package virtpostest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func TestServer_UpdateOnHand(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body   string
		isNew  string
		before string
		want   string // quantity, cost, dates, lot of the row
	}{
		"all": {
			"quantity=20&cogs=3.555&manuf_date=2026-01-02&expir_date=2027-01-02", "0", "1.700",
			"20.000 3.56 2026-01-02 2027-01-02 ",
		},
		"quantity":     {"quantity=0", "0", "1.700", "0.000 0.40 2025-05-05 2026-05-05 "},
		"cost":         {"cogs=0", "0", "1.700", "1.700 0.00 2025-05-05 2026-05-05 "},
		"a date":       {"manuf_date=2026-01-02", "0", "1.700", "1.700 0.40 2026-01-02 2026-05-05 "},
		"no more date": {"expir_date=", "0", "1.700", "1.700 0.40 2025-05-05  "},
		"nothing":      {"", "0", "1.700", "1.700 0.40 2025-05-05 2026-05-05 "},
		"empty lot":    {"lot_number=&quantity=3", "0", "1.700", "3.000 0.40 2025-05-05 2026-05-05 "},
		"new lot":      {"lot_number=L-2&quantity=3", "1", "0.000", "3.000 0.00   L-2"},
		"bare new lot": {"lot_number=L-2", "1", "0.000", "0.000 0.00   L-2"},
		"rounded":      {"quantity=0.0005", "0", "1.700", "0.001 0.40 2025-05-05 2026-05-05 "},
		"rounded off":  {"quantity=1234567890123.00049", "0", "1.700", "1234567890123.000 0.40 2025-05-05 2026-05-05 "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := virtpostest.NewServer(t)
			srv.AddWarehouses(virtpostest.Warehouse{})
			srv.AddItems(virtpostest.Item{})
			srv.SetStock(virtpostest.Row{
				WarehouseID: 1, ItemID: 1, OnHand: mustDecimal("1.7"), COGS: mustDecimal("0.4"),
				ManufactureDate: mustDate("2025-05-05"), ExpiryDate: mustDate("2026-05-05"),
			})
			text := postWithKey(t, srv, "store/updateOnhand", "warehouseid=1&itemid=1", tc.body)
			assert.Equal(t, tc.isNew, textsOf(text, "isnew"))
			assert.Equal(t, tc.before, textsOf(text, "quantity_before"))
			rows := srv.Stock(1)
			r := rows[len(rows)-1]
			assert.Equal(t, textsOf(text, "id"), formatInt(r.ID))
			assert.Equal(t, tc.want, strings.Join([]string{
				r.OnHand.String(), r.COGS.String(), r.ManufactureDate.String(), r.ExpiryDate.String(), r.LotNumber,
			}, " "))
		})
	}
}

func TestServer_UpdateOnHand_Absolute(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	for _, want := range []string{"1 0.000", "0 5.000", "0 5.000"} {
		text := postWithKey(t, srv, "store/updateOnhand", "warehouseid=3&itemid=8", "quantity=5")
		assert.Equal(t, want, textsOf(text, "isnew")+" "+textsOf(text, "quantity_before"))
	}
	assert.Equal(t, "17007/12345/2.000/v0 8//5.000/v0", formatStock(srv, 3))
	assert.Equal(t, "8//1.700/v0", formatStock(srv, 1), "the other warehouse has its own stock")
}

// A row updated after the version was read is newer, and survives the zeroing.
func TestServer_ZeroOutdated(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{}, virtpostest.Warehouse{})
	ids := srv.AddItems(virtpostest.Item{}, virtpostest.Item{}, virtpostest.Item{}, virtpostest.Item{})
	for _, id := range ids {
		srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: id, LotNumber: "a", OnHand: mustDecimal("4")})
		srv.SetStock(virtpostest.Row{WarehouseID: 2, ItemID: id, OnHand: mustDecimal("4")})
	}
	other := formatStock(srv, 2)
	version := func() string {
		return textsOf(postWithKey(t, srv, "store/getOnhandVersion", "warehouseid=1", ""), "version")
	}
	update := func(item, lot, quantity string) {
		postWithKey(t, srv, "store/updateOnhand", "warehouseid=1&itemid="+item, "quantity="+quantity+"&lot_number="+lot)
	}
	zero := func(version string) string {
		return textsOf(postWithKey(t, srv, "store/setZeroOnhand", "warehouseid=1&version="+version, ""), "count")
	}

	update("1", "a", "5")
	require.Equal(t, "1", version())
	update("2", "a", "6")
	update("2", "b", "7")
	update("3", "a", "0")
	srv.Sell(1, 4, "a", mustDecimal("0.5"))
	assert.Equal(t, "1/a/5.000/v0 2/a/6.000/v1 3/a/0.000/v1 4/a/3.500/v0 2/b/7.000/v1", formatStock(srv, 1))
	assert.Equal(t, "0", zero("0"), "nothing is older than the first version")
	assert.Equal(t, "2", zero("1"), "what was updated before, and what was sold only")
	assert.Equal(t, "1/a/0.000/v0 2/a/6.000/v1 3/a/0.000/v1 4/a/0.000/v0 2/b/7.000/v1", formatStock(srv, 1))
	assert.Equal(t, "0", zero("1"), "a second time changes nothing")

	require.Equal(t, "2", version())
	update("2", "b", "7")
	assert.Equal(t, "0", zero("1"), "the older version still stands for itself")
	assert.Equal(t, "1", zero("2"))
	assert.Equal(t, "1/a/0.000/v0 2/a/0.000/v1 3/a/0.000/v1 4/a/0.000/v0 2/b/7.000/v2", formatStock(srv, 1))
	assert.Equal(t, 5, srv.Zeroings(1))
	assert.Equal(t, int64(2), srv.Version(1))
	assert.Equal(t, other, formatStock(srv, 2), "each warehouse has a version of its own")
	assert.Zero(t, srv.Version(2)+int64(srv.Zeroings(2)))
}

func TestServer_SetStock(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.SetStock(
		virtpostest.Row{WarehouseID: 1, ItemID: 8, OnHand: mustDecimal("2.0005"), COGS: mustDecimal("1.005"), Version: 7},
		virtpostest.Row{ID: 40, WarehouseID: 1, ItemID: 8, LotNumber: "b"},
		virtpostest.Row{WarehouseID: 1, ItemID: 8, LotNumber: "c"},
	)
	rows := srv.Stock(1)
	require.Len(t, rows, 3)
	assert.Equal(t, []int64{3, 40, 41}, []int64{rows[0].ID, rows[1].ID, rows[2].ID})
	assert.Equal(t, "8//2.001/v7 8/b/0.000/v0 8/c/0.000/v0", formatStock(srv, 1))
	assert.Equal(t, "1.01 0.00", rows[0].COGS.String()+" "+rows[1].COGS.String())
	rows[0].LotNumber = "changed"
	assert.Empty(t, srv.Stock(1)[0].LotNumber, "the rows are copies")

	srv.Sell(1, 8, "", mustDecimal("3"))
	text := postWithKey(t, srv, "store", "warehouseid=1", "")
	assert.Equal(t, "-0.999 0.000 0.000", textsOf(text, "quantity"), "a till sells below zero")
	assert.Equal(t, "-0.999 0.000 0.000", textsOf(text, "available_quantity"))
}

func TestServer_Panics(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	for name, mistake := range map[string]func(){
		"there is no warehouse 2":                         func() { srv.SetStock(virtpostest.Row{WarehouseID: 2, ItemID: 8}) },
		"there is no item 9":                              func() { srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: 9}) },
		"there is no warehouse 4":                         func() { srv.Stock(4) },
		"there is no warehouse 5":                         func() { srv.Version(5) },
		"there is no warehouse 6":                         func() { srv.Zeroings(6) },
		"there is no warehouse 7":                         func() { srv.Generate(7, 1) },
		"there is no warehouse 8":                         func() { srv.Sell(8, 8, "", mustDecimal("1")) },
		`there is no lot "x" of item 8 in warehouse 1`:    func() { srv.Sell(1, 8, "x", mustDecimal("1")) },
		`there is no lot "" of item 17007 in warehouse 1`: func() { srv.Sell(1, 17007, "", mustDecimal("1")) },
	} {
		assert.PanicsWithValue(t, "virtpostest: "+name, mistake)
	}
}

func TestServer_AddAgainReplaces(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	assert.Equal(t, []int64{4, 1}, srv.AddWarehouses(
		virtpostest.Warehouse{Name: "new"}, virtpostest.Warehouse{ID: 1, ExternalID: "changed", Name: "renamed"},
	))
	assert.Equal(t, []int64{17008, 8}, srv.AddItems(virtpostest.Item{}, virtpostest.Item{ID: 8, Name: "Bowl"}))
	text := postWithKey(t, srv, "store", "itemid=8", "fields=itemname")
	assert.Equal(t, "renamed Bowl Магазин 1 new", textsOf(text, "name"))
	assert.Equal(t, "1", textsOf(postWithKey(t, srv, "store/getOnhandVersion", "ext_warehouseid=changed", ""), "version"))

	prices := []virtpos.ListPrice{{PriceListID: 1, Price: setDecimal("1")}}
	srv.AddItems(virtpostest.Item{ID: 8, Prices: prices})
	prices[0].Price = setDecimal("2")
	text = postWithKey(t, srv, "store", "itemid=8", "fields=optionalprices")
	assert.Contains(t, text, "<price>1.00</price>", "the prices are copied")
}
