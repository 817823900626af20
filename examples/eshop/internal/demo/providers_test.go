package demo_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func providers(t *testing.T, o demo.Options) *demo.Providers {
	t.Helper()
	o.Listen, o.Products = "127.0.0.1:0", 30
	p, err := demo.StartProviders(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(p.Close)
	return p
}

// ask returns the status and the body of an answer.
func ask(t *testing.T, method, address string, header ...string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	require.NoError(t, err)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	require.NoError(t, err)
	defer func() { assert.NoError(t, response.Body.Close()) }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body)
}

// beside is a client of the Resico of that process, found as another process finds it.
func beside(t *testing.T, p *demo.Providers) *resico.Client {
	t.Helper()
	d, err := demo.Find(t.Context(), p.URL())
	require.NoError(t, err)
	assert.Equal(t, p.Directory(), *d)
	at := d.Resico
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret(at.ID), ClientKey: shelfwire.NewSecret(at.Key)}, &shelfwire.Options{
		BaseURL: at.URL, Limiter: shelfwire.Unlimited, Retry: shelfwire.RetryPolicy{MaxAttempts: 1},
		HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	})
	require.NoError(t, err)
	return client
}

func TestProviders(t *testing.T) {
	t.Parallel()
	p := providers(t, demo.Options{Seed: 1})
	client := beside(t, p)
	customer, err := client.Customers.Create(t.Context(), resico.NewCustomer{Code: "C-1", Email: "buyer@shop.example"})
	require.NoError(t, err)
	invoice, err := client.Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: customer.Code, Notes: "Order 1"})
	require.NoError(t, err)
	line := resico.NewLine{SKU: "SW-0002", Quantity: shelfwire.NewDecimal(2), Price: shelfwire.MustDecimal("9.90")}
	added, err := client.Invoices.AddLine(t.Context(), invoice.ID, line)
	require.NoError(t, err)

	status, text := ask(t, http.MethodGet, p.URL()+"/state")
	require.Equal(t, http.StatusOK, status)
	var s demo.State
	require.NoError(t, json.Unmarshal([]byte(text), &s))
	assert.Equal(t, []demo.CustomerState{{Code: "C-1", Email: "buyer@shop.example"}}, s.Resico.Customers)
	require.Len(t, s.Resico.Invoices, 1)
	assert.Equal(t, "Order 1", s.Resico.Invoices[0].Notes)
	require.Len(t, s.Resico.Invoices[0].Lines, 1)
	assert.EqualValues(t, added.ID, s.Resico.Invoices[0].Lines[0].ID)
	assert.Equal(t, "2 × 9.90", s.Resico.Invoices[0].Lines[0].Quantity.String()+" × "+
		s.Resico.Invoices[0].Lines[0].Price.String())
	assert.Equal(t, 1, s.Resico.Calls["Invoices.AddLine"])
	assert.Len(t, s.ERPXT.Cards, 1)
	assert.Len(t, s.MerchantPro.Listings, 29)
	assert.Len(t, s.VirtPOS.Till, 10)
	assert.Equal(t, "SW-0001", s.VirtPOS.Till[0].SKU)

	_, text = ask(t, http.MethodGet, p.URL()+"/calls")
	assert.Equal(t, "3\n", text)
	for address, want := range map[string]int{"/": 405, "/elsewhere": 404, "/heal": 204, "/touch": 204, "/open?currency=PLN": 204, "/open": 400} {
		status, _ = ask(t, http.MethodPost, p.URL()+address)
		assert.Equal(t, want, status, address)
	}
	status, _ = ask(t, http.MethodPost, p.URL()+"/heal", "Sec-Fetch-Site", "cross-site")
	assert.Equal(t, http.StatusForbidden, status, "no page in a browser changes anything")
}

// What changes is found by an incremental walk.
func TestProviders_touch(t *testing.T) {
	t.Parallel()
	p := providers(t, demo.Options{Seed: 1})
	client := beside(t, p)
	ask(t, http.MethodPost, p.URL()+"/touch")
	changed := 0
	since := time.Now().Add(-time.Hour)
	for _, err := range client.Products.All(t.Context(), resico.ProductQuery{UpdatedAfter: since}) {
		require.NoError(t, err)
		changed++
	}
	assert.Equal(t, demo.Touched, changed)
}

// The MerchantPro shop opens once, for the first program that comes, and then only its currency changes.
func TestProviders_open(t *testing.T) {
	t.Parallel()
	p := providers(t, demo.Options{Seed: 1})
	ask(t, http.MethodPost, p.URL()+"/touch")
	assert.Empty(t, p.State().MerchantPro.Orders)
	for range 2 {
		require.NoError(t, demo.OpenMerchantPro(t.Context(), p.URL(), shop.InResico))
		assert.Len(t, p.State().MerchantPro.Orders, 6)
	}
	require.NoError(t, demo.OpenMerchantPro(t.Context(), p.URL(), shop.InERPXT))
	ask(t, http.MethodPost, p.URL()+"/touch")
	orders := p.State().MerchantPro.Orders
	require.Len(t, orders, 8)
	assert.Equal(t, "EUR", orders[0].Currency)
	assert.Equal(t, "PLN", orders[7].Currency)
	p.Close()
	err := demo.OpenMerchantPro(t.Context(), p.URL(), shop.InERPXT)
	assert.ErrorContains(t, err, "cannot open the MerchantPro shop at "+p.URL())
}

func TestOpenMerchantPro_somethingElse(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	err := demo.OpenMerchantPro(t.Context(), server.URL, shop.InResico)
	assert.ErrorContains(t, err, "cannot open the MerchantPro shop at "+server.URL+": 404")
}

func TestProviders_cannotListen(t *testing.T) {
	t.Parallel()
	p := providers(t, demo.Options{})
	for address, want := range map[string]string{
		strings.TrimPrefix(p.URL(), "http://"): "address already in use",
		"127.0.0.1":                            "missing port",
		"127.0.0.1:http":                       "is not a port",
		"127.0.0.1:65534":                      "65536", // there is no room behind it
	} {
		_, err := demo.StartProviders(t.Context(), demo.Options{Listen: address, Products: 1})
		require.ErrorContains(t, err, want, address)
	}
}

func TestFind_somethingElse(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"a page": "<html>", "other JSON": `{"account":"x"}`, "nothing": ""} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, body)
		}))
		_, err := demo.Find(t.Context(), server.URL)
		require.ErrorContains(t, err, "is not `eshop providers`", name)
		server.Close()
		_, err = demo.Find(t.Context(), server.URL)
		require.ErrorContains(t, err, "cannot find the providers at "+server.URL, name)
	}
}

// outcomes says of many calls, one after the other, which of them failed.
func outcomes(t *testing.T, rate float64, seed uint64) (failed []bool) {
	t.Helper()
	server := resicotest.NewServer(t)
	server.AddProducts(resicotest.Product{Product: resico.Product{SKU: "A", VAT: "A"}})
	faults := demo.Disturb(server, rate, seed, 1)
	client := server.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}})
	call := func() bool {
		_, err := client.Products.Balance(t.Context(), "A")
		return err != nil
	}
	for range 120 {
		failed = append(failed, call())
	}
	faults.ClearFaults()
	for range 20 {
		assert.False(t, call(), "healed")
	}
	return failed
}

func TestDisturb(t *testing.T) {
	t.Parallel()
	first := outcomes(t, 0.3, 7)
	assert.Equal(t, first, outcomes(t, 0.3, 7), "the seed decides")
	assert.NotEqual(t, first, outcomes(t, 0.3, 8))
	failed := 0
	for _, f := range first {
		if f {
			failed++
		}
	}
	assert.InDelta(t, 120*0.3*7/8, failed, 15, "a delay is no failure")
	assert.NotContains(t, outcomes(t, 0, 7), true)
}
