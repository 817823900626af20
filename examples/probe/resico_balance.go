package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// balanceSeen is the balance of a product: as it came, and as the client read it.
type balanceSeen struct {
	exchange *exchange
	balance  resico.DetailedBalance
	err      error
}

// readBalance reads the balance of a product once.
func (p *resicoProbe) readBalance(ctx context.Context, sku string) *balanceSeen {
	if seen := p.balances[sku]; seen != nil {
		return seen
	}
	seen := &balanceSeen{}
	seen.exchange, seen.err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		seen.balance, err = p.client.Products.Balance(ctx, sku)
		return err
	})
	p.balances[sku] = seen
	return seen
}

// fewBalances bounds the products whose balance is read.
const fewBalances = 5

// readBalances reads the balances of some products that were found; those that could not be read are left out.
func (p *resicoProbe) readBalances(ctx context.Context) (all []*balanceSeen, err error) {
	if _, err := p.find(ctx); err != nil {
		return nil, err
	}
	for _, sku := range p.skus[:min(fewBalances, len(p.skus))] {
		seen := p.readBalance(ctx, sku)
		if seen.err != nil || seen.exchange == nil {
			err = seen.err
			continue
		}
		all = append(all, seen)
	}
	if len(all) == 0 {
		return nil, err
	}
	return all, nil
}

func (p *resicoProbe) askBalance(ctx context.Context) finding {
	if _, err := p.find(ctx); err != nil || len(p.skus) == 0 {
		return missing(err)
	}
	seen := p.readBalance(ctx, p.skus[0])
	if seen.exchange == nil {
		return missing(seen.err)
	}
	rows := objects(member(seen.exchange.object(), "ProductsBalance", "data"))
	if !isSuccess(seen.exchange, "ProductsBalance") || len(rows) == 0 {
		return judge(false, "%s; %d rows", seen.exchange.describe(), len(rows))
	}
	unread := map[string]int{}
	countUnread(unread, seen.balance.Unread)
	ok := seen.err == nil && len(unread) == 0 && rows[0]["Balance"] != nil && rows[0]["BalanceDetailed"] != nil
	return judge(ok, "%s; %s", describeNames(rows[0]), describeUnread(unread))
}

func (p *resicoProbe) askTotals(ctx context.Context) finding {
	all, err := p.readBalances(ctx)
	if len(all) == 0 {
		return missing(err)
	}
	given, differing := 0, 0
	for _, seen := range all {
		sum := zero
		for _, quantity := range seen.balance.Balance.Locations {
			sum = sum.Add(quantity)
		}
		if total, ok := seen.balance.Balance.Totals.Get(); ok {
			given++
			if !total.Equal(sum) {
				differing++
			}
		}
	}
	if given == 0 {
		return doubt("no balance has Totals")
	}
	return judge(differing == 0, "%d of %d balances differ from the sum", differing, given)
}

func (p *resicoProbe) askMissingLocation(ctx context.Context) finding {
	all, err := p.readBalances(ctx)
	if len(all) == 0 {
		return missing(err)
	}
	absent, zero := 0, 0
	for _, seen := range all {
		for code, location := range seen.balance.Locations {
			if _, ok := seen.balance.Balance.At(code); ok {
				continue
			}
			absent++
			if quantity, ok := location.Balance.Get(); ok && quantity.IsZero() {
				zero++
			}
		}
	}
	if absent == 0 {
		return doubt("no location is left out in %d balances", len(all))
	}
	return judge(zero == absent, "%d locations are left out, %d of them have 0", absent, zero)
}

func (p *resicoProbe) askUnknownBalance(ctx context.Context) finding {
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Products.Balance(ctx, noSuchSKU)
		return err
	})
	if e == nil {
		return missing(err)
	}
	return judge(errors.Is(err, shelfwire.ErrNotFound), "%s", e.describe())
}

func (p *resicoProbe) askSlash(ctx context.Context) finding {
	if _, err := p.find(ctx); err != nil {
		return missing(err)
	}
	at := slices.IndexFunc(p.skus, func(sku string) bool { return strings.Contains(sku, "/") })
	if at < 0 {
		return doubt("none of %d SKUs has a slash", len(p.skus))
	}
	seen := p.readBalance(ctx, p.skus[at])
	if seen.exchange == nil {
		return missing(seen.err)
	}
	return judge(seen.err == nil, "%s", seen.exchange.describe())
}
