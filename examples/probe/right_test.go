package main

import (
	"cmp"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// variant is a service that is otherwise than the fakes, and what the probe makes of it.
type variant struct {
	row  string
	turn func(*world)
	want verdict
	seen string // a part of what was seen
}

// variants are services that hold to what the fakes cannot show, and further ones that do not.
var variants = map[string]variant{
	"HTTP/2":            {"resico/http2", withTLS("HTTP/2.0"), holds, "HTTP/2.0"},
	"customers":         {"erpxt/resource-customers", resourceAs("v1.2/customers", `[{"Id":1,"Name":"x","Mail":""}]`), holds, "of Id, Mail"},
	"no invoices":       {"erpxt/resource-invoices", resourceAs("v1.4/invoices", `[]`), holds, "empty list"},
	"invoices rejected": {"erpxt/resource-invoices", respond(inPath("v1.4/invoices"), 400, `[]`), differs, "400"},
	"countries":         {"erpxt/resource-vat-rates", resourceAs("v1.2/vatrates", `["PL"]`), differs, "list"},
	"no countries":      {"erpxt/vat-countries", resourceAs("vatrates/countries", `[]`), differs, "0 texts"},
	"a bare print":      {"erpxt/print", func(w *world) { w.erpxt.SetPrintForm(erpxttest.PrintRaw) }, holds, "a PDF as it is"},
	"base64":            {"erpxt/print", func(w *world) { w.erpxt.SetPrintForm(erpxttest.PrintBase64) }, holds, "base64, a JSON text"},
	"a bare URI":        {"erpxt/print", func(w *world) { w.erpxt.SetPrintForm(erpxttest.PrintBare) }, holds, "a data URI, bare"},
	"filter is ignored": {"erpxt/find-no-customer", requery(inQuery("shelfwire-probe%40"), "$filter", "x"), differs, "1 row"},
	"a newer member":    {"erpxt/invoice-versions", replace(inPath("v1.5/invoices"), `"SalesDate":`, `"KSeF":1,"SalesDate":`), holds, "new: KSeF, gone: none"},
	"no invoice yet":    {"erpxt/invoice-filter", func(w *world) { w.erpxt.DeleteInvoices(1, 2) }, unclear, "too little"},
	"no draft":          {"erpxt/print", func(w *world) { w.erpxt.DeleteInvoices(1) }, unclear, "none of 1 invoices is confirmed"},
	"no orders":         {"shopinventory/orders-sort", func(w *world) { w.shop.DeleteOrders("5001", "5002.1", "5003.2") }, unclear, "too little"},
	"no suffix":         {"shopinventory/order-suffix", func(w *world) { w.shop.DeleteOrders("5002.1", "5003.2") }, unclear, "none of 1 orders"},
	"other seconds":     {"shopinventory/orders-stable", func(w *world) { w.shop.DeleteOrders("5003.2") }, unclear, "no two of the same second"},
	"orders denied":     {"shopinventory/orders-ids", respond(inPath("/orders"), 403, ``), unclear, "denied access (403)"},
	"orders, another day": {"shopinventory/orders-created-day", func(w *world) {
		w.shop.SetCreatedDay(time.FixedZone("", -13*60*60), true)
	}, differs, "the newest order: false"},
	"not on sale": {"virtpos/enabled-only", func(w *world) {
		w.till.AddItems(virtpostest.Item{ID: 17007, Name: "Чай зелёный", ExternalID: "0000-17", Disabled: true})
	}, holds, "on sale: false, came: false"},
	"no group": {"virtpos/section-item-group", func(w *world) {
		w.till.AddItems(virtpostest.Item{ID: 17007, Name: "Чай зелёный", ExternalID: "0000-17"})
	}, unclear, "in no group"},
	"no documents":       {"virtpos/section-inflow", replace(inPath("/inflow"), "<inflow>", "<x>"), differs, ""},
	"invoices denied":    {"erpxt/resource-invoices", respond(inPath("v1.4/invoices"), 403, ``), unclear, "denied access (403)"},
	"products":           {"shopinventory/products-page", productsAs(oneProduct), holds, "1 row, current 1"},
	"no products":        {"shopinventory/products-page", productsAs(`{"data":{},"meta":{"count":{"limit":10}}}`), differs, "0 rows"},
	"no variants":        {"shopinventory/products-variants", func(w *world) { w.shop.DeleteItems(shopinventory.BySKU("SCARF")) }, unclear, "has variants"},
	"too many products":  {"shopinventory/products-page", productsAs(manyProducts), differs, "11 rows"},
	"slow down":          {"shopinventory/too-many", slowDown(`{"error":{"details":{"reset_time":"x"}}}`, ""), holds, "reset_time: text; Retry-After: absent"},
	"slow down, header":  {"shopinventory/too-many", slowDown(`{"error":{"details":{}}}`, "7"), differs, "reset_time: absent; Retry-After: quoted number"},
	"other host":         {"shopinventory/redirect", otherHost("https://www.shop.example", "shop.example", 301), holds, "status 301"},
	"other host, www":    {"shopinventory/redirect", otherHost("https://shop.example", "www.shop.example", 302), holds, "status 302"},
	"other host, page":   {"shopinventory/redirect", otherHost("https://shop.example", "www.shop.example", 400), differs, "status 400"},
	"http redirects":     {"virtpos/plain-http", plainHTTP(308), holds, "status 308"},
	"http is an error":   {"virtpos/plain-http", plainHTTP(400), differs, "status 400"},
	"turnover":           {"virtpos/turnover-form", replace(inQuery("xml"), `<lot_number>`, `<turnovercalc>1.5</turnovercalc><lot_number>`), holds, "quoted number"},
	"unknown id":         {"erpxt/unknown-id", respond(inPath("/2147483647"), 404, ``), holds, "404, an empty body; code none"},
	"windows-1251":       {"virtpos/charset", replace(inQuery("xml"), `encoding="UTF-8"`, `encoding="windows-1251"`), holds, "windows-1251"},
	"unknown warehouses": {"virtpos/unknown-warehouse", respond(inQuery("warehouseid=2147483647"), 200, `<root><success>0</success></root>`), differs, "success: quoted number"},
	"item is gone":       {"shopinventory/item", respond(inPath("TEAPOT-1"), 404, `{"error":{"name":"not_found","message":"x"}}`), differs, "404"},
	"untracked, 0":       {"shopinventory/untracked-stock", replace(inPath("VOUCHER-2"), `"off"`, `"off","stock":0`), holds, "stock: number"},
	"odd limit, capped":  {"resico/odd-limit", requery(inQuery("limit=7&"), "limit=7&", "limit=5&"), differs, "per_page 5, 5 rows"},
	"page 2 is page 1":   {"resico/odd-limit", requery(inQuery("limit=7&order=SKU%20desc&page=2"), "page=2", "page=1"), differs, "7 rows and then 7"},
	"page beyond, rows":  {"resico/page-beyond-end", requery(inQuery("page=9"), "page=9", "page=1"), differs, "10 rows, current_page 1"},
	"server zone, clock": {"resico/clock", replace(inPath("/products"), `"time":"20`, `"time":"on 20`), differs, "another form: text"},
	"no total":           {"resico/total", replace(inQuery("limit=10"), `"total":`, `"sum":`), differs, "10 rows, total -1"},
	"the same token": {"erpxt/older-token", func(w *world) {
		first := ""
		w.tamper.response = func(s *sent, r *received) {
			if strings.HasSuffix(s.URL.Path, "/token") {
				first = cmp.Or(first, r.body)
				r.body = first
			}
		}
	}, unclear, "the same token again"},
	"key in query": {"virtpos/key-in-body", func(w *world) {
		w.tamper.request = func(s *sent) {
			if s.Method == http.MethodPost {
				s.body = ""
			}
		}
	}, differs, "the key counts in the query only; in the body: 200, XML with info, success"},
	"item without stock": {"virtpos/lots", func(w *world) { w.items["virtpos"] = "17009" }, unclear, ""},
	"several rows": {"virtpos/update", func(w *world) {
		w.till.SetStock(virtpostest.Row{WarehouseID: 2, ItemID: 17007, LotNumber: "B", OnHand: shelfwire.NewDecimal(1)})
	}, unclear, "exactly one row"},
	"one row, with a lot": {"virtpos/update", func(w *world) {
		w.till.AddWarehouses(virtpostest.Warehouse{ID: 3})
		w.till.AddItems(virtpostest.Item{ID: 17010, Name: "Шалфей"})
		w.till.SetStock(virtpostest.Row{WarehouseID: 3, ItemID: 17010, LotNumber: "B", OnHand: shelfwire.NewDecimal(1)})
		w.items["virtpos"] = "17010"
	}, holds, "the quantity before: true"},
	"customer without a name": {"resico/update-keeps", replace(inPath("/customers/"), `"Name":"Anna Paraugs"`, `"Name":null`), differs, "lost: Name"},
	"customer without contacts": {"resico/update-keeps", func(w *world) {
		w.tamper.response = func(_ *sent, r *received) {
			r.body = strings.ReplaceAll(r.body, `"Email":"anna@example.com"`, `"Email":null`)
		}
	}, differs, "lost: Email, Phone"},
	"unknown customer":   {"resico/update-keeps", respond(inPath("/customers/"), 404, `{"message":"no"}`), unclear, "status 404"},
	"plain days":         {"erpxt/document-days", daysAs(""), holds, "6 values, 0 of another form; 0000-00-00"},
	"days without zone":  {"erpxt/document-days", daysAs(" 00:00:00.000"), holds, "0000-00-00 00:00:00.000"},
	"days in UTC":        {"erpxt/document-days", daysAs("T00:00Z"), holds, "0000-00-00T00:00Z"},
	"days of no invoice": {"erpxt/document-days", resourceAs("v1.4/invoices", `[]`), unclear, "too little"},
	"a clock":            {"erpxt/payment-times", daysAs("T13:45:12.5"), holds, "1 value, 0 of another form; 0000-00-00T00:00:00.0"},
	"another space":      {"erpxt/description-letters", requery(always, "%20%204711", "%204711"), differs, "other capitals: 0 rows; another space: 1 row"},
	"no description":     {"erpxt/description-letters", func(w *world) { w.erpxt.DeleteInvoices(1) }, unclear, "none of 1 invoices"},
	"confirmed, a draft": {"erpxt/confirmed-invoice", replace(isMethodAndEnd("v1.4/invoices/1"), `"Status":1`, `"Status":0`), differs, "status 0"},
	"no number":          {"erpxt/confirmed-invoice", replace(inPath("v1.4/invoices"), `"Number":"FS`, `"Number":"","Was":"FS`), differs, "a number: false"},
	"none confirmed":     {"erpxt/confirmed-invoice", func(w *world) { w.erpxt.DeleteInvoices(1) }, unclear, "none of 1 invoices"},
	"the end, bare":      {"erpxt/print-end", func(w *world) { w.erpxt.SetPrintForm(erpxttest.PrintRaw) }, holds, "6 bytes"},
	"the end, base64":    {"erpxt/print-end", func(w *world) { w.erpxt.SetPrintForm(erpxttest.PrintBase64) }, holds, "6 bytes"},
	"the end, near":      {"erpxt/print-end", printWithTail(1019), holds, "1024 bytes"},
	"the end, far":       {"erpxt/print-end", printWithTail(1020), differs, "1025 bytes"},
	"the end of a page":  {"erpxt/print-end", respond(inPath("/print"), 200, `"<html>"`), unclear, "no PDF"},
	"a long print":       {"erpxt/print-end", respond(inPath("/print"), 200, strings.Repeat("A", maxRecorded)), unclear, "too long"},
	"customer in an object": {"erpxt/customer-create", replace(isMethod(http.MethodPost, "/v1.2/customers"), `2`, `{"Id":2}`),
		differs, "an object with Id; a code: true; different: none"},
	"status is required": {"erpxt/customer-status", func(w *world) {
		w.tamper.response = func(s *sent, r *received) {
			if s.Method == http.MethodPut && !strings.Contains(s.body, "CustomerStatus") {
				r.StatusCode, r.body = http.StatusBadRequest, `{"Message":"no status","Code":"ValidationException"}`
			}
		}
	}, differs, "400, an object with Code, Message"},
	"card is not written": {"erpxt/edited-card", respond(isMethod(http.MethodPut, "/products"), 400, `{"Message":"no"}`), differs, "400"},
	"no such filter":      {"erpxt/description-letters", rejectFilter("zAM"), differs, "400"},
	"one order":           {"shopinventory/orders-ids-limit", func(w *world) { w.shop.DeleteOrders("5001", "5003.2") }, unclear, "too little"},
	"one order, total":    {"shopinventory/orders-ids-total", func(w *world) { w.shop.DeleteOrders("5001", "5003.2") }, unclear, "no response"},
	"one customer":        {"virtpos/customer-pages", func(w *world) { w.till.DeleteCustomers(1) }, unclear, "fewer than two"},
	"no inflow":           {"virtpos/period-on", respond(inBody("days=1"), 200, emptyInflows), unclear, "no inflow"},
	"inflow, no day":      {"virtpos/period-range", replace(inBody("days=1"), `<docdate>20`, `<docdate>on 20`), unclear, "no readable docdate"},
	"a long limit":        {"virtpos/period-limit", func(w *world) { w.till.SetDaysLimit(365) }, holds, "days_limit: quoted number"},
	"period is foreign":   {"virtpos/period-limit", respond(inBody("date=20"), 200, `<root><success>1</success></root>`), differs, "elements success"},
	"no external id": {"virtpos/external-id", func(w *world) {
		w.till.AddItems(virtpostest.Item{ID: 17007, Name: "Чай зелёный"})
	}, unclear, "no external id"},
	"stock moved, and changed long after": {"resico/stock-moves-updated", func(w *world) {
		movedAt(w, time.Now().Add(-time.Hour), time.Now())
	}, unclear, "long after"},
	"zone, nothing changed": {"resico/updated-zone", func(w *world) {
		movedAt(w, time.Now().Add(-5*time.Hour), time.Now().Add(-5*time.Hour))
	}, unclear, "-just-changed"},
}

const oneProduct = `{"data":[{"id":1}],"meta":{"count":{"total":1,"current":1,"start":0,"limit":10}}}`

var manyProducts = `{"data":[` + strings.Repeat(`{"id":1},`, 10) + `{"id":1}],"meta":{"count":{"limit":10}}}`

// slowDown makes a shop respond with a 429.
func slowDown(body, retryAfter string) func(*world) {
	return func(w *world) {
		w.tamper.response = func(s *sent, r *received) {
			if strings.Contains(s.URL.Path, "/id/2147483647") {
				r.StatusCode, r.body = http.StatusTooManyRequests, body
				if retryAfter != "" {
					r.Header.Set("Retry-After", retryAfter)
				}
			}
		}
	}
}

// otherHost is a shop whose other host responds with some status. It must be asked without the key.
func otherHost(shop, other string, status int) func(*world) {
	return func(w *world) {
		w.variables["MERCHANTPRO_SHOP_URL"] = shop
		w.tamper.request = func(s *sent) {
			s.Header.Set("X-Other", s.URL.Host)
			s.URL.Scheme, s.URL.Host = "http", hostOf(w.shop.URL())
		}
		w.tamper.response = func(s *sent, r *received) {
			if s.Header.Get("X-Other") == other && s.Header.Get("Authorization") == "" {
				r.StatusCode = status
			}
		}
	}
}

// plainHTTP is a company whose address responds to plain http with some status. It must be asked without the key.
func plainHTTP(status int) func(*world) {
	return func(w *world) {
		key := w.variables["VIRTPOS_API_KEY"]
		w.variables["VIRTPOS_ADDRESS"] = "https://company.example"
		isPlain := false
		w.tamper.request = func(s *sent) {
			isPlain = s.URL.Scheme == "http" && s.URL.Path == "/api/store" && !strings.Contains(s.query+s.body, key)
			s.URL.Scheme, s.URL.Host = "http", hostOf(w.till.URL())
		}
		w.tamper.response = func(_ *sent, r *received) {
			if isPlain {
				r.StatusCode = status
			}
		}
	}
}

// movedAt makes all products have moved and have changed at some times.
func movedAt(w *world, moved, changed time.Time) {
	for _, sku := range []string{"CUP/11", "BOWL-00", "BOWL-01", "BOWL-02", "BOWL-03", "BOWL-04", "BOWL-05", "BOWL-06",
		"BOWL-07", "BOWL-08", "BOWL-09", "BOWL-10"} {
		w.resico.AddProducts(resicotest.Product{
			Product:  resico.Product{SKU: sku, Balance: resico.Balance{Totals: amount("3")}},
			Updated:  changed,
			Detailed: map[string]resico.LocationBalance{"SHOP": {Updated: moved}},
		})
	}
}

func TestRows_Variants(t *testing.T) {
	t.Parallel()
	for name, v := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			v.turn(w)
			provider, _, _ := strings.Cut(v.row, "/")
			findings := w.ask(t, provider)
			require.Contains(t, findings, v.row)
			assert.Equal(t, v.want, findings[v.row].verdict, findings[v.row].seen)
			assert.Contains(t, findings[v.row].seen, v.seen)
		})
	}
}

// With -just-changed, a zone is found out that would be left open otherwise.
func TestRows_JustChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.resico.SetZone(time.UTC)
	assert.Equal(t, unclear, w.ask(t, "resico")["resico/updated-zone"].verdict)
	assert.Equal(t, differs, w.ask(t, "resico", "-just-changed")["resico/updated-zone"].verdict)
}
