package main

import (
	"context"
	"net/http"

	"github.com/shelfwire/shelfwire/shopinventory"
)

// productsSeen is a page of the product list: as it came, and as the client read it.
type productsSeen struct {
	exchange *exchange
	page     shopinventory.ProductPage
	err      error
}

func (p *shopProbe) productRows() []row {
	return []row{
		{id: "shopinventory/products-page", source: undocumented, ask: p.askProducts,
			assumption: "The product list is an object of data and meta, whose counts are those of the request and of the rows"},
		{id: "shopinventory/products-fields", source: undocumented, ask: p.askFields, passive: true,
			assumption: "The product list has the fields asked for, ean and ext_ref among them"},
		{id: "shopinventory/products-start", source: undocumented, ask: p.askStart,
			assumption: "A page from start=1 begins with the second product, and has a link to the next page before the end only"},
		{id: "shopinventory/products-large-limit", source: undocumented, ask: p.askLargeLimit,
			assumption: "A limit of 100 is accepted, and not capped"},
		{id: "shopinventory/products-warehouses", source: undocumented, ask: p.askWarehousesField,
			assumption: "The product list can be asked for the field warehouses"},
		{id: "shopinventory/products-variants", source: undocumented, ask: p.askVariants, passive: true,
			assumption: "A product of the type multi_variant has its variants in the list, each with an id, sku and stock"},
		{id: "shopinventory/product-by-id", source: undocumented, ask: p.askProduct,
			assumption: "products/{id}?include=variants is that product, with as many variants as in the list"},
		{id: "shopinventory/variant-by-id", source: undocumented, ask: p.askVariant,
			assumption: "products/{id} with the id of a variant is a 404"},
		{id: "shopinventory/products-status", source: undocumented, ask: p.askStatus,
			assumption: "status=active is accepted, and brings products with that status alone"},
		{id: "shopinventory/unknown-filter", source: undocumented, ask: p.askUnknownFilter,
			assumption: "An unknown filter is a 400 named undefined_filter"},
		{id: "shopinventory/taxes", source: undocumented, ask: p.askTaxes,
			assumption: "taxonomy/taxes?limit=100 is an array without an envelope, of fewer than 100 objects"},
	}
}

func (p *shopProbe) listProducts(ctx context.Context, q shopinventory.ProductQuery, start int) *productsSeen {
	seen := &productsSeen{}
	seen.exchange, seen.err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		seen.page, err = p.client.Products.List(ctx, q, start)
		return err
	})
	return seen
}

// findProducts reads the first products once.
func (p *shopProbe) findProducts(ctx context.Context) *productsSeen {
	if p.products == nil {
		p.products = p.listProducts(ctx, shopinventory.ProductQuery{PageSize: fewSKUs}, 0)
	}
	return p.products
}

// countOf returns a count of a list's meta; -1 for none.
func countOf(e *exchange, name string) int64 {
	if n, ok := whole(member(e.object(), "meta", "count", name)); ok {
		return n
	}
	return -1
}

// judgePage judges the numbers of a page against its request and its rows.
func judgePage(e *exchange, err error, start, limit int64) finding {
	object := e.object()
	_, isList := object["data"].([]any)
	rows, next := int64(len(objects(object["data"]))), member(object, "meta", "links", "next")
	current, total := countOf(e, "current"), countOf(e, "total")
	echoes := countOf(e, "start") == start && countOf(e, "limit") == limit
	hasNext := next != nil && next != "" && next != false
	ok := err == nil && isList && rows <= limit && current == rows && echoes &&
		hasNext == (start+rows < total)
	return judge(ok, "%s; %d rows, current %d, the request's start and limit: %t, a next page: %t, more rows behind: %t",
		e.describe(), rows, current, echoes, hasNext, start+rows < total)
}

func (p *shopProbe) askProducts(ctx context.Context) finding {
	seen := p.findProducts(ctx)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	return judgePage(seen.exchange, seen.err, 0, fewSKUs)
}

func (p *shopProbe) askFields(ctx context.Context) finding {
	seen := p.findProducts(ctx)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	rows := objects(seen.exchange.object()["data"])
	if len(rows) == 0 {
		return missing(errTooFew)
	}
	unread := map[string]int{}
	for i := range seen.page.Products {
		countUnread(unread, seen.page.Products[i].Unread)
	}
	_, hasEAN := rows[0]["ean"]
	_, hasRef := rows[0]["ext_ref"]
	return judge(hasEAN && hasRef && len(unread) == 0, "%s; %s; empty values: %s",
		describeNames(rows[0]), describeUnread(unread), emptyForms(rows))
}

func (p *shopProbe) askStart(ctx context.Context) finding {
	first := p.findProducts(ctx)
	if first.exchange == nil || first.err != nil {
		return missing(first.err)
	}
	if len(first.page.Products) < 2 {
		return missing(errTooFew)
	}
	seen := p.listProducts(ctx, shopinventory.ProductQuery{PageSize: 1}, 1)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	f := judgePage(seen.exchange, seen.err, 1, 1)
	isSecond := len(seen.page.Products) == 1 && seen.page.Products[0].ID == first.page.Products[1].ID
	return judge(f.verdict == holds && isSecond, "%s; the second product: %t", f.seen, isSecond)
}

// askLargeLimit asks with a large limit for the last two products.
func (p *shopProbe) askLargeLimit(ctx context.Context) finding {
	first := p.findProducts(ctx)
	if first.exchange == nil || first.err != nil {
		return missing(first.err)
	}
	if first.page.Total < 2 {
		return missing(errTooFew)
	}
	seen := p.listProducts(ctx, shopinventory.ProductQuery{PageSize: 100}, first.page.Total-2)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	limit := countOf(seen.exchange, "limit")
	return judge(seen.err == nil && limit == 100, "%d, limit %d, %d rows", seen.exchange.status, limit, len(seen.page.Products))
}

func (p *shopProbe) askWarehousesField(ctx context.Context) finding {
	seen := p.listProducts(ctx, shopinventory.ProductQuery{
		PageSize: 1, Fields: []shopinventory.ProductField{shopinventory.ProductWarehouses},
	}, 0)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	kind := "no product"
	if rows := objects(seen.exchange.object()["data"]); len(rows) > 0 {
		kind = presence(rows[0], "warehouses")
	}
	return judge(seen.err == nil, "%s%s; warehouses: %s", seen.exchange.describe(), errorName(seen.exchange), kind)
}

func (p *shopProbe) askStatus(ctx context.Context) finding {
	seen := p.listProducts(ctx, shopinventory.ProductQuery{PageSize: fewSKUs, Status: shopinventory.ProductActive}, 0)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	rows, active := len(seen.page.Products), countActive(seen.page.Products)
	first := countActive(p.findProducts(ctx).page.Products)
	ok := seen.err == nil && active == rows && (rows > 0 || first == 0)
	return judge(ok, "%d%s, %d rows, %d of them active; %d of the first products are",
		seen.exchange.status, errorName(seen.exchange), rows, active, first)
}

func countActive(products []shopinventory.Product) (n int) {
	for i := range products {
		if products[i].Status == shopinventory.ProductActive {
			n++
		}
	}
	return n
}

func (p *shopProbe) askUnknownFilter(ctx context.Context) finding {
	seen := p.listProducts(ctx, shopinventory.ProductQuery{
		PageSize: 1, Filters: map[string]string{"shelfwire_probe": "1"},
	}, 0)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	e := seen.exchange
	name, _ := member(e.object(), "error", "name").(string)
	return judge(e.status == http.StatusBadRequest && name == "undefined_filter", "%s%s", e.describe(), errorName(e))
}
