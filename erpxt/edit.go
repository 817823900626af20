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
// that was read goes back, also members that this module does not know, so that the server, which overwrites the
// whole card, resets nothing. When edit returns an error, nothing is written, and the error can be found in that of
// Edit.
//
// Of the two prices only one is sent, because the server works the other one out and would ignore a gross price
// beside a net one: the one that edit changed, or the gross price when it changed neither, also when it changed the
// rate of VAT. Changing both is refused; clear one to say that the other counts. The ID, the Quantity and the
// ProductType cannot be changed here and a try is refused; the stock is never written back.
//
// Edit returns the product as it was written. A price that the server works out anew is absent from it; Get reads it.
//
// The provider offers no way to notice what somebody else changed between the two calls: that is overwritten. An id
// that does not exist matches shelfwire.ErrNotFound.
func (s *ProductsService) Edit(ctx context.Context, id int64, edit func(*Product) error) (Product, error) {
	if edit == nil {
		return Product{}, s.caller.Invalid(opEditWrite, &shelfwire.FieldError{Field: "edit", Problem: "is missing"})
	}
	before, err := s.get(ctx, opEditRead, id)
	if err != nil {
		return Product{}, unwritten(err)
	}
	after := before
	if err := edit(&after); err != nil {
		return Product{}, s.caller.Invalid(opEditWrite, fmt.Errorf("nothing was changed: %w", err))
	}
	var problems check.Problems
	if checkEdit(&problems, &before, &after); problems.Err() != nil {
		return Product{}, s.caller.Invalid(opEditWrite, problems.Err())
	}
	choosePrice(&before, &after)
	if err := s.put(ctx, opEditWrite, editBody(&before, &after)); err != nil {
		return Product{}, err
	}
	return after, nil
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
	b := replacement(after)
	b.checkTexts(problems)
	if after.Rate != before.Rate && after.Rate != 0 && !after.Rate.isKnown() {
		problems.Add("Rate", "is not a rate that the provider documents")
	}
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
	if !same(before.Quantity, after.Quantity) {
		problems.Add("Quantity", "cannot be written: the provider documents it for reading only")
	}
	if after.ProductType != before.ProductType {
		problems.Add("ProductType", "cannot be written: the provider documents it for reading only")
	}
}

// choosePrice leaves of two prices the one to send, and in the product none that will be worked out anew. A gross price
// that goes back as it came gives the same net price again, so with the same rate both are left.
func choosePrice(before, after *Product) {
	if !has(after.SaleNetPrice) || !has(after.SaleGrossPrice) {
		return
	}
	switch {
	case !same(before.SaleNetPrice, after.SaleNetPrice):
		after.SaleGrossPrice = shelfwire.Opt[shelfwire.Decimal]{}
	case !same(before.SaleGrossPrice, after.SaleGrossPrice) || after.Rate != before.Rate:
		after.SaleNetPrice = shelfwire.Opt[shelfwire.Decimal]{}
	}
}

func editBody(before, after *Product) body {
	b := replacement(after)
	b.unknown = before.unknown // also when edit has put another product in its place
	if before.typed {
		b.ProductType = shelfwire.Set(before.ProductType)
	}
	if has(b.SaleGrossPrice) {
		b.SaleNetPrice = shelfwire.Opt[shelfwire.Decimal]{}
	}
	return b
}

func has(price shelfwire.Opt[shelfwire.Decimal]) bool {
	_, ok := price.Get()
	return ok
}

// same compares numbers, whatever their scale; absent and null are both no number.
func same(a, b shelfwire.Opt[shelfwire.Decimal]) bool {
	x, hasX := a.Get()
	y, hasY := b.Get()
	return hasX == hasY && x.Equal(y.Decimal)
}
