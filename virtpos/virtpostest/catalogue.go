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
	items   map[int64]*Item

	lastWarehouse, lastItem, lastRow int64 // the greatest ids ever
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

// AddWarehouses adds warehouses, or renames those with the same ID, and returns their ids. A new one is empty.
func (s *Server) AddWarehouses(warehouses ...Warehouse) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(warehouses))
	for i, w := range warehouses {
		w.ID = next(&s.store.lastWarehouse, w.ID)
		if old := s.store.shelf(w.ID); old != nil {
			old.Warehouse = w
		} else {
			s.store.shelves = append(s.store.shelves, &shelf{Warehouse: w, byKey: map[rowKey]*Row{}})
		}
		ids[i] = w.ID
	}
	return ids
}

// AddItems adds items, or replaces those with the same ID, and returns their ids. A new one has no stock.
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

// shelf returns nil when there is no such warehouse.
func (st *store) shelf(id int64) *shelf {
	for _, sh := range st.shelves {
		if sh.ID == id {
			return sh
		}
	}
	return nil
}

// mustShelf is for methods of the server, where a wrong id is a mistake in the test.
func (st *store) mustShelf(id int64) *shelf {
	sh := st.shelf(id)
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
	for _, sh := range st.shelves {
		if sh.ID == id || external != "" && sh.ExternalID == external {
			return sh, nil
		}
	}
	return nil, refuse("there is no such warehouse")
}

// itemOf finds the item that a call names.
func (st *store) itemOf(c *call) (*Item, *refusal) {
	id, external, err := c.id("itemid")
	if err != nil {
		return nil, err
	}
	if item := st.items[id]; item != nil {
		return item, nil
	}
	if external != "" {
		for _, item := range st.items {
			if item.ExternalID == external {
				return item, nil
			}
		}
	}
	return nil, refuse("there is no such item")
}
