package erpxttest_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// A person marks an invoice as paid in the application, and a shop finds out.
func ExampleServer_SetPaymentStatus() {
	srv := erpxttest.New()
	defer srv.Close()
	buyer := srv.AddCustomers(erpxt.Customer{Name: "Zielony Kubek"})[0]
	cup := srv.AddProducts(erpxt.Product{Name: "Kubek", Rate: erpxt.VAT23})[0]
	client, ctx := srv.Client(nil), context.Background()
	id, err := client.Invoices.Create(ctx, erpxt.NewInvoice{
		PurchasingPartyID: buyer, PaymentTypeID: 2, InvoiceType: erpxt.InvoiceTypeGross,
		IssueDate: shelfwire.Date{Year: 2026, Month: time.April, Day: 1},
		Items: []erpxt.NewItem{{
			ProductID: cup, Quantity: shelfwire.NewDecimal(2), ProductCurrencyPrice: shelfwire.MustDecimal("24.60"),
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	srv.ConfirmInvoice(id)
	srv.SetPaymentStatus(id, erpxt.PaymentStatusPaid)

	invoice, err := client.Invoices.Get(ctx, id)
	fmt.Println(invoice.Number, invoice.NetTotal, invoice.GrossTotal, invoice.PaymentStatus, err)
	// Output: FS/26/4/1 40.00 49.20 paid <nil>
}

// A shop gives up on a request that ERP XT carries out later.
func ExampleServer_LandLater() {
	srv := erpxttest.New()
	defer srv.Close()
	var later atomic.Int64 // in minutes
	srv.SetClock(func() time.Time { return time.Date(2026, 4, 1, 12, int(later.Load()), 0, 0, time.UTC) })
	srv.LandLater("Customers.Create", 5*time.Minute)
	_, err := srv.Client(nil).Customers.Create(context.Background(), erpxt.NewCustomer{
		Name: "Zielony Kubek", CustomerType: erpxt.CustomerTypeBusiness,
	})
	fmt.Println(shelfwire.OutcomeOf(err), len(srv.Customers()))
	later.Store(10)
	fmt.Println(len(srv.Customers()))
	// Output:
	// unknown 0
	// 1
}
