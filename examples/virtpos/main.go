// Command virtpos replaces the stock of a VirtualPOS warehouse by a count. A line of the count is the article of an item,
// a lot, which can be empty, and a quantity:
//
//	go run -C examples ./virtpos -warehouse 1 count.csv
//
// shows what would change, and what would be set to zero because the count does not have it; -apply does it. The company
// is that of VIRTPOS_ADDRESS and VIRTPOS_API_KEY. Without them it is a fake inside the program, with a small count.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func main() {
	warehouse := flag.Int64("warehouse", 1, "the `id` of the warehouse in VirtualPOS")
	apply := flag.Bool("apply", false, "replace the stock; without it, what would change is only shown")
	flag.Parse()
	if err := run(context.Background(), *warehouse, flag.Arg(0), *apply); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, warehouse int64, file string, apply bool) error {
	client, isFake, stop, err := connect()
	if err != nil {
		return err
	}
	defer stop()
	if file == "" && !isFake {
		return errors.New("name the file of a count: the sample is for the fake")
	}
	return replace(ctx, client, warehouse, file, apply)
}

func replace(ctx context.Context, client *virtpos.Client, warehouse int64, file string, apply bool) error {
	count, err := readCount(file)
	if err != nil {
		return err
	}
	shelf, err := readShelf(ctx, client, warehouse)
	if err != nil {
		return err
	}
	updates, err := shelf.compare(ctx, count)
	if err != nil || !apply {
		return err
	}
	report, err := client.Store.ReplaceOnHand(ctx, virtpos.WarehouseID(warehouse), feed(updates), virtpos.ReplaceOptions{})
	for _, row := range report.Rows {
		if row.Err != nil {
			fmt.Printf("line %d, %s: %s: %v\n", row.Index+1, count[row.Index].article, row.Outcome(), row.Err)
		}
	}
	fmt.Printf("%d updated, %d failed, %d unknown; zeroing: %s\n",
		report.Updated(), report.Failed(), report.Unknown(), report.ZeroOutcome)
	for _, row := range report.Missing {
		fmt.Printf("line %d, %s: has no stock any more\n", row.Index+1, count[row.Index].article)
	}
	if report.CheckErr != nil {
		fmt.Println("the stock could not be read back:", report.CheckErr)
	}
	return err // says why nothing was zeroed, or that too much was
}

func connect() (client *virtpos.Client, isFake bool, stop func(), err error) {
	address, key := os.Getenv("VIRTPOS_ADDRESS"), os.Getenv("VIRTPOS_API_KEY")
	if address == "" && key == "" {
		fake := virtpostest.New()
		fill(fake)
		return fake.Client(nil), true, fake.Close, nil
	}
	// One of the two alone is an error that New reports.
	client, err = virtpos.New(address, virtpos.Credentials{APIKey: shelfwire.NewSecret(key)}, nil)
	return client, false, func() {}, err
}
