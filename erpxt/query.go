package erpxt

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// DefaultPageSize is the number of records to ask for at a time when a [Query] leaves it open.
const DefaultPageSize = 100

// maxPrefetch bounds the memory of a walk whose caller is slow.
const maxPrefetch = 100

// Query selects the records of a list, their order and how many come at a time. The zero value is all of them in the
// order of ids. One type serves all resources; a filter or an order by the field of another resource is up to the
// server to reject.
type Query struct {
	// Filter limits the records; the zero value matches all.
	Filter Filter

	// Search is a phrase for the provider's own search in full text, its option $fts. It looks, among others,
	// into the description of a document and the name of its party. How it matches is undocumented
	// (probe: erpxt/full-text).
	Search string

	// OrderBy sorts by the first field, then among equals by the second, and so on; empty means by id. The id is
	// appended as the last field, so that records that are equal otherwise have a fixed order.
	OrderBy []Order

	// Skip and Top are for List: how many records to skip, and how many to return at most. Top 0 means
	// DefaultPageSize. The greatest Top that the server allows is undocumented (probe: erpxt/large-top).
	Skip, Top int

	// PageSize is for All and Pages: the number of records to ask for at a time; 0 means DefaultPageSize. A server
	// may return fewer.
	PageSize int

	// Prefetch is for All and Pages: the number of pages read in advance while the caller works on one, from 0 to 100.
	// Pages are read one after the other and come in order. With 0 each page is read when the caller asks for it.
	Prefetch int
}

// Order is a field to order records by.
type Order struct {
	Field      Field
	Descending bool
}

// Field is a field of a record, for the order of a list: one of the constants, or another field by its name on the wire,
// such as TextField("Name").
type Field interface {
	// fieldName returns the name on the wire.
	fieldName() string
}

// validate reports the problems that every use of a query rejects.
func (q *Query) validate(problems *check.Problems) {
	if q.Filter.problem != "" {
		problems.Add("Filter", q.Filter.problem)
	}
	for i, order := range q.OrderBy {
		if order.Field == nil || !isFieldName(order.Field.fieldName()) {
			problems.Add(fmt.Sprintf("OrderBy[%d].Field", i), "is not the name of a field")
		}
	}
	problems.Text("Search", q.Search)
	problems.NotNegative("Skip", int64(q.Skip))
	problems.NotNegative("Top", int64(q.Top))
	problems.NotNegative("PageSize", int64(q.PageSize))
	problems.NotNegative("Prefetch", int64(q.Prefetch))
	if q.Prefetch > maxPrefetch {
		problems.Add("Prefetch", fmt.Sprintf("must be at most %d", maxPrefetch))
	}
}

// validateList reports problems of a query for List.
func (q *Query) validateList(problems *check.Problems) {
	q.validate(problems)
	if q.PageSize > 0 || q.Prefetch > 0 {
		problems.Add("PageSize", "and Prefetch are for All; List has Top")
	}
}

// validateWalk reports problems of a query for All and Pages.
func (q *Query) validateWalk(problems *check.Problems) {
	q.validate(problems)
	if q.Skip > 0 || q.Top > 0 {
		problems.Add("Top", "and Skip are for List; All reads everything and has PageSize")
	}
}

// listParams is the query string of a list.
type listParams struct {
	Filter  string `url:"$filter,omitempty"`
	Search  string `url:"$fts,omitempty"`
	OrderBy string `url:"$orderby,omitempty"`
	Skip    int    `url:"$skip,omitempty"`
	Top     int    `url:"$top,omitempty"`
}

// formatOrder returns the value of $orderby, with the id as its last field.
func formatOrder(orders []Order, key IDField) string {
	var texts []string
	byID := false
	for _, order := range orders {
		text := order.Field.fieldName()
		byID = byID || text == string(key)
		if order.Descending {
			text += " desc"
		}
		texts = append(texts, text)
	}
	if !byID {
		texts = append(texts, string(key))
	}
	return strings.Join(texts, ", ")
}

// formatSearch returns the value of $fts: the phrase in quotes, with its own ones doubled; "" for none.
func formatSearch(phrase string) string {
	if phrase == "" {
		return ""
	}
	return quoteText(phrase)
}

func pageSizeOrDefault(size int) int {
	if size == 0 {
		return DefaultPageSize
	}
	return size
}
