package shopinventory

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var (
	opListOrders = call.Op{Name: "Orders.List", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opGetOrder   = call.Op{Name: "Orders.Get", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opSetStatus  = call.Op{Name: "Orders.SetStatus", Method: http.MethodPatch, Effect: shelfwire.EffectWrite}
)

// OrdersService reads orders, and moves them on.
//
// The vendor lists its calls (https://www.merchantpro.bg/help/kb/api/api-orders). The form of the list
// and its filters follow other clients, some of which were checked against real shops.
type OrdersService struct {
	caller *call.Caller
	list   *listing[Order, string]
}

func newOrdersService(caller *call.Caller) *OrdersService {
	return &OrdersService{caller: caller, list: &listing[Order, string]{
		caller: caller, op: opListOrders, path: "orders", read: readOrder,
		key:    func(o *Order) string { return o.ID },
		unread: func(o *Order) []shelfwire.Unread { return o.Unread },
		at:     func(o *Order) time.Time { return o.Created },
	}}
}

// OrderPage is a page of the order list: of a walk ([OrdersService.Pages]), or on its own ([OrdersService.List]).
type OrderPage struct {
	Orders    []Order // of a walk, those that no earlier page held
	Start     int     // rows of the list before this page, as the shop counts
	Total     int     // orders that match, as the shop counts now; 0 when it gives no number
	Delivered int     // orders of the walk so far, these included
	Gaps      []Gap   // rows without a readable id, which are missing in Orders
}

func newOrderPage(p walkPage[Order]) OrderPage {
	return OrderPage{Orders: p.rows, Start: p.start, Total: p.total, Delivered: p.delivered, Gaps: p.gaps}
}

// All walks through the orders that match, the newest first, page by page: GET /orders, sorted by date_created. It
// changes nothing on the server.
//
// An order that is created meanwhile pushes the others down; those that come again are skipped, and each is yielded once.
// An order that is deleted meanwhile, or no longer matches, pulls the others up: each page begins with the last orders of
// the page before it, and when it does not, the walk steps back, by three pages at most. When that fails, the walk ends
// with an error that matches shelfwire.ErrIncomplete. So every order that matches from the beginning of the walk to its end
// is yielded, as long as the list is sorted by time.
//
// How the shop sorts orders of the same second is undocumented
// (probe: shopinventory/orders-stable, shopinventory/orders-sort), so each page begins with all orders of the last second of
// the page before it, and a newer one. Otherwise, when orders stand in another order than before, or fewer come than the
// shop counted on each page, the list is read once more, up to three times, and orders that came before are skipped. A walk
// whose last reading shows the same ends with an error that matches shelfwire.ErrIncomplete. The walk holds the ids of all
// orders that it has yielded.
//
// Two things stay unproven: where orders of one second fill a page, and the shop sorts them in another order each time, one
// of them can hide while others are deleted and created; and a shop that gives neither a count nor links can hide any.
//
// A page whose numbers contradict its rows, orders that contradict the query, a response without a list of orders, rows
// without a readable id and unknown filters are as in [ProductsService.All]. The iterator yields an error once, as its last
// pair.
func (s *OrdersService) All(ctx context.Context, q OrderQuery) iter.Seq2[Order, error] {
	return flattenPages(s.Pages(ctx, q), func(page OrderPage) []Order { return page.Orders })
}

// Pages is like [OrdersService.All], page by page, with the numbers that a progress bar needs. A list without orders is
// one page without orders.
func (s *OrdersService) Pages(ctx context.Context, q OrderQuery) iter.Seq2[OrderPage, error] {
	query, err := q.encode(opListOrders, s.caller, 0)
	if err != nil {
		return func(yield func(OrderPage, error) bool) { yield(OrderPage{}, err) }
	}
	return mapPages(s.list.walkAhead(ctx, query, q.Prefetch, func() walker[Order] {
		return newNewestWalk(s.list, pageSizeOr(q.PageSize))
	}), newOrderPage)
}

// List reads one page, behind a number of orders, the newest first: GET /orders. It changes nothing on the server.
// Prefetch is ignored. A page behind the last order is empty.
//
// Use [OrdersService.Pages] for more than one page: orders move from page to page while others are created, which a walk
// allows for.
func (s *OrdersService) List(ctx context.Context, q OrderQuery, start int) (OrderPage, error) {
	query, err := q.encode(opListOrders, s.caller, start)
	if err != nil {
		return OrderPage{}, err
	}
	page, err := s.list.readSinglePage(ctx, query, window{start: start, limit: pageSizeOr(q.PageSize)})
	return newOrderPage(page), err
}

// Get reads one order with its lines: GET /orders/{id}. It changes nothing on the server. The id is that of
// Order.ID, with its suffix (probe: shopinventory/order-by-id, shopinventory/order-suffix).
//
// A response without the order matches shelfwire.ErrMalformed. An unknown id matches shelfwire.ErrNotFound, or
// shelfwire.ErrInvalid where the shop responds with 400.
func (s *OrdersService) Get(ctx context.Context, id string) (Order, error) {
	var problems check.Problems
	validateOrderID(&problems, id)
	if err := problems.Err(); err != nil {
		return Order{}, s.caller.InvalidInput(opGetOrder, err)
	}
	var order Order
	err := s.caller.Do(ctx, call.Request{
		Op: opGetOrder, Path: []string{"orders", id}, Query: url.Values{"include": {"line_items"}},
	}, func(body []byte) error {
		object, err := readRecord(s.caller, body)
		if err != nil {
			return err
		}
		notes := lenientjson.Notes{Redact: s.caller.Redact}
		order = readOrder(&notes, object)
		return cmp.Or(s.checkOrderID(order.ID, id), notes.Err())
	})
	if err != nil {
		return Order{}, err
	}
	warnUnread(ctx, s.caller, opGetOrder, order.Unread)
	return order, nil
}

func (s *OrdersService) checkOrderID(got, asked string) error {
	if got == asked {
		return nil
	}
	return fmt.Errorf("the order %q was asked for, and %q came", asked, clipText(s.caller, got, maxCode))
}

// validateOrderID adds a problem for an id that cannot be one. It stands in a path, where "." and ".." have a meaning.
func validateOrderID(problems *check.Problems, id string) {
	problems.Required("id", id)
	problems.Text("id", id)
	switch trimmed := strings.TrimSpace(id); {
	case trimmed == "." || trimmed == "..":
		problems.Add("id", "is no id of an order")
	case trimmed != "" && trimmed != id:
		problems.Add("id", "must not begin or end with a space")
	}
}
