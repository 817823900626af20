package erpxttest

import (
	"cmp"
	"slices"
)

// maxViews bounds the number of results that are kept.
const maxViews = 16

// viewKey identifies a query regardless of its page.
type viewKey struct{ filter, order string }

// pageRows returns the rows of a page.
func (c *catalogue) pageRows(q *listQuery) []*row {
	if !q.isByID() {
		rows := c.matchingRows(q)
		rows = rows[min(q.skip, len(rows)):]
		return rows[:min(q.limit, len(rows))]
	}
	if q.condition.eval == nil {
		rows := c.rows[min(q.skip, len(c.rows)):]
		return rows[:min(q.limit, len(rows))]
	}
	return q.scanRows(c.rowsBetween(q.condition.ids))
}

// scanRows returns the rows of a page by id. It stops at the end of the page, so that a walk by key looks at every
// row once.
func (q *listQuery) scanRows(rows []*row) []*row {
	var page []*row
	skip := q.skip
	for _, r := range rows {
		switch {
		case len(page) >= q.limit:
			return page
		case !q.condition.holds(r):
		case skip > 0:
			skip--
		default:
			page = append(page, r)
		}
	}
	return page
}

// rowsBetween returns the rows with ids in a range.
func (c *catalogue) rowsBetween(ids idRange) []*row {
	from, _ := c.findRow(ids.low)
	to, found := c.findRow(ids.high)
	if found {
		to++
	}
	return c.rows[from:max(from, to)]
}

// matchingRows returns the rows that match, in order. The result is kept until a product changes, so that a walk
// through a large catalogue sorts it once.
func (c *catalogue) matchingRows(q *listQuery) []*row {
	key := viewKey{q.filter, q.order}
	if rows, ok := c.views[key]; ok {
		return rows
	}
	rows := slices.Clone(c.rows)
	if q.condition.eval != nil {
		rows = slices.DeleteFunc(rows, func(r *row) bool { return !q.condition.holds(r) })
	}
	slices.SortFunc(rows, q.compareRows)
	if c.views == nil || len(c.views) >= maxViews {
		c.views = map[viewKey][]*row{}
	}
	c.views[key] = rows
	return rows
}

// compareRows orders by the columns and, among equals, by id.
func (q *listQuery) compareRows(a, b *row) int {
	for _, s := range q.sortColumns {
		if order := s.compareRows(a, b); order != 0 {
			return order
		}
	}
	return cmp.Compare(a.ID, b.ID)
}
