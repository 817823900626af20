package erpxt

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var (
	opEditRead  = call.Op{Name: "Products.Edit", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opEditWrite = call.Op{Name: "Products.Edit", Method: http.MethodPut, Effect: shelfwire.EffectIdempotent}
)

// Edit reads a product, lets edit change it, and writes it back: GET /products/{id}, then PUT /products. Everything
// that was read goes back, also members that this module does not know or could not read, so that the server, which
// overwrites the whole card, resets nothing. When edit returns an error, nothing is written, and the error can be found
// in that of Edit.
//
// A member in Product.Unread goes back as it came, to the byte, unless edit sets its field. A text that is not UTF-8
// would be sent as another one, so nothing is written until edit has replaced it; where it stands in a member that this
// module does not know, the card cannot be edited here.
//
// Of the two prices only one is sent, because the server works the other one out and would ignore a gross price
// beside a net one: the one that edit changed, or the gross price when it changed neither, also when it changed the
// rate of VAT. Changing both is rejected; clear one to say that the other counts. A price that could not be read goes
// back beside the other one, unless edit changed what it is worked out from. The ID, the Quantity and the ProductType
// cannot be changed here and a try is rejected; the stock is never written back.
//
// Edit returns the product as it was written, also beside an error of outcome applied. A price that the server works out
// anew is absent from it; Get reads it. What the read and the write owe is as in [ProductsService.Get] and
// [ProductsService.Replace].
//
// The provider offers no way to notice what somebody else changed between the two calls: that is overwritten. An id
// that does not exist matches shelfwire.ErrNotFound, by the provider's code alone once the write was sent.
func (s *ProductsService) Edit(ctx context.Context, id int64, edit func(*Product) error) (Product, error) {
	if edit == nil {
		return Product{}, s.caller.InvalidInput(opEditWrite, &shelfwire.FieldError{Field: "edit", Problem: "is missing"})
	}
	before, err := s.get(ctx, opEditRead, id)
	if err != nil {
		return Product{}, unwritten(err)
	}
	after := before
	if err := edit(&after); err != nil {
		return Product{}, s.caller.InvalidInput(opEditWrite, fmt.Errorf("nothing was changed: %w", err))
	}
	after.takeOver(&before)
	var problems check.Problems
	checkEdit(&problems, &before, &after)
	choosePrice(&before, &after)
	if after.checkTexts(&problems); problems.Err() != nil {
		return Product{}, s.caller.InvalidInput(opEditWrite, problems.Err())
	}
	if err := s.put(ctx, opEditWrite, withOnePrice(after)); err != nil {
		if shelfwire.OutcomeOf(err) != shelfwire.OutcomeApplied {
			after = Product{}
		}
		return after, err
	}
	return after, nil
}

// takeOver gives a product what was read of the card beside its fields, also when edit has put another product in its
// place. What edit has set is not unread any more.
func (p *Product) takeOver(card *Product) {
	p.unread, p.unknown = card.unread, card.unknown
	p.dropUnread(func(u *unreadMember) bool { return u.of.isSet(p) })
}

// unwritten says of a failed read that nothing has been written after it.
func unwritten(err error) error {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok {
		return err
	}
	read := *e // observers may hold the original
	read.Outcome = shelfwire.OutcomeNotSent
	return &read
}

// checkEdit looks at what was changed. What is as it came is the server's own and goes back.
func checkEdit(problems *check.Problems, before, after *Product) {
	if after.ID != before.ID {
		problems.Add("ID", "must not be changed")
	}
	after.checkRequired(problems)
	if after.Rate != before.Rate {
		after.checkRate(problems)
	}
	checkPrices(problems, before, after)
	if !same(before.OnHand, after.OnHand) {
		problems.Add("Quantity", "cannot be written: the provider documents it for reading only")
	}
	if after.ProductType != before.ProductType {
		problems.Add("ProductType", "cannot be written: the provider documents it for reading only")
	}
}

func checkPrices(problems *check.Problems, before, after *Product) {
	netChanged := !same(before.SaleNetPrice, after.SaleNetPrice)
	grossChanged := !same(before.SaleGrossPrice, after.SaleGrossPrice)
	if netChanged {
		checkPrice(problems, "SaleNetPrice", after.SaleNetPrice)
	}
	if grossChanged {
		checkPrice(problems, "SaleGrossPrice", after.SaleGrossPrice)
	}
	if netChanged && grossChanged && has(after.SaleNetPrice) && has(after.SaleGrossPrice) {
		problems.Add("SaleGrossPrice", "would be computed by the provider from SaleNetPrice; set one of them")
	}
}

// choosePrice leaves of two prices the one to send, and in the product none that will be worked out anew. A gross price
// that goes back as it came gives the same net price again, so with the same rate both are left.
func choosePrice(before, after *Product) {
	net, gross := after.SaleNetPrice, after.SaleGrossPrice
	switch {
	case has(net) && !same(before.SaleNetPrice, net):
		after.dropPrice("SaleGrossPrice", &after.SaleGrossPrice)
	case has(gross) && !same(before.SaleGrossPrice, gross), after.hasGross() && after.Rate != before.Rate:
		after.dropPrice("SaleNetPrice", &after.SaleNetPrice)
	}
}

func (p *Product) hasGross() bool { return has(p.SaleGrossPrice) || p.hasUnread("SaleGrossPrice") }

func (p *Product) dropPrice(field string, price *shelfwire.Opt[shelfwire.Decimal]) {
	if has(*price) {
		*price = shelfwire.Opt[shelfwire.Decimal]{}
	}
	p.dropUnread(func(u *unreadMember) bool { return u.of.field == field })
}

// withOnePrice leaves the net price out where the gross one goes back.
func withOnePrice(p Product) *Product {
	if p.hasGross() {
		p.SaleNetPrice = shelfwire.Opt[shelfwire.Decimal]{}
	}
	return &p
}

// same compares numbers, whatever their scale; absent and null are both no number.
func same(a, b shelfwire.Opt[shelfwire.Decimal]) bool {
	x, hasX := a.Get()
	y, hasY := b.Get()
	return hasX == hasY && x.Equal(y)
}
