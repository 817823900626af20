package main

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire/resico"
)

func (p *resicoProbe) askOddLimit(ctx context.Context) finding {
	first, err := p.listFew(ctx, 7, 1, nil)
	if first == nil {
		return missing(err)
	}
	if len(p.skus) < 8 {
		return doubt("the account has too few products for two pages")
	}
	second, err := p.listFew(ctx, 7, 2, nil)
	if second == nil {
		return missing(err)
	}
	here, there := listedSKUs(first), listedSKUs(second)
	all := map[string]bool{}
	for _, sku := range slices.Concat(here, there) {
		all[sku] = true
	}
	ok := first.status == http.StatusOK && pageNumber(first, "per_page") == 7 && len(here) == 7 && len(all) == len(p.skus)
	return judge(ok, "%d, per_page %d, %d rows and then %d, %d of %d products in all",
		first.status, pageNumber(first, "per_page"), len(here), len(there), len(all), len(p.skus))
}

func (p *resicoProbe) askLargeLimit(ctx context.Context) finding {
	e, err := p.listFew(ctx, 500, 1, nil)
	if e == nil {
		return missing(err)
	}
	return judge(pageNumber(e, "per_page") == 500, "%d, per_page %d", e.status, pageNumber(e, "per_page"))
}

func (p *resicoProbe) askBeyondEnd(ctx context.Context) finding {
	e, err := p.listFew(ctx, fewSKUs, 9, nil)
	if e == nil {
		return missing(err)
	}
	ok := isSuccess(e, "Products") && len(products(e)) == 0 && pageNumber(e, "current_page") == 9
	return judge(ok, "%d, %d rows, current_page %d", e.status, len(products(e)), pageNumber(e, "current_page"))
}

func (p *resicoProbe) askReturn(ctx context.Context) finding {
	if _, err := p.find(ctx); err != nil {
		return missing(err)
	}
	fields := []resico.ProductField{resico.ProductSKU, resico.ProductName}
	e, err := p.list(ctx, resico.ProductQuery{SKUs: p.skus, PageSize: fewSKUs, Fields: fields}, 1)
	if e == nil {
		return missing(err)
	}
	if len(p.skus) == 0 {
		return missing(errTooFew)
	}
	names := map[string]bool{}
	for _, product := range products(e) {
		for name := range maps.Keys(product) {
			names[name] = true
		}
	}
	ok := len(names) == 2 && names["SKU"] && names["Name"]
	return judge(ok, "%d rows with %s", len(products(e)), describeNames(names))
}
