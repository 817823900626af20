package resico

import (
	"context"
	"slices"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire/internal/call"
)

// listParams is the query string of the product list.
type listParams struct {
	Limit  int            `url:"limit"`
	Page   int            `url:"page"`
	Order  string         `url:"order"`
	Return []ProductField `url:"return,comma,omitempty"`
}

// listFilter is its body.
type listFilter struct {
	Updated string `json:"Updated,omitempty"`
	SKU     string `json:"SKU,omitempty"`
}

// listReply is its reply, with a paginator that counts pages from 1. The addresses of other pages that it holds
// are not read: they have lost order, fields and filter.
type listReply struct {
	envelope
	Payload *listPayload `json:"Products"`
}

type listPayload struct {
	CurrentPage int       `json:"current_page"`
	LastPage    int       `json:"last_page"`
	PerPage     int       `json:"per_page"`
	Total       int       `json:"total"`
	Data        []Product `json:"data"`
}

func (r *listReply) outer() *envelope { return &r.envelope }
func (r *listReply) typeName() string { return "Products" }
func (r *listReply) hasPayload() bool { return r.Payload != nil }

// list reads one page.
func (s *ProductsService) list(ctx context.Context, q *ProductQuery, skus []string, w window) (*listReply, error) {
	params, err := query.Values(listParams{Limit: w.limit, Page: w.page, Order: q.OrderBy.String(), Return: returned(q.Fields)})
	if err != nil {
		return nil, s.caller.Invalid(opListProducts, err)
	}
	filter := listFilter{SKU: strings.Join(skus, ";")}
	if !q.UpdatedAfter.IsZero() {
		filter.Updated = ">" + wallAfter(q.UpdatedAfter, s.zone)
	}
	var page listReply
	err = s.caller.Do(ctx, call.Request{
		Op: opListProducts, Path: []string{"products"}, Query: params, Body: filter,
	}, func(body []byte) error { return s.decode(body, &page) })
	if err != nil {
		return nil, err
	}
	s.warn(ctx, opListProducts, &page.envelope)
	return &page, nil
}

// returned adds the SKU, without which a walk cannot tell where it is.
func returned(fields []ProductField) []ProductField {
	if len(fields) == 0 || slices.Contains(fields, ProductSKU) {
		return fields
	}
	return append([]ProductField{ProductSKU}, fields...)
}
