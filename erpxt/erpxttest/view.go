package erpxttest

import (
	"cmp"
	"slices"
)

// maxViews bounds how many results are kept.
const maxViews = 16

// viewKey is a query without its page.
type viewKey struct{ filter, order string }

// page returns the rows of a page.
func (c *catalogue) page(q *listQuery) []*row {
	if !q.byKey() {
		rows := c.view(q)
		rows = rows[min(q.skip, len(rows)):]
		return rows[:min(q.most, len(rows))]
	}
	if q.matches.eval == nil {
		rows := c.rows[min(q.skip, len(c.rows)):]
		return rows[:min(q.most, len(rows))]
	}
	return q.scan(c.between(q.matches.ids))
}

// scan stops at the end of the page, so that a walk by key looks at every row once.
func (q *listQuery) scan(rows []*row) []*row {
	var page []*row
	skip := q.skip
	for _, r := range rows {
		switch {
		case len(page) >= q.most:
			return page
		case !q.matches.holds(r):
		case skip > 0:
			skip--
		default:
			page = append(page, r)
		}
	}
	return page
}

// between returns the rows with ids in a range.
func (c *catalogue) between(ids idRange) []*row {
	from, _ := c.find(ids.low)
	to, found := c.find(ids.high)
	if found {
		to++
	}
	return c.rows[from:max(from, to)]
}

// view returns the rows that match, in order. It is worked out once and kept until something changes, so that a
// walk through a great catalogue does not sort it for every page.
func (c *catalogue) view(q *listQuery) []*row {
	key := viewKey{q.filter, q.order}
	if rows, ok := c.views[key]; ok {
		return rows
	}
	rows := slices.Clone(c.rows)
	if q.matches.eval != nil {
		rows = slices.DeleteFunc(rows, func(r *row) bool { return !q.matches.holds(r) })
	}
	slices.SortFunc(rows, q.compare)
	if c.views == nil || len(c.views) >= maxViews {
		c.views = map[viewKey][]*row{}
	}
	c.views[key] = rows
	return rows
}

// compare orders by the columns and, among equals, by id.
func (q *listQuery) compare(a, b *row) int {
	for _, s := range q.sorted {
		if order := s.compare(a, b); order != 0 {
			return order
		}
	}
	return cmp.Compare(a.ID, b.ID)
}
