// Command resico prints the first products of a Resico catalogue, with prices and balances.
//
//	go run -C examples ./resico
//
// asks a fake inside the program. With RESICO_CLIENT_CODE and RESICO_CLIENT_KEY set it asks the real Resico, for
// the products that changed within a day.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	client, since, stop, err := connect()
	if err != nil {
		return err
	}
	defer stop()
	query := resico.ProductQuery{
		UpdatedAfter: since,
		Fields:       []resico.ProductField{resico.ProductName, resico.ProductPrice, resico.ProductBalance},
		PageSize:     20,
	}
	shown := 0
	for product, err := range client.Products.All(ctx, query) {
		if err != nil {
			return err
		}
		fmt.Printf("%-12s %-24s %10s %10s\n", product.SKU, product.Name, product.Price, product.Balance.Totals)
		if shown++; shown == 20 {
			break // no further page is read
		}
	}
	fmt.Printf("%d products\n", shown)
	return nil
}

// connect returns a client, and the time since when it is worth asking.
func connect() (client *resico.Client, since time.Time, stop func(), err error) {
	code, key := os.Getenv("RESICO_CLIENT_CODE"), os.Getenv("RESICO_CLIENT_KEY")
	if code == "" && key == "" {
		fake := resicotest.New()
		fake.AddProducts(catalogue()...)
		return fake.Client(nil), time.Time{}, fake.Close, nil
	}
	// One of the two alone is an error that New reports. The whole catalogue is not for every run: Resico may
	// block who asks for it too often.
	client, err = resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret(code), ClientKey: shelfwire.NewSecret(key)}, nil)
	return client, time.Now().Add(-24 * time.Hour), func() {}, err
}

// catalogue invents three products. The last one has neither a price nor a balance, which is not the same as zero.
func catalogue() []resicotest.Product {
	amount := func(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(shelfwire.MustDecimal(s)) }
	stock := func(quantity string) resico.Balance {
		return resico.Balance{
			Locations: map[string]shelfwire.Decimal{"NOL": shelfwire.MustDecimal(quantity)},
			Totals:    amount(quantity),
		}
	}
	return []resicotest.Product{
		{Product: resico.Product{SKU: "BOWL-1", Name: "Clay bowl", Price: amount("12.50"), Balance: stock("24")}},
		{Product: resico.Product{SKU: "LAMP-2", Name: "Glass lamp", Price: amount("79.00"), Balance: stock("3")}},
		{Product: resico.Product{SKU: "VASE-3", Name: "Tall vase, new"}},
	}
}
