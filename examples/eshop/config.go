package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/virtpos"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
)

// config is what the command line and the environment say.
type config struct {
	database   string
	orders     int // demo orders to place; -1 leaves it to the program
	products   int // of the Resico inside the program
	seed       uint64
	everything bool
	serve      serving
	accounts   accounts

	providers string          // where the fakes of another process are; empty for those inside the program
	fakes     *demo.Directory // of that process
	faults    float64         // with what probability a call to a fake inside the program fails

	// Empty for the providers inside the program, or for none.
	resico      resico.Credentials
	erpxt       erpxt.Credentials
	merchantPro merchantPro
	virtPOS     virtPOS

	pickUp pickUp // orders of the MerchantPro shop

	patience     time.Duration // how far away the next try of an order may be for the program to wait for it
	stopPatience time.Duration // how long writes that are on their way may take when the program ends
}

// hasResico reports whether the program works with the real Resico.
func (c *config) hasResico() bool { return !c.resico.ClientCode.IsZero() }

// hasERPXT reports whether the program works with the real ERP XT.
func (c *config) hasERPXT() bool { return !c.erpxt.ClientID.IsZero() }

// hasMerchantPro reports whether the program works with a real MerchantPro shop.
func (c *config) hasMerchantPro() bool { return c.merchantPro.shopURL != "" }

// hasVirtPOS reports whether the program works with a real VirtualPOS.
func (c *config) hasVirtPOS() bool { return c.virtPOS.address != "" }

// onlyLooks reports whether ERP XT is only read: the products are the demo's and ERP XT is real.
func (c *config) onlyLooks() bool { return c.hasERPXT() && !c.hasResico() }

// What each command says about -database.
const (
	defaultDatabase = "eshop.db"
	databaseHelp    = "where the shop is kept: an SQLite `file`, which is created when there is none,\n" +
		"or postgres://…, which several processes can share"
)

const usage = `Usage: eshop [flags]
       eshop orders list     what needs a person
       eshop orders settle   go on with an order that waits for one
       eshop providers       the fakes as a process of their own

Runs one cycle of an e-shop's back end: changed products and balances come in from Resico, and orders go out to it.
Products and prices go on to ERP XT, stock and prices to MerchantPro, and the stock of one location to VirtualPOS. Orders
of the MerchantPro shop are picked up, and go out to Resico, too; -order-status sets their status there when the invoice
is in. With -accounts erpxt the orders become invoices in ERP XT and not in Resico.

Each of them is a fake inside the program, unless its variables are set in the environment:

  Resico       RESICO_CLIENT_CODE, RESICO_CLIENT_KEY
  ERP XT       ERPXT_CLIENT_ID, ERPXT_CLIENT_SECRET
  MerchantPro  MERCHANTPRO_SHOP_URL, MERCHANTPRO_API_KEY, MERCHANTPRO_API_SECRET, and for its webhooks
               MERCHANTPRO_WEBHOOK_SECRET
  VirtualPOS   VIRTPOS_ADDRESS, VIRTPOS_API_KEY, VIRTPOS_WAREHOUSE (its external ID), VIRTPOS_LOCATION (in Resico)

Nothing of the demo gets into a real one: with the fake Resico a real ERP XT is only read, and the other two are left
out. With the real Resico there are no fakes: what is not set is left out.

With -serve it goes on with cycles, and shows the shop in a browser. Open orders of the MerchantPro shop are then looked at
again every five minutes, and whenever the MerchantPro shop sends a webhook to ` + hookPath + `.

`

func parse(args []string, getenv func(string) string, stderr io.Writer) (config, error) {
	secret := func(name string) shelfwire.Secret { return shelfwire.NewSecret(getenv(name)) }
	c := config{
		resico: resico.Credentials{ClientCode: secret("RESICO_CLIENT_CODE"), ClientKey: secret("RESICO_CLIENT_KEY")},
		erpxt:  erpxt.Credentials{ClientID: secret("ERPXT_CLIENT_ID"), ClientSecret: secret("ERPXT_CLIENT_SECRET")},
		merchantPro: merchantPro{
			shopURL: getenv("MERCHANTPRO_SHOP_URL"),
			cred: shopinventory.Credentials{
				APIKey: secret("MERCHANTPRO_API_KEY"), APISecret: secret("MERCHANTPRO_API_SECRET"),
			},
		},
		virtPOS: virtPOS{
			address: getenv("VIRTPOS_ADDRESS"), cred: virtpos.Credentials{APIKey: secret("VIRTPOS_API_KEY")},
			place: place{location: getenv("VIRTPOS_LOCATION"), warehouse: getenv("VIRTPOS_WAREHOUSE")},
		},
		pickUp:   pickUp{secret: secret("MERCHANTPRO_WEBHOOK_SECRET")},
		patience: 10 * time.Second, stopPatience: 10 * time.Second,
	}
	flags := flag.NewFlagSet("eshop", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&c.database, "database", defaultDatabase, databaseHelp)
	flags.IntVar(&c.orders, "orders", -1,
		"place `n` demo orders (default 40 on the first run and 5 on later ones; none with the real Resico)")
	flags.IntVar(&c.products, "products", defaultProducts, "fill the fakes inside the program with `n` products")
	flags.Uint64Var(&c.seed, "seed", 1, "choose products and orders of the demo by this `number`")
	flags.StringVar(&c.providers, "providers", getenv("ESHOP_PROVIDERS"),
		"work with the fakes of another process, which `address` \"eshop providers\" says; or set ESHOP_PROVIDERS")
	flags.Float64Var(&c.faults, "faults", 0, faultsHelp)
	flags.BoolVar(&c.everything, "everything", false,
		"read the whole catalogue, look at every product card, and push everything, not only what changed")
	c.serve.add(flags)
	c.accounts.add(flags)
	c.pickUp.add(flags)
	if err := flags.Parse(args); err != nil {
		return config{}, err
	}
	err := c.check(flags)
	return c, err
}

func (c *config) check(flags *flag.FlagSet) error {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q; all settings are flags", flags.Arg(0))
	case c.database == "":
		return errors.New("-database needs a file or the address of a database")
	case given["orders"] && c.orders < 0:
		return errors.New("-orders must not be negative")
	case someOnly(c.resico.ClientCode.String(), c.resico.ClientKey.String()):
		return errors.New("only one of RESICO_CLIENT_CODE and RESICO_CLIENT_KEY is set: " +
			"set both for the real Resico, or neither for the fake inside the program")
	case someOnly(c.erpxt.ClientID.String(), c.erpxt.ClientSecret.String()):
		return errors.New("only one of ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET is set: " +
			"set both for the real ERP XT, or neither")
	case someOnly(c.merchantPro.shopURL, c.merchantPro.cred.APIKey.String(), c.merchantPro.cred.APISecret.String()):
		return errors.New("only some of MERCHANTPRO_SHOP_URL, MERCHANTPRO_API_KEY and MERCHANTPRO_API_SECRET are set: " +
			"set all for a real MerchantPro shop, or none")
	case someOnly(c.virtPOS.address, c.virtPOS.cred.APIKey.String(), c.virtPOS.warehouse, c.virtPOS.location):
		return errors.New("only some of VIRTPOS_ADDRESS, VIRTPOS_API_KEY, VIRTPOS_WAREHOUSE and VIRTPOS_LOCATION are set: " +
			"set all for the real VirtualPOS, or none")
	}
	return errors.Join(c.serve.check(given), c.checkAccounts(), c.checkPickUp(), c.checkDemo(given))
}

// someOnly reports whether some values are set and some are not.
func someOnly(values ...string) bool {
	return slices.Contains(values, "") && strings.Join(values, "") != ""
}
