// Command probe asks a service whether what this module assumes of it holds: one row for each assumption.
//
//	go run -C examples ./probe [resico|erpxt|shopinventory|virtpos …]
//
// A service is the real one when the variables of its key are set, the same as for the small examples, and the fake when
// none of them is. Without a name, all four are asked.
//
// It is meant to leave a running integration alone. It reads, one call after the other, at a quarter of the client's
// default rate, with at most 80 calls to a service, and makes each of them once: lists hold at most ten rows or the
// documents of one day, apart from the rates of tax of a shop and the countries of the EU, and stock is that of the item
// that -item names. It stops at the first response that rejects the key, denies access or asks
// to slow down. What goes beyond that has a flag of its own: see -help. A stock is never zeroed.
//
// The exit status is 0 when every row holds or cannot be told, 1 when one does not hold, and 2 when a service could not
// be asked. The file of -shape has the members, kinds and lengths of all responses, without their values, and -issue
// prints a text for an issue. Neither has a key, a name, an address or a number of the company in it; look at them all
// the same before you show them.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/transcript"
)

// The exit statuses.
const (
	exitDiffers  = 1 // an assumption does not hold
	exitNotAsked = 2 // a service could not be asked, or not to the end
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	c := config{getenv: os.Getenv, stdout: os.Stdout, stderr: os.Stderr}
	status := c.run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

// flags are the options of the command line.
type flags struct {
	items                                                  []string
	customer, baseURL, shape                               string
	json, issue                                            bool
	token, stock, write, wrongKey, keyInQuery, justChanged bool
}

// isSet reports whether a row may be asked that needs a flag.
func (f *flags) isSet(name string) bool {
	allowed := map[string]bool{
		"-token": f.token, "-stock": f.stock, "-write": f.write, "-wrong-key": f.wrongKey, "-customer": f.customer != "",
	}
	return allowed[name]
}

// parse reads the command line, and returns the names of the providers.
func (f *flags) parse(args []string, output io.Writer) (names []string, err error) {
	set := flag.NewFlagSet("probe", flag.ContinueOnError)
	set.SetOutput(output)
	set.Usage = func() {
		fmt.Fprintln(output, "usage: probe [flags] [resico|erpxt|shopinventory|virtpos …]")
		set.PrintDefaults()
	}
	set.Func("item", "the `item` to look at: an SKU of MerchantPro, up to three separated by commas, or an item id of VirtualPOS",
		f.parseItems)
	set.StringVar(&f.customer, "customer", "",
		"Resico: the `code` of a customer that was made for this in the ERP: its post code and its address are overwritten")
	set.StringVar(&f.baseURL, "base-url", "", "the `URL` of the service, instead of the default of its package (resico, erpxt)")
	set.StringVar(&f.shape, "shape", "probe-shape.txt", "the `file` for the shape of what came from real services; empty for none")
	set.BoolVar(&f.json, "json", false, "print JSON instead of tables")
	set.BoolVar(&f.issue, "issue", false, "print a text for an issue instead of tables")
	set.BoolVar(&f.token, "token", false, "ERP XT: fetch a second token, which might end that of a running integration")
	set.BoolVar(&f.stock, "stock", false, "VirtualPOS: read the stock of a whole warehouse that has the item")
	set.BoolVar(&f.write, "write", false, writeWarning)
	set.BoolVar(&f.keyInQuery, "key-in-query", false,
		"VirtualPOS: when the key in the body is rejected, send it in the URL, which servers log")
	set.BoolVar(&f.wrongKey, "wrong-key", false, "VirtualPOS: send a wrong key, once")
	set.BoolVar(&f.justChanged, "just-changed", false,
		"Resico: a product was changed within the last minutes, so its time shows the zone")
	for len(args) > 0 { // flags and names in any order
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if args = set.Args(); len(args) > 0 {
			names, args = append(names, args[0]), args[1:]
		}
	}
	return names, f.validate(names)
}

// validate reports flags that do not fit together, or the names of the providers.
func (f *flags) validate(names []string) error {
	isAlone := len(names) == 1
	switch {
	case f.json && f.issue:
		return errors.New("-json and -issue exclude each other")
	case (f.baseURL != "" || len(f.items) > 0) && !isAlone:
		return errors.New("-base-url and -item are for one provider: name it")
	case f.baseURL != "" && !slices.Contains([]string{"resico", "erpxt"}, names[0]):
		return errors.New("-base-url is for resico and erpxt; the others have the address in their variables")
	case f.customer != "" && (!isAlone || names[0] != "resico"):
		return errors.New("-customer is for resico: name it, and it alone")
	}
	return nil
}

// maxItems bounds -item.
const maxItems = 3

func (f *flags) parseItems(text string) error {
	f.items = strings.Split(text, ",")
	if len(f.items) > maxItems || slices.Contains(f.items, "") {
		return fmt.Errorf("one to %d items, separated by commas", maxItems)
	}
	return nil
}

// run asks the providers that the command line names, and returns the exit status.
func (c *config) run(ctx context.Context, args []string) int {
	names, err := c.flags.parse(args, c.stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(c.stderr, err)
		return exitNotAsked
	}
	asked, err := findProviders(names)
	if err != nil {
		fmt.Fprintln(c.stderr, err)
		return exitNotAsked
	}
	return c.probeAll(ctx, asked)
}

// probeAll asks some providers, and writes what was seen.
func (c *config) probeAll(ctx context.Context, asked []provider) int {
	shape := transcript.NewShape()
	c.record = recordShape(shape)
	var reports []report
	status := 0
	for i := range asked {
		r, err := asked[i].probe(ctx, c)
		if err == nil {
			err = cmp.Or(r.stopError(), ctx.Err())
			reports = append(reports, r)
		}
		if err != nil {
			fmt.Fprintln(c.stderr, err)
			status = exitNotAsked
		}
	}
	if err := c.write(reports, shape); err != nil {
		fmt.Fprintln(c.stderr, err)
		return exitNotAsked
	}
	if slices.ContainsFunc(reports, func(r report) bool { return r.count(differs) > 0 }) {
		return exitDiffers
	}
	return status
}
