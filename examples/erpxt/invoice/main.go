// Command invoice issues the invoice of an order in ERP XT: it finds or creates the customer by tax number or e-mail,
// creates the invoice once, confirms it when its sums are those of the order, and saves its PDF.
//
//	go run -C examples ./erpxt/invoice -order 2026/117 -tax 6770065406 -name "Zielony Kubek" -pdf /tmp/invoice.pdf
//	go run -C examples ./erpxt/invoice -order 2026/118 -mail jan@example.com -name "Jan Nowak" -lose
//
// works on a fake inside the program; -lose makes it lose the response to the new invoice, and the invoice itself arrive
// ten minutes later. With ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET set the program works on the real ERP XT, where
// confirming may send the invoice to the tax authority.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// order is what the shop knows: the buyer has paid gross, and vat is the part of it that is VAT.
type order struct {
	number, name, tax, mail, pdf string
	product, paymentType         int64
	quantity, price, gross, vat  shelfwire.Decimal
}

func main() {
	o := order{
		quantity: shelfwire.MustDecimal("2"), price: shelfwire.MustDecimal("24.99"),
		gross: shelfwire.MustDecimal("49.98"), vat: shelfwire.MustDecimal("9.35"),
	}
	flag.StringVar(&o.number, "order", "2026/117", "`number` of the order, which finds its invoice again")
	flag.StringVar(&o.name, "name", "Zielony Kubek", "`name` of the buyer")
	flag.StringVar(&o.tax, "tax", "", "tax `number` of a buyer that is a business")
	flag.StringVar(&o.mail, "mail", "", "`e-mail` address of the buyer")
	flag.StringVar(&o.pdf, "pdf", "", "`file` to save the invoice to")
	flag.Int64Var(&o.product, "product", 1, "`id` of the product that was ordered")
	flag.Int64Var(&o.paymentType, "payment", 1, "`id` of the type of payment")
	flag.TextVar(&o.quantity, "quantity", o.quantity, "ordered `quantity`")
	flag.TextVar(&o.price, "price", o.price, "gross `price` of one")
	flag.TextVar(&o.gross, "gross", o.gross, "gross `total` of the order")
	flag.TextVar(&o.vat, "vat", o.vat, "`VAT` in the total")
	lose := flag.Bool("lose", false, "lose the response to the new invoice (fake only)")
	flag.Parse()
	if err := run(context.Background(), flag.Args(), &o, *lose); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, o *order, lose bool) error {
	if len(args) > 0 { // the second half of a name, perhaps, and flags behind it would be none
		return fmt.Errorf("unexpected argument %q: all settings are flags", args[0])
	}
	client, stop, err := connect(lose)
	if err != nil {
		return err
	}
	defer stop()
	id, err := create(ctx, client, o)
	if err != nil && shelfwire.OutcomeOf(err) == shelfwire.OutcomeUnknown {
		// The request may still arrive: another one now could make a second invoice. A shop parks the order here, and a
		// person, or a job ten minutes later, only looks.
		fmt.Println("parked:", err)
		return look(ctx, client, o)
	}
	if err != nil {
		return err
	}
	invoice, err := client.Invoices.Confirm(ctx, id, o.compare)
	if err != nil {
		return err // whatever its outcome, calling Confirm again is safe
	}
	fmt.Printf("invoice %s: %s, %s, %s with VAT of %s\n",
		invoice.Number, invoice.Status, invoice.PaymentStatus, invoice.GrossTotal, invoice.VATTotal)
	if o.pdf == "" {
		return nil
	}
	pdf, err := client.Invoices.Print(ctx, id, erpxt.PrintOptions{})
	if err != nil {
		return err
	}
	fmt.Printf("%d bytes of PDF saved to %s\n", len(pdf), o.pdf)
	return os.WriteFile(o.pdf, pdf, 0o600)
}

// create returns the id of the draft of the order's invoice. Each step finds what an earlier run has made.
func create(ctx context.Context, client *erpxt.Client, o *order) (int64, error) {
	buyer := erpxt.NewCustomer{
		Name: o.name, CustomerTaxNumber: o.tax, Mail: o.mail, CustomerType: erpxt.CustomerTypePerson,
	}
	if o.tax != "" {
		buyer.CustomerType = erpxt.CustomerTypeBusiness
	}
	card, err := client.Customers.FindOrCreate(ctx, buyer)
	if err != nil {
		return 0, err
	}
	return client.Invoices.CreateOnce(ctx, erpxt.NewInvoice{
		PurchasingPartyID: card.ID, PaymentTypeID: o.paymentType, InvoiceType: erpxt.InvoiceTypeGross,
		PaymentStatus: erpxt.PaymentStatusPaid, Description: o.reference(),
		Items: []erpxt.NewItem{{ProductID: o.product, Quantity: o.quantity, ProductCurrencyPrice: o.price}},
	})
}

func (o *order) reference() string { return "order " + o.number }

// compare stops the confirmation of an invoice with other sums. The VAT counts as well: a product card with another
// rate has the same gross total.
func (o *order) compare(i *erpxt.Invoice) error {
	gross, _ := i.GrossTotal.Get()
	vat, _ := i.VATTotal.Get()
	if !gross.Equal(o.gross) || !vat.Equal(o.vat) {
		return fmt.Errorf("the invoice has %s with VAT of %s, the order %s with %s", gross, vat, o.gross, o.vat)
	}
	return nil
}

// look says what became of a parked order, and sends nothing that creates.
func look(ctx context.Context, client *erpxt.Client, o *order) error {
	found, err := client.Invoices.FindByDescription(ctx, o.reference())
	if err != nil {
		return err
	}
	fmt.Printf("looked: %d invoices so far; look again in ten minutes, and run this again only then\n", len(found))
	return nil
}

func connect(lose bool) (client *erpxt.Client, stop func(), err error) {
	id, secret := os.Getenv("ERPXT_CLIENT_ID"), os.Getenv("ERPXT_CLIENT_SECRET")
	if id == "" && secret == "" {
		fake := erpxttest.New()
		fake.AddProducts(erpxt.Product{Name: "Cup", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23})
		if lose {
			fake.LandLater("Invoices.Create", 10*time.Minute)
		}
		return fake.Client(nil), fake.Close, nil
	}
	// One of the two alone is an error that New reports.
	client, err = erpxt.New(erpxt.Credentials{ClientID: shelfwire.NewSecret(id), ClientSecret: shelfwire.NewSecret(secret)}, nil)
	return client, func() {}, err
}
