package erpxt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opListProducts = call.Op{Name: "Products.List", Method: http.MethodGet, Effect: shelfwire.EffectRead}

// DefaultPageSize is the number of products to ask for at a time when [ProductQuery] does not say.
const DefaultPageSize = 100

// ProductOrder is a field to order products by.
type ProductOrder struct {
	Field      ProductField
	Descending bool
}

// ProductQuery says which products to read, in which order and how many at a time. The zero value is the whole
// catalogue in the order of ids.
type ProductQuery struct {
	// Filter limits the products; the zero value is no filter.
	Filter Filter

	// OrderBy is the order: by the first field, where that is equal by the second, and so on. None means by id. The
	// id is added as the last one, so that products that are equal otherwise have a fixed order.
	OrderBy []ProductOrder

	// Skip and Top are for List: how many products to leave out at the beginning, and how many to return at most.
	// Top 0 means DefaultPageSize. The greatest Top that the server allows is not documented.
	Skip, Top int

	// PageSize is for All: the number of products to ask for at a time; 0 means DefaultPageSize. A server that
	// returns fewer does no harm.
	PageSize int

	// Prefetch is for All: the number of pages read in advance while the caller works on one. 0 reads in step.
	// Pages are still read one after the other, and come in order.
	Prefetch int
}

func (q *ProductQuery) check(problems *check.Problems) {
	if q.Filter.problem != "" {
		problems.Add("Filter", q.Filter.problem)
	}
	for i, order := range q.OrderBy {
		if order.Field == nil || !isName(order.Field.fieldName()) {
			problems.Add(fmt.Sprintf("OrderBy[%d].Field", i), "is not the name of a field")
		}
	}
	problems.NotNegative("Skip", int64(q.Skip))
	problems.NotNegative("Top", int64(q.Top))
	problems.NotNegative("PageSize", int64(q.PageSize))
	problems.NotNegative("Prefetch", int64(q.Prefetch))
}

// listParams is the query string of a list.
type listParams struct {
	Filter  string `url:"$filter,omitempty"`
	OrderBy string `url:"$orderby"`
	Skip    int    `url:"$skip,omitempty"`
	Top     int    `url:"$top"`
}

// orderText writes an order, with the id behind it unless it is there.
func orderText(orders []ProductOrder) string {
	var texts []string
	byID := false
	for _, order := range orders {
		text := order.Field.fieldName()
		byID = byID || text == string(ProductID)
		if order.Descending {
			text += " desc"
		}
		texts = append(texts, text)
	}
	if !byID {
		texts = append(texts, string(ProductID))
	}
	return strings.Join(texts, ", ")
}

// List reads one page of products: GET /products. It returns at most Top of them, and the server may return fewer; how
// many there are in all it does not say. An empty list is no error.
func (s *ProductsService) List(ctx context.Context, q ProductQuery) ([]Product, error) {
	var problems check.Problems
	q.check(&problems)
	if q.PageSize > 0 || q.Prefetch > 0 {
		problems.Add("PageSize", "and Prefetch are for All; List has Top")
	}
	if err := problems.Err(); err != nil {
		return nil, s.caller.Invalid(opListProducts, err)
	}
	return s.list(ctx, listParams{
		Filter: q.Filter.String(), OrderBy: orderText(q.OrderBy), Skip: q.Skip, Top: orDefault(q.Top),
	})
}

func orDefault(size int) int {
	if size == 0 {
		return DefaultPageSize
	}
	return size
}

func (s *ProductsService) list(ctx context.Context, params listParams) ([]Product, error) {
	values, err := query.Values(params)
	if err != nil {
		return nil, s.caller.Invalid(opListProducts, err)
	}
	var products []Product
	err = s.caller.Do(ctx, call.Request{Op: opListProducts, Path: []string{"products"}, Query: values},
		func(body []byte) (err error) {
			products, err = readList(body, params.Top)
			return err
		})
	if err != nil {
		return nil, err
	}
	return products, nil
}

// readList reads a bare list. Anything else, null too, must not be taken for an empty page: that is where walks end.
func readList(body []byte, size int) ([]Product, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		return nil, errors.New("the reply is not a list")
	}
	products := make([]Product, 0, min(size, DefaultPageSize))
	if err := json.Unmarshal(body, &products); err != nil {
		return nil, err
	}
	for i := range products {
		if products[i].ID <= 0 {
			return nil, fmt.Errorf("row %d of the list has the id %d", i+1, products[i].ID)
		}
	}
	return products, nil
}
