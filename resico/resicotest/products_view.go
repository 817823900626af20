package resicotest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// maxViews is how many results of queries are kept.
const maxViews = 16

// viewKey is a query without its page.
type viewKey struct {
	order        resico.ProductField
	descending   bool
	updatedAfter string // wall clock; empty for no limit
	skus         string // as in the filter; empty for all
}

// orderByUpdated is a column for orders only; rows lack it.
const orderByUpdated resico.ProductField = "Updated"

// matchingRows returns the rows that match, in order. The result is kept until a product changes, so that a
// walk through a large catalogue sorts it only once.
func (c *catalogue) matchingRows(key viewKey) []*row {
	if rows, ok := c.views[key]; ok {
		return rows
	}
	rows := slices.DeleteFunc(c.candidateRows(key.skus), func(r *row) bool { return r.wall <= key.updatedAfter })
	slices.SortFunc(rows, key.compareRows())
	if c.views == nil || len(c.views) >= maxViews {
		c.views = map[viewKey][]*row{}
	}
	c.views[key] = rows
	return rows
}

// candidateRows returns the rows with the SKUs of a filter, or all rows.
func (c *catalogue) candidateRows(skus string) []*row {
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

// compareRows returns a comparison by the column and, among equals, by SKU.
func (k viewKey) compareRows() func(a, b *row) int {
	column := compareColumn(k.order)
	return func(a, b *row) int {
		order := column(a, b)
		if k.descending {
			order = -order
		}
		return cmp.Or(order, strings.Compare(a.SKU, b.SKU))
	}
}

// compareColumn returns a comparison by a column, ascending.
func compareColumn(column resico.ProductField) func(a, b *row) int {
	switch column {
	case resico.ProductPrice:
		return func(a, b *row) int { return compareNumbers(a.Price, b.Price) }
	case resico.ProductSalePrice:
		return func(a, b *row) int { return compareNumbers(a.SalePrice, b.SalePrice) }
	case resico.ProductBalance:
		return func(a, b *row) int { return compareNumbers(a.Balance.Totals, b.Balance.Totals) }
	case resico.ProductActive:
		return func(a, b *row) int { return cmp.Compare(rankFlag(a.Active), rankFlag(b.Active)) }
	case orderByUpdated:
		return func(a, b *row) int { return strings.Compare(a.wall, b.wall) }
	default:
		return func(a, b *row) int { return strings.Compare(a.columnText(column), b.columnText(column)) }
	}
}

// compareNumbers sorts absent numbers first.
func compareNumbers(a, b shelfwire.Opt[shelfwire.Decimal]) int {
	x, hasX := a.Get()
	y, hasY := b.Get()
	if hasX && hasY {
		return x.Cmp(y)
	}
	return cmp.Compare(rankFlag(shelfwire.Set(hasX)), rankFlag(shelfwire.Set(hasY)))
}

func rankFlag(flag shelfwire.Opt[bool]) int {
	if flag.Or(false) {
		return 1
	}
	return 0
}
