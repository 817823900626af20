package virtpos_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// newOnHandServer responds to every call after a latency.
func newOnHandServer(latency time.Duration) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(latency)
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		if strings.HasSuffix(r.URL.Path, "Version") {
			_, _ = io.WriteString(w, `<root><success>1</success><version>7</version></root>`)
			return
		}
		item := r.URL.Query().Get("itemid")
		_, _ = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success><id>`+item+`</id><itemid>`+item+
			`</itemid><warehouseid>1</warehouseid><isnew>0</isnew><quantity_before>1.700</quantity_before></root>`)
	}))
}

func newBenchClient(b *testing.B, address string) *virtpos.Client {
	client, err := virtpos.New(address, testCred, &shelfwire.Options{Limiter: shelfwire.Unlimited})
	require.NoError(b, err)
	return client
}

// BenchmarkStoreService_UpdateOnHand makes one small call, beside the same call written by hand.
func BenchmarkStoreService_UpdateOnHand(b *testing.B) {
	server := newOnHandServer(0)
	defer server.Close()
	client := newBenchClient(b, server.URL)
	update := virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: setDecimal("20")}
	b.Run("shelfwire", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.Store.UpdateOnHand(b.Context(), update); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("by-hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := updateByHand(server.URL); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func updateByHand(address string) error {
	query := url.Values{"format": {"xml"}, "warehouseid": {"1"}, "itemid": {"8"}}
	form := url.Values{"apikey": {testKey}, "quantity": {"20"}}
	resp, err := http.PostForm(address+"/api/store/updateOnhand?"+query.Encode(), form)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	var response struct {
		Success     int    `xml:"success"`
		ID          int64  `xml:"id"`
		ItemID      int64  `xml:"itemid"`
		WarehouseID int64  `xml:"warehouseid"`
		IsNew       int    `xml:"isnew"`
		Before      string `xml:"quantity_before"`
	}
	if err := xml.Unmarshal(data, &response); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK || response.Success != 1 || response.ItemID != 8 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	_, err = shelfwire.ParseDecimal(response.Before)
	return err
}

// BenchmarkStoreService_ReplaceOnHand updates 10,000 rows with 32 workers at 20 ms each, and reports the time
// beyond that of the server alone.
func BenchmarkStoreService_ReplaceOnHand(b *testing.B) {
	const rows, workers, latency = 10_000, 32, 20 * time.Millisecond
	server := newOnHandServer(latency)
	defer server.Close()
	client := newBenchClient(b, server.URL)
	count := func(yield func(virtpos.OnHandUpdate, error) bool) {
		for id := range int64(rows) {
			if !yield(itemUpdate(id+1, "7"), nil) {
				return
			}
		}
	}
	began := time.Now()
	rounds := 0
	for b.Loop() {
		rounds++
		report, err := client.Store.ReplaceOnHand(b.Context(), virtpos.WarehouseID(1), count, virtpos.ReplaceOptions{Workers: workers})
		require.NoError(b, err)
		require.Equal(b, rows, report.Updated())
	}
	ideal := time.Duration(rounds) * rows * latency / workers
	b.ReportMetric(time.Since(began).Seconds()/ideal.Seconds(), "x-ideal")
}

// BenchmarkStoreService_All reads a stock of 20,000 rows, 9 MB of XML, over a connection, in both formats.
func BenchmarkStoreService_All(b *testing.B) {
	const rows = 20_000
	srv := virtpostest.New()
	defer srv.Close()
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, Name: "Магазин 1"})
	srv.Generate(1, rows)
	client := srv.Client(nil)
	for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				n := 0
				query := virtpos.StoreQuery{Format: format, Fields: []virtpos.StockField{
					virtpos.StockItemName, virtpos.StockArticle, virtpos.StockCOGS, virtpos.StockPrice, virtpos.StockOptionalPrices,
				}}
				for _, err := range client.Store.All(b.Context(), query) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				require.Equal(b, rows, n)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
