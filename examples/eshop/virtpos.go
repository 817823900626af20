package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// till is the channel to VirtualPOS.
func till(cfg config) *channel {
	connect, at := demoVirtPOS(cfg), place{location: demo.Till, warehouse: demo.Till}
	if cfg.hasVirtPOS() {
		connect, at = realVirtPOS(cfg.virtPOS), cfg.virtPOS.place
	}
	c := tillVia(connect, at)
	c.keepApart(cfg, cfg.hasVirtPOS(), "VIRTPOS_ADDRESS, VIRTPOS_API_KEY, VIRTPOS_WAREHOUSE and VIRTPOS_LOCATION")
	return c
}

// place is where a till's stock comes from and goes to.
type place struct {
	location  string // of the shop
	warehouse string // its external ID in VirtualPOS
}

func tillVia(connect connector[*virtpos.Client], at place) *channel {
	c := &channel{
		provider: "VirtualPOS", work: "till", job: jobs.ReplaceTill{}.Kind(), account: connect.account, needsStock: true,
		remarks: []string{fmt.Sprintf("the stock at %q is that of the warehouse %q", at.location, at.warehouse)},
		push: func(ctx context.Context, j *jobs.Jobs, everything bool) (result, error) {
			done, err := j.ReplaceTill(ctx, jobs.ReplaceTill{Everything: everything})
			if err != nil {
				return nil, err
			}
			if done.Reason != "" {
				err = errors.New(done.Reason)
			}
			return tillReplaced(done), err
		},
	}
	c.open = func(ctx context.Context, a *app, options *shelfwire.Options) error {
		p, err := connect.connect(ctx, a.shop, options)
		if err != nil {
			return err
		}
		c.name, c.close = p.name, p.close
		a.flows.ReplaceTill = &flows.ReplaceTill{
			Shop: a.shop, Store: p.client.Store, Location: at.location, Warehouse: at.warehouse, Progress: c.track.Set,
		}
		return nil
	}
	return c
}

// virtPOS is a till at VirtualPOS.
type virtPOS struct {
	address string
	cred    virtpos.Credentials
	place
}

// realVirtPOS takes the address for the account: it is the company's own.
func realVirtPOS(v virtPOS) connector[*virtpos.Client] {
	rates := []shelfwire.Rate{{Calls: 4, Per: time.Second}} // cautious: none is documented
	return outside(account("VirtualPOS", v.address), v.address, rates,
		func(options *shelfwire.Options) (*virtpos.Client, error) {
			return virtpos.New(v.address, v.cred, options)
		})
}

func demoVirtPOS(cfg config) connector[*virtpos.Client] {
	if cfg.fakes != nil {
		return beside(cfg.fakes, cfg.fakes.VirtPOS, virtPOSBeside)
	}
	return inside(func(ctx context.Context, s *shop.Shop) (fake[*virtpos.Client], error) {
		started, err := demo.StartVirtPOS(ctx, s, cfg.products, cfg.seed)
		if err != nil {
			return nil, err
		}
		demo.Disturb(started.Server, cfg.faults, cfg.seed, 4)
		return started.Server, nil
	})
}

// tillReplaced is what came of the till.
type tillReplaced flows.Till

func (r tillReplaced) summary() string {
	switch {
	case r.Unchanged:
		return "nothing has changed there since the last replacement"
	case r.Zeroed:
		return fmt.Sprintf("%d rows replaced, the others set to zero", r.Updated)
	default:
		return fmt.Sprintf("%d of %d rows updated, nothing set to zero", r.Updated, r.Products)
	}
}

func (r tillReplaced) count(t *table) {
	note := "updated in VirtualPOS, and the others set to zero"
	switch {
	case r.Unchanged:
		note = "updated: nothing has changed since the last replacement"
	case !r.Zeroed:
		note = "updated in VirtualPOS; the others were left alone, see below"
	}
	t.count("till rows", r.Updated, note)
	t.countAny("  failed", r.Failed, "not updated")
	t.countAny("  unknown", r.Unknown, "may or may not have been updated")
	t.countAny("  below zero", r.Negative, "go as 0")
}

func (r tillReplaced) attention() attention {
	return attention{what: "till row", Attention: r.Attention, advice: map[flows.ProblemKind]string{
		flows.Rejected: "put it right; until then nothing is set to zero",
		flows.Unclear:  "goes on by itself: the next run sends all rows again",
	}}
}
