// Command shopinventory counts a delivery into the stock of a MerchantPro shop, no line of it twice. A line is the SKU
// of a product and the quantity that came:
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
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func main() {
	left := flag.String("left", "left.csv", "the `file` for what is not known to be in")
	flag.Parse()
	if err := run(context.Background(), flag.Args(), *left); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, files []string, left string) error {
	if len(files) > 1 { // what was meant for a flag, perhaps
		return fmt.Errorf("unexpected argument %q: flags come before the file, of which there is one", files[1])
	}
	delivery := strings.Join(files, "")
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
	err = countIn(ctx, client.Inventory, delivery, left)
	if errors.Is(err, errLeft) && isFake {
		fmt.Printf("\nThe fake is there for this run only, so here is the second run, with %s:\n\n", left)
		return countIn(ctx, client.Inventory, left, left)
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
		fake := stocked()
		return fake.Client(nil), true, fake.Close, nil
	}
	// Some of them alone are an error that New reports.
	client, err = shopinventory.New(address, cred, nil)
	return client, false, func() {}, err
}

// stocked is a fake with what the sample names. Of two responses that it loses, one is to a line that was counted in, and
// one to a line that was not; to the program both look alike.
func stocked() *shopinventorytest.Server {
	fake := shopinventorytest.New()
	for _, sku := range []string{"BOWL-1", "LAMP-2", "VASE-3"} {
		fake.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: sku, OnHand: shelfwire.Set(shelfwire.NewDecimal(5))}})
	}
	fake.Fail(faults.DropResponse().On("Inventory.Update").Skip(1), faults.DropRequest().On("Inventory.Update").Skip(2))
	return fake
}
