package virtpos

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// feedChecker checks the rows of a feed one after the other.
type feedChecker struct {
	warehouse WarehouseRef
	rows      int               // how many were checked
	seen      map[rowKey]int    // the index of each row of the feed
	written   map[serverRow]int // the index of the row that wrote each row of the server
	confirmed *RowResult        // the first confirmed row that names the id of its warehouse
}

// rowKey identifies a row of a feed.
type rowKey struct {
	item ItemRef
	lot  string
}

func rowKeyOf(u *OnHandUpdate) rowKey { return rowKey{u.Item, u.LotNumber.Or("")} }

// serverRow identifies a row that the server has changed.
type serverRow struct {
	id, item int64
	lot      string
}

func newFeedChecker(warehouse WarehouseRef) *feedChecker {
	return &feedChecker{warehouse: warehouse, seen: map[rowKey]int{}, written: map[serverRow]int{}}
}

// checkInput numbers a row, fills in its warehouse, and returns an error when it is invalid or must not be sent.
func (f *feedChecker) checkInput(row *RowResult) error {
	if err := f.checkRow(row); err != nil {
		return err
	}
	var problems check.Problems
	row.Update.validate(&problems)
	return problems.Err()
}

// checkRow numbers a row, fills in its warehouse, and returns an error when it must not be sent.
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
		problems.Add("OnHand", "is missing")
	}
	key := rowKeyOf(u)
	if first, twice := f.seen[key]; twice {
		problems.Add("Item", fmt.Sprintf("is in row %d with the same lot already", first))
	} else {
		f.seen[key] = row.Index
	}
	return problems.Err()
}

// checkConfirmed returns an error when a confirmed row has overwritten an earlier one on the server, or belongs to
// another warehouse than an earlier one.
func (f *feedChecker) checkConfirmed(row *RowResult) error {
	if err := f.checkWarehouse(row); err != nil {
		return err
	}
	if first, twice := f.noteWritten(row); twice {
		return fmt.Errorf("%w: row %d has overwritten row %d: the server takes both for item %d, stock row %d",
			shelfwire.ErrConflict, row.Index, first, row.itemID(), row.Result.ID)
	}
	return nil
}

// noteWritten notes which row of the server a row writes, and returns the index of an earlier one that writes the same.
func (f *feedChecker) noteWritten(row *RowResult) (first int, twice bool) {
	item, lot := row.itemID(), row.Update.LotNumber.Or("")
	if item == 0 {
		return 0, false
	}
	for _, key := range []serverRow{{item: item, lot: lot}, {item: item, id: row.Result.ID}} {
		if key.lot == "" && key.id == 0 && lot != "" {
			continue // the server names no row
		}
		if first, twice = f.written[key]; twice && first != row.Index {
			return first, true
		}
		f.written[key] = row.Index
	}
	return 0, false
}

// checkWarehouse compares the ids of the warehouse that the responses name.
func (f *feedChecker) checkWarehouse(row *RowResult) error {
	switch {
	case row.Result.WarehouseID == 0:
	case f.confirmed == nil:
		f.confirmed = &RowResult{Index: row.Index, Result: row.Result}
	case f.confirmed.Result.WarehouseID != row.Result.WarehouseID:
		return fmt.Errorf("%w: row %d was confirmed for warehouse %d, and row %d for warehouse %d", shelfwire.ErrConflict,
			row.Index, row.Result.WarehouseID, f.confirmed.Index, f.confirmed.Result.WarehouseID)
	}
	return nil
}
