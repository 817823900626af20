package virtpostest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// store is what the server holds. It is guarded by the server's lock.
type store struct {
	shelves []*shelf // in the order in which they were added
	byID    map[int64]*shelf
	items   map[int64]*Item

	shelfIDs, itemIDs externalIDs

	lastWarehouse, lastItem, lastRow int64 // the greatest ids ever

	rowIDs map[int64]bool // of all rows
}

// Warehouse is a shop.
type Warehouse struct {
	ID         int64  // 0 for the next one
	ExternalID string // in the company's accounting system; may be empty
	Name       string
}

// Item is a good. What is empty or absent is sent empty.
type Item struct {
	ID         int64  // 0 for the next one
	ExternalID string // in the company's accounting system; may be empty
	Name       string
	Article    string
	Price      shelfwire.Opt[shelfwire.Decimal] // by the main price list; rounded half up to two places
	Prices     []virtpos.ListPrice              // by further ones, in this order; rounded likewise
}

// externalIDs are the ids by the external ones.
type externalIDs map[string]int64

// assign takes an external id for an id, in the place of the one that it had. It panics when it is that of another: which
// of the two a server finds is not documented.
func (e *externalIDs) assign(what string, id int64, old, external string) {
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

// AddWarehouses adds warehouses, or renames those with the same ID, and returns their ids. A new one is empty. It panics
// when another warehouse has the ExternalID.
func (s *Server) AddWarehouses(warehouses ...Warehouse) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(warehouses))
	for i, w := range warehouses {
		w.ID = next(&s.store.lastWarehouse, w.ID)
		sh := s.store.byID[w.ID]
		if sh == nil {
			sh = &shelf{byKey: map[rowKey]*Row{}}
		}
		s.store.shelfIDs.assign("warehouse", w.ID, sh.ExternalID, w.ExternalID)
		s.store.put(sh, w)
		ids[i] = w.ID
	}
	return ids
}

// put adds a warehouse that is new, or renames it.
func (st *store) put(sh *shelf, w Warehouse) {
	if sh.ID == 0 {
		st.shelves = append(st.shelves, sh)
	}
	if st.byID == nil {
		st.byID = map[int64]*shelf{}
	}
	sh.Warehouse = w
	st.byID[w.ID] = sh
}

// AddItems adds items, or replaces those with the same ID, and returns their ids. A new one has no stock. It panics when
// another item has the ExternalID.
func (s *Server) AddItems(items ...Item) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store.items == nil {
		s.store.items = map[int64]*Item{}
	}
	ids := make([]int64, len(items))
	for i, item := range items {
		item.ID = next(&s.store.lastItem, item.ID)
		item.Prices = slices.Clone(item.Prices)
		old := ""
		if known := s.store.items[item.ID]; known != nil {
			old = known.ExternalID
		}
		s.store.itemIDs.assign("item", item.ID, old, item.ExternalID)
		s.store.items[item.ID] = &item
		ids[i] = item.ID
	}
	return ids
}

// next gives an id where there is none.
func next(last *int64, id int64) int64 {
	id = cmp.Or(id, *last+1)
	*last = max(*last, id)
	return id
}

// mustShelf is for methods of the server, where a wrong id is a mistake in the test.
func (st *store) mustShelf(id int64) *shelf {
	sh := st.byID[id]
	if sh == nil {
		panic(fmt.Sprintf("virtpostest: there is no warehouse %d", id))
	}
	return sh
}

// shelfOf finds the warehouse that a call names.
func (st *store) shelfOf(c *call) (*shelf, *refusal) {
	id, external, err := c.id("warehouseid")
	if err != nil {
		return nil, err
	}
	if external != "" {
		id = st.shelfIDs[external]
	}
	if sh := st.byID[id]; sh != nil {
		return sh, nil
	}
	return nil, refuse("there is no such warehouse")
}

// itemOf finds the item that a call names.
func (st *store) itemOf(c *call) (*Item, *refusal) {
	id, external, err := c.id("itemid")
	if err != nil {
		return nil, err
	}
	if external != "" {
		id = st.itemIDs[external]
	}
	if item := st.items[id]; item != nil {
		return item, nil
	}
	return nil, refuse("there is no such item")
}
