package main

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/erpxt"
)

func (p *erpxtProbe) askOrder(ctx context.Context) finding {
	few, err := p.few(ctx)
	if err != nil {
		return missing(err)
	}
	ids, e, err := p.list(ctx, erpxt.ProductQuery{
		Filter: idRange(few), Top: fewSKUs, OrderBy: []erpxt.ProductOrder{{Field: erpxt.ProductID, Descending: true}},
	})
	if e == nil {
		return missing(err)
	}
	up := idsOf(few)
	ascending := slices.IsSorted(up)
	slices.Reverse(up)
	return judge(ascending && slices.Equal(ids, up), "%d ids ascending: %t; %d ids descending: %t",
		len(few), ascending, len(ids), slices.Equal(ids, up))
}

// idRange matches the products that were found, and those that were added among them meanwhile.
func idRange(few []erpxt.Product) erpxt.Filter {
	return erpxt.ProductID.Ge(few[0].ID).And(erpxt.ProductID.Le(few[len(few)-1].ID))
}

func (p *erpxtProbe) askTopAndSkip(ctx context.Context) finding {
	few, err := p.few(ctx)
	if err != nil {
		return missing(err)
	}
	ids, e, err := p.list(ctx, erpxt.ProductQuery{Skip: 1, Top: 1})
	if e == nil {
		return missing(err)
	}
	ok := len(ids) == 1 && ids[0] == few[1].ID
	return judge(ok, "%d, %d rows, the second product: %t", e.status, len(rowsOf(e)), ok)
}

func (p *erpxtProbe) askLargeTop(ctx context.Context) finding {
	few, err := p.few(ctx)
	if err != nil {
		return missing(err)
	}
	ids, e, err := p.list(ctx, erpxt.ProductQuery{Filter: idRange(few), Top: 1000})
	if e == nil {
		return missing(err)
	}
	return judge(slices.Equal(ids, idsOf(few)), "%d, %d of %d rows", e.status, len(ids), len(few))
}

func (p *erpxtProbe) askLongFilter(ctx context.Context) finding {
	few, err := p.few(ctx)
	if err != nil {
		return missing(err)
	}
	filter := byID(&few[0])
	for len(filter.String()) < 4000 {
		filter = filter.Or(erpxt.ProductName.Eq(nowhere))
	}
	ids, e, err := p.list(ctx, erpxt.ProductQuery{Filter: filter, Top: fewSKUs})
	if e == nil {
		return missing(err)
	}
	return judge(slices.Equal(ids, idsOf(few[:1])), "%d, %d rows for %d characters", e.status, len(ids), len(filter.String()))
}

func (p *erpxtProbe) askEncodedDollar(ctx context.Context) finding {
	few, err := p.few(ctx)
	if err != nil {
		return missing(err)
	}
	ctx = withRewrite(ctx, "Products.List, encoded dollar", func(r *http.Request) {
		r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, "$", "%24")
	})
	ids, e, err := p.list(ctx, erpxt.ProductQuery{Skip: 1, Top: 1})
	if e == nil {
		return missing(err)
	}
	ok := len(ids) == 1 && ids[0] == few[1].ID
	return judge(ok, "%d, %d rows, the one asked for: %t", e.status, len(rowsOf(e)), ok)
}
