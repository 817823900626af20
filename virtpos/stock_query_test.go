package virtpos_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

func TestStoreQuery_Request(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query virtpos.StoreQuery
		sent  string // query and form
	}{
		"nothing": {virtpos.StoreQuery{}, "format=xml | "},
		"everything": {virtpos.StoreQuery{
			InStockOnly: true, WarehouseID: 3, ItemID: 8, Article: "63838/1 &", Name: "Корм", Format: virtpos.FormatJSON,
			Fields: []virtpos.StockField{
				virtpos.StockItemName, virtpos.StockArticle, virtpos.StockCOGS, virtpos.StockPrice, virtpos.StockOptionalPrices,
				virtpos.StockExpiryDate, virtpos.StockTurnover, "my field",
			},
		}, "article=63838%2F1+%26&format=json&itemid=8&itemname=%D0%9A%D0%BE%D1%80%D0%BC&stockonly=1&warehouseid=3 | " +
			"fields=itemname%3Aarticle%3Acogs%3Aprice%3Aoptionalprices%3Aexpdate%3Aturnovercalc%3Amy+field"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(successResponse(`<type>store</type><warehouses/>`))
			_, err := s.newClient(t).Store.List(t.Context(), tc.query)
			require.NoError(t, err)
			sent := s.sentRequests()[0]
			assert.Equal(t, testKey, sent.form.Get("apikey"))
			sent.form.Del("apikey")
			assert.Equal(t, tc.sent, sent.query.Encode()+" | "+sent.form.Encode())
			assert.Equal(t, "application/x-www-form-urlencoded", sent.header.Get("Content-Type"))
		})
	}
}

func TestStoreQuery_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query  virtpos.StoreQuery
		fields []string
	}{
		"negative ids":   {virtpos.StoreQuery{WarehouseID: -1, ItemID: -1}, []string{"WarehouseID", "ItemID"}},
		"two in one":     {virtpos.StoreQuery{Fields: []virtpos.StockField{"cogs", "price:cogs"}}, []string{"Fields[1]"}},
		"an empty one":   {virtpos.StoreQuery{Fields: []virtpos.StockField{" "}}, []string{"Fields[0]"}},
		"another format": {virtpos.StoreQuery{Format: "csv"}, []string{"Format"}},
		"texts that are not UTF-8": {virtpos.StoreQuery{Article: "\xff", Name: "a\x80", Fields: []virtpos.StockField{"cogs", "\xff"}},
			[]string{"Article", "Name", "Fields[1]"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newUnusedClient(t).Store.List(t.Context(), tc.query)
			clienttest.AssertRejected(t, err, tc.fields...)
			n := 0
			for _, err := range newUnusedClient(t).Store.All(t.Context(), tc.query) {
				clienttest.AssertRejected(t, err, tc.fields...)
				n++
			}
			assert.Equal(t, 1, n)
		})
	}
}

func stockOfOneRow(warehouse, item int64, more string) fakeResponse {
	return successResponse(fmt.Sprintf(`<type>store</type><warehouses><warehouse><id>%d</id><items><item><id>%d</id>%s</item></items>`+
		`</warehouse></warehouses>`, warehouse, item, more))
}

// A response is checked against the query. Before the first row, one about something else is retried once.
func TestStoreService_All_ResponseDoesNotMatchQuery(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query    virtpos.StoreQuery
		response fakeResponse
		says     string // "" where it is what was asked for
	}{
		"a warehouse":          {virtpos.StoreQuery{WarehouseID: 3}, stockOfOneRow(3, 8, ""), ""},
		"another warehouse":    {virtpos.StoreQuery{WarehouseID: 1}, stockOfOneRow(3, 8, ""), "warehouse 1 was asked for, and warehouse 3 came"},
		"an empty one":         {virtpos.StoreQuery{WarehouseID: 2}, successResponse(strings.Replace(twoShops, "<id>1</id>", "<id>3</id>", 1)), "warehouse 2 was asked for, and warehouse 3 came"},
		"an item":              {virtpos.StoreQuery{ItemID: 8}, stockOfOneRow(3, 8, ""), ""},
		"another item":         {virtpos.StoreQuery{ItemID: 8}, stockOfOneRow(3, 80, ""), "item 8 was asked for, and item 80 came"},
		"an article":           {virtpos.StoreQuery{Article: "a-1 "}, stockOfOneRow(3, 8, "<article>A-1</article>"), ""},
		"another article":      {virtpos.StoreQuery{Article: "A-1"}, stockOfOneRow(3, 8, "<article>A-10</article>"), `article "A-1" was asked for, and item 8 with article "A-10" came`},
		"articles not shown":   {virtpos.StoreQuery{Article: "A-1"}, stockOfOneRow(3, 8, ""), ""},
		"an unread article":    {virtpos.StoreQuery{Article: "A-1"}, stockOfOneRow(3, 8, "<article>B</article><article>C</article>"), ""},
		"everything":           {virtpos.StoreQuery{}, stockOfOneRow(3, 8, "<article>B</article>"), ""},
		"a Cyrillic article":   {virtpos.StoreQuery{Article: "шт"}, stockOfOneRow(3, 8, "<article>ШТ</article>"), ""},
		"nothing of that kind": {virtpos.StoreQuery{WarehouseID: 1, ItemID: 7, Article: "x"}, successResponse(`<type>store</type><warehouses/>`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(tc.response)
			_, err := s.newClient(t).Store.List(t.Context(), tc.query)
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.says)
			assert.Len(t, s.sentRequests(), 2)
			s = respondInTurn(tc.response)
			for _, err = range s.newClient(t).Store.All(t.Context(), tc.query) {
			}
			require.ErrorContains(t, err, tc.says)
			assert.Len(t, s.sentRequests(), 2)
		})
	}
}

// After the first row, nothing is retried.
func TestStoreService_All_LaterRowDoesNotMatchQuery(t *testing.T) {
	t.Parallel()
	s := respondInTurn(successResponse(`<type>store</type><warehouses><warehouse><id>1</id><items><item><id>7</id></item><item><id>8</id></item>` +
		`</items></warehouse></warehouses>`))
	var rows int
	var last error
	for _, err := range s.newClient(t).Store.All(t.Context(), virtpos.StoreQuery{ItemID: 7}) {
		if last = err; err == nil {
			rows++
		}
	}
	require.ErrorContains(t, last, "warehouse 1, row 2: item 7 was asked for, and item 8 came")
	assert.Equal(t, 1, rows)
	assert.Len(t, s.sentRequests(), 1)
}
