package erpxt_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// Under a status of success, an id counts beside any code but an exception, and a code without an id says nothing.
func TestInvoicesService_Create_Codes(t *testing.T) {
	t.Parallel()
	invoice := plainInvoice()
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

// An exception from below the provider's rules leaves open what a write did, under a 400 and under a success. A rule of
// the provider, and a status about access, do not.
func TestInvoicesService_Create_AmbiguousExceptions(t *testing.T) {
	t.Parallel()
	const rejected, unknown = shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown
	for code, want := range map[string]shelfwire.Outcome{
		"TimeoutException": unknown, "TransactionException": unknown, "ADOException": unknown, "GenericADOException": unknown,
		"StaleObjectStateException": unknown, "SqlException": unknown, "TaskCanceledException": unknown, "DbUpdateException": unknown,
		"LockAcquisitionException": unknown, "NullReferenceException": unknown, "WebException": unknown, "SocketException": unknown,
		"StateException": rejected, "QueryException": rejected, "ValidationException": rejected, "Timeout": rejected,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			p := respondWith(400, `{"Code":"`+code+`","Message":"m"}`)
			_, err := p.client(t).Invoices.Create(t.Context(), plainInvoice())
			assert.Equal(t, want, shelfwire.OutcomeOf(err), err)
			assert.Equal(t, want == rejected, errors.Is(err, shelfwire.ErrInvalid))
			assert.Len(t, p.calls, 1)

			_, err = respondWith(403, `{"Code":"`+code+`","Message":"m"}`).client(t).Invoices.Create(t.Context(), plainInvoice())
			assert.Equal(t, rejected, shelfwire.OutcomeOf(err), err)
			require.ErrorIs(t, err, shelfwire.ErrForbidden)
			if code == "Timeout" {
				return
			}
			_, err = respondWith(200, `{"Code":"`+code+`","Message":"m"}`).client(t).Invoices.Create(t.Context(), plainInvoice())
			assert.Equal(t, want, shelfwire.OutcomeOf(err), err)
		})
	}
}

// A record of the kind that is created and is missing may be the new one; any other missing record is a rejection.
func TestCreate_MissingRecordOfItsKind(t *testing.T) {
	t.Parallel()
	for entity, want := range map[string]shelfwire.Outcome{
		"Invoice": shelfwire.OutcomeUnknown, "SalesInvoice": shelfwire.OutcomeUnknown, "Product": shelfwire.OutcomeRejected,
		"Customer": shelfwire.OutcomeRejected, "": shelfwire.OutcomeRejected,
	} {
		t.Run(entity, func(t *testing.T) {
			t.Parallel()
			body := `{"Code":"EntityNotFoundException","Message":"No row","Data":{"EntityId":"18369406","EntityName":"` + entity + `"}}`
			_, err := respondWith(400, body).client(t).Invoices.Create(t.Context(), plainInvoice())
			assert.Equal(t, want, shelfwire.OutcomeOf(err), err)
			assert.Equal(t, want == shelfwire.OutcomeRejected, errors.Is(err, shelfwire.ErrNotFound))
		})
	}
	_, err := respondWith(400, `{"Code":"EntityNotFoundException","Data":{"EntityName":"ProForma"}}`).client(t).
		Proformas.Create(t.Context(), erpxt.NewProforma{PurchasingPartyID: 1, PaymentTypeID: 2, InvoiceType: erpxt.InvoiceTypeNet})
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), err)
}

func plainInvoice() erpxt.NewInvoice {
	return erpxt.NewInvoice{PurchasingPartyID: 1, PaymentTypeID: 2, InvoiceType: erpxt.InvoiceTypeNet}
}

// A description that a server may store otherwise is rejected.
func TestCreateOnce_FragileDescriptions(t *testing.T) {
	t.Parallel()
	for _, description := range []string{"order  7", "order\u00a07", "order 7 \U0001F600", "\U00010000"} {
		invoice := plainInvoice()
		invoice.Description = description
		_, err := silentClient(t).Invoices.CreateOnce(t.Context(), invoice)
		clienttest.AssertRejected(t, err, "Description")
	}
	invoice := plainInvoice()
	invoice.Description = "zamówienie 7 \uFFEE"
	_, err := scriptedProvider(cannedResponse{200, "[]"}, cannedResponse{200, "9"}).client(t).Invoices.CreateOnce(t.Context(), invoice)
	require.NoError(t, err)
}

// When a create was lost, and the look after it finds two records or a stranger's, the error says both.
func TestCreateOnce_ConflictAfterALostResponse(t *testing.T) {
	t.Parallel()
	const one = `{"Id":5,"PurchasingPartyId":1,"Description":"order 7"}`
	const two = `{"Id":6,"PurchasingPartyId":1,"Description":"order 7"}`
	empty, end := cannedResponse{200, "[]"}, cannedResponse{200, "[]"}
	invoice := plainInvoice()
	invoice.Description = "order 7"
	for name, list := range map[string]string{
		"two": `[` + one + `,` + two + `]`, "another customer's": `[{"Id":5,"PurchasingPartyId":9,"Description":"order 7"}]`,
	} {
		p := scriptedProvider(empty, cannedResponse{0, ""}, cannedResponse{200, list}, end)
		id, err := p.client(t).Invoices.CreateOnce(t.Context(), invoice)
		require.ErrorIs(t, err, shelfwire.ErrConflict, name)
		require.ErrorIs(t, err, errCut, name)
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), name)
		assert.Zero(t, id)
	}
	const card = `"Name":"Jan","CustomerType":0,"Mail":"jan@example.com"}`
	p := scriptedProvider(empty, cannedResponse{0, ""}, cannedResponse{200, `[{"Id":5,` + card + `,{"Id":6,` + card + `]`}, end)
	_, err := p.client(t).Customers.FindOrCreate(t.Context(), erpxt.NewCustomer{
		Name: "Jan", CustomerType: erpxt.CustomerTypePerson, Mail: "jan@example.com",
	})
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	require.ErrorIs(t, err, errCut)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
}
