package resico_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

// The benchmarks compare the client with careful code written by hand with net/http and encoding/json:
// a limit of time, exact numbers, the status checked, the body read to its end. Compare the two lines of one run.

// benchCatalogue serves a product list of any length; the rows are encoded beforehand.
type benchCatalogue struct {
	rows    [][]byte
	latency time.Duration
	buffers sync.Pool
}

func newCatalogue(n int) *benchCatalogue {
	c := &benchCatalogue{rows: make([][]byte, n), buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	for i := range c.rows {
		c.rows[i] = fmt.Appendf(nil, `{"SKU":"P%06d","Name":"Virtuves nazis, %d. modelis","Unit":"GB","VAT":"A",`+
			`"Price":%d.90,"SalePrice":0,"Active":true,"Balance":{"WEB":%d,"Location 1":%d,"LOC2":0,"NOL":4.5,"Totals":%d}}`,
			n-i, i, i%500, i%7, i%11, i%18)
	}
	return c
}

func (c *benchCatalogue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(c.latency)
	_, _ = io.Copy(io.Discard, r.Body)
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	w.Header().Set("Content-Type", "application/json")
	buf := c.buffers.Get().(*bytes.Buffer)
	defer c.buffers.Put(buf)
	buf.Reset()
	c.appendPage(buf, limit, page)
	_, _ = w.Write(buf.Bytes())
}

func (c *benchCatalogue) encodePage(limit, page int) []byte {
	var buf bytes.Buffer
	c.appendPage(&buf, limit, page)
	return buf.Bytes()
}

func (c *benchCatalogue) appendPage(buf *bytes.Buffer, limit, page int) {
	from := min((page-1)*limit, len(c.rows))
	fmt.Fprintf(buf, `{"status":"ok","time":"2026-03-20T09:31:42+02:00","type":"Products","fields":{},`+
		`"Products":{"current_page":%d,"data":[`, page)
	buf.Write(bytes.Join(c.rows[from:min(from+limit, len(c.rows))], []byte(",")))
	fmt.Fprintf(buf, `],"last_page":%d,"per_page":%d,"total":%d}}`, (len(c.rows)+limit-1)/limit, limit, len(c.rows))
}

func benchClient(b *testing.B, url string) *resico.Client {
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("code"), ClientKey: shelfwire.NewSecret("key")},
		&shelfwire.Options{BaseURL: url, Limiter: shelfwire.Unlimited})
	require.NoError(b, err)
	return client
}

type handProduct struct {
	SKU, Name, Unit, VAT string
	Price, SalePrice     decimal.Decimal
	Active               bool
	Balance              map[string]decimal.Decimal
}

type handPage struct {
	Status   string
	Products struct {
		LastPage int `json:"last_page"`
		Data     []handProduct
	}
}

// handClient has a limit of time, as every client in production does.
var handClient = &http.Client{Timeout: time.Minute}

// sendByHand is one request as a careful programmer writes it.
func sendByHand(ctx context.Context, method, url string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Client-Code", "code")
	req.Header.Set("X-Client-Key", "key")
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

// BenchmarkWalk reads 100,000 products. live-KiB is the live heap that the walk adds, at its highest.
func BenchmarkWalk(b *testing.B) {
	const products = 100_000
	server := httptest.NewServer(newCatalogue(products))
	defer server.Close()
	client := benchClient(b, server.URL)
	b.Run("shelfwire", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for _, err := range client.Products.All(b.Context(), resico.ProductQuery{}) {
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
			for page, last := 1, 1; page <= last; page++ {
				var p handPage
				err := sendByHand(b.Context(), http.MethodPost,
					fmt.Sprintf("%s/products?limit=100&page=%d&order=SKU%%20desc", server.URL, page), []byte(`{}`), &p)
				if err != nil || p.Status != "ok" {
					b.Fatal(err, p.Status)
				}
				n, last = n+len(p.Products.Data), p.Products.LastPage
			}
			require.Equal(b, products, n)
		}
	})
}

// BenchmarkWalkLiveHeap measures the live heap that a walk adds, at its highest: it must not grow with the
// catalogue.
func BenchmarkWalkLiveHeap(b *testing.B) {
	for _, products := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(products), func(b *testing.B) {
			server := httptest.NewServer(newCatalogue(products))
			defer server.Close()
			client := benchClient(b, server.URL)
			for b.Loop() {
				before := clienttest.LiveHeap()
				most := before
				pages := 0
				for _, err := range client.Products.Pages(b.Context(), resico.ProductQuery{}) {
					if err != nil {
						b.Fatal(err)
					}
					if pages++; pages%20 == 0 {
						most = max(most, clienttest.LiveHeap())
					}
				}
				b.ReportMetric(float64(most-before)/1024, "live-KiB")
			}
		})
	}
}

// BenchmarkPrefetch reads 20 pages from a server that takes 30 ms for each, with a caller who does, too.
func BenchmarkPrefetch(b *testing.B) {
	c := newCatalogue(1900)
	c.latency = 30 * time.Millisecond
	server := httptest.NewServer(c)
	defer server.Close()
	client := benchClient(b, server.URL)
	for _, prefetch := range []int{0, 1} {
		b.Run(fmt.Sprintf("prefetch-%d", prefetch), func(b *testing.B) {
			for b.Loop() {
				for _, err := range client.Products.Pages(b.Context(), resico.ProductQuery{Prefetch: prefetch}) {
					if err != nil {
						b.Fatal(err)
					}
					time.Sleep(c.latency)
				}
			}
		})
	}
}

// BenchmarkSmallCall reads the balance of one product: in the shortest form, and as the vendor's guide shows
// it.
func BenchmarkSmallCall(b *testing.B) {
	for name, body := range map[string]string{
		"short": `{"status":"ok","time":"2026-03-20T10:39:31+02:00","type":"ProductsBalance","fields":{"SKU":"A-1"},` +
			`"ProductsBalance":{"data":[{"SKU":"A-1","Balance":{"WEB":24,"LOC2":-5,"Totals":19}}]}}`,
		"guide": strings.ReplaceAll(clienttest.ReadFixture(b, "balance.response"), "dog_food_12", "A-1"),
	} {
		b.Run(name, func(b *testing.B) { benchSmallCall(b, body) })
	}
}

func benchSmallCall(b *testing.B, body string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	client := benchClient(b, server.URL)
	b.Run("shelfwire", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			balance, err := client.Products.Balance(b.Context(), "A-1")
			if err != nil || balance.SKU != "A-1" {
				b.Fatal(err)
			}
		}
	})
	b.Run("by-hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var r handBalance
			err := sendByHand(b.Context(), http.MethodGet, server.URL+"/products/A-1/balance", nil, &r)
			if err != nil || r.Status != "ok" {
				b.Fatal(err)
			}
		}
	})
}

type handBalance struct {
	Status          string
	Time            time.Time
	Type            string
	ProductsBalance struct {
		Data []struct {
			SKU             string
			Balance         map[string]decimal.Decimal
			BalanceDetailed map[string]struct {
				Balance, Reserved, ReservedPP, ReservedOF, ReservedTJ, ReservedAJ, PO, Purchase, Expected decimal.Decimal

				LocationID      int             `json:"location_id"`
				LocationName    string          `json:"location_name"`
				Updated         string          `json:"balance_updated"`
				RawTotalBalance decimal.Decimal `json:"raw_total_balance"`
			}
		}
	}
}

// BenchmarkPage reads a page of 100 products: plain, and with quoted numbers, flags as numbers and an odd
// time.
func BenchmarkPage(b *testing.B) {
	plain := string(newCatalogue(100).encodePage(100, 1))
	odd := regexp.MustCompile(`(":)(-?[0-9][0-9.]*)`).ReplaceAllString(plain, `$1"$2"`)
	odd = strings.NewReplacer(`true`, `"1"`, "2026-03-20T09:31:42+02:00", "2026-03-20 09:31:42").Replace(odd)
	for _, form := range []struct{ name, body string }{{"plain", plain}, {"odd", odd}} {
		b.Run(form.name, func(b *testing.B) {
			body := []byte(form.body)
			client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("code"), ClientKey: shelfwire.NewSecret("key")}, &shelfwire.Options{
				HTTPClient: &http.Client{Transport: cannedBody{&body}}, Limiter: shelfwire.Unlimited,
			})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				for page, err := range client.Products.Pages(b.Context(), resico.ProductQuery{}) {
					if err != nil || len(page.Products) != 100 || len(page.Gaps) > 0 || len(page.Unread) > 0 {
						b.Fatal(err, page.Gaps, page.Unread)
					}
				}
			}
		})
	}
}
