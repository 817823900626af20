package resico

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/check"
)

// ProductOrder is the order of a product list. The zero value orders by SKU, descending, as the vendor's
// examples do. Only that order is documented; see [ProductsService.All] for what another one costs.
type ProductOrder struct {
	Field      ProductField
	Descending bool
}

// String returns the order as it goes over the wire.
func (o ProductOrder) String() string {
	switch {
	case o.Field == "" || o.Field == ProductSKU && o.Descending:
		return "SKU desc"
	case o.Descending:
		return string(o.Field) + " desc"
	default:
		return string(o.Field) + " asc"
	}
}

// DefaultPageSize is the number of products in a page when [ProductQuery].PageSize is 0: the only one that the
// vendor's examples show.
const DefaultPageSize = 100

// ProductQuery says which products to read and what of them. The zero value is the whole catalogue, which the
// vendor asks not to read on every run.
type ProductQuery struct {
	// UpdatedAfter limits the walk to products changed after this time, to the second. The provider does not
	// say whether a change of stock alone counts as a change of the product.
	UpdatedAfter time.Time

	// SKUs limits the walk to these products, each of which is asked for once, in groups of PageSize. A SKU must not hold
	// ";" or begin with an operator such as ">": the provider documents no way to write one. One that the server does not
	// know is left out in silence; [ProductsService.Get] tells.
	SKUs []string

	// Fields are the fields to return; none means those that the server chooses. ProductSKU is always added.
	Fields []ProductField

	// OrderBy is the order of the walk.
	OrderBy ProductOrder

	// PageSize is the number of products to ask for at a time; 0 means DefaultPageSize. Pages of 57 and more overlap
	// throughout where the server allows it: those after the first are up to a few rows smaller. Smaller ones overlap as
	// long as that costs no more than a fifth more requests, and below 20 never; see [ProductPage].Unproven. The greatest
	// size that the server takes is not documented; when it gives fewer, the walk goes on with the server's size.
	PageSize int

	// Prefetch is the number of pages read in advance while the caller works on one, at most 100. 0 reads in step. Pages
	// are still read one after the other, and come in order.
	Prefetch int

	// Overlap is for [ProductsService.ChangedSince] alone: how far [Changes.Checkpoint] goes back behind the beginning of
	// the walk. 0 means DefaultOverlap.
	Overlap time.Duration
}

// maxPrefetch bounds the pages in memory.
const maxPrefetch = 100

func (q *ProductQuery) limit() int {
	if q.PageSize == 0 {
		return DefaultPageSize
	}
	return q.PageSize
}

// clone lets the caller change its slices while a walk uses the query.
func (q *ProductQuery) clone() *ProductQuery {
	c := *q
	c.SKUs, c.Fields = slices.Clone(q.SKUs), slices.Clone(q.Fields)
	return &c
}

func (q *ProductQuery) check(problems *check.Problems) {
	problems.NotNegative("PageSize", int64(q.PageSize))
	problems.NotNegative("Prefetch", int64(q.Prefetch))
	if q.Prefetch > maxPrefetch {
		problems.Add("Prefetch", fmt.Sprintf("must be at most %d", maxPrefetch))
	}
	if q.Overlap != 0 {
		problems.Add("Overlap", "is for ChangedSince alone")
	}
	for i, sku := range q.SKUs {
		checkFilterSKU(fmt.Sprintf("SKUs[%d]", i), sku, problems)
	}
	for i, field := range q.Fields {
		if field == "" || strings.Contains(string(field), ",") {
			problems.Add(fmt.Sprintf("Fields[%d]", i), "is not the name of one field")
		}
		problems.Text(fmt.Sprintf("Fields[%d]", i), string(field))
	}
	if strings.ContainsAny(string(q.OrderBy.Field), " ,;") {
		problems.Add("OrderBy.Field", "is not the name of one field")
	}
	problems.Text("OrderBy.Field", string(q.OrderBy.Field))
}

// checkFilterSKU finds out whether a SKU can stand in the provider's filter.
func checkFilterSKU(field, sku string, problems *check.Problems) {
	trimmed := strings.TrimSpace(sku)
	switch {
	case trimmed == "":
		problems.Add(field, "is empty")
	case strings.Contains(sku, ";"):
		problems.Add(field, `has a ";", which separates SKUs in the provider's filter; use Products.Balance`)
	case strings.ContainsAny(trimmed[:1], "<>=!"):
		problems.Add(field, "begins with an operator of the provider's filter; use Products.Balance")
	}
	problems.Text(field, sku)
}
