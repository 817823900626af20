package resicotest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// maxViews bounds how many results are kept.
const maxViews = 16

// viewKey is a query without its page.
type viewKey struct {
	order        resico.ProductField
	descending   bool
	updatedAfter string // wall clock; empty for no limit
	skus         string // as in the filter; empty for all
}

// orderByUpdated is a column that rows do not show.
const orderByUpdated resico.ProductField = "Updated"

// view returns the rows that match, in order. It is worked out once and kept until something changes, so that a
// walk through a great catalogue does not sort it for every page.
func (c *catalogue) view(key viewKey) []*row {
	if rows, ok := c.views[key]; ok {
		return rows
	}
	rows := slices.DeleteFunc(c.candidates(key.skus), func(r *row) bool { return r.wall <= key.updatedAfter })
	slices.SortFunc(rows, key.compare())
	if c.views == nil || len(c.views) >= maxViews {
		c.views = map[viewKey][]*row{}
	}
	c.views[key] = rows
	return rows
}

func (c *catalogue) candidates(skus string) []*row {
	if skus == "" {
		return slices.Collect(maps.Values(c.rows))
	}
	named := map[string]*row{}
	for sku := range strings.SplitSeq(skus, ";") {
		if r, ok := c.rows[sku]; ok {
			named[sku] = r
		}
	}
	return slices.Collect(maps.Values(named))
}

// compare orders by the column and, among equals, by SKU.
func (k viewKey) compare() func(a, b *row) int {
	column := comparison(k.order)
	return func(a, b *row) int {
		order := column(a, b)
		if k.descending {
			order = -order
		}
		return cmp.Or(order, strings.Compare(a.SKU, b.SKU))
	}
}

func comparison(column resico.ProductField) func(a, b *row) int {
	switch column {
	case resico.ProductPrice:
		return func(a, b *row) int { return compareNumbers(a.Price, b.Price) }
	case resico.ProductSalePrice:
		return func(a, b *row) int { return compareNumbers(a.SalePrice, b.SalePrice) }
	case resico.ProductBalance:
		return func(a, b *row) int { return compareNumbers(a.Balance.Totals, b.Balance.Totals) }
	case resico.ProductActive:
		return func(a, b *row) int { return cmp.Compare(rank(a.Active), rank(b.Active)) }
	case orderByUpdated:
		return func(a, b *row) int { return strings.Compare(a.wall, b.wall) }
	default:
		return func(a, b *row) int { return strings.Compare(a.text(column), b.text(column)) }
	}
}

// compareNumbers puts what has no number first.
func compareNumbers(a, b shelfwire.Opt[shelfwire.Decimal]) int {
	x, hasX := a.Get()
	y, hasY := b.Get()
	if hasX && hasY {
		return x.Cmp(y)
	}
	return cmp.Compare(rank(shelfwire.Set(hasX)), rank(shelfwire.Set(hasY)))
}

func rank(flag shelfwire.Opt[bool]) int {
	if flag.Or(false) {
		return 1
	}
	return 0
}
