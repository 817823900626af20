package main

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// provider is what the program works with: a Resico or an ERP XT, by its client.
type provider[C any] struct {
	name   string // for people
	client C
	close  func() // nil when there is nothing to close
}

// connector makes a provider.
type connector[C any] struct {
	account string // ties the shop's database to it
	connect func(context.Context, *shop.Shop, *shelfwire.Options) (provider[C], error)
}

// connectors make the providers that the program works with.
type connectors struct {
	resico connector[*resico.Client]
	erpxt  connector[*erpxt.Client] // the zero value leaves the price list out
}

// connect chooses the providers by the configuration. A fake ERP XT is for the products of the fake Resico.
func connect(cfg config) connectors {
	c := connectors{resico: demoResico(cfg), erpxt: demoERPXT(cfg)}
	if cfg.hasResico() {
		c = connectors{resico: realResico(cfg.resico)}
	}
	if cfg.hasERPXT() {
		c.erpxt = realERPXT(cfg.erpxt)
	}
	return c
}

// account tells accounts apart without writing their codes down.
func account(provider, code string) string {
	sum := sha256.Sum256([]byte(code))
	return fmt.Sprintf("%s account %x", provider, sum[:4])
}

// realResico keeps the client's own limits.
func realResico(cred resico.Credentials) connector[*resico.Client] {
	return connector[*resico.Client]{
		account: account("Resico", cred.ClientCode),
		connect: func(_ context.Context, _ *shop.Shop, options *shelfwire.Options) (provider[*resico.Client], error) {
			client, err := resico.New(cred, options)
			return provider[*resico.Client]{name: "the real one, " + resico.BaseURL, client: client}, err
		},
	}
}

// realERPXT keeps the client's own limits.
func realERPXT(cred erpxt.Credentials) connector[*erpxt.Client] {
	return connector[*erpxt.Client]{
		account: account("ERP XT", cred.ClientID),
		connect: func(_ context.Context, _ *shop.Shop, options *shelfwire.Options) (provider[*erpxt.Client], error) {
			client, err := erpxt.New(cred, options)
			return provider[*erpxt.Client]{name: "the real one, " + erpxt.BaseURLPoland, client: client}, err
		},
	}
}

const demoAccount = "the demo"

// demoResico is a fake that lives as long as the program.
func demoResico(cfg config) connector[*resico.Client] {
	return connector[*resico.Client]{
		account: demoAccount,
		connect: func(
			ctx context.Context, s *shop.Shop, options *shelfwire.Options,
		) (provider[*resico.Client], error) {
			fake, err := demo.StartResico(ctx, s, cfg.products, cfg.seed)
			if err != nil {
				return provider[*resico.Client]{}, err
			}
			return provider[*resico.Client]{
				name:   "a fake inside this program, " + fake.Server.URL(),
				client: fake.Server.Client(options), // without limits, and impatient
				close:  fake.Close,
			}, nil
		},
	}
}

// demoERPXT is a fake that lives as long as the program.
func demoERPXT(cfg config) connector[*erpxt.Client] {
	return connector[*erpxt.Client]{
		account: demoAccount,
		connect: func(
			ctx context.Context, s *shop.Shop, options *shelfwire.Options,
		) (provider[*erpxt.Client], error) {
			fake, err := demo.StartERPXT(ctx, s, cfg.products, cfg.seed)
			if err != nil {
				return provider[*erpxt.Client]{}, err
			}
			return provider[*erpxt.Client]{
				name:   "a fake inside this program, " + fake.Server.URL(),
				client: fake.Server.Client(options), // without limits, and impatient
				close:  fake.Close,
			}, nil
		},
	}
}
