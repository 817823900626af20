package main

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// isTracked reports whether the shop tracks the stock of an item; false, too, when it does not say.
func isTracked(i *shopinventory.Item) bool {
	tracked, _ := i.InventoryEnabled.Get()
	return tracked
}

func isUntracked(i *shopinventory.Item) bool {
	tracked, known := i.InventoryEnabled.Get()
	return known && !tracked
}

func (p *shopProbe) askTracked(ctx context.Context) finding {
	seen, err := p.pick(ctx, isTracked)
	if err != nil {
		return missing(err)
	}
	object := seen.exchange.object()
	_, hasStock := seen.item.OnHand.Get()
	ok := hasStock && object["inventory_enabled"] == "on"
	return judge(ok, "inventory_enabled: %s; stock: %s", presence(object, "inventory_enabled"), presence(object, "stock"))
}

func (p *shopProbe) askUntracked(ctx context.Context) finding {
	seen, err := p.pick(ctx, isUntracked)
	if err != nil {
		return missing(err)
	}
	stock, has := seen.item.OnHand.Get()
	return judge(!has || stock.IsZero(), "stock: %s", presence(seen.exchange.object(), "stock"))
}

func (p *shopProbe) askWarehouses(ctx context.Context) finding {
	seen := p.read(ctx, 0)
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	object, sum, ok := seen.exchange.object(), shelfwire.NewDecimal(0), true
	for _, w := range seen.item.Warehouses {
		stock, has := w.OnHand.Get()
		ok = ok && has && w.ID != 0 && w.Name != ""
		if has {
			sum = sum.Add(stock)
		}
	}
	if len(seen.item.Warehouses) == 0 {
		empty := presence(object, "warehouses")
		return judge(slices.Contains([]string{"absent", "null", "empty list"}, empty), "warehouses: %s", empty)
	}
	total, has := seen.item.OnHand.Get()
	agrees := has && total.Equal(sum)
	return judge(ok && agrees, "%d warehouses with %s; their sum is the stock: %t",
		len(seen.item.Warehouses), describeNames(objects(object["warehouses"])[0]), agrees)
}

func (p *shopProbe) askPrices(ctx context.Context) finding {
	seen := p.read(ctx, 0)
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	object := seen.exchange.object()
	net, hasNet := seen.item.PriceNet.Get()
	gross, hasGross := seen.item.PriceGross.Get()
	kinds := "price_net: " + presence(object, "price_net") + ", price_gross: " + presence(object, "price_gross")
	if !hasNet && !hasGross {
		return doubt("the product has no price; %s", kinds)
	}
	return judge(hasNet && hasGross && net.Cmp(gross) <= 0, "%s", kinds)
}

// askSet sets the stock to what was just read.
func (p *shopProbe) askSet(ctx context.Context) finding {
	if len(p.target.items) == 0 {
		return missing(errNoItem)
	}
	ref := shopinventory.BySKU(p.target.items[0])
	before := p.get(ctx, ref)
	if before.exchange == nil || before.err != nil {
		return missing(before.err)
	}
	update, ok := sameStock(&before.item)
	if !ok {
		return doubt("the item has no stock that could be set again")
	}
	var after shopinventory.Item
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		after, err = p.client.Inventory.Update(ctx, ref, update)
		return err
	})
	if err != nil && shelfwire.OutcomeOf(err) == shelfwire.OutcomeUnknown {
		p.warn("shopinventory: the stock of the item may or may not have been set to the value read before")
	}
	if e == nil {
		return missing(err)
	}
	was, _ := before.item.OnHand.Get()
	is, has := after.OnHand.Get()
	ok = err == nil && e.status == http.StatusOK && has && is.Equal(was)
	return judge(ok, "%s; the stock that was set: %t", e.describe(), has && is.Equal(was))
}

// sameStock returns the update that sets what an item has: by warehouses where it has some.
func sameStock(item *shopinventory.Item) (update shopinventory.ItemUpdate, ok bool) {
	total, ok := item.OnHand.Get()
	if !ok || !isTracked(item) {
		return update, false
	}
	if len(item.Warehouses) == 0 {
		update.OnHand = shopinventory.SetOnHand(total)
		return update, true
	}
	var warehouses []shopinventory.WarehouseUpdate
	for _, w := range item.Warehouses {
		stock, has := w.OnHand.Get()
		if !has {
			return update, false
		}
		warehouses = append(warehouses, shopinventory.WarehouseUpdate{ID: w.ID, Name: w.Name, OnHand: stock})
	}
	update.Warehouses = shelfwire.Set(warehouses)
	return update, true
}

// askKept compares prices and tracking with those that were read before the stock was set.
func (p *shopProbe) askKept(ctx context.Context) finding {
	first := p.read(ctx, 0)
	if first.exchange == nil || first.err != nil {
		return missing(first.err)
	}
	seen := p.get(ctx, shopinventory.BySKU(p.target.items[0]))
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	before, after := first.exchange.object(), seen.exchange.object()
	changed := map[string]bool{}
	for name := range before {
		if name != "stock" && name != "warehouses" && kindOf(before[name]) != "object" && kindOf(before[name]) != "list" &&
			before[name] != after[name] {
			changed[name] = true
		}
	}
	return judge(len(changed) == 0, "changed beside the stock: %s", describeNames(changed))
}

// askRedirect asks the shop's other host for its front page, without the key.
func (p *shopProbe) askRedirect(ctx context.Context) finding {
	shop, err := url.Parse(p.variable("MERCHANTPRO_SHOP_URL"))
	if err != nil {
		return missing(err)
	}
	other := url.URL{Scheme: shop.Scheme, Host: "www." + shop.Host, Path: "/"}
	if bare, found := strings.CutPrefix(shop.Host, "www."); found {
		other.Host = bare
	}
	e, err := p.wire.plain(ctx, p.limiter, other.String())
	if e == nil {
		return missing(err)
	}
	isRedirect := e.status >= http.StatusMultipleChoices && e.status < http.StatusBadRequest
	return judge(isRedirect, "status %d", e.status)
}
