package erpxt

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var (
	opGetProduct     = call.Op{Name: "Products.Get", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opCreateProduct  = call.Op{Name: "Products.Create", Method: http.MethodPost, Effect: shelfwire.EffectWrite}
	opReplaceProduct = call.Op{Name: "Products.Replace", Method: http.MethodPut, Effect: shelfwire.EffectIdempotent}
	opDeleteProduct  = call.Op{Name: "Products.Delete", Method: http.MethodDelete, Effect: shelfwire.EffectIdempotent}
)

// ProductsService reads and writes product cards.
type ProductsService struct{ caller *call.Caller }

// Get reads one product by its id: GET /products/{id}. To look a product up by its code, use [ProductsService.List]
// with a filter.
//
// The response owes an object with this id; without it, or with another one, the error matches
// shelfwire.ErrMalformed. Everything else is best effort: what cannot be read for certain stands in Product.Unread.
//
// For an id that does not exist the error matches shelfwire.ErrNotFound: the provider's code EntityNotFoundException,
// or the documented 404 when it is empty. A 404 in other words, such as those of a web server's or a framework's
// router, says nothing about the product and matches shelfwire.ErrMalformed.
func (s *ProductsService) Get(ctx context.Context, id int64) (Product, error) {
	return s.get(ctx, opGetProduct, id)
}

func (s *ProductsService) get(ctx context.Context, op call.Op, id int64) (Product, error) {
	var problems check.Problems
	checkID(&problems, "id", id)
	if err := problems.Err(); err != nil {
		return Product{}, s.caller.InvalidInput(op, err)
	}
	var p Product
	err := s.caller.Do(ctx, call.Request{Op: op, Path: productPath(id)}, func(body []byte) (err error) {
		p, err = readProduct(body, id, s.notes())
		return err
	})
	if err != nil {
		return Product{}, emptyNotFound(err)
	}
	s.warnUnread(ctx, op, p.Unread)
	return p, nil
}

func (s *ProductsService) warnUnread(ctx context.Context, op call.Op, unread []shelfwire.Unread) {
	var counts call.UnreadCounts
	counts.Add(unread)
	s.caller.WarnUnread(ctx, op, counts)
}

func productPath(id int64) []string { return []string{"products", strconv.FormatInt(id, 10)} }

// emptyNotFound takes a 404 without a body for the provider's, who documents the status for a missing product. For
// reads by id only: a proxy's empty 404 must not pass for a deletion.
func emptyNotFound(err error) error {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok || e.StatusCode != http.StatusNotFound || e.Message != "" {
		return err
	}
	missing := *e // observers may hold the original
	missing.Err = shelfwire.ErrNotFound
	return &missing
}

// Create creates a product and returns its id: POST /products. It is a write and is not repeated once it may have
// happened; when its outcome is unknown, look for the product by its code or name before trying again.
//
// The response owes the new id, and that is all that is read of it: bare, as the provider sends it, quoted, with a
// fraction of zeros, or as the Id of an object. Anything else under a status of success is an error that matches
// shelfwire.ErrMalformed, of outcome unknown. When a response breaks off behind the id, the id is returned beside an
// error of outcome applied.
//
// See [NewProduct] for the rule on prices. Whether the server rejects a ProductCode that exists already is not
// documented.
func (s *ProductsService) Create(ctx context.Context, product NewProduct) (int64, error) {
	p := product.asProduct()
	var problems check.Problems
	if p.check(&problems); problems.Err() != nil {
		return 0, s.caller.InvalidInput(opCreateProduct, problems.Err())
	}
	var id int64
	err := s.caller.Do(ctx, call.Request{Op: opCreateProduct, Path: []string{"products"}, Body: body{p}},
		func(body []byte) (err error) {
			id, err = readNewID(body)
			return err
		})
	return id, err
}

// Replace overwrites a product: PUT /products.
//
// DANGER: the server overwrites the whole card. What product leaves out, such as a description or a price, is set to
// an empty or a default value. To change something on a card, use [ProductsService.Edit]; Replace is for a caller who
// holds the whole of it. A product that was read with members in Product.Unread is rejected, unless their fields have
// been set since or are never written.
//
// With both prices the server takes SaleNetPrice and works the gross price out of it: a changed gross price beside an
// old net price would be lost. Quantity is not a parameter of this call and is never sent. ProductType is sent when it is
// given; that it can be changed is not documented. A Rate that the provider does not document is rejected, also one that was
// read; Edit sends it back. Members of a product that was read which this module does not
// know are sent back. A text that is not UTF-8 would be sent as another one and is rejected.
//
// The change was made when the response is empty, as documented, or an object with this id. Setting a card to the same
// content twice is the same as once, so the call is repeated after a lost response. An id that does not exist matches
// shelfwire.ErrNotFound, by the provider's code alone.
func (s *ProductsService) Replace(ctx context.Context, product Product) error {
	var problems check.Problems
	checkID(&problems, "ID", product.ID)
	product.check(&problems)
	if product.checkUnread(&problems); problems.Err() != nil {
		return s.caller.InvalidInput(opReplaceProduct, problems.Err())
	}
	return s.put(ctx, opReplaceProduct, &product)
}

func (s *ProductsService) put(ctx context.Context, op call.Op, p *Product) error {
	return s.caller.Do(ctx, call.Request{Op: op, Path: []string{"products"}, Body: body{p}},
		func(body []byte) error { return readDone(body, p.ID) })
}

// Delete deletes a product: DELETE /products/{id}. Goods with stock control cannot be deleted through the API. An id
// that does not exist matches shelfwire.ErrNotFound, by the provider's code EntityNotFoundException alone.
//
// The product was deleted when the response is empty, as documented, or an object with this id. When a response was
// lost and the repeated call is told by that code that there is no such product, Delete returns nil. Any other 404
// leaves the outcome open.
func (s *ProductsService) Delete(ctx context.Context, id int64) error {
	var problems check.Problems
	checkID(&problems, "id", id)
	if err := problems.Err(); err != nil {
		return s.caller.InvalidInput(opDeleteProduct, err)
	}
	err := s.caller.Do(ctx, call.Request{Op: opDeleteProduct, Path: productPath(id)},
		func(body []byte) error { return readDone(body, id) })
	if isGone(err) {
		return nil
	}
	return err
}

// isGone reports whether a product was found missing after an attempt that may have deleted it. An outcome other than
// rejected is left over from such an attempt; one that was rejected, say for an old token, leaves none.
func isGone(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	return ok && e.Code == codeNotFound && errors.Is(e.Err, shelfwire.ErrNotFound) &&
		(e.Outcome == shelfwire.OutcomeUnknown || e.Outcome == shelfwire.OutcomeApplied)
}
