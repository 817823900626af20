package resicotest_test

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// A shop creates an invoice, and the response is lost on its way. The shop learns that a retry may create a
// second one, and the ERP holds exactly one invoice.
func Example() {
	srv := resicotest.New() // in a test: resicotest.NewServer(t)
	defer srv.Close()
	srv.AddCustomers(resico.NewCustomer{Code: "C-1", Name: "SIA Piemērs", Email: "orders@example.com"})
	srv.Fail(faults.DropResponse().On("Invoices.Create"))

	client := srv.Client(nil) // in a test: the code under test, with this client
	_, err := client.Invoices.Create(context.Background(), resico.NewInvoice{CustomerCode: "C-1"})

	fmt.Println("outcome:", shelfwire.OutcomeOf(err))
	fmt.Println("requests:", srv.Calls("Invoices.Create"))
	fmt.Println("invoices:", len(srv.Invoices()))
	// Output:
	// outcome: unknown
	// requests: 1
	// invoices: 1
}
