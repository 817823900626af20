package erpxt

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// cursor is the place of a walk: it asks for the next page, and moves behind a page that was read.
type cursor interface {
	nextParams() listParams
	acceptPage(got *listPage) error // the error says why the walk cannot be complete
}

// newCursor walks by key where the order is that of rising ids, and by position under any other order.
func newCursor(q *ProductQuery) cursor {
	if len(q.OrderBy) == 0 || q.OrderBy[0] == (ProductOrder{Field: ProductID}) {
		return &keyCursor{filter: q.Filter, size: pageSizeOrDefault(q.PageSize)}
	}
	return &positionCursor{filter: q.Filter.String(), order: formatOrder(q.OrderBy), size: pageSizeOrDefault(q.PageSize)}
}

// keyCursor asks for ids above the last one.
type keyCursor struct {
	filter Filter
	size   int
	lastID int64
}

func (c *keyCursor) nextParams() listParams {
	filter := c.filter
	if c.lastID > 0 {
		filter = filter.And(ProductID.Gt(c.lastID))
	}
	return listParams{Filter: filter.String(), OrderBy: string(ProductID), Top: c.size}
}

func (c *keyCursor) acceptPage(got *listPage) error {
	for i := range got.products {
		id := got.products[i].ID
		if id <= c.lastID {
			return fmt.Errorf("%w: id %d came after %d, so the server did not follow the order or the filter",
				shelfwire.ErrIncomplete, id, c.lastID)
		}
		c.lastID = id
	}
	return nil
}

// positionCursor skips the rows that have come.
type positionCursor struct {
	filter, order string
	size, skip    int
	previousIDs   map[int64]bool // ids of the page before
}

func (c *positionCursor) nextParams() listParams {
	return listParams{Filter: c.filter, OrderBy: c.order, Skip: c.skip, Top: c.size}
}

// acceptPage rejects a page that only repeats the one before: a server that ignores $skip would send pages without end.
func (c *positionCursor) acceptPage(got *listPage) error {
	ids := make(map[int64]bool, len(got.products))
	fresh := c.previousIDs == nil || len(got.products) == 0
	for i := range got.products {
		id := got.products[i].ID
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
