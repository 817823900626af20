package erpxt_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// The benchmarks hold the client against what a careful programmer writes by hand with net/http and encoding/json:
// a limit of time, exact numbers, the status checked, the body read to its end. Compare the two lines of one run.

// catalogue serves a list of products with the ids from 1 on; the rows are encoded beforehand.
type catalogue struct{ rows [][]byte }

// oddCatalogue has numbers in quotes, codes with a fraction, and in every tenth row a price that cannot be read.
func oddCatalogue(n int) *catalogue {
	c := &catalogue{rows: make([][]byte, n)}
	for i := range c.rows {
		point := "."
		if i%10 == 0 {
			point = ","
		}
		c.rows[i] = fmt.Appendf(nil, `{"Name":"Klawiatura ergonomiczna %d","Description":null,"ItemCode":555,`+
			`"ProductCode":"P/%06d","UnitOfMeasurment":"szt.","Rate":"9","SaleNetPrice":"%d%s30","SaleGrossPrice":"%d.00",`+
			`"Quantity":"","ProductType":%d.0,"Id":"%d"}`, i, i, 81+i%100, point, 100+i%123, i%3, i+1)
	}
	return c
}

func newCatalogue(n int) *catalogue {
	c := &catalogue{rows: make([][]byte, n)}
	for i := range c.rows {
		c.rows[i] = fmt.Appendf(nil, `{"Name":"Klawiatura ergonomiczna %d","Description":"","ItemCode":"555",`+
			`"ProductCode":"P/%06d","UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":%d.30,"SaleGrossPrice":%d.00,`+
			`"Quantity":%d.0000,"ProductType":%d,"Id":%d}`, i, i, 81+i%100, 100+i%123, i%40, i%3, i+1)
	}
	return c
}

func (c *catalogue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path == "/token" {
		_, _ = io.WriteString(w, `{"access_token":"0123456789abcdef0123456789abcdef","token_type":"bearer","expires":600}`)
		return
	}
	if id, ok := strings.CutPrefix(r.URL.Path, "/products/"); ok {
		n, _ := strconv.Atoi(id)
		_, _ = w.Write(c.rows[n-1])
		return
	}
	top, _ := strconv.Atoi(r.URL.Query().Get("$top"))
	_, after, _ := strings.Cut(r.URL.Query().Get("$filter"), "Id gt ")
	from, _ := strconv.Atoi(after)
	rows := c.rows[min(from, len(c.rows)):min(from+top, len(c.rows))]
	_, _ = w.Write([]byte("["))
	_, _ = w.Write(bytes.Join(rows, []byte(",")))
	_, _ = w.Write([]byte("]"))
}

func benchClient(b *testing.B, address string) *erpxt.Client {
	return clientWith(b, &shelfwire.Options{BaseURL: address, Limiter: shelfwire.Unlimited})
}

type handProduct struct {
	Name, Description, ItemCode, ProductCode, UnitOfMeasurment string
	Rate, ProductType                                          int
	SaleNetPrice, SaleGrossPrice, Quantity                     decimal.Decimal
	ID                                                         int64 `json:"Id"`
}

// handClient has a limit of time, as every client in production does.
var handClient = &http.Client{Timeout: time.Minute}

// byHand is one request as a careful programmer writes it.
func byHand(ctx context.Context, address string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer 0123456789abcdef0123456789abcdef")
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

// BenchmarkWalk reads 100,000 products in 1,000 pages.
func BenchmarkWalk(b *testing.B) {
	const products = 100_000
	server := httptest.NewServer(newCatalogue(products))
	defer server.Close()
	client := benchClient(b, server.URL)
	b.Run("shelfwire", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range client.Products.All(b.Context(), erpxt.ProductQuery{}) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			require.Equal(b, products, n)
		}
	})
	b.Run("by-hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for last := int64(0); ; {
				var page []handProduct
				query := "?$orderby=Id&$top=100&$filter=" + url.PathEscape("Id gt "+strconv.FormatInt(last, 10))
				if err := byHand(b.Context(), server.URL+"/products"+query, &page); err != nil {
					b.Fatal(err)
				}
				if len(page) == 0 {
					break
				}
				n, last = n+len(page), page[len(page)-1].ID
			}
			require.Equal(b, products, n)
		}
	})
}

// BenchmarkPage reads one page of 100 rows, plain and odd: the odd one may cost 1.3 times the plain one.
func BenchmarkPage(b *testing.B) {
	for _, kind := range []struct {
		name string
		rows *catalogue
	}{{"plain", newCatalogue(100)}, {"odd", oddCatalogue(100)}} {
		b.Run(kind.name, func(b *testing.B) {
			server := httptest.NewServer(kind.rows)
			defer server.Close()
			client := benchClient(b, server.URL)
			b.ReportAllocs()
			for b.Loop() {
				products, err := client.Products.List(b.Context(), erpxt.ProductQuery{})
				if err != nil || len(products) != 100 {
					b.Fatal(len(products), err)
				}
			}
		})
	}
}

// BenchmarkWalkLiveHeap measures the live heap that a walk adds, at its highest: it must not grow with the catalogue.
func BenchmarkWalkLiveHeap(b *testing.B) {
	for _, products := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(products), func(b *testing.B) {
			server := httptest.NewServer(newCatalogue(products))
			defer server.Close()
			client := benchClient(b, server.URL)
			for b.Loop() {
				before := clienttest.LiveHeap()
				most := before
				n := 0
				for _, err := range client.Products.All(b.Context(), erpxt.ProductQuery{}) {
					if err != nil {
						b.Fatal(err)
					}
					if n++; n%2000 == 0 {
						most = max(most, clienttest.LiveHeap())
					}
				}
				b.ReportMetric(float64(most-before)/1024, "live-KiB")
			}
		})
	}
}

// BenchmarkSmallCall reads one product.
func BenchmarkSmallCall(b *testing.B) {
	server := httptest.NewServer(newCatalogue(10))
	defer server.Close()
	client := benchClient(b, server.URL)
	b.Run("shelfwire", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, err := client.Products.Get(b.Context(), 7)
			if err != nil || p.ID != 7 {
				b.Fatal(err)
			}
		}
	})
	b.Run("by-hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var p handProduct
			if err := byHand(b.Context(), server.URL+"/products/7", &p); err != nil || p.ID != 7 {
				b.Fatal(err)
			}
		}
	})
}

// invoiceBook serves 100,000 invoices with lines, encoded as they are asked for, so that its own memory stays out of the
// measure.
type invoiceBook struct{ invoices int }

func (b invoiceBook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path == "/token" {
		_, _ = io.WriteString(w, `{"access_token":"0123456789abcdef0123456789abcdef","token_type":"bearer","expires":600}`)
		return
	}
	top, _ := strconv.Atoi(r.URL.Query().Get("$top"))
	_, after, _ := strings.Cut(r.URL.Query().Get("$filter"), "Id gt ")
	from, _ := strconv.Atoi(after)
	page := []byte{'['}
	for id := from + 1; id <= min(from+top, b.invoices); id++ {
		if len(page) > 1 {
			page = append(page, ',')
		}
		page = fmt.Appendf(page, `{"PaymentStatus":%d,"PurchasingPartyId":%d,"PurchasingParty":{"Name":"Zielony Kubek %d","NipPrefix":"PL",`+
			`"Nip":"6770065406","Country":"Polska","City":"Kraków","Street":"Kwiatowa","BuildingNumber":"7","FlatNumber":"2","BankName":"",`+
			`"BankAccountNumber":"","CustomerType":1},"ReceivingPartyId":null,"ReceivingParty":null,"PaymentTypeId":5,"PaymentType":1,`+
			`"PaymentDeadline":"2024-06-19T00:00:00+02:00","BankAccountId":null,"BankAccountNumber":"","SalesDate":"2024-06-05T00:00:00+02:00",`+
			`"InvoiceType":1,"IsOSSProcedure":false,"OSSProcedureCountryCode":null,"IsFinal":false,"NetTotal":%d.63,"VatTotal":9.35,`+
			`"GrossTotal":%d.98,"CurrencyNetTotal":%d.63,"CurrencyVatTotal":9.35,"CurrencyGrossTotal":%d.98,"CurrencyCode":"PLN",`+
			`"CurrencyRateType":0,"CurrencyRateDate":"2024-06-04T00:00:00+02:00","CurrencyConverter":1.0,"CurrencyRate":1.0,`+
			`"DocumentCreatedByTaxPayer":true,"PaymentId":%d,"Items":[`, id%2, id%97, id%97, id%50, id%60, id%50, id%60, id)
		for line := range 5 {
			if line > 0 {
				page = append(page, ',')
			}
			page = fmt.Appendf(page, `{"ProductId":%d,"ProductName":"Klawiatura ergonomiczna","Quantity":2.0000,"UnitOfMeasurement":"szt.",`+
				`"ProductCurrencyPrice":24.99,"ProductPrice":24.99,"ProductDescription":"","VatRateId":0,"Id":%d}`, line+1, id*10+line)
		}
		page = fmt.Appendf(page, `],"Description":"order %d","IssueDate":"2024-06-05T00:00:00+02:00","Number":"FS/24/6/%d","Status":1,"Id":%d}`, id, id, id)
	}
	_, _ = w.Write(append(page, ']'))
}

// BenchmarkInvoicesWalkLiveHeap walks through 100,000 invoices of five lines each. Its live heap stays within 1 MiB above
// that of a page.
func BenchmarkInvoicesWalkLiveHeap(b *testing.B) {
	for _, invoices := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(invoices), func(b *testing.B) {
			server := httptest.NewServer(invoiceBook{invoices})
			defer server.Close()
			client := benchClient(b, server.URL)
			for b.Loop() {
				before := clienttest.LiveHeap()
				most := before
				n := 0
				for invoice, err := range client.Invoices.All(b.Context(), erpxt.Query{}) {
					if err != nil || len(invoice.Items) != 5 {
						b.Fatal(err)
					}
					if n++; n%2000 == 0 {
						most = max(most, clienttest.LiveHeap())
					}
				}
				require.Equal(b, invoices, n)
				b.ReportMetric(float64(most-before)/1024, "live-KiB")
			}
		})
	}
}

// BenchmarkInvoicesPage reads a page of 100 invoices of five lines each.
func BenchmarkInvoicesPage(b *testing.B) {
	server := httptest.NewServer(invoiceBook{100})
	defer server.Close()
	client := benchClient(b, server.URL)
	b.ReportAllocs()
	for b.Loop() {
		invoices, err := client.Invoices.List(b.Context(), erpxt.Query{})
		if err != nil || len(invoices) != 100 {
			b.Fatal(len(invoices), err)
		}
	}
}
