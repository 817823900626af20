package shopinventorytest

import (
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// SetIgnoreOnHand sets whether the shop drops a stock in the wrong form, and responds with success all the same:
// "stock" in a shop with warehouses, "warehouses" in a shop without. By default it rejects the update. Which of the
// two a real shop does is undocumented. A dropped adjustment is left out of [Server.Adjustments].
func (s *Server) SetIgnoreOnHand(ignore bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ignoresOnHand = ignore
}

// updateItem validates the whole update before it applies it, so that a rejected update changes nothing.
func (s *Server) updateItem(c *call, item *Item) *rejection {
	ch, rejected := readChange(c)
	if rejected == nil {
		rejected = s.checkAccepted(item, ch)
	}
	if rejected != nil {
		return rejected
	}
	places, rejected := s.catalogue.findWarehouses(ch.warehouses)
	if rejected != nil {
		return rejected
	}
	s.applyChange(item, ch, places)
	return nil
}

// isTrackingOnly reports whether only the tracking of the stock is to change.
func (c *change) isTrackingOnly() bool {
	return c.stock.IsZero() && c.adjustBy.IsZero() && c.warehouses == nil && c.price == (price{}) && c.oldPrice == (price{})
}

// checkAccepted rejects changes that the shop or the item does not accept, or drops them from the change.
func (s *Server) checkAccepted(item *Item, c *change) *rejection {
	hasWarehouses := len(s.catalogue.warehouses) > 0
	direct := !c.stock.IsZero() || !c.adjustBy.IsZero()
	switch {
	case s.catalogue.hasVariants(item.ID) && !c.isTrackingOnly():
		r := newRejection(http.StatusBadRequest, "the product has variants: its stock and its prices are theirs")
		r.Name = notAlterable
		return r
	case s.ignoresOnHand && hasWarehouses:
		c.stock, c.adjustBy = optDecimal{}, optDecimal{}
	case s.ignoresOnHand:
		c.warehouses = nil
	case direct && hasWarehouses:
		return rejectField(notAlterable, "stock", "the shop has warehouses: the stock is theirs")
	case c.warehouses != nil && !hasWarehouses:
		return rejectField(notAlterable, "warehouses", "the shop has no warehouses")
	}
	return nil
}

// findWarehouses returns the indexes of the warehouses in a change.
func (c *catalogue) findWarehouses(parts []warehouseChange) ([]int, *rejection) {
	places := make([]int, len(parts))
	taken := map[int]bool{}
	for i, p := range parts {
		field := fmt.Sprintf("warehouses[%d]", i)
		places[i] = c.warehouseIndex(p.id, p.name)
		switch at := places[i]; {
		case at < 0:
			return nil, rejectValue(field, "is not a warehouse of the shop")
		case taken[at]:
			return nil, rejectValue(field, "is the same warehouse as one before it")
		default:
			taken[at] = true
		}
	}
	return places, nil
}

// applyChange applies a valid change; places are the indexes of its warehouses.
func (s *Server) applyChange(item *Item, c *change, places []int) {
	s.catalogue.touchItem(item)
	if enabled, ok := c.enabled.Get(); ok {
		item.InventoryEnabled = shelfwire.Set(enabled)
	}
	if stock, ok := c.stock.Get(); ok {
		item.OnHand = shelfwire.Set(stock)
	}
	if by, ok := c.adjustBy.Get(); ok {
		item.OnHand = shelfwire.Set(addNumbers(item.onHand(), by))
		s.adjustments[item.ID]++
	}
	for i, p := range c.warehouses {
		item.setWarehouseOnHand(places[i], p.stock)
	}
	if c.price != (price{}) {
		item.setPrice(c.price, s.catalogue.pricePlaces)
	}
	if c.oldPrice != (price{}) {
		item.setOldPrice(c.oldPrice, s.catalogue.pricePlaces)
	}
}
