package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// listed is how many orders a list has at most.
const listed = 50

// states are those of orders, in the order in which people ask about them.
var states = [...]shop.State{shop.OrderParked, shop.OrderFailed, shop.OrderOpen, shop.OrderSent}

// officePage is what the shop's people see first.
type officePage struct {
	Counts   []stateCount
	ToSettle []shop.OrderSummary
	More     int                  // to settle, beyond those
	Remote   []shop.RemoteSummary // orders of channels to settle
	Latest   []shop.OrderSummary
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

type stateCount struct {
	State  shop.State
	Orders int
}

func (s *site) office(w http.ResponseWriter, r *http.Request) error {
	var p officePage
	counts, err := s.Shop.CountOrders(r.Context())
	if err != nil {
		return err
	}
	for _, state := range states {
		p.Counts = append(p.Counts, stateCount{state, counts[state]})
	}
	if p.ToSettle, err = s.Shop.OrdersToSettle(r.Context(), listed); err != nil {
		return err
	}
	p.More = max(counts[shop.OrderParked]+counts[shop.OrderFailed]-len(p.ToSettle), 0)
	if p.Remote, err = s.Shop.RemoteToSettle(r.Context(), listed); err != nil {
		return err
	}
	if p.Latest, err = s.Shop.LatestOrders(r.Context(), listed); err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "office", page{Title: "Orders", Section: "office", Body: &p})
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

// settle takes what a person has found out about an order, and lets it go on.
func (s *site) settle(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	p, err := s.ordered(r)
	if err != nil {
		return err
	}
	if p.State != shop.OrderParked && p.State != shop.OrderFailed {
		return errSettled
	}
	found := p.found(r.PostFormValue("found"), r.PostFormValue("key"))
	if p.KeyError != "" {
		return s.showOffice(w, http.StatusUnprocessableEntity, p)
	}
	if err := s.settleOrder(r.Context(), p.ID, found); err != nil {
		return err
	}
	http.Redirect(w, r, officeAddress(p.ID), http.StatusSeeOther)
	return nil
}

func (s *site) settleOrder(ctx context.Context, id int64, found string) error {
	if err := s.Shop.Settle(ctx, id, found); err != nil {
		if now, lookErr := s.Shop.Order(ctx, id); lookErr == nil && now.State == shop.OrderOpen {
			return errSettled
		}
		return err
	}
	return s.Jobs.Reopen(ctx, id)
}

const maxKey = 64 // characters of a key in the accounts

// found is what a person has said, as shop.Settle takes it. What cannot be right gets an error.
func (p *orderPage) found(choice, key string) string {
	p.Key = strings.TrimSpace(clean(key))
	switch {
	case p.CanRetry || p.Unclear == "" || choice == "none":
		return shop.NotThere
	case choice != "there":
		p.KeyError = "Say whether it is there"
	case p.Key == "":
		p.KeyError = "Enter the key that it has in " + string(p.Accounts)
	case utf8.RuneCountInString(p.Key) > maxKey:
		p.KeyError = fmt.Sprintf("The key must have at most %d characters", maxKey)
	case p.Key == shop.NotThere:
		p.KeyError = "Say that it is not there, or enter a key"
	default:
		p.checkID()
	}
	return p.Key
}

// checkID rejects a key that is no number. Customers in Resico have codes; everything else has IDs.
func (p *orderPage) checkID() {
	if p.UnclearKind == shop.StepCustomer && p.Accounts == shop.InResico {
		return
	}
	if id, err := strconv.ParseInt(p.Key, 10, 64); err != nil || id <= 0 {
		p.KeyError = "The ID must be a number, such as 365"
	}
}
