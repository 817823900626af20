package flows

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
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
	key, err := writeOnce(ctx, w.flow.writing(), w.step, request, func(ctx context.Context, r Request) (string, error) {
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

// findBuyer looks for a buyer's card, and creates none.
func (f *SubmitToERPXT) findBuyer(ctx context.Context, n erpxt.NewCustomer) (int64, error) {
	card, err := f.Customers.Find(ctx, n)
	if errors.Is(err, shelfwire.ErrNotFound) {
		return 0, nil
	}
	return card.ID, err
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
	switch len(ids) {
	case 0:
		return 0, nil
	case 1:
		return ids[0], nil
	default:
		return 0, fmt.Errorf("%w: there are %d invoices with this description, with the IDs %v",
			shelfwire.ErrConflict, len(ids), ids)
	}
}

// noCard is the error of a product whose card could not be looked up.
func noCard(sku string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s %w", sku, errNoCard)
	}
	return err
}
