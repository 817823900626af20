package virtpos

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// feedChecker checks the rows of a feed for the stock of one warehouse, one after the other.
type feedChecker struct {
	warehouse WarehouseRef
	rows      int               // checked so far
	seen      map[rowKey]int    // rows of the feed, by their index
	written   map[serverRow]int // rows of the server, by the index of the row that wrote them
}

// rowKey tells the rows of a feed apart.
type rowKey struct {
	item ItemRef
	lot  string
}

func keyOf(u *OnHandUpdate) rowKey { return rowKey{u.Item, u.LotNumber.Or("")} }

// serverRow is what the server says it has changed.
type serverRow struct {
	id, item int64
	lot      string
}

func newFeedChecker(warehouse WarehouseRef) *feedChecker {
	return &feedChecker{warehouse: warehouse, seen: map[rowKey]int{}, written: map[serverRow]int{}}
}

// checkRow numbers a row, fills in its warehouse, and returns what keeps it from being sent.
func (f *feedChecker) checkRow(row *RowResult) error {
	row.Index = f.rows
	f.rows++
	u := &row.Update
	if u.Warehouse == (WarehouseRef{}) {
		u.Warehouse = f.warehouse
	}
	var problems check.Problems
	if u.Warehouse != f.warehouse {
		problems.Add("Warehouse", "is not the one whose stock is replaced")
	}
	if u.OnHand.IsZero() {
		problems.Add("Quantity", "is missing")
	}
	key := keyOf(u)
	if first, twice := f.seen[key]; twice {
		problems.Add("Item", fmt.Sprintf("is in row %d with the same lot already", first))
	} else {
		f.seen[key] = row.Index
	}
	return problems.Err()
}

// checkConfirmed notes which row of the server was changed. One that was changed before has been overwritten.
func (f *feedChecker) checkConfirmed(row *RowResult) error {
	if row.Result.ItemID == 0 {
		return nil
	}
	lot := row.Update.LotNumber.Or("")
	for _, key := range []serverRow{{item: row.Result.ItemID, lot: lot}, {item: row.Result.ItemID, id: row.Result.ID}} {
		if key.lot == "" && key.id == 0 && lot != "" {
			continue // the server names no row
		}
		first, twice := f.written[key]
		if twice && first != row.Index {
			return fmt.Errorf("%w: row %d has overwritten row %d: the server takes both for item %d, stock row %d",
				shelfwire.ErrConflict, row.Index, first, row.Result.ItemID, row.Result.ID)
		}
		f.written[key] = row.Index
	}
	return nil
}
