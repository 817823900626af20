package erpxt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

// Get reads one product by its id: GET /products/{id}. For an id that does not exist the error matches
// shelfwire.ErrNotFound; to look a product up by its code, use [ProductsService.List] with a filter.
func (s *ProductsService) Get(ctx context.Context, id int64) (Product, error) {
	return s.get(ctx, opGetProduct, id)
}

func (s *ProductsService) get(ctx context.Context, op call.Op, id int64) (Product, error) {
	var problems check.Problems
	checkID(&problems, "id", id)
	if err := problems.Err(); err != nil {
		return Product{}, s.caller.Invalid(op, err)
	}
	var p Product
	err := s.caller.Do(ctx, call.Request{Op: op, Path: productPath(id)}, func(body []byte) error {
		p = Product{}
		if err := json.Unmarshal(body, &p); err != nil {
			return err
		}
		if p.ID != id {
			return fmt.Errorf("product %d was asked for, and %d came", id, p.ID)
		}
		return nil
	})
	if err != nil {
		return Product{}, err
	}
	return p, nil
}

func productPath(id int64) []string { return []string{"products", strconv.FormatInt(id, 10)} }

// Create creates a product and returns its id: POST /products. It is a write and is not repeated once it may have
// happened; when its outcome is unknown, look for the product by its code or name before trying again.
//
// See [NewProduct] for the rule on prices. Whether the server refuses a ProductCode that exists already is not
// documented.
func (s *ProductsService) Create(ctx context.Context, product NewProduct) (int64, error) {
	b := newBody(&product)
	var problems check.Problems
	if b.check(&problems); problems.Err() != nil {
		return 0, s.caller.Invalid(opCreateProduct, problems.Err())
	}
	var id int64
	err := s.caller.Do(ctx, call.Request{Op: opCreateProduct, Path: []string{"products"}, Body: b},
		func(body []byte) (err error) {
			id, err = readNewID(body)
			return err
		})
	if err != nil {
		return 0, err
	}
	return id, nil
}

// readNewID reads the reply to a POST: a bare number.
func readNewID(body []byte) (int64, error) {
	id, err := readInt(bytes.TrimSpace(body))
	if err == nil && id <= 0 {
		err = fmt.Errorf("the new product has the id %d", id)
	}
	return id, err
}

// Replace overwrites a product: PUT /products.
//
// DANGER: the server overwrites the whole card. What product leaves out, such as a description or a price, is set to
// an empty or a default value. To change something on a card, use [ProductsService.Edit]; Replace is for a caller who
// holds the whole of it.
//
// With both prices the server takes SaleNetPrice and works the gross price out of it: a changed gross price beside an
// old net price would be lost. Quantity is not a parameter of this call and is never sent. ProductType is sent as it
// was read; that it can be changed is not documented. Members of a product that was read which this module does not
// know are sent back.
//
// Setting a card to the same content twice is the same as once, so the call is repeated after a lost reply. An id that
// does not exist matches shelfwire.ErrNotFound.
func (s *ProductsService) Replace(ctx context.Context, product Product) error {
	b := replacement(&product)
	var problems check.Problems
	checkID(&problems, "ID", product.ID)
	if b.check(&problems); problems.Err() != nil {
		return s.caller.Invalid(opReplaceProduct, problems.Err())
	}
	return s.put(ctx, opReplaceProduct, b)
}

func (s *ProductsService) put(ctx context.Context, op call.Op, b body) error {
	return s.caller.Do(ctx, call.Request{Op: op, Path: []string{"products"}, Body: b}, readDone)
}

// Delete deletes a product: DELETE /products/{id}. Goods with stock control cannot be deleted through the API. An id
// that does not exist matches shelfwire.ErrNotFound.
//
// When a reply was lost and the repeated call is told that there is no such product, Delete returns nil.
func (s *ProductsService) Delete(ctx context.Context, id int64) error {
	var problems check.Problems
	checkID(&problems, "id", id)
	if err := problems.Err(); err != nil {
		return s.caller.Invalid(opDeleteProduct, err)
	}
	err := s.caller.Do(ctx, call.Request{Op: opDeleteProduct, Path: productPath(id)}, readDone)
	if isGone(err) {
		return nil
	}
	return err
}

// isGone reports whether a product was found missing after an attempt that may have deleted it. An outcome other than
// refused is left over from such an attempt; one that was refused, say for an old token, leaves none.
func isGone(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	return ok && errors.Is(e, shelfwire.ErrNotFound) &&
		(e.Outcome == shelfwire.OutcomeUnknown || e.Outcome == shelfwire.OutcomeApplied)
}

// readDone reads the reply to a PUT or DELETE. The guide shows 204 without a body, and lets a body come with it. One
// that is no JSON does not come from the provider; one with the words of an error is no success.
func readDone(body []byte) error {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return nil
	}
	if !json.Valid(body) {
		return errors.New("the reply to a write is not JSON")
	}
	words := call.Reply{Body: body}
	if explain(&words); words.Code != "" && words.Message != "" {
		return &words.Refusal
	}
	return nil
}
