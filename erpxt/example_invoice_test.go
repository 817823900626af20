package erpxt_test

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// order is a paid order of a shop.
type order struct {
	number      string
	buyer       erpxt.NewCustomer
	items       []erpxt.NewItem
	gross, vat  shelfwire.Decimal // what the buyer paid, and the VAT in it
	paymentType int64
}

// issueInvoice issues the invoice of an order: at most one, however often it is called.
func issueInvoice(ctx context.Context, client *erpxt.Client, o *order) (erpxt.Invoice, []byte, error) {
	buyer, err := client.Customers.FindOrCreate(ctx, o.buyer)
	if err != nil {
		return erpxt.Invoice{}, nil, err
	}
	id, err := client.Invoices.CreateOnce(ctx, erpxt.NewInvoice{
		PurchasingPartyID: buyer.ID, PaymentTypeID: o.paymentType, InvoiceType: erpxt.InvoiceTypeGross,
		Description: o.number, PaymentStatus: erpxt.PaymentStatusPaid, Items: o.items,
	})
	if err != nil {
		return erpxt.Invoice{}, nil, err
	}
	invoice, err := client.Invoices.Confirm(ctx, id, func(i *erpxt.Invoice) error {
		gross, _ := i.GrossTotal.Get()
		vat, _ := i.VATTotal.Get()
		if !gross.Equal(o.gross) || !vat.Equal(o.vat) {
			return fmt.Errorf("the invoice has %s with VAT of %s, the order %s with %s", gross, vat, o.gross, o.vat)
		}
		return nil
	})
	if err != nil {
		return invoice, nil, err
	}
	pdf, err := client.Invoices.Print(ctx, id, erpxt.PrintOptions{})
	return invoice, pdf, err
}

// The customer is found or created, the invoice created once, compared with the order, confirmed, and printed. Then its
// payment is looked at.
func ExampleInvoicesService_Confirm() {
	srv := exampleServer()
	defer srv.Close()
	client, ctx := srv.Client(nil), context.Background()

	paid := order{
		number: "order 2026/117",
		buyer: erpxt.NewCustomer{
			Name: "Zielony Kubek Sp. z o.o.", CustomerTaxNumber: "6770065406", CustomerType: erpxt.CustomerTypeBusiness,
		},
		items: []erpxt.NewItem{
			{ProductID: 1, Quantity: shelfwire.MustDecimal("2"), ProductCurrencyPrice: shelfwire.MustDecimal("24.99")},
		},
		gross: shelfwire.MustDecimal("49.98"), vat: shelfwire.MustDecimal("9.35"),
		paymentType: srv.PaymentTypes()[0].ID,
	}
	invoice, pdf, err := issueInvoice(ctx, client, &paid)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(invoice.Status, invoice.NetTotal, invoice.VATTotal, invoice.GrossTotal, string(pdf[:5]))

	again, _, err := issueInvoice(ctx, client, &paid)
	fmt.Println(again.ID == invoice.ID, err, len(srv.Invoices()), len(srv.Customers()))

	now, err := client.Invoices.Get(ctx, invoice.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(now.PaymentStatus)
	// Output:
	// confirmed 40.63 9.35 49.98 %PDF-
	// true <nil> 1 1
	// paid
}

// A card with another rate of VAT gives the same gross total: the VAT tells, and nothing is confirmed.
func ExampleInvoicesService_Confirm_rejected() {
	srv := exampleServer()
	defer srv.Close()
	srv.AddProducts(erpxt.Product{ID: 4, Name: "Książka", Rate: erpxt.VAT8, UnitOfMeasurement: "egz."})
	client := srv.Client(nil)

	_, _, err := issueInvoice(context.Background(), client, &order{
		number: "order 2026/118",
		buyer:  erpxt.NewCustomer{Name: "Jan Nowak", Mail: "jan@example.com", CustomerType: erpxt.CustomerTypePerson},
		items: []erpxt.NewItem{
			{ProductID: 4, Quantity: shelfwire.MustDecimal("1"), ProductCurrencyPrice: shelfwire.MustDecimal("24.99")},
		},
		gross: shelfwire.MustDecimal("24.99"), vat: shelfwire.MustDecimal("4.67"),
		paymentType: srv.PaymentTypes()[0].ID,
	})
	fmt.Println(err)
	fmt.Println(shelfwire.OutcomeOf(err), srv.Invoices()[0].Status)
	// Output:
	// erpxt: Invoices.Confirm: nothing was confirmed: the invoice has 24.99 with VAT of 1.85, the order 24.99 with 4.67
	// not sent draft
}
