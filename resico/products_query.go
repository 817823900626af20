package resico

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/check"
)

// ProductOrder is the order of a product list. The zero value orders by SKU, descending: the order of the
// vendor's examples, and the only documented one (probe: resico/order). In another order a walk can miss
// products; see [ProductsService.All].
type ProductOrder struct {
	Field      ProductField // empty means ProductSKU, descending
	Descending bool
}

// String returns the order as it goes over the wire, such as "SKU desc".
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

// DefaultPageSize is the number of products in a page when [ProductQuery].PageSize is 0: the one that the
// vendor's examples show.
const DefaultPageSize = 100

// ProductQuery selects products and their fields. The zero value is the whole catalogue, with the fields that
// the server chooses; the vendor asks clients to read it rarely.
type ProductQuery struct {
	// UpdatedAfter limits the walk to products changed after this time, to the second; zero means no limit.
	// Whether a change of stock alone counts as a change of the product is undocumented
	// (probe: resico/stock-moves-updated).
	UpdatedAfter time.Time

	// SKUs limits the walk to these products; none means all. Each is requested once, in groups of PageSize.
	// A SKU with ";" in it, or an operator such as ">" in front, is invalid: the provider documents no way to
	// escape one. An unknown SKU is skipped silently (probe: resico/unknown-sku-list); [ProductsService.Get]
	// returns an error for it.
	SKUs []string

	// Fields lists the fields to return; none means those that the server chooses (probe: resico/return).
	// ProductSKU is always added.
	Fields []ProductField

	// OrderBy is the order of the walk; the zero value is by SKU, descending.
	OrderBy ProductOrder

	// PageSize is the number of products in a page; 0 means DefaultPageSize. Pages of 57 and more overlap
	// throughout where the server allows it: those after the first are a few rows smaller. Smaller ones
	// overlap as long as that costs no more than a fifth more requests, and those below 20 never do; see
	// [ProductPage].Unproven. The server's maximum is undocumented (probe: resico/large-limit,
	// resico/odd-limit); when it returns fewer, the walk continues with the server's size.
	PageSize int

	// Prefetch is the number of pages read in advance while the caller works on one, at most 100; 0 means none.
	// Pages are still read one after the other, and come in order.
	Prefetch int

	// Overlap is for [ProductsService.ChangedSince] alone: how long before the beginning of the walk
	// [Changes.Checkpoint] lies. 0 means DefaultOverlap.
	Overlap time.Duration
}

// maxPrefetch bounds the pages in memory.
const maxPrefetch = 100

func (q *ProductQuery) pageSize() int {
	if q.PageSize == 0 {
		return DefaultPageSize
	}
	return q.PageSize
}

// clone copies the query with its slices, which the caller may change during a walk.
func (q *ProductQuery) clone() *ProductQuery {
	c := *q
	c.SKUs, c.Fields = slices.Clone(q.SKUs), slices.Clone(q.Fields)
	return &c
}

func (q *ProductQuery) validate(problems *check.Problems) {
	problems.NotNegative("PageSize", int64(q.PageSize))
	problems.NotNegative("Prefetch", int64(q.Prefetch))
	if q.Prefetch > maxPrefetch {
		problems.Add("Prefetch", fmt.Sprintf("must be at most %d", maxPrefetch))
	}
	if q.Overlap != 0 {
		problems.Add("Overlap", "is for ChangedSince alone")
	}
	for i, sku := range q.SKUs {
		validateFilterSKU(problems, fmt.Sprintf("SKUs[%d]", i), sku)
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
