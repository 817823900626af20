package main

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// provider is the Resico that the program works with.
type provider struct {
	name   string // for people
	client *resico.Client
	close  func() // nil when there is nothing to close
}

// connector makes a provider.
type connector struct {
	account string // ties the shop's database to it
	connect func(context.Context, *shop.Shop, *shelfwire.Options) (provider, error)
}

// connect chooses the provider by the configuration.
func connect(cfg config) connector {
	if cfg.real() {
		return realResico(cfg.credential)
	}
	return demoResico(cfg)
}

// realResico keeps the client's own limits. The account is told apart without writing its code down.
func realResico(credential resico.Credentials) connector {
	account := sha256.Sum256([]byte(credential.ClientCode))
	return connector{
		account: fmt.Sprintf("Resico account %x", account[:4]),
		connect: func(_ context.Context, _ *shop.Shop, options *shelfwire.Options) (provider, error) {
			client, err := resico.New(credential, options)
			return provider{name: "the real one, " + resico.BaseURL, client: client}, err
		},
	}
}

const demoAccount = "the demo"

// demoResico is a fake that lives as long as the program.
func demoResico(cfg config) connector {
	return connector{
		account: demoAccount,
		connect: func(ctx context.Context, s *shop.Shop, options *shelfwire.Options) (provider, error) {
			fake, err := demo.Start(ctx, s, cfg.products, cfg.seed)
			if err != nil {
				return provider{}, err
			}
			return provider{
				name:   "a fake inside this program, " + fake.Server.URL(),
				client: fake.Server.Client(options), // without limits, and impatient
				close:  fake.Close,
			}, nil
		},
	}
}
