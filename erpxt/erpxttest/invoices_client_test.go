package erpxttest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

func newOrder() erpxt.NewInvoice {
	return erpxt.NewInvoice{
		PurchasingPartyID: 1, PaymentTypeID: 2, InvoiceType: erpxt.InvoiceTypeGross, Description: "order 7",
		Items: []erpxt.NewItem{
			{ProductID: 1, Quantity: shelfwire.NewDecimal(3), ProductCurrencyPrice: shelfwire.MustDecimal("12.30")},
			{ProductID: 2, Quantity: shelfwire.NewDecimal(1), ProductCurrencyPrice: shelfwire.MustDecimal("5.00")},
		},
	}
}

// A client brings an order from the customer to the printed invoice.
func TestServer_AllOperations_Invoices(t *testing.T) {
	t.Parallel()
	for _, reading := range []erpxttest.ConfirmBody{erpxttest.ConfirmByID, erpxttest.ConfirmStores} {
		srv := newShop(t)
		srv.SetConfirmBody(reading)
		client, ctx := srv.Client(nil), t.Context()
		customer, err := client.Customers.FindOrCreate(ctx, erpxt.NewCustomer{
			Name: "Zażółć Sp. z o.o.", CustomerTaxNumber: "677-006-54-06", CustomerType: erpxt.CustomerTypeBusiness,
		})
		require.NoError(t, err)
		assert.EqualValues(t, 1, customer.ID)
		id, err := client.Invoices.CreateOnce(ctx, newOrder())
		require.NoError(t, err)
		again, err := client.Invoices.CreateOnce(ctx, newOrder())
		require.NoError(t, err)
		assert.Equal(t, id, again)

		edited, err := client.Invoices.Edit(ctx, id, func(i *erpxt.Invoice) error {
			i.Items[0].Quantity = price("2")
			i.Items[1] = erpxt.Item{ProductID: 3, Quantity: price("1"), ProductCurrencyPrice: price("1.40")}
			return nil
		})
		require.NoError(t, err)
		assert.Equal(t, "26.00", edited.GrossTotal.String())
		_, err = client.Invoices.Confirm(ctx, id, func(*erpxt.Invoice) error { return errors.New("no") })
		require.Error(t, err)
		assert.Zero(t, srv.Calls("Invoices.Confirm"))
		draft := srv.Invoices()[0]
		confirmed, err := client.Invoices.Confirm(ctx, id, nil)
		require.NoError(t, err)
		assert.Equal(t, erpxt.DocumentStatusConfirmed, confirmed.Status)
		draft.Status = confirmed.Status
		assert.Equal(t, asJSON(t, draft), asJSON(t, confirmed), "nothing else has changed")

		found, err := client.Invoices.FindByNumber(ctx, "FS/26/4/1")
		require.NoError(t, err)
		assert.Equal(t, id, found.ID)
		pdf, err := client.Invoices.Print(ctx, id, erpxt.PrintOptions{})
		require.NoError(t, err)
		assert.True(t, bytes.HasPrefix(pdf, []byte("%PDF-")))
		require.ErrorIs(t, client.Invoices.Delete(ctx, id), shelfwire.ErrInvalid)
		assert.Len(t, srv.Invoices(), 1)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}
