package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// listed is how many orders a list has at most.
const listed = 50

// states are those of orders, in the order in which people ask about them.
var states = [...]shop.State{shop.OrderParked, shop.OrderFailed, shop.OrderOpen, shop.OrderSent}

// officePage is what the shop's people see first.
type officePage struct {
	Counts    []stateCount
	ToSettle  []shop.OrderSummary
	More      int                  // to settle, beyond those
	Remote    []shop.RemoteSummary // orders of channels to settle
	MoreThere int                  // of these, beyond those
	Goods     shop.GoodsIssue
	Latest    []shop.OrderSummary

	ByHand       []shop.OrderSummary  // that a person has dealt with
	RemoteByHand []shop.RemoteSummary // of channels
}

// orderTable is a list of orders, and what it is a list of.
type orderTable struct {
	Caption string
	Orders  []shop.OrderSummary
}

// SettleTable is the list of those to settle.
func (p *officePage) SettleTable() orderTable { return orderTable{"Orders to settle", p.ToSettle} }

// LatestTable is the list of the latest.
func (p *officePage) LatestTable() orderTable {
	return orderTable{"The latest orders that need nothing", p.Latest}
}

// ByHandTable is the list of those that a person has dealt with.
func (p *officePage) ByHandTable() orderTable {
	return orderTable{"Orders that a person has dealt with", p.ByHand}
}

type stateCount struct {
	State  shop.State
	Orders int
}

// Status is the state; where there are none it needs nobody's eye.
func (c stateCount) Status() status {
	s := stateOf(c.State)
	if c.Orders == 0 {
		s.Look = "idle"
	}
	return s
}

func (s *site) office(w http.ResponseWriter, r *http.Request) error {
	var p officePage
	counts, err := s.Shop.CountOrders(r.Context())
	if err != nil {
		return err
	}
	there, err := s.Shop.CountRemote(r.Context(), s.began)
	if err != nil {
		return err
	}
	for _, state := range states {
		n := counts[state]
		if state == shop.OrderParked {
			n += there.Parked
		}
		p.Counts = append(p.Counts, stateCount{state, n})
	}
	if p.ToSettle, err = s.Shop.OrdersToSettle(r.Context(), listed); err != nil {
		return err
	}
	p.More = max(counts[shop.OrderParked]+counts[shop.OrderFailed]-len(p.ToSettle), 0)
	if p.Remote, err = s.Shop.RemoteToSettle(r.Context(), listed); err != nil {
		return err
	}
	p.MoreThere = max(there.Parked-len(p.Remote), 0)
	if p.Goods, err = s.Shop.GoodsToIssue(r.Context(), listed); err != nil {
		return err
	}
	if p.Latest, err = s.Shop.LatestOrders(r.Context(), listed); err != nil {
		return err
	}
	if err := s.listByHand(r.Context(), &p); err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "office", page{Title: "Orders", Section: "office", Body: &p})
}

// undoable is how many orders can be taken up again from the list of all orders.
const undoable = 10

func (s *site) listByHand(ctx context.Context, p *officePage) (err error) {
	if p.ByHand, err = s.Shop.OrdersByHand(ctx, undoable); err != nil {
		return err
	}
	p.RemoteByHand, err = s.Shop.RemoteByHand(ctx, undoable)
	return err
}

func (s *site) officeOrder(w http.ResponseWriter, r *http.Request) error {
	p, err := s.ordered(r)
	if err != nil {
		return err
	}
	return s.showOffice(w, http.StatusOK, p)
}

// ordered looks up the order that a request names.
func (s *site) ordered(r *http.Request) (*orderPage, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, errNotFound
	}
	p, err := s.lookUp(r.Context(), id, true)
	if err == nil && s.hasPDF(p.Order) {
		p.PDF = officeAddress(id) + "/invoice.pdf"
	}
	return p, err
}

func (s *site) showOffice(w http.ResponseWriter, status int, p *orderPage) error {
	return s.render(w, status, "order", page{
		Title: fmt.Sprintf("Order %d", p.ID), Section: "office", Body: p, IsError: p.KeyError != "",
	})
}

var errSettled = &problem{http.StatusConflict, "This order needs nothing to be settled",
	"It may have been settled just now, by somebody else or by a second click. Nothing was changed."}

var errGoneOn = &problem{http.StatusConflict, "The order has gone on since that page was shown",
	"It asks something else now; look again. Nothing was changed."}
