package erpxt

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// cursor is the place of a walk: it asks for the next page, and moves behind a page that was read.
type cursor[T any] interface {
	nextParams() listParams
	acceptPage(got *listPage[T]) error // the error says why the walk cannot be complete
}

// newCursor walks by key where the order is that of rising ids, and by position under any other order.
func (r *resource[T]) newCursor(q *Query) cursor[T] {
	size, search := pageSizeOrDefault(q.PageSize), formatSearch(q.Search)
	if len(q.OrderBy) == 0 || q.OrderBy[0] == (Order{Field: r.key}) {
		return &keyCursor[T]{filter: q.Filter, search: search, size: size, key: r.key, idOf: r.idOf}
	}
	return &positionCursor[T]{
		filter: q.Filter.String(), search: search, order: formatOrder(q.OrderBy, r.key), size: size, idOf: r.idOf,
	}
}

// keyCursor asks for ids above the last one.
type keyCursor[T any] struct {
	filter Filter
	search string
	size   int
	key    IDField
	idOf   func(*T) int64
	lastID int64
}

func (c *keyCursor[T]) nextParams() listParams {
	filter := c.filter
	if c.lastID > 0 {
		filter = filter.And(c.key.Gt(c.lastID))
	}
	return listParams{Filter: filter.String(), Search: c.search, OrderBy: string(c.key), Top: c.size}
}

func (c *keyCursor[T]) acceptPage(got *listPage[T]) error {
	for i := range got.rows {
		id := c.idOf(&got.rows[i])
		if id <= c.lastID {
			return fmt.Errorf("%w: id %d came after %d, so the server did not follow the order or the filter",
				shelfwire.ErrIncomplete, id, c.lastID)
		}
		c.lastID = id
	}
	return nil
}

// positionCursor skips the rows that have come.
type positionCursor[T any] struct {
	filter, search, order string
	size, skip            int
	idOf                  func(*T) int64
	previousIDs           map[int64]bool // ids of the page before
}

func (c *positionCursor[T]) nextParams() listParams {
	return listParams{Filter: c.filter, Search: c.search, OrderBy: c.order, Skip: c.skip, Top: c.size}
}

// acceptPage rejects a page that only repeats the one before: a server that ignores $skip would send pages without end.
func (c *positionCursor[T]) acceptPage(got *listPage[T]) error {
	ids := make(map[int64]bool, len(got.rows))
	fresh := c.previousIDs == nil || len(got.rows) == 0
	for i := range got.rows {
		id := c.idOf(&got.rows[i])
		ids[id] = true
		fresh = fresh || !c.previousIDs[id]
	}
	if !fresh {
		return fmt.Errorf("%w: the page from row %d on repeats the one before", shelfwire.ErrIncomplete, c.skip+1)
	}
	c.previousIDs = ids
	c.skip += got.rowCount()
	return nil
}
