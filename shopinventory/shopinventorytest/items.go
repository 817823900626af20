package shopinventorytest

import (
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// Item is a product or variant, with values that the API keeps to itself. Its JSON has those of the API only.
type Item struct {
	shopinventory.Item

	// Tax is in percent. The default is 19; NewDecimal(0) is no tax.
	Tax shelfwire.Decimal

	// Parent is the ID of the product that this is a variant of; 0 for a product. The stock and the prices of a product
	// with variants are on the variants.
	Parent int64

	// Name, ExtRef, Type and Status are in the product list. The default of Type is multi_variant for a product with
	// variants and basic for others; that of Status is active.
	Name   string
	ExtRef string
	Type   shopinventory.ProductType
	Status shopinventory.ProductStatus

	// Options are those of a variant.
	Options []shopinventory.VariantOption
}

// AddItems adds products and variants, or replaces those with the same ID, and returns their ids. An item without an ID
// gets the next one. The checks of a call do not apply.
//
// Absent numbers are filled in: the net or the gross form of a price from the other one, 0 without either, and a
// stock of 0. An old price may stay absent. An absent InventoryEnabled becomes true for an item with a stock, and
// false, as in the guide, for one without.
//
// In a shop with warehouses, the Warehouses of an item are identified by ID, by Name or both, and OnHand becomes their
// total. The stock of an item without Warehouses goes to the first one.
//
// It panics when a tax is negative, when a warehouse is unknown, when the parent of a variant is no product, and when
// another item has the SKU or the EAN: which of the two a shop finds is undocumented.
func (s *Server) AddItems(items ...Item) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(items))
	for i, item := range items {
		ids[i] = s.catalogue.putItem(item)
	}
	return ids
}

// Items returns the products and variants in the order of their ids, as the shop holds them: with untracked stocks,
// which clients do not see.
func (s *Server) Items() []Item {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Item, len(s.catalogue.items))
	for i, item := range s.catalogue.items {
		list[i] = s.catalogue.viewItem(item)
	}
	return list
}

// Item returns a product or variant as Items does; false when there is none.
func (s *Server) Item(ref shopinventory.ItemRef) (Item, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := s.catalogue.find(ref)
	if item == nil {
		return Item{}, false
	}
	return s.catalogue.viewItem(item), true
}

// DeleteItems deletes products with their variants, and variants. Unknown ones are skipped.
func (s *Server) DeleteItems(refs ...shopinventory.ItemRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ref := range refs {
		if item := s.catalogue.find(ref); item != nil {
			s.catalogue.removeItem(item.ID)
		}
	}
}

// SetOnHand sets the stock of an item, as an order or a return in the shop changes it. In a shop with warehouses, the
// first one takes the difference. It panics when the item is unknown or has variants.
func (s *Server) SetOnHand(ref shopinventory.ItemRef, stock shelfwire.Decimal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := s.itemWithStock(ref)
	s.catalogue.touchItem(item)
	if len(item.Warehouses) == 0 {
		item.OnHand = shelfwire.Set(stock)
		return
	}
	item.setWarehouseOnHand(0, item.warehouseOnHand(0).Add(stock.Sub(item.onHand())))
}

// SetWarehouseOnHand sets the stock of an item in one warehouse. It panics when the item or the warehouse is unknown,
// or the item has variants.
func (s *Server) SetWarehouseOnHand(ref shopinventory.ItemRef, warehouse string, stock shelfwire.Decimal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := s.itemWithStock(ref)
	at := s.catalogue.warehouseIndex(0, warehouse)
	if at < 0 {
		panic(fmt.Sprintf("shopinventorytest: there is no warehouse %q", warehouse))
	}
	item.setWarehouseOnHand(at, stock)
	s.catalogue.touchItem(item)
}

// itemWithStock returns an item with a stock of its own, and panics when it has none.
func (s *Server) itemWithStock(ref shopinventory.ItemRef) *Item {
	item := s.existingItem(ref)
	if s.catalogue.hasVariants(item.ID) {
		panic(fmt.Sprintf("shopinventorytest: %s has variants, and no stock of its own", ref))
	}
	return item
}

// existingItem returns an item, and panics when it is unknown.
func (s *Server) existingItem(ref shopinventory.ItemRef) *Item {
	item := s.catalogue.find(ref)
	if item == nil {
		panic(fmt.Sprintf("shopinventorytest: there is no item with the %s", ref))
	}
	return item
}

// Adjustments returns how many adjustments of the stock were applied to some items, or to all without refs, deleted
// ones included. Updates that set the stock are left out. It panics when an item is unknown.
func (s *Server) Adjustments(refs ...shopinventory.ItemRef) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	for _, ref := range refs {
		ids = append(ids, s.existingItem(ref).ID)
	}
	n := 0
	for id, applied := range s.adjustments {
		if len(refs) == 0 || slices.Contains(ids, id) {
			n += applied
		}
	}
	return n
}
