package flows

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// findable is a write of something that can be looked for: what both calls return is the key of what was made, and find
// returns 0 when it is not there.
type findable[Request any] struct {
	flow *SubmitToERPXT
	step shop.Step
	send func(context.Context, Request) (int64, error)
	find func(context.Context, Request) (int64, error)
	done *atomic.Int64
}

// do sends a write once, and looks for what may have become of it.
func (w findable[Request]) do(ctx context.Context, request Request) (int64, error) {
	key, err := once(ctx, w.flow.writing(), w.step, request, func(ctx context.Context, r Request) (string, error) {
		id, err := w.send(ctx, r)
		if id > 0 {
			w.done.Add(1)
		}
		return keyText(id), err
	})
	landing, isLanding := errors.AsType[*shop.LandingError](err)
	switch {
	case isLanding:
		return w.look(ctx, request, landing)
	case err != nil:
		return 0, err
	}
	return strconv.ParseInt(key, 10, 64)
}

// look finds what an unclear write has made. What cannot be told apart is for a person.
func (w findable[Request]) look(ctx context.Context, request Request, landing *shop.LandingError) (int64, error) {
	id, err := w.find(ctx, request)
	switch {
	case errors.Is(err, shelfwire.ErrConflict):
		return 0, &shop.ParkedError{Target: landing.Target, Reason: err.Error()}
	case err != nil:
		return 0, errors.Join(landing, errors.New("looking failed: "+err.Error())) // without its outcome: nothing was rejected
	case id == 0:
		return 0, landing
	}
	return id, w.flow.Shop.Done(context.WithoutCancel(ctx), w.step, keyText(id))
}

// buyer returns the ID of the card of an order's buyer, and creates it unless it is there. The shop keeps an address in
// one text, so it all stands in the street.
func (f *SubmitToERPXT) buyer(ctx context.Context, o shop.Order) (int64, error) {
	c := o.Customer
	card := erpxt.NewCustomer{
		Name: c.Name, CustomerTaxNumber: c.TaxNumber, Mail: c.Email, PhoneNumber: c.Phone,
		CustomerType: erpxt.CustomerTypePerson,
		Address:      erpxt.Address{Street: c.Address, PostalCode: c.PostCode},
	}
	if c.TaxNumber != "" {
		card.CustomerType = erpxt.CustomerTypeBusiness
	}
	send := func(ctx context.Context, n erpxt.NewCustomer) (int64, error) {
		card, err := f.Customers.FindOrCreate(ctx, n)
		return card.ID, err
	}
	return findable[erpxt.NewCustomer]{f, shop.BuyerStep(o), send, f.findBuyer, &f.Buyers}.do(ctx, card)
}

// findBuyer looks for a card as erpxt.CustomersService.FindOrCreate does, and creates none. A card that could not be read
// whole is none: FindOrCreate will look at it more closely.
func (f *SubmitToERPXT) findBuyer(ctx context.Context, n erpxt.NewCustomer) (int64, error) {
	var cards []erpxt.Customer
	var err error
	if n.CustomerTaxNumber != "" {
		cards, err = f.Customers.FindByTaxNumber(ctx, n.CustomerTaxNumber)
	} else {
		cards, err = f.Customers.FindByMail(ctx, n.Mail)
	}
	if err != nil {
		return 0, err
	}
	var ids []int64
	for i := range cards {
		if isCardOf(&cards[i], &n) {
			ids = append(ids, cards[i].ID)
		}
	}
	return theOnly(ids, "cards of this buyer")
}

// isCardOf reports whether a card that was found by tax number or e-mail address is that of a buyer.
func isCardOf(card *erpxt.Customer, n *erpxt.NewCustomer) bool {
	if len(card.Unread) > 0 {
		return false
	}
	if n.CustomerTaxNumber != "" {
		return card.CountryCode == "" || strings.EqualFold(card.CountryCode, "PL")
	}
	return card.CustomerType == n.CustomerType && isAlike(card.Name, n.Name) &&
		(n.Address.Street == "" || isAlike(card.Address.Street, n.Address.Street)) &&
		(n.Address.PostalCode == "" || isAlike(card.Address.PostalCode, n.Address.PostalCode))
}

// isAlike reports whether two texts differ in capitals and spaces only.
func isAlike(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// findDraft looks for the invoice of an order.
func (f *SubmitToERPXT) findDraft(ctx context.Context, n erpxt.NewInvoice) (int64, error) {
	found, err := f.Invoices.FindByDescription(ctx, n.Description)
	if err != nil {
		return 0, err
	}
	var ids []int64
	for i := range found {
		if found[i].PurchasingPartyID != n.PurchasingPartyID {
			return 0, fmt.Errorf("%w: invoice %d of another customer has the description %q",
				shelfwire.ErrConflict, found[i].ID, n.Description)
		}
		ids = append(ids, found[i].ID)
	}
	return theOnly(ids, "invoices with this description")
}

// theOnly returns the only one of some IDs, 0 when there is none.
func theOnly(ids []int64, what string) (int64, error) {
	switch len(ids) {
	case 0:
		return 0, nil
	case 1:
		return ids[0], nil
	default:
		return 0, fmt.Errorf("%w: there are %d %s, with the IDs %v", shelfwire.ErrConflict, len(ids), what, ids)
	}
}

// noCard is the error of a product whose card could not be looked up.
func noCard(sku string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s %w", sku, errNoCard)
	}
	return err
}
