package erpxt

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// DefaultPageSize is the number of products to ask for at a time when [ProductQuery] leaves it open.
const DefaultPageSize = 100

// maxPrefetch bounds the memory of a walk whose caller is slow.
const maxPrefetch = 100

// ProductQuery selects products, their order and how many come at a time. The zero value is the whole catalogue in the
// order of ids.
type ProductQuery struct {
	// Filter limits the products; the zero value matches all.
	Filter Filter

	// OrderBy sorts by the first field, then among equals by the second, and so on; empty means by id. The id is
	// appended as the last field, so that products that are equal otherwise have a fixed order.
	OrderBy []ProductOrder

	// Skip and Top are for List: how many products to skip, and how many to return at most. Top 0 means
	// DefaultPageSize. The greatest Top that the server allows is undocumented.
	Skip, Top int

	// PageSize is for All and Pages: the number of products to ask for at a time; 0 means DefaultPageSize. A server
	// may return fewer.
	PageSize int

	// Prefetch is for All and Pages: the number of pages read in advance while the caller works on one, from 0 to 100.
	// Pages are read one after the other and come in order. With 0 each page is read when the caller asks for it.
	Prefetch int
}

// ProductOrder is a field to order products by.
type ProductOrder struct {
	Field      ProductField
	Descending bool
}

// validate reports the problems that every use of a query rejects.
func (q *ProductQuery) validate(problems *check.Problems) {
	if q.Filter.problem != "" {
		problems.Add("Filter", q.Filter.problem)
	}
	for i, order := range q.OrderBy {
		if order.Field == nil || !isFieldName(order.Field.fieldName()) {
			problems.Add(fmt.Sprintf("OrderBy[%d].Field", i), "is not the name of a field")
		}
	}
	problems.NotNegative("Skip", int64(q.Skip))
	problems.NotNegative("Top", int64(q.Top))
	problems.NotNegative("PageSize", int64(q.PageSize))
	problems.NotNegative("Prefetch", int64(q.Prefetch))
	if q.Prefetch > maxPrefetch {
		problems.Add("Prefetch", fmt.Sprintf("must be at most %d", maxPrefetch))
	}
}

// validateList reports problems of a query for List.
func (q *ProductQuery) validateList(problems *check.Problems) {
	q.validate(problems)
	if q.PageSize > 0 || q.Prefetch > 0 {
		problems.Add("PageSize", "and Prefetch are for All; List has Top")
	}
}

// validateWalk reports problems of a query for All and Pages.
func (q *ProductQuery) validateWalk(problems *check.Problems) {
	q.validate(problems)
	if q.Skip > 0 || q.Top > 0 {
		problems.Add("Top", "and Skip are for List; All reads everything and has PageSize")
	}
}

// listParams is the query string of a list.
type listParams struct {
	Filter  string `url:"$filter,omitempty"`
	OrderBy string `url:"$orderby"`
	Skip    int    `url:"$skip,omitempty"`
	Top     int    `url:"$top"`
}

// formatOrder returns the value of $orderby, with the id as its last field.
func formatOrder(orders []ProductOrder) string {
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

func pageSizeOrDefault(size int) int {
	if size == 0 {
		return DefaultPageSize
	}
	return size
}
