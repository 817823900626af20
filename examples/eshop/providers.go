package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
)

const providersUsage = `Usage: eshop providers [flags]

Runs the four fakes as a process of their own, until it is interrupted. They keep what they are given for as long as the
process lives, so that a program that works with them can be killed and started again:

  eshop -providers http://127.0.0.1:9000 -database fakes.db

At the address itself are, for people and tests:

  GET  /        where the fakes are, and their credentials
  GET  /state   what they hold: invoices, customers, product cards, listings, orders, the till's stock, calls
  GET  /calls   how many calls they have got
  POST /heal    ends the faults
  POST /open    opens the fake MerchantPro shop, so that people order in it; programs do so when they start, and say in
                which currency
  POST /touch   changes a few prices and stocks in the fake Resico, and lets people order in the fake MerchantPro shop
                once it is open

`

// providersCommand runs the fakes as a process of their own.
func providersCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	options, err := parseProviders(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return statusOK
	}
	var providers *demo.Providers
	if err == nil { // a port that is in use is the wrong one, too
		providers, err = demo.StartProviders(ctx, options)
	}
	if ctx.Err() != nil && providers == nil { // interrupted while they were being filled
		return statusOK
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "eshop providers:", err)
		return statusUsage
	}
	defer providers.Close()
	introduceProviders(providers, progress.New(stdout))
	<-ctx.Done()
	return statusOK
}

func parseProviders(args []string, stderr io.Writer) (o demo.Options, err error) {
	flags := flag.NewFlagSet("eshop providers", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, providersUsage)
		flags.PrintDefaults()
	}
	if len(args) > 0 && args[0] == "help" {
		args = []string{"-help"}
	}
	flags.StringVar(&o.Listen, "listen", "127.0.0.1:9000",
		"the `address` to ask for the fakes, which take the four ports behind it; any five ports with port 0")
	flags.IntVar(&o.Products, "products", defaultProducts, "fill them with `n` products")
	flags.Uint64Var(&o.Seed, "seed", 1, "choose products and faults by this `number`")
	flags.DurationVar(&o.Latency, "latency", 5*time.Millisecond, "how long each response takes")
	flags.Float64Var(&o.Faults, "faults", 0, faultsHelp)
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q; all settings are flags", flags.Arg(0))
	case !isLoopback(o.Listen):
		return o, fmt.Errorf("-listen %s: want a loopback address and a port, such as 127.0.0.1:9000: "+
			"the fakes are for this machine only", o.Listen)
	case o.Latency < 0:
		return o, errors.New("-latency must not be negative")
	}
	return o, errors.Join(checkProducts(o.Products), checkFaults(o.Faults))
}

// Settings of the fakes, inside the program or not.
const (
	defaultProducts = 300
	maxProducts     = 100_000 // the fakes keep them in memory
	faultsHelp      = "let each call to a fake fail with this `probability`, from 0 to 1: no response, half a response,\n" +
		"an error before or after it was carried out, too many calls, or a response that takes long"
)

func checkProducts(n int) error {
	if n < 1 || n > maxProducts {
		return fmt.Errorf("-products must be from 1 to %d", maxProducts)
	}
	return nil
}

func checkFaults(rate float64) error {
	if !(rate >= 0 && rate <= 1) { // which is how it catches what is no number, too
		return errors.New("-faults must be between 0 and 1")
	}
	return nil
}

// isLoopback reports whether an address with a port is of this machine, and for this machine only.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// introduceProviders says where everything is, and how to work with it.
func introduceProviders(p *demo.Providers, board *progress.Board) {
	d := p.Directory()
	board.Field("Resico", d.Resico.URL)
	board.Field("ERP XT", d.ERPXT.URL)
	board.Field("MerchantPro", d.MerchantPro.URL)
	board.Field("VirtualPOS", d.VirtPOS.URL, fmt.Sprintf("the warehouse %q is the till", demo.Till))
	board.Field("state", p.URL()+"/state")
	board.Say("")
	board.Say("They forget everything when this process ends. To work with them, with a database of their own:")
	board.Say("")
	board.Say("  export ESHOP_PROVIDERS=%s", p.URL())
	board.Say("  go run -C examples ./eshop -database fakes.db")
}
