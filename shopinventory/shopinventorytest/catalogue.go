package shopinventorytest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// catalogue holds the items and the names of the warehouses. It is guarded by the server's lock.
type catalogue struct {
	items       []*Item // by id, ascending
	lastID      int64   // the greatest one ever
	warehouses  []string
	pricePlaces pricePlaces
	forms       forms  // of what is answered
	index       *index // nil after items came or went
}

// index finds items.
type index struct {
	items    map[shopinventory.Ref]*Item
	variants map[int64]int // how many, by the id of the product
}

func (c *catalogue) indexed() *index {
	if c.index != nil {
		return c.index
	}
	c.index = &index{items: map[shopinventory.Ref]*Item{}, variants: map[int64]int{}}
	for _, item := range slices.Backward(c.items) { // of several with one SKU, the first stays
		c.index.items[shopinventory.ByID(item.ID)] = item
		if item.SKU != "" {
			c.index.items[shopinventory.BySKU(item.SKU)] = item
		}
		if item.EAN != "" {
			c.index.items[shopinventory.ByEAN(item.EAN)] = item
		}
		c.index.variants[item.Parent]++
	}
	return c.index
}

func (c *catalogue) find(ref shopinventory.Ref) *Item { return c.indexed().items[ref] }

func (c *catalogue) hasVariants(id int64) bool { return c.indexed().variants[id] > 0 }

// put adds an item, or replaces the one with the same id.
func (c *catalogue) put(item Item) int64 {
	c.checkParent(&item)
	c.complete(&item)
	if item.ID == 0 {
		item.ID = c.lastID + 1
	}
	c.lastID = max(c.lastID, item.ID)
	at, found := slices.BinarySearchFunc(c.items, item.ID, byID)
	if found {
		c.items[at] = &item
	} else {
		c.items = slices.Insert(c.items, at, &item)
	}
	c.index = nil
	return item.ID
}

func byID(item *Item, id int64) int { return cmp.Compare(item.ID, id) }

// checkParent sees to it that variants are those of products.
func (c *catalogue) checkParent(item *Item) {
	if item.Parent == 0 {
		return
	}
	parent := c.find(shopinventory.ByID(item.Parent))
	if parent == nil || parent.Parent != 0 || item.ID != 0 && (item.ID == item.Parent || c.hasVariants(item.ID)) {
		panic(fmt.Sprintf("shopinventorytest: %q cannot be a variant of the product %d", item.SKU, item.Parent))
	}
}

// complete fills in what every item of the shop has.
func (c *catalogue) complete(item *Item) {
	if !item.Tax.IsSet() {
		item.Tax = shelfwire.NewDecimal(19)
	}
	if item.Tax.Sign() < 0 {
		panic(fmt.Sprintf("shopinventorytest: a tax of %s %%", item.Tax))
	}
	if _, ok := item.InventoryEnabled.Get(); !ok {
		_, hasStock := item.Stock.Get()
		item.InventoryEnabled = shelfwire.Set(hasStock || len(item.Warehouses) > 0)
	}
	item.Stock = shelfwire.Set(item.held())
	c.spread(item)
	item.completePrices(c.pricePlaces)
}

// remove removes a product or a variant, and with a product its variants.
func (c *catalogue) remove(id int64) {
	c.items = slices.DeleteFunc(c.items, func(item *Item) bool { return item.ID == id || item.Parent == id })
	c.index = nil
}

// view is a copy of an item. A product with variants has no stock and no prices in it.
func (c *catalogue) view(item *Item) Item {
	v := *item
	if c.hasVariants(item.ID) {
		v.Item = shopinventory.Item{ID: v.ID, SKU: v.SKU, EAN: v.EAN, InventoryEnabled: v.InventoryEnabled}
	}
	v.Warehouses = slices.Clone(v.Warehouses)
	return v
}
