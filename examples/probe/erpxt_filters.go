package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/shelfwire/shelfwire/erpxt"
)

// filterRow asks with a filter that is made from the first two products, a and b, and says what it should match.
type filterRow struct {
	id, assumption, source string
	filter                 func(a, b *erpxt.Product) (erpxt.Filter, []int64)
}

// nowhere is a text that no product has.
const nowhere = "shelfwire probe: no such text"

func byID(product *erpxt.Product) erpxt.Filter { return erpxt.ProductID.Eq(product.ID) }

var erpxtFilterRows = []filterRow{
	{"filter-counts", "A filter is never ignored: Id lt 0 matches nothing", erpxtFilters,
		func(_, _ *erpxt.Product) (erpxt.Filter, []int64) { return erpxt.RawFilter("Id lt 0"), nil }},
	{"id-gt", "Id gt n matches the products behind n, and so a walk goes on where it stopped", erpxtFilters,
		func(a, b *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductID.Gt(a.ID).And(erpxt.ProductID.Le(b.ID)), []int64{b.ID}
		}},
	{"or", "Id eq a or Id eq b matches both", erpxtProducts,
		func(a, b *erpxt.Product) (erpxt.Filter, []int64) { return byID(a).Or(byID(b)), []int64{a.ID, b.ID} }},
	{"parentheses", "Parentheses count: (a or b) and c is another filter than a or (b and c)", undocumented,
		func(a, b *erpxt.Product) (erpxt.Filter, []int64) {
			return byID(a).Or(byID(b)).And(byID(b)).Or(byID(a).And(byID(b))), []int64{b.ID}
		}},
	{"precedence", "Without parentheses \"and\" binds tighter than \"or\"; the client always sends them", undocumented,
		func(a, b *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.RawFilter(fmt.Sprintf("Id eq %d or Id eq %d and Id lt 0", a.ID, b.ID)), []int64{a.ID}
		}},
	{"not", "not (…) matches what the comparison does not", erpxtFilters,
		func(a, b *erpxt.Product) (erpxt.Filter, []int64) {
			return byID(a).Or(byID(b)).And(erpxt.Not(byID(a))), []int64{b.ID}
		}},
	{"quotes", "A single quote in a text is doubled", undocumented,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductName.Ne("O'Neil's '").And(byID(a)), []int64{a.ID}
		}},
	{"null", "ne null is understood for a text", erpxtFilters,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductName.IsNotNull().And(byID(a)), []int64{a.ID}
		}},
	{"not-null", "not (text eq value) matches a product whose text differs, an empty one included", undocumented,
		func(a, b *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.Not(erpxt.ProductItemCode.Eq(nowhere)).And(byID(a).Or(byID(b))), []int64{a.ID, b.ID}
		}},
	{"filter-by-name", "Name and ProductCode can be filtered by", erpxtProducts,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductName.Eq(a.Name).And(erpxt.ProductCode.Eq(a.ProductCode), byID(a)), []int64{a.ID}
		}},
	{"filter-by-text", "Description, ItemCode and UnitOfMeasurment can be filtered by", undocumented,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductUnitOfMeasurement.Eq(a.UnitOfMeasurement).And(erpxt.ProductDescription.Ne(nowhere),
				erpxt.ProductItemCode.Ne(nowhere), byID(a)), []int64{a.ID}
		}},
	{"filter-by-code", "Rate and ProductType can be filtered by", undocumented,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductRate.Eq(a.Rate).And(erpxt.ProductTypeField.Eq(a.ProductType), byID(a)), []int64{a.ID}
		}},
	{"filter-by-number", "SaleNetPrice, SaleGrossPrice and Quantity can be filtered by the digits that were read", undocumented,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) { return sameNumbers(a).And(byID(a)), []int64{a.ID} }},
	{"capitals", "eq distinguishes capital letters", undocumented,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductName.Eq(swapCase(a.Name)).And(byID(a)), nil
		}},
	{"order-of-texts", "Texts are ordered by their characters: Name ge matches the same name", undocumented,
		func(a, _ *erpxt.Product) (erpxt.Filter, []int64) {
			return erpxt.ProductName.Ge(a.Name).And(erpxt.ProductName.Le(a.Name), byID(a)), []int64{a.ID}
		}},
}

// swapCase turns capital letters into small ones, and the other way round.
func swapCase(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

// sameNumbers matches the numbers of a product that are there.
func sameNumbers(a *erpxt.Product) (filter erpxt.Filter) {
	if price, ok := a.SaleNetPrice.Get(); ok {
		filter = filter.And(erpxt.ProductSaleNetPrice.Eq(price))
	}
	if price, ok := a.SaleGrossPrice.Get(); ok {
		filter = filter.And(erpxt.ProductSaleGrossPrice.Eq(price))
	}
	if quantity, ok := a.OnHand.Get(); ok {
		filter = filter.And(erpxt.ProductOnHand.Eq(quantity))
	}
	return filter
}

func (p *erpxtProbe) filterRows() []row {
	rows := make([]row, len(erpxtFilterRows))
	for i, f := range erpxtFilterRows {
		rows[i] = row{id: "erpxt/" + f.id, assumption: f.assumption, source: f.source,
			ask: func(ctx context.Context) finding { return p.askFilter(ctx, f) }}
	}
	return rows
}

func (p *erpxtProbe) askFilter(ctx context.Context, f filterRow) finding {
	few, err := p.few(ctx)
	if err != nil {
		return missing(err)
	}
	filter, want := f.filter(&few[0], &few[1])
	ids, e, err := p.list(ctx, erpxt.ProductQuery{Filter: filter, Top: fewSKUs})
	if e == nil {
		return missing(err)
	}
	if err != nil {
		return judge(false, "%s", e.describe())
	}
	return judge(slices.Equal(ids, want), "%d, %d rows where %d should match", e.status, len(ids), len(want))
}
