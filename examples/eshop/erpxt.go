package main

import (
	"context"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// priceList is the channel to ERP XT. Unlike the others, a real one is read, and only read, for the products of the demo.
func priceList(cfg config) *channel {
	switch {
	case !cfg.hasERPXT():
		c := priceListVia(demoERPXT(cfg), false)
		c.keepApart(cfg, false, "ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET")
		return c
	default:
		return priceListVia(realERPXT(cfg.erpxt), cfg.onlyLooks())
	}
}

func priceListVia(connect connector[*erpxt.Client], dryRun bool) *channel {
	c := &channel{
		provider: "ERP XT", work: "price list", job: jobs.PushPriceList{}.Kind(), account: connect.account,
		push: func(ctx context.Context, j *jobs.Jobs, everything bool) (result, error) {
			done, err := j.PushPriceList(ctx, jobs.PushPriceList{Everything: everything})
			if err != nil {
				return nil, err
			}
			return cardsPushed(done), nil
		},
	}
	if dryRun {
		c.account = ""
		c.remarks = []string{"only read: the products are the demo's, and nothing of it gets into a real ERP XT"}
	}
	c.open = func(ctx context.Context, a *app, options *shelfwire.Options) error {
		a.prepareERPXT(options)
		p, err := connect.connect(ctx, a.shop, options)
		if err != nil {
			return err
		}
		c.name, c.close = p.name, p.close
		a.flows.PushPriceList = &flows.PushPriceList{
			Shop: a.shop, Cards: p.client.Products, Progress: c.track.Set, DryRun: dryRun,
		}
		c.precedesOrders = a.cfg.accounts.inERPXT()
		return a.submitToERPXT(p.client)
	}
	return c
}

func realERPXT(cred erpxt.Credentials) connector[*erpxt.Client] {
	rates := []shelfwire.Rate{{Calls: 4, Per: time.Second}} // cautious: none is documented
	return outside(account("ERP XT", cred.ClientID.Reveal()), erpxt.BaseURLPoland, rates,
		func(options *shelfwire.Options) (*erpxt.Client, error) { return erpxt.New(cred, options) })
}

func demoERPXT(cfg config) connector[*erpxt.Client] {
	if cfg.fakes != nil {
		return beside(cfg.fakes, cfg.fakes.ERPXT, erpxtBeside)
	}
	return inside(func(ctx context.Context, s *shop.Shop) (fake[*erpxt.Client], error) {
		started, err := demo.StartERPXT(ctx, s, cfg.products, cfg.seed)
		if err != nil {
			return nil, err
		}
		demo.Disturb(started.Server, cfg.faults, cfg.seed, 2)
		return started.Server, nil
	})
}

// cardsPushed is what came of the price list.
type cardsPushed flows.Push

func (p cardsPushed) summary() string {
	if p.DryRun {
		return fmt.Sprintf("nothing written; %d product cards to create, %d to edit", p.Created, p.Edited)
	}
	return fmt.Sprintf("%d product cards created, %d edited", p.Created, p.Edited)
}

func (p cardsPushed) count(t *table) {
	created, edited := "created in ERP XT", "brought up to date there"
	if p.DryRun {
		created, edited = "to create in ERP XT; none was", "to bring up to date there; none was"
	}
	t.count("cards", p.Created, created)
	t.count("  edited", p.Edited, edited)
	t.count("  unchanged", p.Unchanged, "are as the shop has them")
	t.count("  without price", p.WithoutPrice, "not pushed: no price is not a price of 0")
	t.countAny("  without rate", p.WithoutRate, "not pushed: no Polish rate for their VAT code")
}

func (p cardsPushed) attention() attention {
	return attention{what: "product card", Attention: p.Attention, advice: map[flows.ProblemKind]string{
		flows.Twice:    "look in ERP XT and leave one card with this code; until then neither is touched",
		flows.Rejected: "put it right; the next run tries again",
		flows.Unclear:  "goes on by itself: the next run looks what became of it",
	}}
}
