package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/resico"
)

// config is what the command line and the environment say.
type config struct {
	database   string
	orders     int // demo orders to place; -1 leaves it to the program
	products   int // of the Resico inside the program
	seed       uint64
	everything bool
	settle     []settlement
	resico     resico.Credentials // empty for the Resico inside the program
	erpxt      erpxt.Credentials  // empty for the ERP XT inside the program, or for none

	patience     time.Duration // how far away the next try of an order may be for the program to wait for it
	stopPatience time.Duration // how long writes that are on their way may take when the program ends
}

// settlement is what a person has found out about an order.
type settlement struct {
	order int64
	found string
}

// hasResico reports whether the program works with the real Resico.
func (c *config) hasResico() bool { return c.resico.ClientCode != "" }

// hasERPXT reports whether the program works with the real ERP XT.
func (c *config) hasERPXT() bool { return c.erpxt.ClientID != "" }

// onlyLooks reports whether ERP XT is only read: the products are the demo's and ERP XT is real.
func (c *config) onlyLooks() bool { return c.hasERPXT() && !c.hasResico() }

const usage = `Usage: eshop [flags]

Runs one cycle of an e-shop's back end: changed products and balances come in from Resico, orders go out to it, and
products and prices go to ERP XT.

Without RESICO_CLIENT_CODE and RESICO_CLIENT_KEY in the environment Resico is a fake inside the program, and without
ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET so is ERP XT. Nothing of the demo gets into a real ERP XT: with the fake
Resico it is only read. With the real Resico there is no fake ERP XT: the price list is left out.

`

func parse(args []string, getenv func(string) string, stderr io.Writer) (config, error) {
	c := config{
		resico:   resico.Credentials{ClientCode: getenv("RESICO_CLIENT_CODE"), ClientKey: getenv("RESICO_CLIENT_KEY")},
		erpxt:    erpxt.Credentials{ClientID: getenv("ERPXT_CLIENT_ID"), ClientSecret: getenv("ERPXT_CLIENT_SECRET")},
		patience: 10 * time.Second, stopPatience: 10 * time.Second,
	}
	flags := flag.NewFlagSet("eshop", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&c.database, "database", "eshop.db", "the shop's SQLite `file`; it is created when there is none")
	flags.IntVar(&c.orders, "orders", -1,
		"place `n` demo orders (default 40 on the first run and 5 on later ones; none with the real Resico)")
	flags.IntVar(&c.products, "products", 300, "fill the fake Resico with `n` products")
	flags.Uint64Var(&c.seed, "seed", 1, "choose products and orders of the demo by this `number`")
	flags.BoolVar(&c.everything, "everything", false,
		"read the whole catalogue and look at every product card, not only at what changed")
	flags.Func("settle", "go on with a parked or failed `order=key`: the key in Resico of what its unclear\n"+
		"write made, or none when it is not there; can be repeated", func(text string) error {
		settled, err := parseSettlement(text)
		c.settle = append(c.settle, settled)
		return err
	})
	if err := flags.Parse(args); err != nil {
		return config{}, err
	}
	err := c.check(flags)
	return c, err
}

func parseSettlement(text string) (settlement, error) {
	order, found, ok := strings.Cut(text, "=")
	id, err := strconv.ParseInt(order, 10, 64)
	if !ok || err != nil || found == "" {
		return settlement{}, errors.New("want ORDER=KEY or ORDER=none, such as 17=365")
	}
	return settlement{order: id, found: found}, nil
}

func (c *config) check(flags *flag.FlagSet) error {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q; all settings are flags", flags.Arg(0))
	case c.database == "":
		return errors.New("-database needs the name of a file")
	case given["orders"] && c.orders < 0:
		return errors.New("-orders must not be negative")
	case c.products < 1:
		return errors.New("-products must be at least 1")
	case (c.resico.ClientCode == "") != (c.resico.ClientKey == ""):
		return errors.New("only one of RESICO_CLIENT_CODE and RESICO_CLIENT_KEY is set: " +
			"set both for the real Resico, or neither for the fake inside the program")
	case (c.erpxt.ClientID == "") != (c.erpxt.ClientSecret == ""):
		return errors.New("only one of ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET is set: " +
			"set both for the real ERP XT, or neither")
	case c.hasResico() && given["products"]:
		return errors.New("-products fills the fake Resico, but the credentials of the real one are set")
	}
	return nil
}
