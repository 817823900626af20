package shopinventory_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// benchList serves a product list of any length; the rows are encoded beforehand.
type benchList struct {
	rows    [][]byte
	buffers sync.Pool
}

func newBenchList(n int) *benchList {
	l := &benchList{rows: make([][]byte, n), buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	for i := range l.rows {
		l.rows[i] = fmt.Appendf(nil, `{"id":%d,"type":"basic","sku":"SKU-%06d","ean":"59%011d","ext_ref":null,"name":"Bol de lut %d",`+
			`"status":"active","inventory_enabled":"on","stock":%d,"price_net":%d.6134,"price_gross":%d,"old_price_net":null,`+
			`"old_price_gross":null}`, 10_001+i, i, i, i, i%500, i%90, i%90+10)
	}
	return l
}

func (l *benchList) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	limit, _ := strconv.Atoi(query.Get("limit"))
	start, _ := strconv.Atoi(query.Get("start"))
	from := min(start, len(l.rows))
	to := min(from+limit, len(l.rows))
	buf := l.buffers.Get().(*bytes.Buffer)
	defer l.buffers.Put(buf)
	buf.Reset()
	buf.WriteString(`{"data":[`)
	buf.Write(bytes.Join(l.rows[from:to], []byte(",")))
	next := "null"
	if to < len(l.rows) {
		next = fmt.Sprintf(`"/api/v2/products?start=%d&limit=%d"`, to, limit)
	}
	fmt.Fprintf(buf, `],"meta":{"count":{"total":%d,"current":%d,"start":%d,"limit":%d},"links":{"next":%s}}}`,
		len(l.rows), to-from, start, limit, next)
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(buf.Bytes())
}

type handProduct struct {
	ID               int64            `json:"id"`
	Type             string           `json:"type"`
	SKU              *string          `json:"sku"`
	EAN              *string          `json:"ean"`
	ExtRef           *string          `json:"ext_ref"`
	Name             string           `json:"name"`
	Status           string           `json:"status"`
	InventoryEnabled string           `json:"inventory_enabled"`
	Stock            *decimal.Decimal `json:"stock"`
	PriceNet         *decimal.Decimal `json:"price_net"`
	PriceGross       *decimal.Decimal `json:"price_gross"`
	OldPriceNet      *decimal.Decimal `json:"old_price_net"`
	OldPriceGross    *decimal.Decimal `json:"old_price_gross"`
}

type handList struct {
	Data []handProduct `json:"data"`
	Meta struct {
		Links struct {
			Next *string `json:"next"`
		} `json:"links"`
	} `json:"meta"`
}

// BenchmarkWalk reads 100,000 products.
func BenchmarkWalk(b *testing.B) {
	const products = 100_000
	server := httptest.NewServer(newBenchList(products))
	defer server.Close()
	client := benchClient(b, server)
	b.Run("shelfwire", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for _, err := range client.Products.All(b.Context(), shopinventory.ProductQuery{}) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			require.Equal(b, products, n)
		}
	})
	b.Run("by-hand", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for next := "/api/v2/products?start=0&limit=100"; next != ""; {
				var page handList
				if err := callByHand(b.Context(), http.MethodGet, server.URL+next, nil, &page); err != nil {
					b.Fatal(err)
				}
				next = ""
				if page.Meta.Links.Next != nil {
					next = *page.Meta.Links.Next
				}
				n += len(page.Data)
			}
			require.Equal(b, products, n)
		}
	})
}

// BenchmarkWalkLiveHeap measures the live heap that a walk adds, at its highest: it holds the ids of all products, and
// 4 MiB are its bound for 100,000 of them.
func BenchmarkWalkLiveHeap(b *testing.B) {
	const bound = 4 << 20
	for _, products := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(products), func(b *testing.B) {
			server := httptest.NewServer(newBenchList(products))
			defer server.Close()
			client := benchClient(b, server)
			for b.Loop() {
				before := clienttest.LiveHeap()
				most, pages := before, 0
				for _, err := range client.Products.Pages(b.Context(), shopinventory.ProductQuery{}) {
					if err != nil {
						b.Fatal(err)
					}
					if pages++; pages%20 == 0 {
						most = max(most, clienttest.LiveHeap())
					}
				}
				if b.ReportMetric(float64(most-before)/1024, "live-KiB"); most-before > bound {
					b.Errorf("%d bytes are above the bound", most-before)
				}
			}
		})
	}
}
