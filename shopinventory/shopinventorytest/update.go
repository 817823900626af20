package shopinventorytest

import (
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// SetIgnoreOnHand makes the shop drop a stock in the form that it does not take, and answer with success all the same: one
// that stands in "stock" where it has warehouses, or in "warehouses" where it has none. A new server rejects it. Which of
// the two a real shop does is not documented. What is dropped counts as no adjustment.
func (s *Server) SetIgnoreOnHand(ignore bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ignoresStock = ignore
}

// update checks everything first, so that a rejected update changes nothing.
func (s *Server) update(c *call, item *Item) *refusal {
	ch, refused := readChange(c)
	if refused == nil {
		refused = s.checkTaken(item, ch)
	}
	if refused != nil {
		return refused
	}
	places, refused := s.catalogue.places(ch.parts)
	if refused != nil {
		return refused
	}
	s.apply(item, ch, places)
	return nil
}

// onlySwitches reports whether nothing but the tracking of the stock is to change.
func (c *change) onlySwitches() bool {
	return c.stock.IsZero() && c.adjustBy.IsZero() && c.parts == nil && c.price == (price{}) && c.oldPrice == (price{})
}

// checkTaken rejects what the shop, or the item, does not take, or drops it.
func (s *Server) checkTaken(item *Item, c *change) *refusal {
	hasWarehouses := len(s.catalogue.warehouses) > 0
	direct := !c.stock.IsZero() || !c.adjustBy.IsZero()
	switch {
	case s.catalogue.hasVariants(item.ID) && !c.onlySwitches():
		r := refuse(http.StatusBadRequest, "the product has variants: its stock and its prices are theirs")
		r.Name = notAlterable
		return r
	case s.ignoresStock && hasWarehouses:
		c.stock, c.adjustBy = number{}, number{}
	case s.ignoresStock:
		c.parts = nil
	case direct && hasWarehouses:
		return refuseField(notAlterable, "stock", "the shop has warehouses: the stock is theirs")
	case c.parts != nil && !hasWarehouses:
		return refuseField(notAlterable, "warehouses", "the shop has no warehouses")
	}
	return nil
}

// places finds the warehouses that are named.
func (c *catalogue) places(parts []part) ([]int, *refusal) {
	places := make([]int, len(parts))
	taken := map[int]bool{}
	for i, p := range parts {
		field := fmt.Sprintf("warehouses[%d]", i)
		places[i] = c.warehouse(p.id, p.name)
		switch at := places[i]; {
		case at < 0:
			return nil, invalid(field, "is not a warehouse of the shop")
		case taken[at]:
			return nil, invalid(field, "is the same warehouse as one before it")
		default:
			taken[at] = true
		}
	}
	return places, nil
}

func (s *Server) apply(item *Item, c *change, places []int) {
	if enabled, ok := c.enabled.Get(); ok {
		item.InventoryEnabled = shelfwire.Set(enabled)
	}
	if stock, ok := c.stock.Get(); ok {
		item.OnHand = shelfwire.Set(stock)
	}
	if by, ok := c.adjustBy.Get(); ok {
		item.OnHand = shelfwire.Set(sum(item.held(), by))
		s.adjustments[item.ID]++
	}
	for i, p := range c.parts {
		item.setPart(places[i], p.stock)
	}
	if c.price != (price{}) {
		item.setPrice(c.price, s.catalogue.pricePlaces)
	}
	if c.oldPrice != (price{}) {
		item.setOldPrice(c.oldPrice, s.catalogue.pricePlaces)
	}
}
