package erpxttest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

// must fails a test when a call fails, and drops its result.
func must[T any](t *testing.T) func(T, error) {
	return func(_ T, err error) {
		t.Helper()
		require.NoError(t, err)
	}
}

// The calls of a client reach every operation of the server, under its name.
func TestServer_Client_ReachesEveryOperation(t *testing.T) {
	t.Parallel()
	srv := newFullShop(t)
	c, ctx, q := srv.Client(nil), t.Context(), erpxt.Query{}
	must[[]erpxt.Product](t)(c.Products.List(ctx, q))
	must[int64](t)(c.Products.Create(ctx, newBowl()))
	must[erpxt.Product](t)(c.Products.Edit(ctx, 1, func(p *erpxt.Product) error { p.Name = "New"; return nil }))
	require.NoError(t, c.Products.Delete(ctx, 1))
	must[[]erpxt.Customer](t)(c.Customers.List(ctx, q))
	must[int64](t)(c.Customers.Create(ctx, erpxt.NewCustomer{Name: "New", CustomerType: erpxt.CustomerTypePerson}))
	must[erpxt.Customer](t)(c.Customers.Edit(ctx, 1, func(p *erpxt.Customer) error { p.Name = "New"; return nil }))
	require.NoError(t, c.Customers.Delete(ctx, 2))
	must[[]erpxt.PaymentType](t)(c.PaymentTypes.List(ctx, q))
	must[erpxt.PaymentType](t)(c.PaymentTypes.Get(ctx, 1))
	must[[]erpxt.BankAccount](t)(c.BankAccounts.List(ctx, q))
	must[erpxt.BankAccount](t)(c.BankAccounts.Get(ctx, 1))
	must[[]erpxt.PrintTemplate](t)(c.PrintTemplates.List(ctx))
	must[[]erpxt.CountryVATRate](t)(c.VATRates.List(ctx))
	must[[]string](t)(c.VATRates.Countries(ctx))

	order := newOrder()
	order.Items[0].ProductID = 3
	must[[]erpxt.Invoice](t)(c.Invoices.List(ctx, q))
	id, err := c.Invoices.Create(ctx, order)
	require.NoError(t, err)
	must[erpxt.Invoice](t)(c.Invoices.At("v1.7").Edit(ctx, id, func(i *erpxt.Invoice) error { i.Description = "New"; return nil }))
	must[erpxt.Invoice](t)(c.Invoices.At("v1.5").Confirm(ctx, id, nil))
	must[[]byte](t)(c.Invoices.Print(ctx, id, erpxt.PrintOptions{TemplateID: 2}))
	require.NoError(t, c.Invoices.Delete(ctx, 1))

	must[[]erpxt.Proforma](t)(c.Proformas.List(ctx, q))
	id, err = c.Proformas.Create(ctx, erpxt.NewProforma{PurchasingPartyID: 1, PaymentTypeID: 1, InvoiceType: erpxt.InvoiceTypeNet})
	require.NoError(t, err)
	must[erpxt.Proforma](t)(c.Proformas.Edit(ctx, id, func(p *erpxt.Proforma) error { p.Description = "New"; return nil }))
	must[[]byte](t)(c.Proformas.Print(ctx, id, erpxt.PrintOptions{}))
	require.NoError(t, c.Proformas.Delete(ctx, id))
	must[[]erpxt.AdvanceInvoice](t)(c.AdvanceInvoices.List(ctx, q))
	must[erpxt.AdvanceInvoice](t)(c.AdvanceInvoices.Get(ctx, 1))
	must[erpxt.Invoice](t)(c.AdvanceInvoices.Finalize(ctx, 1, erpxt.FinalizeAll))
	must[[]byte](t)(c.AdvanceInvoices.Print(ctx, 1, erpxt.PrintOptions{}))

	must[[]erpxt.Correction](t)(c.Corrections.List(ctx, q))
	id, err = c.Corrections.Draft(ctx, srv.Invoices()[1].ID)
	require.NoError(t, err)
	must[erpxt.Correction](t)(c.Corrections.Edit(ctx, id, func(x *erpxt.Correction) error {
		x.CorrectionReasonText = "returned"
		x.Items[0].Quantity = price("1")
		return nil
	}))
	must[erpxt.Correction](t)(c.Corrections.Confirm(ctx, id, nil))
	must[[]byte](t)(c.Corrections.Print(ctx, id, erpxt.PrintOptions{}))
	require.NoError(t, c.Corrections.Delete(ctx, 1))
	must[[]erpxt.PurchaseInvoice](t)(c.PurchaseInvoices.List(ctx, q))
	must[erpxt.PurchaseInvoice](t)(c.PurchaseInvoices.Get(ctx, 1))
	must[[]erpxt.VATPurchase](t)(c.VATPurchases.List(ctx, q))
	must[erpxt.VATPurchase](t)(c.VATPurchases.Get(ctx, 1))
	must[[]erpxt.Payment](t)(c.Payments.List(ctx, q))

	for _, e := range srv.Endpoints() {
		assert.NotZero(t, srv.Calls(e.Op), e.Op)
	}
	for _, r := range srv.Requests() {
		assert.Less(t, r.Status, 300, "%s %s", r.Method, r.Path)
		assert.NotEmpty(t, r.Op, r.Path)
		assert.False(t, strings.HasSuffix(r.Op, ".Replace") && strings.Contains(r.Body, `"Number"`) && !strings.HasPrefix(r.Op, "Corrections"))
	}
	corrected := srv.Corrections()
	assert.Equal(t, erpxt.DocumentStatusConfirmed, corrected[len(corrected)-1].Status)
	assert.Equal(t, "returned", corrected[len(corrected)-1].CorrectionReasonText)
}
