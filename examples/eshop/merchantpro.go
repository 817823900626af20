package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// listings is the channel to MerchantPro.
func listings(cfg config) *channel {
	connect := demoMerchantPro(cfg)
	if cfg.hasMerchantPro() {
		connect = realMerchantPro(cfg.merchantPro)
	}
	c := listingsVia(connect)
	c.keepApart(cfg, cfg.hasMerchantPro(), "MERCHANTPRO_SHOP_URL, MERCHANTPRO_API_KEY and MERCHANTPRO_API_SECRET")
	return c
}

func listingsVia(connect connector[*shopinventory.Client]) *channel {
	c := &channel{
		provider: "MerchantPro", work: "listings", job: jobs.PushListings{}.Kind(), account: connect.account,
		push: func(ctx context.Context, j *jobs.Jobs, everything bool) (result, error) {
			done, err := j.PushListings(ctx, jobs.PushListings{Everything: everything})
			if err != nil {
				return nil, err
			}
			return listingsPushed(done), nil
		},
	}
	c.open = func(ctx context.Context, a *app, options *shelfwire.Options) error {
		pickUp, err := a.newPickUp(ctx)
		if err != nil {
			return err
		}
		if err := a.prepareStatus(ctx, options); err != nil {
			return err
		}
		p, err := connect.connect(ctx, a.shop, options)
		if err != nil {
			return err
		}
		c.name, c.close = p.name, p.close
		pickUp.Orders = p.client.Orders
		a.flows.PickUpOrders = pickUp
		a.sendStatusTo(p.client)
		a.flows.PushListings = &flows.PushListings{
			Shop: a.shop, Inventory: p.client.Inventory, Progress: c.track.Set,
		}
		return nil
	}
	return c
}

// merchantPro is a shop at MerchantPro.
type merchantPro struct {
	shopURL string
	cred    shopinventory.Credentials
}

// realMerchantPro takes the address for the account: a shop can have several keys. The rates are documented.
func realMerchantPro(m merchantPro) connector[*shopinventory.Client] {
	rates := []shelfwire.Rate{
		{Calls: 4, Per: time.Second}, {Calls: 80, Per: time.Minute},
		{Calls: 3_600, Per: time.Hour}, {Calls: 60_000, Per: 24 * time.Hour},
	}
	return outside(account("MerchantPro", m.shopURL), m.shopURL, rates,
		func(options *shelfwire.Options) (*shopinventory.Client, error) {
			return shopinventory.New(m.shopURL, m.cred, options)
		})
}

func demoMerchantPro(cfg config) connector[*shopinventory.Client] {
	if cfg.fakes != nil {
		return opened(cfg, beside(cfg.fakes, cfg.fakes.MerchantPro, merchantProBeside))
	}
	return inside(func(ctx context.Context, s *shop.Shop) (fake[*shopinventory.Client], error) {
		started, err := demo.StartMerchantPro(ctx, s, cfg.products, cfg.seed)
		if err != nil {
			return nil, err
		}
		demo.Disturb(started.Server, cfg.faults, cfg.seed, 3)
		return started.Server, nil
	})
}

// opened lets people order in the fake shop of another process as they do in the one inside the program: once it is decided
// from when on orders count, and in the currency of the accounts.
func opened(cfg config, c connector[*shopinventory.Client]) connector[*shopinventory.Client] {
	connect := c.connect
	c.connect = func(
		ctx context.Context, s *shop.Shop, options *shelfwire.Options,
	) (p provider[*shopinventory.Client], err error) {
		if err := demo.OpenMerchantPro(ctx, cfg.providers, cfg.accounts.kind()); err != nil {
			return p, err
		}
		return connect(ctx, s, options)
	}
	return c
}

// listingsPushed is what came of the listings.
type listingsPushed flows.Listings

func (p listingsPushed) summary() string { return fmt.Sprintf("%d brought up to date", p.Pushed) }

func (p listingsPushed) count(t *table) {
	t.count("listings", p.Pushed, "brought up to date in MerchantPro")
	t.count("  unchanged", p.Unchanged, "are as the shop has them")
	t.count("  without stock", p.WithoutStock, "a stock that nobody knows is left alone")
	t.count("  without price", p.WithoutPrice, "the price there is left alone")
	t.countAny("  below zero", p.Negative, "their stock goes as 0")
	t.count("  not listed", p.NotListed, p.missing())
}

// namedMissing is how many products that are not listed are named in the closing table; the page about the sync names more.
const namedMissing = 4

// missing names the first few products that are not listed.
func (p listingsPushed) missing() string {
	named := p.Missing[:min(len(p.Missing), namedMissing)]
	names := strings.Join(named, ", ")
	if more := p.NotListed - len(named); more > 0 {
		return fmt.Sprintf("not in MerchantPro: %s and %d more", names, more)
	}
	if names == "" {
		return "MerchantPro has all of them"
	}
	return "not in MerchantPro: " + names
}

func (p listingsPushed) attention() attention {
	return attention{what: "listing", Attention: p.Attention, advice: map[flows.ProblemKind]string{
		flows.Rejected: "put it right; the next run tries again",
		flows.Unclear:  "goes on by itself: the next run sends it again",
	}}
}
