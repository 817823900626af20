package shopinventorytest

import (
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// AddWarehouses adds warehouses and returns their ids, which count from 1. With the first one the shop has the app
// Multi Warehouse: each item has a stock in each warehouse, and its stock so far moves to the first one. It panics
// when a name is empty or taken.
func (s *Server) AddWarehouses(names ...string) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(names))
	for i, name := range names {
		if name == "" || slices.Contains(s.catalogue.warehouses, name) {
			panic(fmt.Sprintf("shopinventorytest: a warehouse cannot be named %q", name))
		}
		s.catalogue.warehouses = append(s.catalogue.warehouses, name)
		ids[i] = int64(len(s.catalogue.warehouses))
	}
	for _, item := range s.catalogue.items {
		s.catalogue.spreadOnHand(item)
	}
	return ids
}

// spreadOnHand gives an item a stock in each warehouse of the shop.
func (c *catalogue) spreadOnHand(item *Item) {
	if len(c.warehouses) == 0 && len(item.Warehouses) == 0 {
		return
	}
	given := item.Warehouses
	item.Warehouses = make([]shopinventory.Warehouse, len(c.warehouses))
	for i, name := range c.warehouses {
		item.Warehouses[i] = shopinventory.Warehouse{ID: int64(i + 1), Name: name}
	}
	for _, w := range given {
		at := c.warehouseIndex(w.ID, w.Name)
		if at < 0 {
			panic(fmt.Sprintf("shopinventorytest: there is no warehouse %d %q", w.ID, w.Name))
		}
		item.Warehouses[at].OnHand = w.OnHand
	}
	if len(given) == 0 {
		item.Warehouses[0].OnHand = item.OnHand
	}
	for i := range item.Warehouses {
		item.setWarehouseOnHand(i, item.warehouseOnHand(i))
	}
}

// warehouseIndex returns the index of a warehouse by its id, its name or both; below zero when there is none.
func (c *catalogue) warehouseIndex(id int64, name string) int {
	at := slices.Index(c.warehouses, name)
	switch {
	case id == 0:
		return at
	case id < 0 || id > int64(len(c.warehouses)) || name != "" && int64(at+1) != id:
		return -1
	default:
		return int(id - 1)
	}
}

// onHand returns the stock, also of an untracked item; 0 when it is absent.
func (i *Item) onHand() shelfwire.Decimal { return i.OnHand.Or(shelfwire.NewDecimal(0)) }

// warehouseOnHand returns the stock in one warehouse; 0 when it is absent.
func (i *Item) warehouseOnHand(at int) shelfwire.Decimal {
	return i.Warehouses[at].OnHand.Or(shelfwire.NewDecimal(0))
}

// setWarehouseOnHand sets the stock in one warehouse, and with it the total.
func (i *Item) setWarehouseOnHand(at int, stock shelfwire.Decimal) {
	i.Warehouses[at].OnHand = shelfwire.Set(stock)
	total := shelfwire.NewDecimal(0)
	for at := range i.Warehouses {
		total = addNumbers(total, i.warehouseOnHand(at))
	}
	i.OnHand = shelfwire.Set(total)
}

func addNumbers(a, b shelfwire.Decimal) shelfwire.Decimal {
	return a.Add(b)
}
