package virtpostest_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// newGeneratedServer is a server whose second warehouse shows n generated items beside a stored one.
func newGeneratedServer(t testing.TB, n int) *virtpostest.Server {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{}, virtpostest.Warehouse{})
	srv.AddItems(virtpostest.Item{Name: "held"})
	srv.SetStock(virtpostest.Row{WarehouseID: 2, ItemID: 1, OnHand: mustDecimal("1")})
	srv.Generate(2, n)
	return srv
}

func TestServer_Generate(t *testing.T) {
	t.Parallel()
	const n = 1000
	srv := newGeneratedServer(t, n)
	resp, text := postForm(t, srv, "store", "stockonly=1", "fields="+allFields+":expdate&apikey="+key)
	assert.Equal(t, int64(-1), resp.ContentLength, "it is streamed")
	assert.Equal(t, "text/xml; charset=utf-8", resp.Header.Get("Content-Type"))
	var root struct {
		Warehouses []struct {
			Count int `xml:"count"`
			Items []struct {
				ID     int64    `xml:"id"`
				Name   string   `xml:"name"`
				Lot    string   `xml:"lot_number"`
				Prices []string `xml:"prices>price>price"`
			} `xml:"items>item"`
		} `xml:"warehouses>warehouse"`
	}
	require.NoError(t, xml.Unmarshal([]byte(text), &root))
	require.Len(t, root.Warehouses, 2)
	assert.Empty(t, root.Warehouses[0].Items)
	items := root.Warehouses[1].Items
	require.Len(t, items, n+1)
	assert.Equal(t, n+1, root.Warehouses[1].Count)
	ids := map[int64]bool{}
	for _, item := range items[1:] {
		ids[item.ID] = true
		assert.Len(t, item.Prices, 2)
		assert.NotEmpty(t, item.Lot)
		assert.Contains(t, item.Name, "Корм")
	}
	assert.Len(t, ids, n)
	assert.True(t, ids[1_000_001])
	assert.NotContains(t, text, "<quantity>0.000</quantity>")
	assert.Len(t, srv.Stock(2), 1)

	_, again := postForm(t, srv, "store", "stockonly=1", "fields="+allFields+":expdate&apikey="+key)
	assert.True(t, text == again, "the same ones each time")
	_, asJSON := postForm(t, srv, "store", "format=json", "fields="+allFields+"&apikey="+key)
	assert.True(t, json.Valid([]byte(asJSON)))
	assert.Equal(t, n, strings.Count(asJSON, `"lot_number":"L-1`))

	srv.SetXMLEncoding(virtpostest.Windows1251)
	_, text = postForm(t, srv, "store", "stockonly=1", "fields="+allFields+":expdate&apikey="+key)
	text, err := charmap.Windows1251.NewDecoder().String(text)
	require.NoError(t, err)
	assert.True(t, cutBetween(text, "<root>", "</root>") == cutBetween(again, "<root>", "</root>"))
}

func TestServer_Generate_Filters(t *testing.T) {
	t.Parallel()
	srv := newGeneratedServer(t, 500)
	for filter, want := range map[string]string{
		"itemid=1000001":                "L-1000001",
		"itemid=1000500":                "L-1000500",
		"article=1000007":               "L-1000007",
		"article=x":                     "",
		"itemid=1":                      "",
		encodeQuery("itemname", "held"): "",
		"warehouseid=1":                 "",
		"itemid=1000500&article=1":      "",
	} {
		text := postWithKey(t, srv, "store", filter, "")
		assert.Equal(t, want, strings.TrimSpace(textsOf(text, "lot_number")), filter)
	}
	assert.Equal(t, "2 0 1", textsOf(postWithKey(t, srv, "store", "article=1000007", ""), "count"))
	assert.Equal(t, "there is no such item", readInfo(t, postWithKey(t, srv, "store", "itemid=1000501", "")))
	assert.Equal(t, "there is no such item",
		readInfo(t, postWithKey(t, srv, "store/updateOnhand", "warehouseid=2&itemid=1000001", "quantity=1")))
	srv.Generate(2, 0)
	assert.Equal(t, "2 0 1", textsOf(postWithKey(t, srv, "store", "", ""), "count"))
}

// A large generated stock has the documented size, and takes no memory.
func TestServer_Generate_LargeStock(t *testing.T) {
	const n = 100_000
	srv := newGeneratedServer(t, n)
	for format, each := range map[string]int64{"xml": 430, "json": 405} {
		r := newPostRequest(t, srv, "store", "format="+format+"&warehouseid=2", "fields="+allFields+"&apikey="+key)
		resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
		require.NoError(t, err)
		rows, size := 0, int64(0)
		before, most := clienttest.LiveHeap(), uint64(0)
		scanner := bufio.NewScanner(resp.Body)
		scanner.Split(splitAt("lot_number"))
		for scanner.Scan() {
			size += int64(len(scanner.Bytes()))
			rows++
			if rows%50_000 == 0 {
				most = max(most, clienttest.LiveHeap())
			}
		}
		require.NoError(t, scanner.Err())
		require.NoError(t, resp.Body.Close())
		if format == "xml" {
			rows /= 2 // each has a tag at its beginning and one at its end
		}
		assert.Equal(t, n+1, rows)
		assert.InDelta(t, each, size/n, 5, format)
		assert.Less(t, most, before+1<<20, "the heap stays as it is")
	}
}

// splitAt splits a text after each occurrence of a word.
func splitAt(word string) bufio.SplitFunc {
	return func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.Index(data, []byte(word)); i >= 0 {
			end := i + len(word)
			return end, data[:end], nil
		}
		if atEOF {
			return len(data), nil, nil
		}
		return 0, nil, nil
	}
}

// BenchmarkGenerate measures how fast a large stock is sent, for the benchmarks of its readers.
func BenchmarkGenerate(b *testing.B) {
	srv := newGeneratedServer(b, 200_000)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	for _, format := range []string{"xml", "json"} {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, srv.URL()+"/api/store?format="+format+
					"&fields="+allFields+"&apikey="+key, http.NoBody)
				require.NoError(b, err)
				resp, err := transport.RoundTrip(r)
				require.NoError(b, err)
				n, err := io.Copy(io.Discard, resp.Body)
				require.NoError(b, err)
				require.NoError(b, resp.Body.Close())
				b.SetBytes(n)
			}
		})
	}
}
