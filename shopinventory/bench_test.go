package shopinventory_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// The benchmarks hold the client against what a careful programmer writes by hand with net/http and encoding/json:
// a limit of time, exact numbers, the status checked, the body read to its end. Compare the two lines of one run.

type minimalItem struct {
	ID               int64            `json:"id"`
	SKU              *string          `json:"sku"`
	EAN              *string          `json:"ean"`
	InventoryEnabled string           `json:"inventory_enabled"`
	Stock            *decimal.Decimal `json:"stock"`
	PriceNet         decimal.Decimal  `json:"price_net"`
	PriceGross       decimal.Decimal  `json:"price_gross"`
}

// handClient has a limit of time, as every client in production does.
var handClient = &http.Client{Timeout: time.Minute}

// callByHand is one request as a careful programmer writes it.
func callByHand(ctx context.Context, method, address string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	req.SetBasicAuth(testCred.APIKey.Reveal(), testCred.APISecret.Reveal())
	resp, err := handClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return json.Unmarshal(data, into)
}

const (
	plainItem = `{"id":10001,"sku":"WMY71443LB2","ean":"8690842009112","inventory_enabled":"on",` +
		`"stock":10,"price_net":1428.57,"price_gross":1700.00}`
	quotedItem = `{"id":"10001","sku":"WMY71443LB2","ean":8690842009112,"inventory_enabled":1,` +
		`"stock":"10.000","price_net":"1428.57","price_gross":"1700.00"}`
)

func benchServer(item string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, item)
	}))
}

func benchClient(b *testing.B, server *httptest.Server) *shopinventory.Client {
	client, err := shopinventory.New(server.URL, testCred, &shelfwire.Options{Limiter: shelfwire.Unlimited})
	if err != nil {
		b.Fatal(err)
	}
	return client
}

// BenchmarkGet is one small call.
func BenchmarkGet(b *testing.B) {
	server := benchServer(plainItem)
	defer server.Close()
	client := benchClient(b, server)
	b.Run("shelfwire", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.Inventory.Get(b.Context(), shopinventory.ByID(10001)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("quoted", func(b *testing.B) {
		server := benchServer(quotedItem)
		defer server.Close()
		client := benchClient(b, server)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.Inventory.Get(b.Context(), shopinventory.ByID(10001)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("by-hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var item minimalItem
			if err := callByHand(b.Context(), http.MethodGet, server.URL+"/api/v2/inventory/id/10001", nil, &item); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkItem reads an item alone, without the call around it.
func BenchmarkItem(b *testing.B) {
	for name, text := range map[string]string{"plain": plainItem, "quoted": quotedItem} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var item shopinventory.Item
				if err := item.UnmarshalJSON([]byte(text)); err != nil || item.Unread != nil {
					b.Fatal(err, item.Unread)
				}
			}
		})
	}
}

// BenchmarkUpdateAll makes 1,000 updates with 8 workers at 20 ms each, and reports how much longer that takes than it
// would if nothing but the shop took time.
func BenchmarkUpdateAll(b *testing.B) {
	const updates, workers, latency = 1000, 8, 20 * time.Millisecond
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(latency)
		_, _ = fmt.Fprintf(w, `{"id":10001,"sku":%q,"stock":10}`, path.Base(r.URL.Path))
	}))
	defer server.Close()
	client := benchClient(b, server)
	var list []change
	for range updates {
		list = append(list, change{update: shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(10)}})
	}
	for i := range list {
		list[i].ref = shopinventory.BySKU(fmt.Sprint("WMY71443LB2", i))
	}
	began := time.Now()
	rounds := 0
	for b.Loop() {
		rounds++
		for r := range client.Inventory.UpdateAll(b.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: workers}) {
			if r.Err != nil {
				b.Fatal(r.Err)
			}
		}
	}
	ideal := time.Duration(rounds) * updates * latency / workers
	b.ReportMetric(time.Since(began).Seconds()/ideal.Seconds(), "x-ideal")
}
