package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// wrong turns a world wrong in what each row is about: with it, the row does not hold.
var wrong = map[string]func(*world){
	"resico/envelope":    replace(inPath("/products"), `"type":"Products"`, `"type":"Goods"`),
	"resico/clock":       func(w *world) { w.resico.SetClock(func() time.Time { return time.Now().Add(time.Hour) }) },
	"resico/server-zone": func(w *world) { w.resico.SetZone(time.UTC) },
	"resico/paginator":   replace(inPath("/products"), `"per_page":10`, `"per_page":"10"`),
	"resico/vat-letter":  replace(inPath("/products"), `"VAT":"A"`, `"VAT":1`),
	"resico/readable":    replace(inPath("/products"), `"Price":12.5`, `"Price":"12,5`+`"`+`,"Was":12.5`),
	"resico/total":       replace(inPath("/products"), `"total":10`, `"total":12`),
	"resico/order":       requery(inPath("/products"), "desc", "asc"),
	"resico/sku-filter":  func(w *world) { w.resico.SetIgnoreFilter(true) },
	"resico/filters-combine": func(w *world) {
		w.tamper.request = func(s *sent) {
			if strings.Contains(s.body, "Updated") && strings.Contains(s.body, "SKU") {
				s.body = s.body[:strings.Index(s.body, `"Updated"`)] + s.body[strings.Index(s.body, `"SKU"`):]
			}
		}
	},
	"resico/unknown-sku-list": respond(inBody(noSuchSKU), http.StatusNotFound, `{"status":"error","message":"none"}`),
	"resico/odd-limit":        requery(inQuery("limit=7&"), "limit=7&", "limit=10&"),
	"resico/large-limit":      func(w *world) { w.resico.SetMaxPageSize(100) },
	"resico/page-beyond-end":  respond(inQuery("page=9"), http.StatusUnprocessableEntity, `{"status":"error","message":"page"}`),
	"resico/return":           requery(always, "return=SKU%2CName", "return=SKU%2CName%2CUnit"),
	"resico/balance":          replace(inPath("/balance"), `"BalanceDetailed"`, `"Details"`),
	"resico/balance-totals":   replace(inPath("/balance"), `"Totals":10}`, `"Totals":11}`),
	"resico/missing-location": func(w *world) {
		p := resicotest.Product{
			Product:  resico.Product{SKU: "CUP/11", Balance: resico.Balance{Totals: amount("3")}},
			Detailed: map[string]resico.LocationBalance{"WAREHOUSE": {}},
		}
		location := p.Detailed["WAREHOUSE"]
		location.Balance = amount("3")
		p.Detailed["WAREHOUSE"] = location
		w.resico.AddProducts(p)
	},
	"resico/unknown-sku-balance": respond(inPath(noSuchSKU), http.StatusOK, `{"message":"Server Error"}`),
	"resico/sku-slash":           respond(inPath("%2F"), http.StatusNotFound, `{"message":"Not Found"}`),
	"resico/updated-zone":        func(w *world) { w.resico.SetZone(time.FixedZone("", 9*60*60)) },
	"resico/stock-moves-updated": func(w *world) {
		location := resico.LocationBalance{Updated: time.Now()}
		w.resico.AddProducts(resicotest.Product{
			Product:  resico.Product{SKU: "CUP/11", Balance: resico.Balance{Totals: amount("3")}},
			Updated:  time.Now().Add(-3 * time.Hour),
			Detailed: map[string]resico.LocationBalance{"SHOP": location},
		})
	},
	"resico/update-keeps": func(w *world) {
		w.tamper.request = func(s *sent) { s.body = strings.Replace(s.body, `{"Address"`, `{"PostCode":"","Address"`, 1) }
	},
	"resico/rate-headers": withHeader("X-RateLimit-Limit", "60"),
	"resico/http2":        withTLS("HTTP/1.1"),

	"erpxt/bare-list":      replace(inPath("/products"), `[`, `{"value":[`),
	"erpxt/token-members":  replace(inPath("/token"), `"expires":600`, `"expires_in":600`),
	"erpxt/token-lifetime": replace(inPath("/token"), `"expires":600`, `"expires":1200`),
	"erpxt/ids":            replace(inPath("/products"), `"Id":1`, `"Id":"1"`+`,"Was":1`),
	"erpxt/readable":       replace(inPath("/products"), `"SaleNetPrice":`, `"SaleNetPrice":"1,5","Was":`),
	"erpxt/codes":          replace(inPath("/products"), `"Rate":9`, `"Rate":11`),
	"erpxt/order":          requery(inQuery("desc"), "%20desc", ""),
	"erpxt/top-and-skip":   requery(inQuery("$skip=1"), "$skip=1&", ""),
	"erpxt/large-top":      respond(inQuery("$top=1000"), http.StatusBadRequest, `{"Message":"top","Code":"ODataException"}`),
	"erpxt/long-filter":    respond(isLong, http.StatusRequestURITooLong, ``),
	"erpxt/encoded-dollar": requery(inQuery("%24"), "%24", "x"),
	"erpxt/unknown-id":     respond(inPath("/2147483647"), http.StatusOK, `null`),

	"erpxt/filter-counts":    requery(inQuery("$filter=Id%20lt%200&"), "$filter=Id%20lt%200&", ""),
	"erpxt/id-gt":            requery(inQuery("Id%20gt"), "Id%20gt", "Id%20ge"),
	"erpxt/or":               requery(always, "%20or%20", "%20and%20"),
	"erpxt/parentheses":      requery(always, "%28%28Id%20eq%201%20or%20Id%20eq%202%29", "%28Id%20eq%201%20or%20Id%20eq%202"),
	"erpxt/precedence":       requery(inQuery("%20and%20Id%20lt%200"), "%20and%20Id%20lt%200", ""),
	"erpxt/not":              requery(inQuery("not%20"), "not%20", ""),
	"erpxt/quotes":           requery(inQuery("%27%27"), "%27%27", "%27"),
	"erpxt/null":             requery(inQuery("null"), "null", "nothing"),
	"erpxt/not-null":         respond(inQuery("not%20%28ItemCode"), http.StatusOK, `[]`),
	"erpxt/filter-by-name":   rejectFilter("ProductCode%20eq"),
	"erpxt/filter-by-text":   rejectFilter("UnitOfMeasurment"),
	"erpxt/filter-by-code":   rejectFilter("ProductType"),
	"erpxt/filter-by-number": rejectFilter("SaleNetPrice"),
	"erpxt/capitals":         requery(inQuery("kEYBOARD"), "kEYBOARD", "Keyboard"),
	"erpxt/order-of-texts":   rejectFilter("Name%20ge"),

	"erpxt/create":       replace(isMethod(http.MethodPost, "/products"), `5`, `{"Id":5}`),
	"erpxt/created-card": replace(inPath("/products/5"), `"SaleNetPrice":10.00`, `"SaleNetPrice":0.00`),
	"erpxt/edited-card":  forgetful("/products", `"Description":"Shelfwire probe"`, `"Description":""`),
	"erpxt/delete":       respond(isMethod(http.MethodDelete, "/products"), http.StatusOK, `{"Id":5}`),
	"erpxt/older-token": func(w *world) {
		tokens := 0
		w.tamper.request = func(s *sent) {
			if strings.HasSuffix(s.URL.Path, "/token") {
				if tokens++; tokens > 1 {
					w.erpxt.ClearTokens()
				}
			}
		}
	},
	"erpxt/resource-payment-types":     resourceAs("paymenttypes", `{"Id":1}`),
	"erpxt/resource-bank-accounts":     resourceAs("bankaccounts", `[1]`),
	"erpxt/resource-print-templates":   resourceAs("customprints", `[{"Id":"1","Name":"x"}]`),
	"erpxt/resource-vat-rates":         resourceAs("vatrates", ``),
	"erpxt/vat-countries":              resourceAs("vatrates/countries", `["Germany"]`),
	"erpxt/resource-customers":         resourceAs("v1.2/customers", `{"value":[]}`),
	"erpxt/customer-filter":            rejectFilter("CustomerTaxNumber%20eq%20%276770065406%27"),
	"erpxt/customer-filter-others":     rejectFilter("CustomerCode"),
	"erpxt/find-no-customer":           respond(inQuery("shelfwire-probe%40example.com"), http.StatusBadRequest, notFoundInERPXT),
	"erpxt/customer-create":            forgetful("/v1.2/customers", `"City":"Warszawa"`, `"City":""`),
	"erpxt/customer-edit":              forgetful("/v1.2/customers", `"BuildingNumber":"8"`, `"BuildingNumber":"7"`),
	"erpxt/customer-status":            forgetful("/v1.2/customers", `"PhoneNumber":`, `"CustomerStatus":2,"PhoneNumber":`),
	"erpxt/customer-delete":            respond(isMethod(http.MethodDelete, "/v1.2/customers"), http.StatusOK, `{"Id":2}`),
	"erpxt/document-days":              replace(inPath("v1.4/invoices"), `T00:00:00+0`, `T22:00:00+0`),
	"erpxt/payment-times":              replace(inPath("paymentdetails"), `"CreationDate":"20`, `"CreationDate":"on 20`),
	"erpxt/description-letters":        requery(inQuery("zAM"), "zAM%C3%93WIENIE", "Zam%C3%B3wienie"),
	"erpxt/confirmed-invoice":          replace(isMethodAndEnd("v1.4/invoices/1"), `"Number":"FS`, `"Number":"FX`),
	"erpxt/print-end":                  respond(inPath("/print"), http.StatusOK, `"JVBERi0xLjQK"`),
	"erpxt/resource-invoices":          respond(inPath("v1.4/invoices"), http.StatusNotFound, ``),
	"erpxt/invoice-versions":           replace(inPath("v1.7/invoices"), `"Description"`, `"Text"`),
	"erpxt/invoice-filter":             respond(inQuery("Number%20eq"), http.StatusOK, `[]`),
	"erpxt/invoice-filter-codes":       rejectFilter("GrossTotal"),
	"erpxt/find-no-invoice":            respond(inQuery("no%20such%20text"), http.StatusBadRequest, notFoundInERPXT),
	"erpxt/full-text":                  requery(inQuery("$fts=%27shelfwire%20probe"), "$fts", "$top=1&x"),
	"erpxt/print":                      respond(inPath("/print"), http.StatusOK, `"<html>"`),
	"erpxt/resource-proformas":         resourceAs("v1.4/proformas", `null`),
	"erpxt/proforma-filter":            rejectFilter("IssueDate"),
	"erpxt/resource-advance-invoices":  resourceAs("advanceInvoices", `[{"Number":"1"}]`),
	"erpxt/resource-corrections":       replace(inPath("correctiveinvoices"), `"IssueDate":"20`, `"IssueDate":"x20`),
	"erpxt/resource-purchase-invoices": resourceAs("purchaseinvoices", `[{"Id":-1,"Items":[]}]`),
	"erpxt/resource-vat-purchases":     respond(inPath("vatpurchasebooks"), http.StatusBadRequest, `[]`),
	"erpxt/resource-payment-details":   resourceAs("paymentdetails", `"none"`),
	"erpxt/rate-headers":               withHeader("Retry-After", "60"),
	"erpxt/http2":                      withTLS("HTTP/1.1"),

	"shopinventory/item":                 replace(inPath("/sku/"), `{"id"`, `{"data":1,"identifier"`),
	"shopinventory/readable":             replace(always, `"price_gross":59.5`, `"price_gross":"59,5","was":1`),
	"shopinventory/by-id":                respond(inPath("/id/1"), http.StatusOK, `{"id":7,"sku":"OTHER"}`),
	"shopinventory/by-ean":               respond(inPath("/ean/4750000000017"), http.StatusNotFound, `{"error":{"name":"not_found","message":"no"}}`),
	"shopinventory/tracked-stock":        replace(inPath("TEAPOT-1"), `"stock":5`, `"quantity":5`),
	"shopinventory/untracked-stock":      replace(inPath("VOUCHER-2"), `"inventory_enabled":"off"`, `"inventory_enabled":"off","stock":3`),
	"shopinventory/warehouses":           replace(inPath("TEAPOT-1"), `"stock":5`, `"stock":5,"warehouses":[{"id":1,"name":"Main","stock":4}]`),
	"shopinventory/prices":               replace(inPath("TEAPOT-1"), `"price_net"`, `"price"`),
	"shopinventory/products-page":        replace(inPath("/products"), `"limit":10`, `"limit":50`),
	"shopinventory/products-fields":      replace(inPath("/products"), `"ext_ref"`, `"ref"`),
	"shopinventory/products-start":       requery(inQuery("start=1"), "start=1", "start=0"),
	"shopinventory/products-large-limit": func(w *world) { w.shop.SetMaxPageSize(50) },
	"shopinventory/products-warehouses":  undefinedField(inQuery("warehouses")),
	"shopinventory/products-variants":    replace(inPath("/products"), `"stock":2`, `"quantity":2`),
	"shopinventory/product-by-id":        requery(inPath("/products/3"), "include=variants", ""),
	"shopinventory/variant-by-id":        respond(inPath("/products/4"), http.StatusOK, `{"id":4}`),
	"shopinventory/products-status":      requery(inQuery("status=active"), "status=active", "status=inactive"),
	"shopinventory/unknown-filter":       requery(inQuery("shelfwire_probe"), "shelfwire_probe=1", ""),
	"shopinventory/taxes":                replace(inPath("/taxonomy"), `[`, `{"data":[`),
	"shopinventory/orders-sort":          requery(inPath("/orders"), "date_created.desc", "date_created.asc"),
	"shopinventory/orders-readable":      replace(inPath("/orders"), `"total_amount":59.50`, `"total_amount":"59,50"`),
	"shopinventory/orders-dates":         replace(inPath("/orders"), `:00Z`, `:00`),
	"shopinventory/orders-stable":        turnOrders,
	"shopinventory/orders-created-day":   func(w *world) { w.shop.SetCreatedDay(time.UTC, false) },
	"shopinventory/orders-ids":           respond(inQuery("ids="), http.StatusNotFound, `{"error":{"name":"not_found","message":"no"}}`),
	"shopinventory/orders-ids-limit":     requery(inQuery("ids="), "limit=1&", "limit=10&"),
	"shopinventory/orders-ids-total":     replace(inQuery("ids="), `"total":2`, `"total":3`),
	"shopinventory/order-by-id":          requery(inPath("/orders/5"), "include=line_items", ""),
	"shopinventory/order-suffix":         respond(isMethodAndEnd("/orders/5003"), http.StatusOK, `{"id":"5003"}`),
	"shopinventory/unknown-sku":          respond(inPath("probe-no-such-sku"), http.StatusBadRequest, `{"error":{"name":"bad","message":"no"}}`),
	"shopinventory/unknown-id":           respond(inPath("/id/2147483647"), http.StatusNotFound, `{"message":"no"}`),
	"shopinventory/unknown-ean":          respond(inPath("/ean/9999999999994"), http.StatusOK, `{"id":null}`),
	"shopinventory/sku-slash":            respond(inPath("%2F"), http.StatusNotFound, `<h1>Not Found</h1>`),
	"shopinventory/set-on-hand":          replace(isMethod(http.MethodPatch, ""), `"stock":5`, `"stock":4`),
	"shopinventory/set-keeps-prices": func(w *world) {
		patched := false
		w.tamper.response = func(s *sent, r *received) {
			if patched = patched || s.Method == http.MethodPatch; patched {
				r.body = strings.ReplaceAll(r.body, `"price_gross":59.5`, `"price_gross":59`)
			}
		}
	},
	"shopinventory/rate-headers": withHeader("X-Ratelimit-Remaining", "soon"),
	"shopinventory/too-many":     respond(inPath("/id/2147483647"), http.StatusTooManyRequests, `{"error":{"name":"limit","message":"no"}}`),
	"shopinventory/redirect": func(w *world) {
		w.variables["MERCHANTPRO_SHOP_URL"] = "https://www.shop.example"
		w.tamper.request = func(s *sent) { s.URL.Scheme, s.URL.Host = "http", hostOf(w.shop.URL()) }
	},
	"shopinventory/http2": withTLS("HTTP/1.1"),

	"virtpos/key-in-body": func(w *world) {
		w.tamper.request = func(s *sent) {
			if s.Method == http.MethodPost {
				s.body = ""
			}
		}
	},
	"virtpos/readable": replace(inQuery("xml"), `<cogs>0.00</cogs>`, `<cogs>0,00</cogs>`),
	"virtpos/charset": func(w *world) {
		w.tamper.response = func(_ *sent, r *received) {
			r.Header.Set("Content-Type", "text/xml")
			r.body = strings.ReplaceAll(r.body, ` encoding="UTF-8"`, ``)
		}
	},
	"virtpos/fields":           replace(inQuery("xml"), `article>`, `sku>`),
	"virtpos/json":             replace(inQuery("json"), `"2.000"`, `"3.000"`),
	"virtpos/default-format":   withoutFormat("json"),
	"virtpos/count":            replace(inQuery("xml"), `<count>2</count>`, `<count>9</count>`),
	"virtpos/lots":             replace(inQuery("xml"), `2026-02`, `2026-01`),
	"virtpos/available":        replace(inQuery("xml"), `<available_quantity>1.500`, `<available_quantity>2.500`),
	"virtpos/external-ids":     replace(inQuery("xml"), `<lot_number>`, `<ext_id>1</ext_id><lot_number>`),
	"virtpos/expiry-form":      replace(inQuery("xml"), `<expdate>`, `<expdate>1.2.`),
	"virtpos/version":          replace(inPath("/getOnhandVersion"), `version>`, `number>`),
	"virtpos/item-filter":      func(w *world) { w.till.SetIgnoredFilters("itemid") },
	"virtpos/warehouse-filter": func(w *world) { w.till.SetIgnoredFilters("warehouseid") },
	"virtpos/in-stock-only":    func(w *world) { w.till.SetIgnoredFilters("stockonly") },
	"virtpos/name-whole":       func(w *world) { w.till.SetIgnoredFilters("itemname") },
	"virtpos/unknown-item":     respond(inQuery("itemid=2147483647"), http.StatusNotFound, `<root><success>0</success><info>no</info></root>`),
	"virtpos/unknown-warehouse": respond(inQuery("warehouseid=2147483647"), http.StatusOK,
		`<root><success>1</success><warehouses/></root>`),
	"virtpos/whole-warehouse": func(w *world) {
		w.tamper.response = func(s *sent, r *received) {
			if strings.Contains(s.query, "warehouseid=1") && !strings.Contains(s.query, "itemid") {
				r.body = strings.ReplaceAll(r.body, "2026-02", "2026-01")
			}
		}
	},
	"virtpos/update":        replace(inPath("/updateOnhand"), `<isnew>0`, `<isnew>1`),
	"virtpos/turnover-form": replace(inQuery("xml"), `<lot_number>`, `<turnovercalc>soon</turnovercalc><lot_number>`),
	"virtpos/update-keeps": func(w *world) {
		w.tamper.response = func(s *sent, _ *received) {
			if strings.Contains(s.URL.Path, "updateOnhand") {
				w.till.SetStock(virtpostest.Row{
					WarehouseID: 2, ItemID: 17007, OnHand: shelfwire.MustDecimal("1.5"), COGS: shelfwire.NewDecimal(9),
				})
			}
		}
	},
	"virtpos/section-warehouse":  replace(inPath("/warehouse"), `<type>warehouse<`, `<type>shop<`),
	"virtpos/section-unknown-id": respond(inQuery("id=2147483647"), http.StatusOK, `<root><success>0</success><info>no</info></root>`),
	"virtpos/section-item":       replace(inPath("/item"), `<count>1<`, `<count>2<`),
	"virtpos/item-json":          replace(inQuery("json"), `"4600000000017"`, `"0600000000017"`),
	"virtpos/enabled-only":       requery(inQuery("enabled_only=1"), "id=17007", "id=17008888"),
	"virtpos/get-only":           bodyFirst,
	"virtpos/section-item-group": replace(inPath("/itemGroup"), `item_groups>`, `groups>`),
	"virtpos/section-inflow":     func(w *world) { w.till.SetInflowName("inlow") },
	"virtpos/section-writeoff":   replace(inPath("/writeoff"), `<days_limit>1<`, `<days_limit>30<`),
	"virtpos/section-movegood":   replace(inPath("/movegood"), `<count>1<`, `<count><`),
	"virtpos/section-returns":    replace(inPath("/returns"), `<quantity>2`, `<quantity>x2`),
	"virtpos/section-customer":   ignorePages,
	"virtpos/customer-pages":     fromZero,
	"virtpos/period-on":          respond(inBody("date=20"), http.StatusOK, emptyInflows),
	"virtpos/period-range":       respond(inBody("datefrom=20"), http.StatusOK, emptyInflows),
	"virtpos/period-limit":       func(w *world) { w.till.SetDaysLimit(30) },
	"virtpos/external-id":        requery(inQuery("external_id="), "external_id=", "x="),
	"virtpos/external-id-spaces": requery(inQuery("0000-17%20"), "0000-17%20", "0000-17"),
	"virtpos/rate-headers":       withHeader("Ratelimit-Limit", "100"),
	"virtpos/plain-http": func(w *world) {
		w.variables["VIRTPOS_ADDRESS"] = "https://company.example"
		w.tamper.request = func(s *sent) { s.URL.Scheme, s.URL.Host = "http", hostOf(w.till.URL()) }
	},
	"virtpos/http2":     withTLS("HTTP/1.0"),
	"virtpos/wrong-key": respond(inBody("wrong-key"), http.StatusUnauthorized, ``),
}

// Each row notices a service that is otherwise than assumed.
func TestRows_WrongService(t *testing.T) {
	t.Parallel()
	for id, turn := range wrong {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			turn(w)
			provider, _, _ := strings.Cut(id, "/")
			findings := w.ask(t, provider)
			require.Contains(t, findings, id)
			assert.Equal(t, differs, findings[id].verdict, findings[id].seen)
			assert.NotEmpty(t, findings[id].seen)
		})
	}
}

// No row is without a service that is turned wrong for it.
func TestRows_EachHasAWrongService(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, p := range providers {
		ids = append(ids, slices.Collect(maps.Keys(newWorld(t).ask(t, p.name)))...)
	}
	assert.ElementsMatch(t, ids, slices.Collect(maps.Keys(wrong)))
}
