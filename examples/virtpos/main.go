// Command virtpos replaces the stock of a VirtualPOS warehouse by a count. A line of the count is the article of an item,
// a lot, which can be empty, and a quantity:
//
//	go run -C examples ./virtpos -warehouse 1 count.csv
//
// shows what would change, and what would be set to zero because the count does not have it; -apply does it. With
// -delivery the file is a delivery, whose lines begin with a barcode instead, and are added to the stock. The company is
// that of VIRTPOS_ADDRESS and VIRTPOS_API_KEY. Without them it is a fake inside the program, with a small sample.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func main() {
	warehouse := flag.Int64("warehouse", 1, "the `id` of the warehouse in VirtualPOS")
	delivery := flag.Bool("delivery", false, "add a delivery by barcode, instead of replacing the stock by a count")
	apply := flag.Bool("apply", false, "change the stock; without it, what would change is only shown")
	flag.Parse()
	if err := run(context.Background(), *warehouse, flag.Args(), *delivery, *apply); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, warehouse int64, files []string, delivery, apply bool) error {
	if len(files) > 1 { // what was meant for flags, perhaps: another warehouse, or a delivery
		return fmt.Errorf("unexpected argument %q: flags come before the file, of which there is one", files[1])
	}
	file := strings.Join(files, "")
	client, isFake, stop, err := connect()
	if err != nil {
		return err
	}
	defer stop()
	if file == "" && !isFake {
		return errors.New("name a file: the samples are for the fake")
	}
	if delivery {
		return deliver(ctx, client, warehouse, file, apply)
	}
	return replace(ctx, client, warehouse, file, apply)
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
