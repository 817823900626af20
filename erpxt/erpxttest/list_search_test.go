package erpxttest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// phrase returns the query of a full-text search.
func phrase(text string) string { return "?$fts=" + url.QueryEscape(text) }

// The search finds parties by name, also where the document has only their ids, and goes with all other options.
func TestServer_List_FullText(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddInvoices(
		erpxt.Invoice{PurchasingPartyID: 1, Description: "it's for JAN"},
		erpxt.Invoice{PurchasingPartyID: 2},
		erpxt.Invoice{ReceivingPartyID: 2},
		erpxt.Invoice{PurchasingPartyID: 3},
	)
	srv.AddProformas(erpxt.Proforma{PurchasingPartyID: 2}, erpxt.Proforma{PurchasingPartyID: 1})
	for query, want := range map[string][]int64{
		phrase("'jan'"):                          {1, 2, 3},
		phrase("'Jan N'"):                        {2, 3},
		phrase("'it''s'"):                        {1},
		phrase("'fs/26/4/4'"):                    {4},
		phrase("''"):                             {1, 2, 3, 4},
		phrase("'nobody'"):                       {},
		phrase("'jan'") + "&$skip=1":             {2, 3},
		phrase("'jan'") + "&$top=1":              {1},
		phrase("'jan'") + "&$orderby=Id%20desc":  {3, 2, 1},
		phrase("'jan'") + "&$filter=Id%20gt%201": {2, 3},
		phrase("'jan'") + "&$orderby=Number%20desc&$filter=Id%20lt%203": {2, 1},
		"?$orderby=Number%20desc&$filter=Id%20lt%203":                   {2, 1},
	} {
		assert.Equal(t, want, idsOf(t, srv, invoices+query, "Id"), query)
	}
	assert.Equal(t, []int64{1}, idsOf(t, srv, proformas+phrase("'NOWAK'"), "Id"))
	for _, text := range []string{"", "jan", "'jan", "'jan' 'nowak'"} {
		r := mustReject(t, srv, http.MethodGet, invoices+phrase(text), "")
		assert.Equal(t, map[string]string{"Option": "$fts"}, r.Data, text)
	}
}

// A server that ignores $filter responds with everything else that was asked for.
func TestServer_SetIgnoreFilter(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	const query = "/v1.2/customers?$filter=Mail%20eq%20'nobody'"
	assert.Empty(t, idsOf(t, srv, query, "Id"))
	srv.SetIgnoreFilter(true)
	assert.Equal(t, []int64{1, 2, 3}, idsOf(t, srv, query, "Id"))
	assert.Equal(t, []int64{3, 2}, idsOf(t, srv, query+"&$orderby=Id%20desc&$top=2", "Id"))
	assert.Equal(t, "ODataException", mustReject(t, srv, http.MethodGet, query+"x", "").Code)
	_, err := srv.Client(nil).Customers.FindByMail(t.Context(), "nobody@example.com")
	assert.ErrorIs(t, err, shelfwire.ErrIncomplete)
	srv.SetIgnoreFilter(false)
	assert.Empty(t, idsOf(t, srv, query, "Id"))
}

// Documents are found by the members that the vendor's articles filter by.
func TestServer_List_Documents(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	for _, day := range []string{"2023-01-19", "2023-01-20", "2023-01-21", "2023-01-21"} {
		srv.AddInvoices(erpxt.Invoice{IssueDate: date(day), PurchasingPartyID: 1, Description: "order 'x' " + day})
	}
	for query, want := range map[string][]int64{
		"?$filter=IssueDate%20gt%20datetime'2023-01-20'":                                    {3, 4},
		"?$orderby=IssueDate%20desc,%20Id%20desc&$skip=0&$top=3":                            {4, 3, 2},
		"?$filter=Number%20eq%20'FS/23/1/2'":                                                {2},
		"?$filter=Description%20eq%20'order%20''x''%202023-01-20'":                          {2},
		"?$filter=PurchasingPartyId%20eq%201%20and%20IssueDate%20le%20datetime'2023-01-19'": {1},
	} {
		assert.Equal(t, want, idsOf(t, srv, invoices+query, "Id"), query)
	}
}
