package erpxt_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// Under a status of success, an id counts beside any code but an exception, and a code without an id says nothing.
func TestInvoicesService_Create_Codes(t *testing.T) {
	t.Parallel()
	invoice := erpxt.NewInvoice{PurchasingPartyID: 1, PaymentTypeID: 2, InvoiceType: erpxt.InvoiceTypeNet}
	for name, tc := range map[string]struct {
		body    string
		id      int64
		outcome shelfwire.Outcome
	}{
		"a word of success":           {`{"Id":55,"Code":"Success","Message":"Created"}`, 55, shelfwire.OutcomeApplied},
		"a number":                    {`{"Code":0,"Message":"Saved","Id":"55"}`, 55, shelfwire.OutcomeApplied},
		"an id elsewhere":             {`{"Code":0,"Message":"","Data":55}`, 0, shelfwire.OutcomeUnknown},
		"an object elsewhere":         {`{"Code":"OK","Message":"Created","Data":{"Id":55}}`, 0, shelfwire.OutcomeUnknown},
		"an unknown code":             {`{"Code":"E","Message":"no"}`, 0, shelfwire.OutcomeUnknown},
		"an id of zero":               {`{"Id":0,"Code":"Success"}`, 0, shelfwire.OutcomeUnknown},
		"an exception":                {`{"Code":"StateException","Message":"no"}`, 0, shelfwire.OutcomeRejected},
		"an exception, an id of zero": {`{"Id":0,"Code":"StateException"}`, 0, shelfwire.OutcomeRejected},
		"a validation":                {`{"Id":0,"ModelState":{"Items":["missing"]}}`, 0, shelfwire.OutcomeRejected},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, tc.body)
			id, err := p.client(t).Invoices.Create(t.Context(), invoice)
			assert.Equal(t, tc.id, id)
			assert.Equal(t, tc.id > 0, err == nil, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			assert.Equal(t, tc.outcome == shelfwire.OutcomeUnknown, errors.Is(err, shelfwire.ErrMalformed))
			assert.Len(t, p.calls, 1)
		})
	}
}

// Words of success without an id leave an edit and a final invoice unknown.
func TestDocuments_WordsOfSuccess(t *testing.T) {
	t.Parallel()
	const words = `{"Code":"Success","Message":"Updated"}`
	p := scriptedProvider(cannedResponse{200, editable}, cannedResponse{200, words})
	_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
		i.Description = "order 8"
		return nil
	})
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "Updated")
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))

	_, err = respondWith(200, words).client(t).AdvanceInvoices.Finalize(t.Context(), 7, erpxt.FinalizeOne)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), err)
	final, err := respondWith(200, `{"Id":55,"Code":"Success","Message":"Created"}`).client(t).
		AdvanceInvoices.Finalize(t.Context(), 7, erpxt.FinalizeOne)
	require.NoError(t, err)
	assert.Equal(t, int64(55), final.ID)
}
