package resicotest_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// readFixture reads a file of the vendor's guide, without the comments at its head.
func readFixture(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "guide", name+".txt"))
	require.NoError(t, err)
	rest := string(text)
	for strings.HasPrefix(rest, "#") {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	return rest
}

// guideRequest returns a request of the guide, with the server's URL and credentials in place of the guide's.
func guideRequest(t *testing.T, srv *resicotest.Server, name string) *http.Request {
	t.Helper()
	head, body, _ := strings.Cut(readFixture(t, name+".request"), "\n\n")
	first, _, _ := strings.Cut(head, "\n")
	method, address, _ := strings.Cut(first, " ")
	path, ok := strings.CutPrefix(strings.TrimSpace(address), resico.BaseURL)
	require.True(t, ok, address)
	return newRequest(t, srv, method, path, body)
}

// The response to every request of the guide has the members of the guide's response, in its order and of its
// types.
func TestServer_GuideShapes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"products", "balances", "balance", "customer_create", "customer_update", "invoice_create", "invoice_line",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := guideServer(t, name)
			resp, body := roundTrip(t, guideRequest(t, srv, name))
			require.Equal(t, http.StatusOK, resp.StatusCode, body)
			assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
			assert.Equal(t, shapeOf(t, readFixture(t, name+".response")), shapeOf(t, body))
		})
	}
}

// The responses that the guide did not change by hand are the same to the byte.
func TestServer_GuideResponses(t *testing.T) {
	t.Parallel()
	for name, wall := range map[string]string{
		"products": "2026-03-20 09:31:42", "balances": "2026-03-20 10:37:51", "balance": "2026-03-20 10:39:31",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := guideServer(t, name)
			setClock(t, srv, wall)
			_, body := roundTrip(t, guideRequest(t, srv, name))
			want := strings.NewReplacer(
				resico.BaseURL, srv.URL(), `"to": 37,`, `"to": 2,`, `"total": 37`, `"total": 2`,
			).Replace(readFixture(t, name+".response"))
			assert.Equal(t, compactJSON(t, want), body)
		})
	}
}

// guideServer returns a server with the records that an example of the guide needs.
func guideServer(t *testing.T, name string) *resicotest.Server {
	t.Helper()
	srv := newServerAt(t, "2026-03-20 09:00:00")
	srv.AddLocations("IBSC", "MobilePay", "NOL", "Location 1", "LOC2", "LocABC")
	switch name {
	case "products":
		srv.AddProducts(burgerProduct(), kremsProduct())
	case "balances":
		srv.AddProducts(burgerProduct(), kremsProduct(), dogFoodProduct(t), newStockedProduct("ABAC", decimalAmounts(map[string]int64{"Location 1": -5})))
	case "balance":
		srv.AddProducts(dogFoodProduct(t))
	case "customer_update":
		srv.AddCustomers(resico.NewCustomer{Code: "ABC123", Email: "old@example.com"})
	case "invoice_create":
		srv.AddCustomers(resico.NewCustomer{Code: "1", Name: "SIA TEST 13", Email: "orders13@example.com"})
	case "invoice_line":
		srv.AddProducts(resicotest.Product{Product: resico.Product{SKU: "1000010", Name: "Instrumentu komplekts "}})
		srv.AddCustomers(resico.NewCustomer{Code: "1", Email: "orders13@example.com"})
		for range 363 {
			status, body := sendRequest(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1"}`)
			require.Equal(t, http.StatusOK, status, body)
		}
	}
	return srv
}

// decimalAmounts adds zeros for the locations that all products of the guide have.
func decimalAmounts(quantities map[string]int64) map[string]shelfwire.Decimal {
	all := map[string]shelfwire.Decimal{}
	for _, code := range []string{"IBSC", "MobilePay", "NOL", "Location 1"} {
		all[code] = shelfwire.NewDecimal(quantities[code])
	}
	if extra, ok := quantities["LOC2"]; ok {
		all["LOC2"] = shelfwire.NewDecimal(extra)
	}
	return all
}

func burgerProduct() resicotest.Product {
	p := newStockedProduct("tset456-234", decimalAmounts(map[string]int64{"LOC2": 0}))
	p.Name, p.Unit, p.Price, p.SalePrice, p.Active = "Burgers extra", "GB", setPrice("0"), setPrice("0"), shelfwire.Set(true)
	return p
}

func kremsProduct() resicotest.Product {
	p := newStockedProduct("Krems-12", decimalAmounts(map[string]int64{"LOC2": 0}))
	p.Name, p.Unit, p.Price = "KP2 produkts ar garu nosaukumu", "GB", setPrice("20")
	p.SalePrice, p.Active = setPrice("0"), shelfwire.Set(true)
	return p
}

func dogFoodProduct(t *testing.T) resicotest.Product {
	t.Helper()
	p := newStockedProduct("dog_food_12", decimalAmounts(map[string]int64{"Location 1": 24}))
	moved := time.Date(2025, 11, 8, 8, 13, 51, 0, loadRiga(t))
	p.Detailed = map[string]resico.LocationBalance{
		"IBSC":       {LocationID: 5, LocationName: "IBSC HQ (IBSC)"},
		"MobilePay":  {LocationID: 3},
		"NOL":        {LocationID: 4, LocationName: "Noliktava (NOL)"},
		"Location 1": {LocationID: 1, LocationName: "Ozolu veikals (Location 1)", Updated: moved.UTC()},
	}
	return p
}

// shapeOf is a JSON text with its members in order and the kind of each value in its place.
func shapeOf(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	writeShape(t, &out, dec)
	return out.String()
}

func writeShape(t *testing.T, out *strings.Builder, dec *json.Decoder) {
	t.Helper()
	token, err := dec.Token()
	require.NoError(t, err)
	switch token := token.(type) {
	case json.Delim:
		out.WriteString(token.String() + "\n")
		for dec.More() {
			if token == '{' {
				name, err := dec.Token()
				require.NoError(t, err)
				out.WriteString(name.(string) + ": ")
			}
			writeShape(t, out, dec)
		}
		end, err := dec.Token()
		require.NoError(t, err)
		out.WriteString(end.(json.Delim).String() + "\n")
	case string:
		out.WriteString("text\n")
	case json.Number:
		out.WriteString("number\n")
	case bool:
		out.WriteString("flag\n")
	default:
		out.WriteString("null\n")
	}
}
