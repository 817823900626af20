package erpxttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// Odd forms stand in lines and nested objects, too; a client that edits something else sends them back as they came.
func TestServer_SetOddFormOf(t *testing.T) {
	t.Parallel()
	srv := newDraft(t)
	forms := map[string]string{
		"Items[1].Quantity": `"2,0"`, "Items[1].ProductName": "false", "Items[0].VatRateId": `"x"`, "IssueDate": `"5.1.2026"`,
		"PurchasingParty.City": "false", "GrossTotal": `"23,10"`, "Description": "[1]",
	}
	for member, form := range forms {
		srv.SetOddFormOf("Invoices", 1, member, form)
	}
	client := srv.Client(nil)
	before := encodedRecord(t, srv, invoices+"/1")
	assert.Contains(t, before, `"ProductId":2,"Quantity":"2,0","ProductCurrencyPrice":5,"ProductPrice":5,"ProductName":false,`)
	assert.Contains(t, before, `"City":false,`)
	assert.Len(t, srv.Invoices()[0].Unread, len(forms))
	assert.Equal(t, []int64{1}, idsOf(t, srv, invoices+"?$filter=GrossTotal%20eq%2023.1", "Id"), "filters go by the value")

	_, err := client.Invoices.Edit(t.Context(), 1, func(i *erpxt.Invoice) error {
		i.PaymentDeadline = date("2026-05-05")
		i.Items[0], i.Items[1] = i.Items[1], i.Items[0]
		return nil
	})
	require.NoError(t, err)
	after := srv.Invoices()[0]
	assert.Equal(t, date("2026-05-05"), after.PaymentDeadline)
	assert.Len(t, after.Unread, len(forms), "they stay")
	got := encodedRecord(t, srv, invoices+"/1")
	assert.Contains(t, got, `"Items":[{"ProductId":2,"Quantity":"2,0","ProductCurrencyPrice":5,"ProductPrice":5,"ProductName":false,`)
	assert.Contains(t, got, `"CurrencyGrossTotal":23.10,`, "the true quantity counts")

	_, err = client.Invoices.Confirm(t.Context(), 1, nil)
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	_, err = client.Invoices.Edit(t.Context(), 1, func(i *erpxt.Invoice) error {
		i.Items[0].Quantity, i.IssueDate, i.Description = price("3"), date("2026-01-06"), "new"
		i.Items = i.Items[:1]
		return nil
	})
	require.NoError(t, err)
	after = srv.Invoices()[0]
	assert.Equal(t, "3", after.Items[0].Quantity.String())
	assert.Len(t, after.Unread, 3, "those of the server's own members")
	for member := range forms {
		if member != "Items[1].ProductName" && member != "Items[1].Quantity" {
			srv.SetOddFormOf("Invoices", 1, member, "")
		}
	}
	srv.SetOddFormOf("Invoices", 1, "Items[0].ProductName", "")
	assert.Empty(t, srv.Invoices()[0].Unread)
}

func TestServer_SetOddFormOf_Customers(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.SetOddFormOf("Customers", 1, "Address.City", "[]")
	srv.SetOddFormOf("Customers", 1, "CustomerType", `"firma"`)
	customer, err := srv.Client(nil).Customers.Edit(t.Context(), 1, func(c *erpxt.Customer) error {
		assert.Len(t, c.Unread, 2)
		c.Mail = "new@example.com"
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, "new@example.com", customer.Mail)
	got := encodedRecord(t, srv, "/v1.2/customers/1")
	assert.Contains(t, got, `"City":[],`)
	assert.Contains(t, got, `"CustomerType":"firma",`)
	mustSend(t, srv, http.MethodPut, "/v1.2/customers", `{"Id": 1, "Name": "A", "CustomerType": 1, "Address": {"City": "X"}}`)
	assert.Empty(t, srv.Customers()[0].Unread)
	assert.Equal(t, "X", srv.Customers()[0].Address.City)
}

func TestServer_SetOddFormOf_Panics(t *testing.T) {
	t.Parallel()
	srv := newDraft(t)
	for _, tc := range []struct {
		resource     string
		id           int64
		member, form string
	}{
		{"Orders", 1, "Id", "1"}, {"Invoices", 2, "Id", "1"}, {"Invoices", 1, "Odd", "1"}, {"Invoices", 1, "Number", "x"},
		{"Invoices", 1, "Items[2].Quantity", "1"}, {"Invoices", 1, "Items[0]", "1"}, {"Invoices", 1, "ReceivingParty.Name", "1"},
		{"Invoices", 1, "Items.0", "1"}, {"Invoices", 1, "", "1"}, {"Invoices", 1, "Number.Text", "1"},
	} {
		assert.Panics(t, func() { srv.SetOddFormOf(tc.resource, tc.id, tc.member, tc.form) }, tc)
	}
	for _, resource := range []string{
		"Products", "Customers", "PaymentTypes", "BankAccounts", "VATRates", "Invoices",
	} {
		srv.SetOddFormOf(resource, 1, map[bool]string{true: "RateId", false: "Id"}[resource == "VATRates"], "false")
	}
	assert.Contains(t, encodedRecord(t, srv, "/v1.2/vatrates"), `"RateId":false`)
}
