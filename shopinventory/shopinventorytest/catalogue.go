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
	forms       wireForms // of the responses

	byRef    map[shopinventory.ItemRef]*Item
	variants map[int64]int // how many, by the id of the product

	touched    map[int64]int // when a product was changed last, by its id: the number of the change
	changes    int
	byModified bool // the product list has the product that was changed last first
}

// allRefs returns the refs that find an item.
func (i *Item) allRefs() []shopinventory.ItemRef {
	refs := []shopinventory.ItemRef{shopinventory.ByID(i.ID)}
	if i.SKU != "" {
		refs = append(refs, shopinventory.BySKU(i.SKU))
	}
	if i.EAN != "" {
		refs = append(refs, shopinventory.ByEAN(i.EAN))
	}
	return refs
}

func (c *catalogue) find(ref shopinventory.ItemRef) *Item { return c.byRef[ref] }

func (c *catalogue) hasVariants(id int64) bool { return c.variants[id] > 0 }

// putItem adds an item, or replaces the one with its id.
func (c *catalogue) putItem(item Item) int64 {
	c.checkParent(&item)
	c.completeItem(&item)
	if item.ID == 0 {
		item.ID = c.lastID + 1
	}
	c.checkRefs(&item)
	c.lastID = max(c.lastID, item.ID)
	at, found := slices.BinarySearchFunc(c.items, item.ID, byID)
	if found {
		c.unindexItem(c.items[at])
		c.items[at] = &item
	} else {
		c.items = slices.Insert(c.items, at, &item)
	}
	c.indexItem(&item)
	c.touchItem(&item)
	return item.ID
}

// touchItem notes a change of an item as the newest one of its product.
func (c *catalogue) touchItem(item *Item) {
	if c.touched == nil {
		c.touched = map[int64]int{}
	}
	c.changes++
	c.touched[cmp.Or(item.Parent, item.ID)] = c.changes
}

func byID(item *Item, id int64) int { return cmp.Compare(item.ID, id) }

// indexItem adds an item to the indexes.
func (c *catalogue) indexItem(item *Item) {
	if c.byRef == nil {
		c.byRef, c.variants = map[shopinventory.ItemRef]*Item{}, map[int64]int{}
	}
	for _, ref := range item.allRefs() {
		c.byRef[ref] = item
	}
	c.variants[item.Parent]++
}

// unindexItem removes an item from the indexes.
func (c *catalogue) unindexItem(item *Item) {
	for _, ref := range item.allRefs() {
		delete(c.byRef, ref)
	}
	c.variants[item.Parent]--
}

// checkRefs panics when another item has the SKU or the EAN: which of the two a shop finds is undocumented.
func (c *catalogue) checkRefs(item *Item) {
	for _, ref := range item.allRefs() {
		if other := c.byRef[ref]; other != nil && other.ID != item.ID {
			panic(fmt.Sprintf("shopinventorytest: the items %d and %d cannot both have the %s", other.ID, item.ID, ref))
		}
	}
}

// checkParent panics when the parent of a variant is no product.
func (c *catalogue) checkParent(item *Item) {
	if item.Parent == 0 {
		return
	}
	parent := c.find(shopinventory.ByID(item.Parent))
	if parent == nil || parent.Parent != 0 || item.ID != 0 && (item.ID == item.Parent || c.hasVariants(item.ID)) {
		panic(fmt.Sprintf("shopinventorytest: %q cannot be a variant of the product %d", item.SKU, item.Parent))
	}
}

// completeItem fills in the values that every item of the shop has.
func (c *catalogue) completeItem(item *Item) {
	if !item.Tax.IsSet() {
		item.Tax = shelfwire.NewDecimal(19)
	}
	if item.Tax.Sign() < 0 {
		panic(fmt.Sprintf("shopinventorytest: a tax of %s %%", item.Tax))
	}
	if _, ok := item.InventoryEnabled.Get(); !ok {
		_, hasStock := item.OnHand.Get()
		item.InventoryEnabled = shelfwire.Set(hasStock || len(item.Warehouses) > 0)
	}
	item.OnHand = shelfwire.Set(item.onHand())
	c.spreadOnHand(item)
	item.completePrices(c.pricePlaces)
}

// removeItem removes a variant, or a product with its variants.
func (c *catalogue) removeItem(id int64) {
	isRemoved := func(item *Item) bool { return item.ID == id || item.Parent == id }
	if !c.hasVariants(id) {
		at, _ := slices.BinarySearchFunc(c.items, id, byID)
		c.unindexItem(c.items[at])
		c.items = slices.Delete(c.items, at, at+1)
		return
	}
	for _, item := range c.items {
		if isRemoved(item) {
			c.unindexItem(item)
		}
	}
	c.items = slices.DeleteFunc(c.items, isRemoved)
}

// viewItem returns a copy of an item as clients see it: a product with variants is without stock and prices.
func (c *catalogue) viewItem(item *Item) Item {
	v := *item
	if c.hasVariants(item.ID) {
		v.Item = shopinventory.Item{ID: v.ID, SKU: v.SKU, EAN: v.EAN, InventoryEnabled: v.InventoryEnabled}
	}
	v.Warehouses, v.Options = slices.Clone(v.Warehouses), slices.Clone(v.Options)
	return v
}
