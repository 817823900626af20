package erpxttest

import (
	"cmp"
	"slices"
	"strings"
)

// maxViews bounds the number of results that are kept.
const maxViews = 16

// viewKey identifies a query regardless of its page.
type viewKey struct{ filter, order, phrase string }

// isByID reports whether the order is that of the table itself.
func (q *listQuery) isByID() bool {
	return len(q.sortColumns) == 0 || q.sortColumns[0].name == q.table.key && !q.sortColumns[0].descending
}

// isWhole reports whether every record matches.
func (q *listQuery) isWhole() bool { return q.condition.eval == nil && q.phrase == "" }

// matchesRow reports whether the filter and the full-text search find a record.
func (q *listQuery) matchesRow(r *row) bool {
	return (q.condition.eval == nil || q.condition.holds(r)) && (q.phrase == "" || r.hasPhrase(q.phrase))
}

// hasPhrase reports whether one of the texts of $fts contains a phrase in lower case.
func (r *row) hasPhrase(phrase string) bool {
	return slices.ContainsFunc(r.texts, func(text string) bool { return strings.Contains(text, phrase) })
}

// pageRows returns the rows of a page.
func (t *table) pageRows(q *listQuery) []*row {
	switch {
	case !q.isByID():
		return q.cutPage(t.matchingRows(q))
	case q.isWhole():
		return q.cutPage(t.rows)
	case q.condition.eval == nil:
		return q.scanRows(t.rows)
	default:
		return q.scanRows(t.rowsBetween(q.condition.ids))
	}
}

// cutPage returns the page of a whole result.
func (q *listQuery) cutPage(rows []*row) []*row {
	rows = rows[min(q.skip, len(rows)):]
	return rows[:min(q.limit, len(rows))]
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
		case !q.matchesRow(r):
		case skip > 0:
			skip--
		default:
			page = append(page, r)
		}
	}
	return page
}

// rowsBetween returns the rows with ids in a range.
func (t *table) rowsBetween(ids idRange) []*row {
	from, _ := t.findRow(ids.low)
	to, found := t.findRow(ids.high)
	if found {
		to++
	}
	return t.rows[from:max(from, to)]
}

// matchingRows returns the rows that match, in order. The result is kept until a record changes, so that a walk
// through a large table sorts it once.
func (t *table) matchingRows(q *listQuery) []*row {
	key := viewKey{q.filter, q.order, q.phrase}
	if rows, ok := t.views[key]; ok {
		return rows
	}
	rows := q.sortRows(slices.DeleteFunc(slices.Clone(t.rows), func(r *row) bool { return !q.matchesRow(r) }))
	if t.views == nil || len(t.views) >= maxViews {
		t.views = map[viewKey][]*row{}
	}
	t.views[key] = rows
	return rows
}

// sortRows orders rows by the columns and, among equals, by id. Each value is decoded once.
func (q *listQuery) sortRows(rows []*row) []*row {
	type keyedRow struct {
		row    *row
		values []value
	}
	keyed := make([]keyedRow, len(rows))
	for i, r := range rows {
		keyed[i] = keyedRow{r, q.sortValues(r)}
	}
	slices.SortFunc(keyed, func(a, b keyedRow) int {
		for i, s := range q.sortColumns {
			if order := s.compareValues(&a.values[i], &b.values[i]); order != 0 {
				return order
			}
		}
		return cmp.Compare(a.row.id, b.row.id)
	})
	for i := range keyed {
		rows[i] = keyed[i].row
	}
	return rows
}

// sortValues returns the values of a row that it is ordered by.
func (q *listQuery) sortValues(r *row) []value {
	values := make([]value, len(q.sortColumns))
	for i, s := range q.sortColumns {
		values[i] = s.decodeValue(r.values[s.index])
	}
	return values
}
