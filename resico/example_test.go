package resico_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// exampleServer is an ERP with two products and a customer. Its clock stands still.
func exampleServer() *resicotest.Server {
	srv := resicotest.New()
	setHour(srv, 7)
	for _, p := range []resico.Product{
		{SKU: "BOWL", Name: "Bowl", Unit: "GB", Price: shelfwire.Set(shelfwire.MustDecimal("12.10"))},
		{SKU: "LEASH", Name: "Leash, 2 m", Unit: "GB", Price: shelfwire.Set(shelfwire.MustDecimal("7.50"))},
	} {
		p.VAT, p.Active = "A", shelfwire.Set(true)
		p.Balance.Locations = map[string]shelfwire.Decimal{"Shop": shelfwire.NewDecimal(4), "Warehouse": shelfwire.NewDecimal(20)}
		srv.AddProducts(resicotest.Product{Product: p, Updated: time.Date(2026, 3, 1, 7, 0, 0, 0, time.UTC)})
	}
	srv.AddCustomers(resico.NewCustomer{Code: "C-1", Name: "SIA Piemērs", Email: "orders@example.com"})
	return srv
}

// setHour sets the server's clock to an hour of a certain day, in UTC.
func setHour(srv *resicotest.Server, hour int) {
	srv.SetClock(func() time.Time { return time.Date(2026, 3, 20, hour, 0, 0, 0, time.UTC) })
}

// The first run reads the whole catalogue, with the fields that the shop needs.
func ExampleProductsService_All() {
	srv := exampleServer()
	defer srv.Close()
	client, err := resico.New(srv.Credentials(), &shelfwire.Options{BaseURL: srv.URL()})
	if err != nil {
		fmt.Println(err)
		return
	}

	query := resico.ProductQuery{Fields: []resico.ProductField{resico.ProductName, resico.ProductPrice, resico.ProductBalance}}
	for product, err := range client.Products.All(context.Background(), query) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(product.SKU, product.Name, product.Price, product.Balance.Totals)
	}
	// Output:
	// LEASH Leash, 2 m 7.50 24
	// BOWL Bowl 12.10 24
}

// Later runs read the products that changed since the checkpoint of the run before.
func ExampleProductsService_ChangedSince() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)
	ctx := context.Background()

	var checkpoint time.Time // from the shop's database; zero for the first run
	for run := range 2 {
		changes := client.Products.ChangedSince(ctx, checkpoint, resico.ProductQuery{})
		for product, err := range changes.All() {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println("run", run+1, product.SKU, product.Balance.Totals) // store it by SKU
		}
		if next, ok := changes.Checkpoint(); ok {
			checkpoint = next // to the shop's database
		}
		fmt.Println("checkpoint", checkpoint.UTC().Format(time.TimeOnly))

		setHour(srv, 8) // an hour later one is sold
		srv.SetBalance("BOWL", "Shop", shelfwire.NewDecimal(3))
	}
	// Output:
	// run 1 LEASH 24
	// run 1 BOWL 24
	// checkpoint 06:59:00
	// run 2 BOWL 23
	// checkpoint 07:59:00
}

func ExampleProductsService_Balance() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)

	bowl, err := client.Products.Balance(context.Background(), "BOWL")
	if err != nil {
		fmt.Println(err)
		return
	}
	if quantity, ok := bowl.Balance.At("Warehouse"); ok {
		fmt.Println("in the warehouse:", quantity)
	}
	fmt.Println("reserved in the shop:", bowl.Locations["Shop"].Reserved)
	fmt.Println("on hand:", bowl.Totals.Balance)
	// Output:
	// in the warehouse: 20
	// reserved in the shop: 0
	// on hand: 24
}

func ExampleCustomersService_Create() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)

	customer, err := client.Customers.Create(context.Background(), resico.NewCustomer{
		Code: "C-2", Name: "Paraugs SIA", Email: "billing@example.com", Phone: "+37120000000",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(customer.ID, customer.Code, customer.Name)
	// Output: 2 C-2 Paraugs SIA
}

func ExampleInvoicesService_CreateWithLines() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)

	invoice, err := client.Invoices.CreateWithLines(context.Background(),
		resico.NewInvoice{CustomerCode: "C-1", PaymentMethod: resico.PaymentBank, Notes: "order 1001"},
		[]resico.NewLine{
			{SKU: "BOWL", Quantity: shelfwire.NewDecimal(2), Price: shelfwire.MustDecimal("12.10")},
			{SKU: "LEASH", Quantity: shelfwire.NewDecimal(1), Price: shelfwire.MustDecimal("7.50")},
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(invoice.Number)
	for _, line := range invoice.Lines {
		fmt.Println(line.LineNo, line.Name, "net", line.Amount, "gross", line.ActualAmount)
	}
	// Output:
	// RT-000001
	// 1 Bowl net 20 gross 24.2
	// 2 Leash, 2 m net 6.2 gross 7.5
}

// An invoice that got stuck half way is continued from the line that failed, if that line is certainly
// missing.
func ExamplePartialInvoiceError_Resume() {
	srv := exampleServer()
	defer srv.Close()
	srv.Fail(faults.ErrorBody(http.StatusUnprocessableEntity, "the stock is being counted").On("Invoices.AddLine").Skip(1))
	client := srv.Client(nil)
	ctx := context.Background()
	lines := []resico.NewLine{
		{SKU: "BOWL", Quantity: shelfwire.NewDecimal(2), Price: shelfwire.MustDecimal("12.10")},
		{SKU: "LEASH", Quantity: shelfwire.NewDecimal(1), Price: shelfwire.MustDecimal("7.50")},
	}

	_, err := client.Invoices.CreateWithLines(ctx, resico.NewInvoice{CustomerCode: "C-1"}, lines)
	if partial, ok := errors.AsType[*resico.PartialInvoiceError](err); ok {
		rest, safe := partial.Resume()
		fmt.Println(len(rest), "lines left for invoice", partial.Invoice.Number, "- safe to resume:", safe)
		if safe {
			_, err = client.Invoices.AddLines(ctx, partial.Invoice.ID, rest)
		} // otherwise somebody looks at the invoice in the ERP first
	}
	fmt.Println(err, "-", len(srv.Invoices()[0].Lines), "lines")
	// Output:
	// 1 lines left for invoice RT-000001 - safe to resume: true
	// <nil> - 2 lines
}

// Errors are told apart by errors.Is. After a failed write, OutcomeOf says whether it may be sent again.
func Example_errors() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)
	ctx := context.Background()

	_, err := client.Products.Get(ctx, "BOWLS")
	fmt.Println("unknown SKU:", errors.Is(err, shelfwire.ErrNotFound))

	_, err = client.Customers.Create(ctx, resico.NewCustomer{Name: "Paraugs SIA", Phone: "20"})
	fmt.Println("invalid input:", errors.Is(err, shelfwire.ErrInvalid), shelfwire.OutcomeOf(err))

	srv.Fail(faults.DropResponse().On("Invoices.Create")) // created, and the response lost
	_, err = client.Invoices.Create(ctx, resico.NewInvoice{CustomerCode: "C-1"})
	switch shelfwire.OutcomeOf(err) {
	case shelfwire.OutcomeNotSent, shelfwire.OutcomeRejected:
		fmt.Println("no invoice: correct it and create it again")
	default:
		fmt.Println("perhaps an invoice: look in the ERP before anything else")
	}
	// Output:
	// unknown SKU: true
	// invalid input: true not sent
	// perhaps an invoice: look in the ERP before anything else
}

// The provider can be mocked with httpmock, one transport for each client: the global activation of httpmock
// would mock every client of the process, and tests could not run in parallel. Package resicotest has a whole
// provider instead.
func ExampleNew_httpmock() {
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder(http.MethodGet, resico.BaseURL+"/products/dog_food_12/balance",
		httpmock.NewStringResponder(http.StatusOK, `{
			"status": "ok", "time": "2026-03-20T10:39:31+02:00", "type": "ProductsBalance",
			"ProductsBalance": {"data": [{"SKU": "dog_food_12", "Balance": {"NOL": 0, "Location 1": 24, "LOC2": "?"}}]}
		}`))

	client, err := resico.New(
		resico.Credentials{ClientCode: shelfwire.NewSecret("code"), ClientKey: shelfwire.NewSecret("key")},
		&shelfwire.Options{HTTPClient: &http.Client{Transport: mock}, Limiter: shelfwire.Unlimited},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	balance, err := client.Products.Balance(context.Background(), "dog_food_12")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, code := range []string{"Location 1", "LOC2", "NOL"} {
		if quantity, ok := balance.Balance.At(code); ok {
			fmt.Println(code, quantity)
		}
	}
	fmt.Println("unread:", balance.Unread)
	fmt.Println("calls:", mock.GetTotalCallCount())
	// Output:
	// Location 1 24
	// NOL 0
	// unread: [{Balance.LOC2 "?"}]
	// calls: 1
}
