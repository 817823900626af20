package virtpos_test

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
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

// handClient has a limit of time, as every client in production does.
var handClient = &http.Client{Timeout: time.Minute}

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
			if err := updateByHand(b.Context(), server.URL, 8); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func updateByHand(ctx context.Context, address string, item int64) error {
	query := url.Values{"format": {"xml"}, "warehouseid": {"1"}, "itemid": {strconv.FormatInt(item, 10)}}
	form := url.Values{"apikey": {testKey}, "quantity": {"20"}}
	url := address + "/api/store/updateOnhand?" + query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := handClient.Do(req)
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
	if resp.StatusCode != http.StatusOK || response.Success != 1 || response.ItemID != item {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	_, err = shelfwire.ParseDecimal(response.Before)
	return err
}

// BenchmarkStoreService_ReplaceOnHand updates 10,000 rows with 32 workers at 20 ms each, beside as many goroutines that
// make the calls by hand. x-ideal is the time against that of a server that waits, and of nothing else.
func BenchmarkStoreService_ReplaceOnHand(b *testing.B) {
	const rows, workers, latency = 10_000, 32, 20 * time.Millisecond
	server := newOnHandServer(latency)
	defer server.Close()
	client := newBenchClient(b, server.URL)
	feed := func(yield func(virtpos.OnHandUpdate, error) bool) {
		for id := range int64(rows) {
			if !yield(itemUpdate(id+1, "7"), nil) {
				return
			}
		}
	}
	run := func(b *testing.B, replace func(context.Context)) {
		for b.Loop() {
			replace(b.Context())
		}
		ideal := time.Duration(b.N) * rows * latency / workers
		b.ReportMetric(b.Elapsed().Seconds()/ideal.Seconds(), "x-ideal")
	}
	b.Run("shelfwire", func(b *testing.B) {
		run(b, func(ctx context.Context) {
			options := virtpos.ReplaceOptions{Workers: workers, SkipCheck: true}
			report, err := client.Store.ReplaceOnHand(ctx, virtpos.WarehouseID(1), feed, options)
			require.NoError(b, err)
			require.Equal(b, rows, report.Updated())
		})
	})
	b.Run("by-hand", func(b *testing.B) {
		run(b, func(ctx context.Context) { require.NoError(b, replaceByHand(ctx, server.URL, rows, workers)) })
	})
}

// replaceByHand makes the calls of a replacement, less its two about the version and the zeroing.
func replaceByHand(ctx context.Context, address string, rows, workers int64) error {
	ids, errs := make(chan int64), make([]error, workers)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for id := range ids {
				errs[worker] = cmp.Or(errs[worker], updateByHand(ctx, address, id))
			}
		})
	}
	for id := range rows {
		ids <- id + 1
	}
	close(ids)
	group.Wait()
	return errors.Join(errs...)
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
