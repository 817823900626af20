package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/virtpos"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// checkDemo checks the settings of the fakes.
func (c *config) checkDemo(given map[string]bool) error {
	switch {
	case c.hasResico() && (given["products"] || given["faults"]):
		return errors.New("-products and -faults are about the fakes, but the credentials of the real Resico are set")
	case c.hasResico() && c.providers != "":
		return errors.New("-providers (or ESHOP_PROVIDERS) names fakes, but the credentials of the real Resico are set")
	case c.providers != "" && (given["products"] || given["faults"]):
		return errors.New("-products and -faults are about the fakes inside the program: give them to `eshop providers`")
	case c.providers != "" && !isLocal(c.providers):
		return fmt.Errorf("-providers %s: want what `eshop providers` says, such as http://127.0.0.1:9000", c.providers)
	}
	return errors.Join(checkProducts(c.products), checkFaults(c.faults))
}

func isLocal(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "http" && isLoopback(u.Host)
}

// findFakes finds the fakes in another process, if the program is to work with those.
func (c *config) findFakes(ctx context.Context) (err error) {
	if c.providers != "" {
		c.fakes, err = demo.Find(ctx, c.providers)
	}
	return err
}

// beside connects to a fake in another process. As with those inside the program there are no limits, and not much
// patience.
func beside[C any](
	fakes *demo.Directory, at demo.Address, client func(demo.Address, *shelfwire.Options) (C, error),
) connector[C] {
	return connector[C]{
		account: fakes.Account,
		connect: func(_ context.Context, _ *shop.Shop, options *shelfwire.Options) (provider[C], error) {
			quick := *options
			limit(&quick, shelfwire.Unlimited)
			quick.Retry = shelfwire.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: 2 * time.Millisecond}
			c, err := client(at, &quick)
			return provider[C]{name: "a fake in another process, " + at.URL, client: c}, err
		},
	}
}

func resicoBeside(at demo.Address, options *shelfwire.Options) (*resico.Client, error) {
	options.BaseURL = at.URL
	return resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret(at.ID), ClientKey: shelfwire.NewSecret(at.Key)}, options)
}

func erpxtBeside(at demo.Address, options *shelfwire.Options) (*erpxt.Client, error) {
	options.BaseURL = at.URL
	return erpxt.New(erpxt.Credentials{ClientID: shelfwire.NewSecret(at.ID), ClientSecret: shelfwire.NewSecret(at.Key)}, options)
}

func merchantProBeside(at demo.Address, options *shelfwire.Options) (*shopinventory.Client, error) {
	cred := shopinventory.Credentials{APIKey: shelfwire.NewSecret(at.ID), APISecret: shelfwire.NewSecret(at.Key)}
	return shopinventory.New(at.URL, cred, options)
}

func virtPOSBeside(at demo.Address, options *shelfwire.Options) (*virtpos.Client, error) {
	return virtpos.New(at.URL, virtpos.Credentials{APIKey: shelfwire.NewSecret(at.Key)}, options)
}
