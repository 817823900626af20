package erpxttest_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// newAdvances returns a server with confirmed advance invoices 1 to 3, the first two of one deal, and a draft 4.
func newAdvances(t *testing.T) *erpxttest.Server {
	t.Helper()
	srv := newShop(t)
	advance := erpxt.AdvanceInvoice{
		PurchasingPartyID: 1, PaymentTypeID: 2, Status: erpxt.DocumentStatusConfirmed, Description: "deal",
		Items: []erpxt.Item{{
			ProductID: 1, Quantity: price("2"), ProductCurrencyPrice: price("50.00"), CurrencyAdvance: price("30.00"),
		}},
	}
	draft := advance
	draft.Status = ""
	srv.AddAdvanceInvoices(advance, advance, advance, draft)
	srv.LinkAdvanceInvoices(1, 2)
	return srv
}

func finalizePath(id int64, all string) string {
	return "/v1.2/advanceInvoices/" + strconv.FormatInt(id, 10) + "/finalize?convertAll=" + all
}

func TestServer_AddAdvanceInvoices(t *testing.T) {
	t.Parallel()
	srv := newAdvances(t)
	got := encodedRecord(t, srv, "/v1.4/advanceInvoices/1")
	assert.Equal(t, got, encodedRecord(t, srv, "/v1.4/advanceinvoices/1"))
	assert.Equal(t, map[string]string{
		"Number": `"FZ/26/4/1"`, "PaymentDeadline": `"2026-04-15T00:00:00+02:00"`, "PaymentType": "1", "NetTotal": "",
	}, members(t, got, "Number", "PaymentDeadline", "PaymentType", "NetTotal"))
	assert.Contains(t, got, `{"ProductId":1,"Quantity":2,"ProductCurrencyPrice":50.00,"ProductPrice":50.00,`+
		`"ProductDescription":"","UnitOfMeasurement":"szt.","VatRateId":null,"CurrencyAdvance":30.00,"Id":2}`)
	srv.DeleteAdvanceInvoices(1, 2)
	assert.Len(t, srv.AdvanceInvoices(), 2)
	assert.Panics(t, func() { srv.LinkAdvanceInvoices(3, 9) })
}

// The final invoice of one, and of all of a deal, comes as an object.
func TestServer_Finalize(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		id       int64
		all      string
		rejected []int64 // cannot be finalized any more
	}{
		"one of a deal":  {1, "false", []int64{1}},
		"a whole deal":   {2, "true", []int64{1, 2}},
		"all of one":     {3, "true", []int64{3}},
		"one by itself":  {3, "false", []int64{3}},
		"one by letters": {3, "False", []int64{3}},
	} {
		srv := newAdvances(t)
		status, body := sendRequest(t, srv, http.MethodPost, finalizePath(tc.id, tc.all), "")
		require.Equal(t, http.StatusOK, status, body)
		assert.Equal(t, encodedRecord(t, srv, invoices+"/1"), body)
		final := srv.Invoices()[0]
		assert.Equal(t, shelfwire.Set(true), final.IsFinal)
		assert.Equal(t, erpxt.DocumentStatusDraft, final.Status)
		assert.Equal(t, "123.00", final.GrossTotal.String())
		assert.Equal(t, "FS/26/4/1", final.Number)
		assert.Equal(t, "deal", final.Description)
		for id := int64(1); id <= 3; id++ {
			status, body := sendRequest(t, srv, http.MethodPost, finalizePath(id, "false"), "")
			done := false
			for _, rejected := range tc.rejected {
				done = done || rejected == id
			}
			assert.Equal(t, done, status != http.StatusOK, "%s: %d: %s", name, id, body)
		}
	}
}

func TestServer_Finalize_Rejected(t *testing.T) {
	t.Parallel()
	srv := newAdvances(t)
	before := srv.Snapshot()
	assert.Equal(t, "a draft cannot be finalized: AdvanceInvoice#4",
		mustReject(t, srv, http.MethodPost, finalizePath(4, "false"), "").Message)
	assert.Equal(t, "EntityNotFoundException", mustReject(t, srv, http.MethodPost, finalizePath(9, "true"), "").Code)
	for _, all := range []string{"", "yes"} {
		assert.Equal(t, map[string][]string{"convertAll": {"is neither true nor false"}},
			mustReject(t, srv, http.MethodPost, finalizePath(1, all), "").ModelState)
	}
	srv.LinkAdvanceInvoices(1, 4)
	assert.Equal(t, "InvalidOperationException", mustReject(t, srv, http.MethodPost, finalizePath(1, "true"), "").Code)
	assert.Equal(t, before, srv.Snapshot(), "all of a deal, or none")
	srv.DeleteAdvanceInvoices(4)
	assert.Equal(t, "EntityNotFoundException", mustReject(t, srv, http.MethodPost, finalizePath(1, "true"), "").Code)
	srv.DeleteInvoices(1)
	srv.LinkAdvanceInvoices(1)
	status, _ := sendRequest(t, srv, http.MethodPost, finalizePath(1, "true"), "")
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "the final invoice exists already: AdvanceInvoice#1",
		mustReject(t, srv, http.MethodPost, finalizePath(1, "false"), "").Message)
}
