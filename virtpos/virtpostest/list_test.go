package virtpostest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// newShop is a server with two warehouses, an item in two lots, and one without stock.
func newShop(t *testing.T) *virtpostest.Server {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{Name: "Центр"}, virtpostest.Warehouse{Name: "Склад & Ко"})
	srv.AddItems(
		virtpostest.Item{Name: `Миска <2"л> & 'крышка'`, Article: "A/1", Price: setDecimal("10.5")},
		virtpostest.Item{Name: "Корм", Article: "A-2", Prices: []virtpos.ListPrice{{PriceListID: 9}}},
		virtpostest.Item{Name: "Корм", Article: "A-3"},
	)
	srv.SetStock(
		virtpostest.Row{WarehouseID: 1, ItemID: 1, LotNumber: "a", OnHand: mustDecimal("1"), ExpiryDate: mustDate("2027-03-31")},
		virtpostest.Row{WarehouseID: 1, ItemID: 1, LotNumber: "b", OnHand: mustDecimal("2"), Reserved: mustDecimal("2")},
		virtpostest.Row{WarehouseID: 1, ItemID: 2, OnHand: mustDecimal("0")},
		virtpostest.Row{WarehouseID: 1, ItemID: 3, OnHand: mustDecimal("0.001")},
		virtpostest.Row{WarehouseID: 2, ItemID: 2, OnHand: mustDecimal("-1")},
	)
	return srv
}

func TestServer_List_Filters(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	for name, tc := range map[string]struct {
		query []string
		want  string // the quantities
	}{
		"none":                {nil, "1.000 2.000 0.000 0.001 -1.000"},
		"in stock":            {[]string{"stockonly", "1"}, "1.000 2.000 0.001"},
		"stockonly=0":         {[]string{"stockonly", "0"}, "1.000 2.000 0.000 0.001 -1.000"},
		"a warehouse":         {[]string{"warehouseid", "2"}, "-1.000"},
		"an item":             {[]string{"itemid", "2"}, "0.000 -1.000"},
		"an item in lots":     {[]string{"itemid", "1"}, "1.000 2.000"},
		"an article":          {[]string{"article", "A/1"}, "1.000 2.000"},
		"a part of one":       {[]string{"article", "A"}, ""},
		"a name":              {[]string{"itemname", "Корм"}, "0.000 0.001 -1.000"},
		"a part of a name":    {[]string{"itemname", "Кор"}, ""},
		"case of a name":      {[]string{"itemname", "корм"}, ""},
		"several":             {[]string{"itemname", "Корм", "article", "A-3", "stockonly", "1", "warehouseid", "1"}, "0.001"},
		"several, none fits":  {[]string{"itemid", "1", "article", "A-3"}, ""},
		"no external id here": {[]string{"ext_warehouseid", "nowhere"}, "1.000 2.000 0.000 0.001 -1.000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := postWithKey(t, srv, "store", encodeQuery(tc.query...), "")
			assert.Equal(t, tc.want, textsOf(text, "quantity"))
			assert.Contains(t, text, "<type>store</type>")
		})
	}
}

// Warehouses without matching rows are listed, too.
func TestServer_List_Counts(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	text := postWithKey(t, srv, "store", "stockonly=1", "")
	assert.Equal(t, "2 3 0", textsOf(text, "count"))
	assert.Equal(t, "1 2", strings.Join([]string{
		textsOf(cutBetween(text, "<warehouse>", "<name>"), "id"), textsOf(cutBetween(text, "</warehouse><warehouse>", "<name>"), "id"),
	}, " "))
	assert.Equal(t, "0", textsOf(postWithKey(t, virtpostest.NewServer(t), "store", "", ""), "count"))
}

func cutBetween(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

func TestServer_List_Fields(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	const always = "<id>1</id><quantity>1.000</quantity><available_quantity>1.000</available_quantity>" +
		"<lot_number>a</lot_number>"
	const name = "<name>Миска &lt;2&#34;л&gt; &amp; &#39;крышка&#39;</name>"
	for fields, want := range map[string]string{
		"":               "",
		"itemname":       name,
		"article":        "<article>A/1</article>",
		"cogs":           "<cogs>0.00</cogs>",
		"price":          "<price>10.50</price>",
		"optionalprices": "<prices></prices>",
		"expdate":        "<expdate>2027-03-31</expdate>",
		"turnovercalc":   "",
		"Article":        "",
		"::price:x:":     "<price>10.50</price>",
		"price:article":  "<article>A/1</article><price>10.50</price>",
		"expdate:optionalprices:price:cogs:article:itemname": name + "<article>A/1</article><cogs>0.00</cogs>" +
			"<price>10.50</price><prices></prices><expdate>2027-03-31</expdate>",
	} {
		text := postWithKey(t, srv, "store", "", encodeQuery("fields", fields))
		assert.Equal(t, always+want, cutBetween(text, "<item>", "</item>"), fields)
	}
	text := postWithKey(t, srv, "store", "itemid=2", "fields=price:optionalprices:expdate:cogs")
	assert.Contains(t, text, "<cogs>0.00</cogs><price></price><prices><price><pricelistid>9</pricelistid><price></price>"+
		"</price></prices><expdate></expdate>", "what there is not is empty")
	text = postWithKey(t, srv, "store", "itemid=2&format=json", "fields=price:optionalprices:expdate")
	assert.Contains(t, text, `"lot_number":"","price":null,"prices":[{"pricelistid":"9","price":null}],"expdate":""`)
}
