package web

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// billed is a world whose orders go to ERP XT, with an order that is placed.
func billed(t *testing.T, change ...string) (w *world, token string) {
	t.Helper()
	w = newWorld(t)
	require.NoError(t, w.shop.KeepAccounts(t.Context(), shop.InERPXT))
	w.site.AsksTaxNumber = true
	w.site.Print = func(_ context.Context, invoice int64) ([]byte, error) {
		assert.EqualValues(t, 365, invoice)
		return []byte("%PDF-1.7 invented"), nil
	}
	w.open()
	form := w.filled("A", change...)
	require.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code)
	return w, form.Get("form")
}

// confirm brings order 1 to its end, or to before its confirmation.
func (w *world) confirm(number string) {
	w.t.Helper()
	ctx := w.t.Context()
	o, err := w.shop.Order(ctx, 1)
	require.NoError(w.t, err)
	for _, made := range []struct {
		step shop.Step
		key  string
	}{{shop.BuyerStep(o), "17"}, {shop.DraftStep(o), "365"}, {shop.ConfirmationStep(o), number}} {
		if made.key != "" {
			_, _, err := w.shop.Begin(ctx, made.step, nil)
			require.NoError(w.t, err)
			require.NoError(w.t, w.shop.Done(ctx, made.step, made.key))
		}
	}
	if number != "" {
		require.NoError(w.t, w.shop.CloseOrder(ctx, o.ID, shop.OrderSent, ""))
	}
}

func TestInvoice(t *testing.T) {
	t.Parallel()
	w, token := billed(t)
	own, office := "/orders/"+token, officeAddress(1)
	w.confirm("")
	for _, page := range []string{own, office} {
		assert.NotContains(t, w.get(page), "invoice.pdf", "a draft is no invoice")
		assert.Equal(t, http.StatusNotFound, w.do(http.MethodGet, page+"/invoice.pdf", nil).Code)
	}
	w.confirm("FS/20/6/1")
	for _, page := range []string{own, office} {
		assert.Contains(t, w.get(page), `href="`+page+`/invoice.pdf"`)
		assert.Contains(t, words(w.get(page)), "it is in ERP XT as invoice FS/20/6/1")
		assert.Contains(t, words(w.get(page)), "Invoice FS/20/6/1 (PDF)")
		assert.Contains(t, words(w.get(page)), "Confirmation of the invoice done 1")
		assert.NotContains(t, words(w.get(page)), "Resico")
		reply := w.do(http.MethodGet, page+"/invoice.pdf", nil)
		require.Equal(t, http.StatusOK, reply.Code)
		assert.Equal(t, "%PDF-1.7 invented", reply.Body.String())
		assert.Equal(t, "application/pdf", reply.Header().Get("Content-Type"))
		assert.Equal(t, "attachment; filename=invoice-FS-20-6-1.pdf", reply.Header().Get("Content-Disposition"))
		assert.Equal(t, "17", reply.Header().Get("Content-Length"))
		assert.Equal(t, "nosniff", reply.Header().Get("X-Content-Type-Options"))
		assert.Equal(t, "no-store", reply.Header().Get("Cache-Control"))
	}
	assert.Contains(t, words(w.get(office)), "In ERP XT 17")
	for _, none := range []string{"/orders/AAAAAAAAAAAAAAAAAAAAAAAAAA", "/office/orders/2", "/office/orders/x"} {
		assert.Equal(t, http.StatusNotFound, w.do(http.MethodGet, none+"/invoice.pdf", nil).Code, none)
	}
	w.site.Print = nil
	w.open()
	assert.Equal(t, http.StatusNotFound, w.do(http.MethodGet, own+"/invoice.pdf", nil).Code)
	assert.NotContains(t, w.get(own), "invoice.pdf")
}

func TestInvoice_cannotBePrinted(t *testing.T) {
	t.Parallel()
	w, token := billed(t)
	w.confirm("FS/20/6/1")
	w.site.Print = func(context.Context, int64) ([]byte, error) { return nil, errors.New("what was inside") }
	w.open()
	reply := w.do(http.MethodGet, "/orders/"+token+"/invoice.pdf", nil)
	assert.Equal(t, http.StatusServiceUnavailable, reply.Code)
	assert.Contains(t, words(reply.Body.String()), "The invoice cannot be fetched now")
	assert.NotContains(t, reply.Body.String(), "what was inside")
	assert.Contains(t, reply.Header().Get("Content-Type"), "text/html")
	assert.Empty(t, reply.Header().Get("Content-Disposition"))
	assert.Contains(t, w.log.String(), "what was inside")
}

// A few invoices are fetched at a time; another request waits for its turn, and no longer than it may.
func TestInvoice_atATime(t *testing.T) {
	t.Parallel()
	w, token := billed(t)
	w.confirm("FS/20/6/1")
	began, end := make(chan struct{}), make(chan struct{})
	w.site.Print = func(context.Context, int64) ([]byte, error) {
		began <- struct{}{}
		<-end
		return []byte("%PDF-"), nil
	}
	w.open()
	address := "/orders/" + token + "/invoice.pdf"
	served := make(chan int, maxPrints)
	for range maxPrints {
		go func() { served <- w.do(http.MethodGet, address, nil).Code }()
		<-began
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	third := w.do(http.MethodGet, address, nil, func(r *http.Request) { *r = *r.WithContext(gone) })
	assert.NotEqual(t, http.StatusOK, third.Code)
	close(end)
	for range maxPrints {
		assert.Equal(t, http.StatusOK, <-served)
	}
}

func TestOrderPage_unclearInERPXT(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		step func(shop.Order) shop.Step
		want string
	}{
		"buyer": {shop.BuyerStep, "Look in ERP XT for a customer with the e-mail address buyer@shop.example, the name Example Buyer " +
			"and the address Example Street 1, Riga, or with the tax number"},
		"invoice": {shop.DraftStep, `Look in ERP XT for an invoice with the description "Order 1"; its key is the ID`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, token := billed(t)
			o, err := w.shop.Order(t.Context(), 1)
			require.NoError(t, err)
			_, _, err = w.shop.Begin(t.Context(), test.step(o), nil)
			require.NoError(t, err)
			require.NoError(t, w.shop.Park(t.Context(), test.step(o), "unknown", "silence"))
			assert.Contains(t, words(w.get("/orders/"+token)), "may or may not be in ERP XT")
			require.NoError(t, w.shop.CloseOrder(t.Context(), 1, shop.OrderParked, "two of them"))
			assert.Contains(t, words(w.get(officeAddress(1))), test.want)
			status, page := w.settle(1, "there", "C-1")
			assert.Equal(t, http.StatusUnprocessableEntity, status)
			assert.Contains(t, words(page), "The ID must be a number")
			status, _ = w.settle(1, "there", "17")
			assert.Equal(t, http.StatusSeeOther, status)
		})
	}
}

func TestTaxNumber(t *testing.T) {
	t.Parallel()
	w, _ := billed(t, "taxnumber", "PL 677-006-54-06")
	o, err := w.shop.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "6770065406", o.Customer.TaxNumber)
	assert.Contains(t, words(w.get(officeAddress(1))), "Tax number 6770065406")
	for text, want := range map[string]string{
		"":               "",
		"6770065406":     "",
		"pl677-00-65406": "",
		"6770065407":     "a digit of this one is wrong",
		"5260250274":     "",
		"677006540":      "Enter a Polish tax number (NIP) of ten digits",
		"67700654066":    "Enter a Polish tax number (NIP) of ten digits",
		"677006540X":     "Enter a Polish tax number (NIP) of ten digits",
	} {
		form := w.filled("A", "taxnumber", text, "quantity", "1")
		reply := w.do(http.MethodPost, "/products/A/orders", form)
		if want == "" {
			assert.NotContains(t, reply.Body.String(), "NIP) of ten", text)
			continue
		}
		assert.Equal(t, http.StatusUnprocessableEntity, reply.Code, text)
		assert.Contains(t, words(reply.Body.String()), want, text)
	}
	assert.NotContains(t, newWorld(t).get("/products/A"), "taxnumber", "Resico has no use for it")
}
