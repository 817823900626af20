// Command erpxt raises the gross prices of an ERP XT price list by a percentage, exactly.
//
//	go run -C examples ./erpxt -percent 7.5 -filter "UnitOfMeasurment eq 'szt.'"
//
// prints old and new prices of a fake inside the program and changes nothing; -apply writes. With ERPXT_CLIENT_ID and
// ERPXT_CLIENT_SECRET set it works on the real ERP XT.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

func main() {
	percent := shelfwire.MustDecimal("5")
	flag.TextVar(&percent, "percent", percent, "raise prices by this `percentage`; below 0 lowers them")
	only := flag.String("filter", "", "only products that match this OData `filter`")
	apply := flag.Bool("apply", false, "write the new prices; without it they are only shown")
	flag.Parse()
	filter := erpxt.ProductSaleGrossPrice.Gt(shelfwire.MustDecimal("0"))
	if *only != "" {
		filter = filter.And(erpxt.RawFilter(*only))
	}
	if err := run(context.Background(), flag.Args(), filter, percent, *apply); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, filter erpxt.Filter, percent shelfwire.Decimal, apply bool) error {
	if len(args) > 0 { // a filter behind it would be none
		return fmt.Errorf("unexpected argument %q: all settings are flags", args[0])
	}
	client, stop, err := connect()
	if err != nil {
		return err
	}
	defer stop()
	changed := 0
	// The walk goes by id, so it meets no product twice, also when its new price matches the filter still.
	for product, err := range client.Products.All(ctx, erpxt.ProductQuery{Filter: filter}) {
		if err != nil {
			return err
		}
		price, known := product.SaleGrossPrice.Get()
		if !known { // it came in a form that cannot be read for certain, which is not a price of 0
			fmt.Printf("%-10s %-28s has no readable price and stays as it is\n", product.ProductCode, product.Name)
			continue
		}
		next := raise(price, percent)
		if apply {
			if err := write(ctx, client, product.ID, price, next); err != nil {
				// Another run over the whole filter would raise those before it again.
				return fmt.Errorf("%w\n%d prices were written; look at product %d, then go on with the filter Id ge %[3]d",
					err, changed, product.ID)
			}
		}
		fmt.Printf("%-10s %-28s %10s %10s\n", product.ProductCode, product.Name, price.StringFixed(2), next.StringFixed(2))
		changed++
	}
	fmt.Printf("%d prices; written: %t (see -apply)\n", changed, apply)
	return nil
}

// raise computes with decimals, so that no grosz is lost, and rounds half up to two places.
func raise(price, percent shelfwire.Decimal) shelfwire.Decimal {
	hundred := shelfwire.NewDecimal(100)
	return price.Mul(hundred.Add(percent)).DivRound(hundred, 2)
}

// write changes the price of a card and keeps the rest of it. A price that somebody changed meanwhile stays.
func write(ctx context.Context, client *erpxt.Client, id int64, price, next shelfwire.Decimal) error {
	_, err := client.Products.Edit(ctx, id, func(p *erpxt.Product) error {
		if now, known := p.SaleGrossPrice.Get(); !known || !now.Equal(price) {
			return fmt.Errorf("product %d costs %s by now, not %s", id, p.SaleGrossPrice, price)
		}
		p.SaleGrossPrice = shelfwire.Set(next) // the provider works out the net price
		return nil
	})
	return err
}

func connect() (client *erpxt.Client, stop func(), err error) {
	id, secret := os.Getenv("ERPXT_CLIENT_ID"), os.Getenv("ERPXT_CLIENT_SECRET")
	if id == "" && secret == "" {
		fake := erpxttest.New()
		gross := func(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(shelfwire.MustDecimal(s)) }
		fake.AddProducts(
			erpxt.Product{Name: "Keyboard", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23, SaleGrossPrice: gross("100.00")},
			erpxt.Product{Name: "Mouse, wireless", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23, SaleGrossPrice: gross("24.99")},
			erpxt.Product{Name: "Change of a disk", UnitOfMeasurement: "h", Rate: erpxt.VAT23, SaleGrossPrice: gross("123.00")},
		)
		return fake.Client(nil), fake.Close, nil
	}
	// One of the two alone is an error that New reports.
	client, err = erpxt.New(erpxt.Credentials{ClientID: shelfwire.NewSecret(id), ClientSecret: shelfwire.NewSecret(secret)}, nil)
	return client, func() {}, err
}
