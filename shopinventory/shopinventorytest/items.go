package shopinventorytest

import (
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// Item is a product or a variant of one, with what the API does not show. As JSON, only the part that it shows is left.
type Item struct {
	shopinventory.Item

	// Tax is in percent. When it is not given, it is 19; NewDecimal(0) is no tax.
	Tax shelfwire.Decimal

	// Parent is the ID of the product that this is a variant of; 0 for a product. A product with variants has no stock
	// and no prices: they are on the variants.
	Parent int64
}

// AddItems adds products and variants, or replaces those with the same ID, without the checks of a call, and returns
// their ids. An item without an ID gets the next one.
//
// Numbers that are absent are filled in: of each price the net or the gross one from the other, 0 where there is
// neither, and a stock of 0; an old price can be absent. An absent InventoryEnabled is true where there is a stock, and
// false, as in the guide, where there is none.
//
// Where the shop has warehouses, the Warehouses of an item name them by their ID, by their Name or both, and Stock is
// their total. An item without Warehouses has its stock in the first one.
//
// It panics when a tax is negative, when a warehouse is not known, when the parent of a variant is no product, and when
// another item has the SKU or the EAN: which of the two a shop finds is not documented.
func (s *Server) AddItems(items ...Item) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(items))
	for i, item := range items {
		ids[i] = s.catalogue.put(item)
	}
	return ids
}

// Items returns the products and variants by id, as the shop holds them: also the stock that clients do not see,
// because it is not tracked.
func (s *Server) Items() []Item {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Item, len(s.catalogue.items))
	for i, item := range s.catalogue.items {
		list[i] = s.catalogue.view(item)
	}
	return list
}

// Item returns a product or variant as Items does, and false when there is none.
func (s *Server) Item(ref shopinventory.ItemRef) (Item, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := s.catalogue.find(ref)
	if item == nil {
		return Item{}, false
	}
	return s.catalogue.view(item), true
}

// DeleteItems deletes products with their variants, and variants. It does not matter when one is not there.
func (s *Server) DeleteItems(refs ...shopinventory.ItemRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ref := range refs {
		if item := s.catalogue.find(ref); item != nil {
			s.catalogue.remove(item.ID)
		}
	}
}

// SetOnHand sets the stock of an item, as an order or a return in the shop changes it. Where the shop has warehouses,
// the first one takes the difference. It panics when there is no such item, and when it has variants.
func (s *Server) SetOnHand(ref shopinventory.ItemRef, stock shelfwire.Decimal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := s.stocked(ref)
	if len(item.Warehouses) == 0 {
		item.OnHand = shelfwire.Set(stock)
		return
	}
	item.setPart(0, item.part(0).Add(stock.Sub(item.held())))
}

// SetWarehouseOnHand sets the stock of an item in one warehouse. It panics when there is no such item or warehouse, and
// when the item has variants.
func (s *Server) SetWarehouseOnHand(ref shopinventory.ItemRef, warehouse string, stock shelfwire.Decimal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := s.stocked(ref)
	at := s.catalogue.warehouse(0, warehouse)
	if at < 0 {
		panic(fmt.Sprintf("shopinventorytest: there is no warehouse %q", warehouse))
	}
	item.setPart(at, stock)
}

// stocked returns an item that has a stock of its own.
func (s *Server) stocked(ref shopinventory.ItemRef) *Item {
	item := s.known(ref)
	if s.catalogue.hasVariants(item.ID) {
		panic(fmt.Sprintf("shopinventorytest: %s has variants, and no stock of its own", ref))
	}
	return item
}

func (s *Server) known(ref shopinventory.ItemRef) *Item {
	item := s.catalogue.find(ref)
	if item == nil {
		panic(fmt.Sprintf("shopinventorytest: there is no item with the %s", ref))
	}
	return item
}

// Adjustments returns how many adjustments of the stock were applied: to some items, or in all. Those that set the
// stock do not count. It panics when there is no such item; the total counts removed ones, too.
func (s *Server) Adjustments(refs ...shopinventory.ItemRef) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	for _, ref := range refs {
		ids = append(ids, s.known(ref).ID)
	}
	n := 0
	for id, applied := range s.adjustments {
		if len(refs) == 0 || slices.Contains(ids, id) {
			n += applied
		}
	}
	return n
}
