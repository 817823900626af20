// Command shopinventory counts a delivery into the stock of a MerchantPro shop, no line of it twice. A line is the SKU
// or the EAN of a product and the quantity that came:
//
//	go run -C examples ./shopinventory delivery.csv
//
// counts it into the shop of MERCHANTPRO_SHOP_URL, MERCHANTPRO_API_KEY and MERCHANTPRO_API_SECRET. What is not known to
// be in is kept in the file left.csv, for a second run: ./shopinventory left.csv. Without those variables the shop is a
// fake inside the program, which knows the products of a sample and loses two responses; the second run follows at once.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func main() {
	left := flag.String("left", "left.csv", "the `file` for what is not known to be in")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) // what is on its way then is kept, too
	err := run(ctx, flag.Arg(0), *left)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var errLeft = errors.New("not everything is known to be in")

func run(ctx context.Context, delivery, left string) error {
	client, isFake, stop, err := connect()
	if err != nil {
		return err
	}
	defer stop()
	if delivery == "" && !isFake {
		return errors.New("name the file of a delivery: the sample is for the fake")
	}
	// What an earlier run has left must not be overwritten: it alone tells what the stock was.
	if _, err := os.Stat(left); err == nil && left != delivery {
		return fmt.Errorf("%s is there still: count it in first, or give another -left", left)
	}
	err = countIn(ctx, client, delivery, left)
	if errors.Is(err, errLeft) && isFake {
		fmt.Printf("\nThe fake is there for this run only, so here is the second run, with %s:\n\n", left)
		return countIn(ctx, client, left, left)
	}
	return err
}

func connect() (client *shopinventory.Client, isFake bool, stop func(), err error) {
	address := os.Getenv("MERCHANTPRO_SHOP_URL")
	cred := shopinventory.Credentials{
		APIKey:    shelfwire.NewSecret(os.Getenv("MERCHANTPRO_API_KEY")),
		APISecret: shelfwire.NewSecret(os.Getenv("MERCHANTPRO_API_SECRET")),
	}
	if address == "" && cred.APIKey.IsZero() && cred.APISecret.IsZero() {
		fake := shopinventorytest.New()
		fill(fake)
		return fake.Client(nil), true, fake.Close, nil
	}
	// Some of them alone are an error that New reports.
	client, err = shopinventory.New(address, cred, nil)
	return client, false, func() {}, err
}
