package virtpostest

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// Decimal places of numbers, as in the guide's examples.
const (
	quantityPlaces = 3
	moneyPlaces    = 2
)

// Row is the stock of one lot of an item in one warehouse. Quantities are rounded half up to three places, and costs
// to two.
type Row struct {
	ID          int64  // of the row; 0 for the next free one
	WarehouseID int64  // of a warehouse of the server
	ItemID      int64  // of an item of the server
	LotNumber   string // empty for the row without a lot

	OnHand   shelfwire.Decimal // on hand, including reservations
	Reserved shelfwire.Decimal // part of OnHand that is not available
	COGS     shelfwire.Decimal // cost of goods of one unit

	ManufactureDate shelfwire.Date // zero for none
	ExpiryDate      shelfwire.Date // zero for none

	Version int64 // of the warehouse's stock when the row was last updated; 0 when it never was
}

// warehouseStock is a warehouse with its stock.
type warehouseStock struct {
	Warehouse

	rows      []*Row // in the order in which they were added
	byKey     map[rowKey]*Row
	version   int64
	zeroings  int
	generated int
}

// rowKey identifies a row within a warehouse.
type rowKey struct {
	itemID int64
	lot    string
}

// SetStock adds rows of stock, or replaces those with the same warehouse, item and lot. It panics for an
// unknown warehouse or item, and when another row has the ID.
func (s *Server) SetStock(rows ...Row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range rows {
		ws := s.store.mustWarehouse(r.WarehouseID)
		if s.store.items[r.ItemID] == nil {
			panic(fmt.Sprintf("virtpostest: there is no item %d", r.ItemID))
		}
		row, _ := s.store.findOrAddRow(ws, rowKey{r.ItemID, r.LotNumber})
		r.ID = s.store.assignRowID(row, r.ID)
		s.store.lastRow = max(s.store.lastRow, r.ID)
		r.OnHand, r.Reserved = roundTo(r.OnHand, quantityPlaces), roundTo(r.Reserved, quantityPlaces)
		r.COGS = roundTo(r.COGS, moneyPlaces)
		*row = r
	}
}

// assignRowID returns the ID for a row: its own for 0. It panics when another row has the ID.
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

// Stock returns the rows of a warehouse in the order in which they were added, without generated ones. It
// panics for an unknown warehouse.
func (s *Server) Stock(warehouseID int64) []Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Row
	for _, row := range s.store.mustWarehouse(warehouseID).rows {
		list = append(list, *row)
	}
	return list
}

// Sell sells at the till: it subtracts a quantity from a row, below zero, too, and keeps the row's version. The
// row without a lot has the lot "". It panics for an unknown warehouse or row.
func (s *Server) Sell(warehouseID, itemID int64, lot string, quantity shelfwire.Decimal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := s.store.mustWarehouse(warehouseID).byKey[rowKey{itemID, lot}]
	if row == nil {
		panic(fmt.Sprintf("virtpostest: there is no lot %q of item %d in warehouse %d", lot, itemID, warehouseID))
	}
	row.OnHand = subtractQuantity(row.OnHand, quantity)
}

// findOrAddRow returns a row, and adds a missing one.
func (st *store) findOrAddRow(ws *warehouseStock, key rowKey) (_ *Row, isNew bool) {
	if row := ws.byKey[key]; row != nil {
		return row, false
	}
	row := &Row{
		ID: nextID(&st.lastRow, 0), WarehouseID: ws.ID, ItemID: key.itemID, LotNumber: key.lot,
		OnHand: zeroAmount(quantityPlaces), Reserved: zeroAmount(quantityPlaces), COGS: zeroAmount(moneyPlaces),
	}
	if st.rowIDs == nil {
		st.rowIDs = map[int64]bool{}
	}
	st.rowIDs[row.ID] = true
	ws.rows = append(ws.rows, row)
	ws.byKey[key] = row
	return row, true
}

// roundTo rounds half up to a number of places, or pads with zeros.
func roundTo(d shelfwire.Decimal, places int32) shelfwire.Decimal {
	return d.Round(places)
}

func zeroAmount(places int32) shelfwire.Decimal { return roundTo(shelfwire.Decimal{}, places) }

// subtractQuantity returns a less b.
func subtractQuantity(a, b shelfwire.Decimal) shelfwire.Decimal {
	return roundTo(a.Sub(b), quantityPlaces)
}
