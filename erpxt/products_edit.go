package erpxt

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// Edit reads a product, lets edit change it, and writes it back: GET /products/{id}, then PUT /products, section
// "Edycja karty produktu" of the guide. All that was read goes back, unknown and unreadable members included, so that
// the server, which overwrites the whole card, keeps all of it (probe: erpxt/edited-card). When edit returns an error,
// the card stays as it is, and the error of Edit wraps that of edit.
//
// A member in Product.Unread goes back byte for byte, unless edit sets its field. A text with invalid UTF-8 would be
// sent as another text, so edit must replace it; a card with such a text in an unknown member is rejected.
//
// Edit sends one of the two prices, because the server works the other one out and would ignore a gross price beside a
// net one: the price that edit changed, or else the gross price, also when edit changed the rate of VAT. Changing both
// is rejected; clear one to say that the other counts. An unreadable price goes back beside the other one,
// unless edit changed the number that it is worked out from. A change of ID, OnHand or ProductType is
// rejected. The quantity on hand is never sent.
//
// Edit returns the product as it was written, also beside an error of outcome applied. A price that the server works
// out anew is absent from it; Get reads it. The responses to the read and the write must be as in
// [ProductsService.Get] and [ProductsService.Replace].
//
// A write whose outcome is unknown may still arrive, and would take a later Edit back: wait for ten minutes, and read the
// card, before editing it again.
//
// A change that somebody else makes between the two calls is overwritten: the provider offers no check against it.
// For an unknown id the error matches shelfwire.ErrNotFound, by the provider's code alone once the write was sent.
func (s *ProductsService) Edit(ctx context.Context, id int64, edit func(*Product) error) (Product, error) {
	if edit == nil {
		return Product{}, s.caller.InvalidInput(s.ops.editPut, &shelfwire.FieldError{Field: "edit", Problem: "is missing"})
	}
	before, err := s.getRecord(ctx, s.ops.editGet, id)
	if err != nil {
		return Product{}, markNotSent(err)
	}
	after := before
	if err := edit(&after); err != nil {
		return Product{}, s.caller.InvalidInput(s.ops.editPut, fmt.Errorf("nothing was changed: %w", err))
	}
	productSchema.restore(&before, &after)
	var problems check.Problems
	validateEdit(&problems, &before, &after)
	choosePriceToSend(&before, &after)
	if productSchema.validateTexts(&problems, "", &after); problems.Err() != nil {
		return Product{}, s.caller.InvalidInput(s.ops.editPut, problems.Err())
	}
	if err := s.putRecord(ctx, s.ops.editPut, s.path, id, productBody{withOnePrice(after)}); err != nil {
		if shelfwire.OutcomeOf(err) != shelfwire.OutcomeApplied {
			after = Product{}
		}
		return after, err
	}
	return after, nil
}

// markNotSent sets the outcome of a failed read: the write was not sent.
func markNotSent(err error) error {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok {
		return err
	}
	read := *e // observers may hold the original
	read.Outcome = shelfwire.OutcomeNotSent
	return &read
}

// validateEdit reports problems of the fields that edit changed. The other fields come from the server and go back.
func validateEdit(problems *check.Problems, before, after *Product) {
	if after.ID != before.ID {
		problems.Add("ID", "must not be changed")
	}
	after.validateRequired(problems)
	if after.Rate != before.Rate {
		after.validateRate(problems)
	}
	validatePriceChanges(problems, before, after)
	if !equalNumbers(before.OnHand, after.OnHand) {
		problems.Add("OnHand", "cannot be written: the provider documents it for reading only")
	}
	if after.ProductType != before.ProductType {
		problems.Add("ProductType", "cannot be written: the provider documents it for reading only")
	}
}

// validatePriceChanges reports problems of the prices that edit changed.
func validatePriceChanges(problems *check.Problems, before, after *Product) {
	netChanged := !equalNumbers(before.SaleNetPrice, after.SaleNetPrice)
	grossChanged := !equalNumbers(before.SaleGrossPrice, after.SaleGrossPrice)
	if netChanged {
		validatePrice(problems, "SaleNetPrice", after.SaleNetPrice)
	}
	if grossChanged {
		validatePrice(problems, "SaleGrossPrice", after.SaleGrossPrice)
	}
	if netChanged && grossChanged && hasNumber(after.SaleNetPrice) && hasNumber(after.SaleGrossPrice) {
		problems.Add("SaleGrossPrice", "would be computed by the provider from SaleNetPrice; set one of them")
	}
}

// choosePriceToSend drops the price that the server will work out anew from the one that edit changed. With an
// unchanged rate and gross price the server works out the same net price, so both are kept.
func choosePriceToSend(before, after *Product) {
	net, gross := after.SaleNetPrice, after.SaleGrossPrice
	switch {
	case hasNumber(net) && !equalNumbers(before.SaleNetPrice, net):
		after.dropPrice("SaleGrossPrice", &after.SaleGrossPrice)
	case hasNumber(gross) && !equalNumbers(before.SaleGrossPrice, gross), after.hasGross() && after.Rate != before.Rate:
		after.dropPrice("SaleNetPrice", &after.SaleNetPrice)
	}
}

// hasGross reports whether a write would send a gross price.
func (p *Product) hasGross() bool {
	return hasNumber(p.SaleGrossPrice) || productSchema.hasUnread(p, "SaleGrossPrice")
}

// dropPrice clears a price, unless it is null, and forgets its unread member.
func (p *Product) dropPrice(field string, price *shelfwire.Opt[shelfwire.Decimal]) {
	if hasNumber(*price) {
		*price = shelfwire.Opt[shelfwire.Decimal]{}
	}
	productSchema.dropUnread(p, func(of *memberOf[Product]) bool { return of.field == field })
}

// withOnePrice returns the product as it is written: the net price is dropped when a gross price is sent.
func withOnePrice(p Product) *Product {
	if p.hasGross() {
		p.SaleNetPrice = shelfwire.Opt[shelfwire.Decimal]{}
	}
	return &p
}
