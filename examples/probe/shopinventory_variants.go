package main

import (
	"context"
	"errors"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// findVariants returns the first product of the list that is sold as its variants, and its place in the list.
func (p *shopProbe) findVariants(ctx context.Context) (at int, seen *productsSeen, err error) {
	seen = p.findProducts(ctx)
	if seen.exchange == nil || seen.err != nil {
		return 0, nil, seen.err
	}
	at = slices.IndexFunc(seen.page.Products, func(product shopinventory.Product) bool {
		return product.Type == shopinventory.ProductMultiVariant
	})
	if at < 0 {
		return 0, nil, errors.New("none of the first products has variants")
	}
	return at, seen, nil
}

func (p *shopProbe) askVariants(ctx context.Context) finding {
	at, seen, err := p.findVariants(ctx)
	if err != nil {
		return missing(err)
	}
	rows := objects(seen.exchange.object()["data"])
	variants := objects(rows[min(at, len(rows)-1)]["variants"])
	if len(variants) == 0 {
		return judge(false, "no variants")
	}
	complete := true
	for _, v := range variants {
		for _, name := range []string{"id", "sku", "stock"} {
			_, has := v[name]
			complete = complete && has
		}
	}
	return judge(complete, "%d variants with %s; ean: %s, warehouses: %s", len(variants), describeNames(variants[0]),
		presence(variants[0], "ean"), presence(variants[0], "warehouses"))
}

// askProduct reads the first product with variants by its id; the first product where none has variants.
func (p *shopProbe) askProduct(ctx context.Context) finding {
	at, seen, err := p.findVariants(ctx)
	if err != nil {
		at, seen = 0, p.findProducts(ctx)
	}
	if seen.exchange == nil || seen.err != nil || len(seen.page.Products) == 0 {
		return missing(seen.err)
	}
	listed := seen.page.Products[at]
	product, e, err := p.getProduct(ctx, listed.ID)
	if e == nil {
		return missing(err)
	}
	ok := err == nil && len(product.Variants) == len(listed.Variants)
	return judge(ok, "%s; %d variants, %d in the list", e.describe(), len(product.Variants), len(listed.Variants))
}

func (p *shopProbe) getProduct(ctx context.Context, id int64) (product shopinventory.Product, e *exchange, err error) {
	e, err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		product, err = p.client.Products.Get(ctx, id)
		return err
	})
	return product, e, err
}

func (p *shopProbe) askVariant(ctx context.Context) finding {
	at, seen, err := p.findVariants(ctx)
	if err != nil {
		return missing(err)
	}
	variants := seen.page.Products[at].Variants
	if len(variants) == 0 || variants[0].ID == 0 {
		return doubt("no variant has an id")
	}
	_, e, err := p.getProduct(ctx, variants[0].ID)
	if e == nil {
		return missing(err)
	}
	return judge(errors.Is(err, shelfwire.ErrNotFound), "%s%s", e.describe(), errorName(e))
}

func (p *shopProbe) askTaxes(ctx context.Context) finding {
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Taxonomy.Taxes(ctx)
		return err
	})
	if e == nil {
		return missing(err)
	}
	v, _ := e.document()
	list, isList := v.([]any)
	rows := objects(v)
	return judge(err == nil && isList && len(rows) == len(list), "%s%s; %d rows", e.describe(), describeFirst(rows), len(list))
}
