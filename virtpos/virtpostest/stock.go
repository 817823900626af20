package virtpostest

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// The places of numbers, as in the guide's examples.
const (
	quantityPlaces = 3
	moneyPlaces    = 2
)

// Row is the stock of one lot of an item in one warehouse. Quantities are rounded half up to three places, and costs
// to two.
type Row struct {
	ID          int64 // of the row; 0 for the next one
	WarehouseID int64
	ItemID      int64
	LotNumber   string // empty for the row without a lot

	OnHand   shelfwire.Decimal // on hand
	Reserved shelfwire.Decimal // not available
	COGS     shelfwire.Decimal // cost of goods

	ManufactureDate shelfwire.Date
	ExpiryDate      shelfwire.Date

	Version int64 // of the warehouse's stock when the row was last updated; 0 when it never was
}

// shelf is a warehouse with its stock.
type shelf struct {
	Warehouse

	rows      []*Row // in the order in which they were added
	byKey     map[rowKey]*Row
	version   int64
	zeroings  int
	generated int
}

// rowKey is what a row of a warehouse is known by.
type rowKey struct {
	itemID int64
	lot    string
}

// SetStock adds rows of stock, or replaces those of the same warehouse, item and lot. It panics when there is no such
// warehouse or item.
func (s *Server) SetStock(rows ...Row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range rows {
		sh := s.store.mustShelf(r.WarehouseID)
		if s.store.items[r.ItemID] == nil {
			panic(fmt.Sprintf("virtpostest: there is no item %d", r.ItemID))
		}
		row, _ := s.store.row(sh, rowKey{r.ItemID, r.LotNumber})
		r.ID = s.store.assignRowID(row, r.ID)
		s.store.lastRow = max(s.store.lastRow, r.ID)
		r.OnHand, r.Reserved = fixed(r.OnHand, quantityPlaces), fixed(r.Reserved, quantityPlaces)
		r.COGS = fixed(r.COGS, moneyPlaces)
		*row = r
	}
}

// assignRowID returns the ID that a row is to have: its own when none is given. It panics when another row has the ID.
func (st *store) assignRowID(row *Row, id int64) int64 {
	if id == 0 || id == row.ID {
		return row.ID
	}
	if st.rowIDs[id] {
		panic(fmt.Sprintf("virtpostest: another row has the ID %d", id))
	}
	delete(st.rowIDs, row.ID)
	st.rowIDs[id] = true
	return id
}

// Stock returns the rows of a warehouse in the order in which they were added, without those of Generate. It panics
// when there is no such warehouse.
func (s *Server) Stock(warehouseID int64) []Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Row
	for _, row := range s.store.mustShelf(warehouseID).rows {
		list = append(list, *row)
	}
	return list
}

// Sell sells at the till: it takes a quantity off a row, below zero, too, and leaves the row's version alone. The row
// without a lot has the lot "". It panics when there is no such warehouse or row.
func (s *Server) Sell(warehouseID, itemID int64, lot string, quantity shelfwire.Decimal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := s.store.mustShelf(warehouseID).byKey[rowKey{itemID, lot}]
	if row == nil {
		panic(fmt.Sprintf("virtpostest: there is no lot %q of item %d in warehouse %d", lot, itemID, warehouseID))
	}
	row.OnHand = minus(row.OnHand, quantity)
}

// row returns a row, a new one when there is none.
func (st *store) row(sh *shelf, key rowKey) (_ *Row, isNew bool) {
	if row := sh.byKey[key]; row != nil {
		return row, false
	}
	row := &Row{
		ID: next(&st.lastRow, 0), WarehouseID: sh.ID, ItemID: key.itemID, LotNumber: key.lot,
		OnHand: zero(quantityPlaces), Reserved: zero(quantityPlaces), COGS: zero(moneyPlaces),
	}
	if st.rowIDs == nil {
		st.rowIDs = map[int64]bool{}
	}
	st.rowIDs[row.ID] = true
	sh.rows = append(sh.rows, row)
	sh.byKey[key] = row
	return row, true
}

// fixed rounds half up to a number of places, or fills up with zeros.
func fixed(d shelfwire.Decimal, places int32) shelfwire.Decimal {
	return d.Round(places)
}

func zero(places int32) shelfwire.Decimal { return fixed(shelfwire.Decimal{}, places) }

// minus takes one quantity off another.
func minus(a, b shelfwire.Decimal) shelfwire.Decimal {
	return fixed(a.Sub(b), quantityPlaces)
}
