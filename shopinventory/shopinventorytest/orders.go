package shopinventorytest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// firstOrder is the id of the first order without one of its own.
const firstOrder = 100_001

// orderBook holds the orders, in the order in which they were added. It is guarded by the server's lock.
type orderBook struct {
	orders  []*shopinventory.Order
	nextID  int
	actions map[string][]shopinventory.OrderAction // carried out, by order
	created createdDay
}

func (b *orderBook) find(id string) *shopinventory.Order {
	at := slices.IndexFunc(b.orders, func(o *shopinventory.Order) bool { return o.ID == id })
	if at < 0 {
		return nil
	}
	return b.orders[at]
}

// AddOrders adds orders, or replaces those with the same ID, and returns their ids. An order without an ID gets the next
// number. Absent values are filled in: awaiting for both statuses, RON for the currency, and the server's clock for
// Created and Modified. Amounts stay as they are given. The stock stays as it is, too.
func (s *Server) AddOrders(orders ...shopinventory.Order) []string {
	now := s.http.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]string, len(orders))
	for i, order := range orders {
		ids[i] = s.orders.putOrder(order, now)
	}
	return ids
}

// putOrder adds an order, or replaces the one with its id.
func (b *orderBook) putOrder(order shopinventory.Order, now time.Time) string {
	if order.ID == "" {
		order.ID = strconv.Itoa(firstOrder + b.nextID)
		b.nextID++
	}
	order.PaymentStatus = cmp.Or(order.PaymentStatus, shopinventory.PaymentAwaiting)
	order.ShippingStatus = cmp.Or(order.ShippingStatus, shopinventory.ShippingAwaiting)
	order.Currency = cmp.Or(order.Currency, "RON")
	if order.Created.IsZero() {
		order.Created = now
	}
	if order.Modified.IsZero() {
		order.Modified = order.Created
	}
	order.Lines, order.HasLines = slices.Clone(order.Lines), true
	if before := b.find(order.ID); before != nil {
		*before = order
	} else {
		b.orders = append(b.orders, &order)
	}
	return order.ID
}

// Orders returns the orders in the order in which they were added.
func (s *Server) Orders() []shopinventory.Order {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]shopinventory.Order, len(s.orders.orders))
	for i, order := range s.orders.orders {
		list[i] = *order
		list[i].Lines = slices.Clone(order.Lines)
	}
	return list
}

// Order returns an order; false when there is none.
func (s *Server) Order(id string) (shopinventory.Order, bool) {
	for _, order := range s.Orders() {
		if order.ID == id {
			return order, true
		}
	}
	return shopinventory.Order{}, false
}

// SetOrder changes an order, as a person in the shop's panel does. Modified becomes the time of the server's clock,
// unless set changes it. It panics when there is no such order. Set must not call the server.
func (s *Server) SetOrder(id string, set func(*shopinventory.Order)) {
	now := s.http.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	order := s.orders.find(id)
	if order == nil {
		panic(fmt.Sprintf("shopinventorytest: there is no order %q", id))
	}
	order.Modified = now
	set(order)
}

// DeleteOrders deletes orders. Unknown ones are skipped.
func (s *Server) DeleteOrders(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orders.orders = slices.DeleteFunc(s.orders.orders, func(o *shopinventory.Order) bool { return slices.Contains(ids, o.ID) })
}

// Actions returns the actions that were carried out on an order, in their order: how often a status was set.
func (s *Server) Actions(id string) []shopinventory.OrderAction {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.orders.actions[id])
}

// carryOut carries out an action on an order.
func (s *Server) carryOut(order *shopinventory.Order, action shopinventory.OrderAction) {
	if action == shopinventory.ActionCancelled && order.ShippingStatus != shopinventory.ShippingCancelled {
		s.returnGoods(order)
	}
	order.ShippingStatus = action.Status()
	if s.orders.actions == nil {
		s.orders.actions = map[string][]shopinventory.OrderAction{}
	}
	s.orders.actions[order.ID] = append(s.orders.actions[order.ID], action)
}

// returnGoods adds the goods of an order to the stock. Unknown products, and those with variants, are skipped.
func (s *Server) returnGoods(order *shopinventory.Order) {
	for _, line := range order.Lines {
		item := s.catalogue.find(shopinventory.ByID(line.ProductID))
		quantity, ok := line.Quantity.Get()
		if item == nil || !ok || line.ItemType != shopinventory.LineProduct || s.catalogue.hasVariants(item.ID) {
			continue
		}
		s.catalogue.addOnHand(item, quantity)
	}
}

// addOnHand adds to the stock of an item; in a shop with warehouses, to that of the first one.
func (c *catalogue) addOnHand(item *Item, by shelfwire.Decimal) {
	c.touchItem(item)
	if len(item.Warehouses) == 0 {
		item.OnHand = shelfwire.Set(item.onHand().Add(by))
		return
	}
	item.setWarehouseOnHand(0, item.warehouseOnHand(0).Add(by))
}
