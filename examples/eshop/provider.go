package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/sharedlimit"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// connectors make what the program works with: the Resico that it lives from, and the channels that it serves.
type connectors struct {
	resico   connector[*resico.Client]
	channels []*channel
}

// connect chooses them by the configuration. The channels are served in this order.
func connect(cfg config) connectors {
	c := connectors{resico: demoResico(cfg), channels: []*channel{priceList(cfg), listings(cfg), till(cfg)}}
	if cfg.hasResico() {
		c.resico = realResico(cfg.resico)
	}
	return c
}

// provider is a real one or a fake, by its client.
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

// account tells accounts apart without writing their codes down.
func account(provider, code string) string {
	sum := sha256.Sum256([]byte(code))
	return fmt.Sprintf("%s account %x", provider, sum[:4])
}

// limit sets the limiter, behind the gate if there is one.
func limit(options *shelfwire.Options, limiter shelfwire.Limiter) {
	if gate, ok := options.Limiter.(*flows.Gate); ok {
		gate.Limiter = limiter
		return
	}
	options.Limiter = limiter
}

// outside connects to a real provider. It keeps these rates, which are the client's own; where several processes may share
// the database and so the account, together with the others.
func outside[C any](
	account, address string, rates []shelfwire.Rate, client func(*shelfwire.Options) (C, error),
) connector[C] {
	return connector[C]{
		account: account,
		connect: func(ctx context.Context, s *shop.Shop, options *shelfwire.Options) (provider[C], error) {
			limiter := shelfwire.Limit(rates...)
			if s.IsShared() {
				var err error
				if limiter, err = sharedlimit.New(ctx, s.DB(), account, rates...); err != nil {
					return provider[C]{}, err
				}
			}
			limit(options, limiter)
			c, err := client(options)
			return provider[C]{name: "the real one, " + address, client: c}, err
		},
	}
}

const demoAccount = "the demo"

// fake is a provider inside the program.
type fake[C any] interface {
	URL() string
	Client(options *shelfwire.Options) C // without limits, and impatient
	Close()
}

// inside connects to a fake that lives as long as the program.
func inside[C any](start func(context.Context, *shop.Shop) (fake[C], error)) connector[C] {
	return connector[C]{
		account: demoAccount,
		connect: func(ctx context.Context, s *shop.Shop, options *shelfwire.Options) (provider[C], error) {
			f, err := start(ctx, s)
			if err != nil {
				return provider[C]{}, err
			}
			return provider[C]{
				name: "a fake inside this program, " + f.URL(), client: f.Client(options), close: f.Close,
			}, nil
		},
	}
}

func realResico(cred resico.Credentials) connector[*resico.Client] {
	rates := []shelfwire.Rate{{Calls: 2, Per: time.Second}} // cautious: none is documented
	return outside(account("Resico", cred.ClientCode.Reveal()), resico.BaseURL, rates,
		func(options *shelfwire.Options) (*resico.Client, error) { return resico.New(cred, options) })
}

func demoResico(cfg config) connector[*resico.Client] {
	if cfg.fakes != nil {
		return beside(cfg.fakes, cfg.fakes.Resico, resicoBeside)
	}
	return inside(func(ctx context.Context, s *shop.Shop) (fake[*resico.Client], error) {
		started, err := demo.StartResico(ctx, s, cfg.products, cfg.seed)
		if err != nil {
			return nil, err
		}
		demo.Disturb(started.Server, cfg.faults, cfg.seed, 1)
		return started.Server, nil
	})
}
