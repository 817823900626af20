package main

import (
	"context"
	"errors"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

const (
	shopPage   = "\"API Stocuri\", www.merchantpro.ro/help/kb/api/stocuri"
	shopFields = shopPage + ", \"Campuri disponibile\""
	shopGet    = shopPage + ", \"Extragere date produs (sau variantă)\""
	shopPatch  = shopPage + ", \"Modificare informație produs (sau variantă)\""
)

// shopProbe asks a MerchantPro shop, about the products of -item.
type shopProbe struct {
	*target
	wire   *wire
	client *shopinventory.Client

	items    []*itemSeen   // one for each of -item, nil before it was read
	products *productsSeen // the first ones, nil before they were read
	orders   *ordersSeen   // the newest ones, likewise
	cutByIDs *ordersSeen   // one of two that were asked for by their ids, likewise
}

// itemSeen is a product: as it came, and as the client read it.
type itemSeen struct {
	exchange *exchange
	item     shopinventory.Item
	err      error
}

func openShopInventory(t *target, w *wire, opts *shelfwire.Options) ([]row, error) {
	cred := shopinventory.Credentials{APIKey: t.secret("MERCHANTPRO_API_KEY"), APISecret: t.secret("MERCHANTPRO_API_SECRET")}
	client, err := shopinventory.New(t.variable("MERCHANTPRO_SHOP_URL"), cred, opts)
	if err != nil {
		return nil, err
	}
	p := &shopProbe{target: t, wire: w, client: client, items: make([]*itemSeen, len(t.items))}
	return p.rows(), nil
}

// rows are in the order in which they are asked: what the key may lack the right for comes last.
func (p *shopProbe) rows() []row {
	redirect := row{id: "shopinventory/redirect", source: undocumented, ask: p.askRedirect, realOnly: true,
		assumption: "The other host of the shop, with or without www, responds with a redirect (asked without the key)"}
	return slices.Concat(p.itemRows(), []row{redirect}, p.productRows(), p.orderRows(), p.orderIDRows(),
		p.passiveRows())
}

func (p *shopProbe) itemRows() []row {
	return []row{
		{id: "shopinventory/item", source: shopGet, ask: p.askItem,
			assumption: "A product is an object with id and sku, without an envelope"},
		{id: "shopinventory/readable", source: undocumented, ask: p.askReadable,
			assumption: "Every member of a product comes in a form that can be read for certain, empty values included"},
		{id: "shopinventory/by-id", source: shopGet, ask: p.askByID,
			assumption: "The same product is found by its id"},
		{id: "shopinventory/by-ean", source: shopGet, ask: p.askByEAN,
			assumption: "The same product is found by its EAN"},
		{id: "shopinventory/tracked-stock", source: shopFields, ask: p.askTracked,
			assumption: "A product whose stock is tracked has inventory_enabled \"on\" and a stock"},
		{id: "shopinventory/untracked-stock", source: undocumented, ask: p.askUntracked,
			assumption: "A product whose stock is not tracked has no stock, or one of null or 0"},
		{id: "shopinventory/warehouses", source: shopFields, ask: p.askWarehouses,
			assumption: "With the app Multi Warehouse, warehouses have id, name and stock, which add up; without it there are none"},
		{id: "shopinventory/prices", source: shopFields, ask: p.askPrices,
			assumption: "A product that has a price has it net and gross, and gross is no less than net"},
		p.unknownRow("unknown-sku", "SKU", shopinventory.BySKU("shelfwire-probe-no-such-sku")),
		p.unknownRow("unknown-id", "id", shopinventory.ByID(2_147_483_647)),
		p.unknownRow("unknown-ean", "EAN", shopinventory.ByEAN("9999999999994")),
		{id: "shopinventory/sku-slash", source: undocumented, ask: p.askSlash,
			assumption: "An SKU with a slash reaches the API as %2F: the response to an unknown one is that to any unknown SKU"},
		{id: "shopinventory/set-on-hand", source: shopPatch, ask: p.askSet, needs: "-write",
			assumption: "The response to a stock that is set is a 200 with the product and that stock"},
		{id: "shopinventory/set-keeps-prices", source: shopPatch, ask: p.askKept, needs: "-write",
			assumption: "An update changes nothing beside what it names"},
	}
}

// passiveRows look at all responses.
func (p *shopProbe) passiveRows() []row {
	return []row{
		rateHeadersRow("shopinventory", p.wire),
		{id: "shopinventory/too-many", source: undocumented, ask: p.askTooMany, passive: true,
			assumption: "A 429 has the provider's error object with details.reset_time (looked at only when one comes by itself)"},
		http2Row("shopinventory", p.wire),
	}
}

// read reads a product of -item once.
func (p *shopProbe) read(ctx context.Context, i int) *itemSeen {
	if i >= len(p.items) {
		return &itemSeen{err: errNoItem}
	}
	if p.items[i] == nil {
		seen, ref := &itemSeen{}, shopinventory.BySKU(p.target.items[i])
		if i == 0 {
			seen.exchange, seen.err = p.wire.enter(ctx, seen.get(p.client, ref))
		} else {
			seen.exchange, seen.err = p.wire.observe(ctx, seen.get(p.client, ref))
		}
		p.items[i] = seen
	}
	return p.items[i]
}

var errNoItem = errors.New("name an item with -item")

func (p *shopProbe) get(ctx context.Context, ref shopinventory.ItemRef) *itemSeen {
	seen := &itemSeen{}
	seen.exchange, seen.err = p.wire.observe(ctx, seen.get(p.client, ref))
	return seen
}

// get returns the call that reads an item.
func (s *itemSeen) get(client *shopinventory.Client, ref shopinventory.ItemRef) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		s.item, err = client.Inventory.Get(ctx, ref)
		return err
	}
}

// pick reads the products of -item until one fits.
func (p *shopProbe) pick(ctx context.Context, fits func(*shopinventory.Item) bool) (*itemSeen, error) {
	err := errNoItem
	for i := range p.items {
		seen := p.read(ctx, i)
		switch {
		case seen.err != nil:
			err = seen.err
		case fits(&seen.item):
			return seen, nil
		default:
			err = errors.New("no product of -item is like that")
		}
	}
	return nil, err
}

func (p *shopProbe) askItem(ctx context.Context) finding {
	seen := p.read(ctx, 0)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	object := seen.exchange.object()
	_, hasID := object["id"]
	_, hasSKU := object["sku"]
	return judge(hasID && hasSKU && seen.err == nil, "%s", seen.exchange.describe())
}

func (p *shopProbe) askReadable(ctx context.Context) finding {
	unread, rows := map[string]int{}, []map[string]any{}
	for i := range p.items {
		seen := p.read(ctx, i)
		if seen.exchange == nil || seen.err != nil {
			return missing(seen.err)
		}
		countUnread(unread, seen.item.Unread)
		rows = append(rows, seen.exchange.object())
	}
	if len(rows) == 0 {
		return missing(errNoItem)
	}
	return judge(len(unread) == 0, "%s of %d products; empty values: %s", describeUnread(unread), len(rows), emptyForms(rows))
}

func (p *shopProbe) askByID(ctx context.Context) finding {
	first := p.read(ctx, 0)
	if first.err != nil || first.exchange == nil {
		return missing(first.err)
	}
	return p.compareIDs(ctx, shopinventory.ByID(first.item.ID), first.item.ID)
}

func (p *shopProbe) askByEAN(ctx context.Context) finding {
	first, err := p.pick(ctx, func(i *shopinventory.Item) bool { return i.EAN != "" })
	if err != nil {
		return missing(err)
	}
	return p.compareIDs(ctx, shopinventory.ByEAN(first.item.EAN), first.item.ID)
}

func (p *shopProbe) compareIDs(ctx context.Context, ref shopinventory.ItemRef, id int64) finding {
	seen := p.get(ctx, ref)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	return judge(seen.err == nil && seen.item.ID == id, "%s; the same id: %t", seen.exchange.describe(), seen.item.ID == id)
}
