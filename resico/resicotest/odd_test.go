package resicotest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func TestServer_SetStatusWord(t *testing.T) {
	t.Parallel()
	srv := till(t)
	srv.SetStatusWord("OK")
	_, body := send(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1"}`)
	assert.True(t, strings.HasPrefix(body, `{"status":"OK","time":`), body)
	inv, err := srv.Client(nil).Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: "1"})
	require.NoError(t, err)
	assert.Equal(t, int64(2), inv.ID)

	srv.SetStatusWord("")
	_, body = send(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1"}`)
	assert.True(t, strings.HasPrefix(body, `{"status":"ok",`), body)
}

func TestServer_SetQuotedNumbers(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	p := stocked(`A"1\`, map[string]shelfwire.Decimal{"L2": shelfwire.MustDecimal("-2.50")})
	p.Price, p.Name = price("12.00"), `10 \" pans`
	srv.AddProducts(p)
	srv.SetQuotedNumbers(true)
	_, body := send(t, srv, http.MethodPost, "/products", `{}`)
	assert.Contains(t, body, `"current_page":"1","data":[{"SKU":"A\"1\\","Name":"10 \\\" pans","VAT":"A","Price":"12.00",`+
		`"Balance":{"L2":"-2.50","Totals":"-2.50"}}]`)
	assert.Contains(t, body, `"per_page":"100","prev_page_url":null,"to":"1","total":"1"}}`)
	for got, err := range srv.Client(nil).Products.All(t.Context(), resico.ProductQuery{}) {
		require.NoError(t, err)
		assert.Equal(t, "12.00", got.Price.String())
	}
	srv.SetQuotedNumbers(false)
	_, body = send(t, srv, http.MethodPost, "/products", `{}`)
	assert.Contains(t, body, `"total":1}}`)
}

func TestServer_SetNoDate(t *testing.T) {
	t.Parallel()
	for _, none := range []string{"", "0000-00-00 00:00:00", "-0001-11-30T00:00:00+01:36", "$1"} {
		srv := till(t)
		srv.SetNoDate(none)
		_, body := send(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1", "ApproveDate": "2026-01-28"}`)
		for _, name := range []string{
			"ShipmentStartDate", "ShipmentEndDate", "PaymentDueDate", "ExchangeRateDate", "CreationDate", "ApprovedDate",
		} {
			assert.Contains(t, body, `"`+name+`":"`+none+`"`)
		}
		assert.Contains(t, body, `"ApproveDate":"2026-01-28"`)
		_, body = send(t, srv, http.MethodPut, "/customers/1", `{"Name": "A"}`)
		assert.Contains(t, body, `"updated":"`+none+`"`)
		srv.AddProducts(stocked("A", map[string]shelfwire.Decimal{"L": shelfwire.NewDecimal(1)}))
		_, body = send(t, srv, http.MethodGet, "/products/A/balance", "")
		assert.Contains(t, body, `"balance_updated":"`+none+`"`)
	}
}

func TestServer_SetIgnoreFilter(t *testing.T) {
	t.Parallel()
	srv := at(t, "2026-03-20 10:00:00")
	srv.AddProducts(resicotest.Product{Product: product("A")}, resicotest.Product{Product: product("B")})
	filter := `{"SKU": "A", "Updated": ">2027-01-01 00:00:00"}`
	assert.Empty(t, list(t, srv, "", filter).Data)
	srv.SetIgnoreFilter(true)
	assert.Equal(t, "A B", list(t, srv, "", filter).skus(t))
	for _, err := range srv.Client(nil).Products.All(t.Context(), resico.ProductQuery{SKUs: []string{"A"}}) {
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		assert.ErrorContains(t, err, `not asked for: "B"`)
	}
	srv.SetIgnoreFilter(false)
	assert.Empty(t, list(t, srv, "", filter).Data)
}

func TestServer_SetHidden(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	fill(srv, 5)
	srv.SetHidden(func(sku string) bool { return sku != "P000002" })
	assert.Empty(t, list(t, srv, "?limit=2&page=1&order=SKU%20desc", "").Data)
	second := list(t, srv, "?limit=2&page=2&order=SKU%20desc", "")
	assert.Equal(t, "P000002", second.skus(t))
	assert.Equal(t, 5, second.Total)
	srv.SetHidden(nil)
	assert.Len(t, list(t, srv, "", "").Data, 5)
}

func TestServer_SetBlankBalance(t *testing.T) {
	t.Parallel()
	srv := at(t, "2026-03-20 10:00:00")
	srv.AddProducts(stocked("A", map[string]shelfwire.Decimal{"L1": shelfwire.NewDecimal(3), "L2": shelfwire.NewDecimal(4)}))
	setClock(t, srv, "2026-03-20 11:00:00")
	srv.SetBlankBalance("A", "L1")
	srv.SetBlankBalance("A", "L3")
	_, body := send(t, srv, http.MethodPost, "/products", `{"Updated": ">2026-03-20 10:30:00"}`)
	assert.Contains(t, body, `"Balance":{"L1":"","L2":4,"L3":"","Totals":7}`)

	changes := srv.Client(nil).Products.ChangedSince(t.Context(), time.Time{}, resico.ProductQuery{})
	for p, err := range changes.All() {
		require.NoError(t, err)
		_, ok := p.Balance.At("L1")
		assert.False(t, ok)
	}
	require.Len(t, changes.Gaps(), 1)
	assert.Equal(t, "A", changes.Gaps()[0].SKU)

	srv.SetBalance("A", "L1", shelfwire.NewDecimal(5))
	_, body = send(t, srv, http.MethodPost, "/products", `{}`)
	assert.Contains(t, body, `"Balance":{"L1":5,"L2":4,"L3":"","Totals":9}`)
	assert.Panics(t, func() { srv.SetBlankBalance("B", "L1") })
}

// An address that the server does not know is answered by its framework, and does not mean that a product is unknown.
func TestNotFoundIsSaidByTheApplication(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	_, err := srv.Client(nil).Products.Balance(t.Context(), "A")
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	wrong := srv.Client(&shelfwire.Options{BaseURL: srv.URL() + "/v2"})
	_, err = wrong.Products.Balance(t.Context(), "A")
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.False(t, errors.Is(err, shelfwire.ErrNotFound))
}
