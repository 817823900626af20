package virtpostest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// store is the server's state, guarded by the server's lock.
type store struct {
	warehouses []*warehouseStock // in the order in which they were added
	byID       map[int64]*warehouseStock
	items      map[int64]*Item

	warehouseIDs, itemIDs externalIDs

	lastWarehouse, lastItem, lastRow int64 // the greatest ids so far

	rowIDs map[int64]bool // of all rows

	itemIDsInOrder []int64 // of all items, in the order in which they were added
	generatedItems int

	groups    records[virtpos.ItemGroup]
	customers records[Customer]
	inflows   records[virtpos.Inflow]
	writeOffs records[virtpos.WriteOff]
	transfers records[virtpos.Transfer]
	returns   records[virtpos.SupplierReturn]
	sections  map[string][]virtpos.Element
}

// Warehouse is a shop.
type Warehouse struct {
	ID         int64  // 0 for the next free one
	ExternalID string // in the company's accounting system; may be empty
	Name       string // may be empty

	// Info has what Warehouses.List shows beyond that. Its ID, ExternalID and Name are ignored.
	Info virtpos.WarehouseInfo
}

// Item is a good. Empty and absent fields are sent as empty elements.
type Item struct {
	ID         int64                            // 0 for the next free one
	ExternalID string                           // in the company's accounting system; may be empty
	Name       string                           // sent with the field itemname
	Article    string                           // the article number
	Price      shelfwire.Opt[shelfwire.Decimal] // by the main price list; rounded half up to two places
	Prices     []virtpos.ListPrice              // by further price lists, in this order; rounded likewise

	Disabled     bool     // enabled is 0
	Barcodes     []string // without commas and outer spaces
	GroupIDs     []int64  // of groups of the server, whose external ids are sent, too
	SoldByWeight bool     // weight_good_flag is Y
	VATPercent   shelfwire.Opt[shelfwire.Decimal]
	Attributes   map[int]string // attribute1 to attribute15, by number

	// Info has what Items.All shows beyond that. Its fields that are named above or derived from them are ignored.
	Info virtpos.CatalogueItem
}

// externalIDs are ids by external id.
type externalIDs map[string]int64

// assignID replaces the external id of an id. It panics when another id has it: which of the two the provider
// finds is undocumented.
func (e *externalIDs) assignID(what string, id int64, old, external string) {
	if *e == nil {
		*e = externalIDs{}
	}
	if other, taken := (*e)[external]; taken && other != id {
		panic(fmt.Sprintf("virtpostest: the %ss %d and %d cannot both have the external id %q", what, other, id, external))
	}
	delete(*e, old)
	if external != "" {
		(*e)[external] = id
	}
}

// AddWarehouses adds warehouses, or renames those with the same ID, and returns their ids. A new warehouse is
// empty. It panics when another warehouse has the ExternalID.
func (s *Server) AddWarehouses(warehouses ...Warehouse) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(warehouses))
	for i, w := range warehouses {
		w.ID = nextID(&s.store.lastWarehouse, w.ID)
		ws := s.store.byID[w.ID]
		if ws == nil {
			ws = &warehouseStock{byKey: map[rowKey]*Row{}}
		}
		s.store.warehouseIDs.assignID("warehouse", w.ID, ws.ExternalID, w.ExternalID)
		s.store.putWarehouse(ws, w)
		ids[i] = w.ID
	}
	return ids
}

// putWarehouse adds a new warehouse, or renames one.
func (st *store) putWarehouse(ws *warehouseStock, w Warehouse) {
	if ws.ID == 0 {
		st.warehouses = append(st.warehouses, ws)
	}
	if st.byID == nil {
		st.byID = map[int64]*warehouseStock{}
	}
	ws.Warehouse = w
	st.byID[w.ID] = ws
}

// AddItems adds items, or replaces those with the same ID, and returns their ids. A new item has no stock. It
// panics when another item has the ExternalID.
func (s *Server) AddItems(items ...Item) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store.items == nil {
		s.store.items = map[int64]*Item{}
	}
	ids := make([]int64, len(items))
	for i, item := range items {
		item.ID = nextID(&s.store.lastItem, item.ID)
		item.Prices = slices.Clone(item.Prices)
		old := ""
		if known := s.store.items[item.ID]; known != nil {
			old = known.ExternalID
		} else {
			s.store.itemIDsInOrder = append(s.store.itemIDsInOrder, item.ID)
		}
		s.store.itemIDs.assignID("item", item.ID, old, item.ExternalID)
		s.store.items[item.ID] = &item
		ids[i] = item.ID
	}
	return ids
}

// nextID returns id, or the next free one for 0.
func nextID(last *int64, id int64) int64 {
	id = cmp.Or(id, *last+1)
	*last = max(*last, id)
	return id
}

// mustWarehouse returns a warehouse for a method of the server, where an unknown id is a mistake in the test.
func (st *store) mustWarehouse(id int64) *warehouseStock {
	ws := st.byID[id]
	if ws == nil {
		panic(fmt.Sprintf("virtpostest: there is no warehouse %d", id))
	}
	return ws
}

// warehouseOf returns the warehouse of a call.
func (st *store) warehouseOf(c *call) (*warehouseStock, *rejection) {
	id, external, err := c.idParam("warehouseid")
	if err != nil {
		return nil, err
	}
	if external != "" {
		id = st.warehouseIDs[external]
	}
	if ws := st.byID[id]; ws != nil {
		return ws, nil
	}
	return nil, newRejection("there is no such warehouse")
}

// itemOf returns the item of a call.
func (st *store) itemOf(c *call) (*Item, *rejection) {
	id, external, err := c.idParam("itemid")
	if err != nil {
		return nil, err
	}
	if external != "" {
		id = st.itemIDs[external]
	}
	if item := st.items[id]; item != nil {
		return item, nil
	}
	return nil, newRejection("there is no such item")
}
