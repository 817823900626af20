package erpxt

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
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

	// PageSize is for All and Pages: the number of products to ask for at a time; 0 means DefaultPageSize. A server that
	// returns fewer does no harm.
	PageSize int

	// Prefetch is for All and Pages: the number of pages read in advance while the caller works on one, at most 100. 0
	// reads in step.
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
	if q.Prefetch > maxPrefetch {
		problems.Add("Prefetch", fmt.Sprintf("must be at most %d", maxPrefetch))
	}
}

// maxPrefetch bounds the memory of a walk whose caller is slow.
const maxPrefetch = 100

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

// List reads one page of products: GET /products. It asks for at most Top of them, and the server may return fewer; how
// many there are in all it does not say. An empty list is no error; no list at all is one that matches
// shelfwire.ErrMalformed.
//
// A row owes its id, and everything else is best effort: see Product.Unread. When rows come without an id that can be
// read, List returns the others beside an error that holds a [*GapsError].
func (s *ProductsService) List(ctx context.Context, q ProductQuery) ([]Product, error) {
	var problems check.Problems
	q.check(&problems)
	if q.PageSize > 0 || q.Prefetch > 0 {
		problems.Add("PageSize", "and Prefetch are for All; List has Top")
	}
	if err := problems.Err(); err != nil {
		return nil, s.caller.InvalidInput(opListProducts, err)
	}
	page, err := s.list(ctx, listParams{
		Filter: q.Filter.String(), OrderBy: orderText(q.OrderBy), Skip: q.Skip, Top: orDefault(q.Top),
	})
	if err != nil {
		return nil, err
	}
	var counts call.UnreadCounts
	page.count(&counts)
	s.caller.WarnUnread(ctx, opListProducts, counts)
	var gaps GapsError
	gaps.add(page.gaps)
	return page.products, s.gapsError(&gaps)
}

func orDefault(size int) int {
	if size == 0 {
		return DefaultPageSize
	}
	return size
}

// page is what came for one request of a list.
type page struct {
	products []Product
	gaps     []Gap // without the number of the page
}

func (p *page) rows() int { return len(p.products) + len(p.gaps) }

// count counts the unread members of all rows.
func (p *page) count(counts *call.UnreadCounts) {
	for i := range p.products {
		counts.Add(p.products[i].Unread)
	}
	for i := range p.gaps {
		counts.Add(p.gaps[i].Unread)
	}
}

func (s *ProductsService) list(ctx context.Context, params listParams) (page, error) {
	values, err := query.Values(params)
	if err != nil {
		return page{}, s.caller.InvalidInput(opListProducts, err)
	}
	var got page
	err = s.caller.Do(ctx, call.Request{Op: opListProducts, Path: []string{"products"}, Query: values},
		func(body []byte) (err error) {
			got, err = readPage(body, s.notes())
			return err
		})
	if err != nil {
		return page{}, err
	}
	return got, nil
}

// readPage reads a bare list. Anything else, null too, must not be taken for an empty page: that is where walks end.
func readPage(body []byte, notes *lenientjson.Notes) (page, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return page{}, err
	}
	if refusal := refusalIn(value); refusal != nil {
		return page{}, refusal
	}
	if !value.IsList() {
		return page{}, noMark(value, "the response is not a list")
	}
	rows, _ := value.List()
	got := page{products: make([]Product, 0, len(rows))}
	for i, row := range rows {
		last := len(got.products)
		got.products = append(got.products, Product{})
		if p := &got.products[last]; !p.readFrom(notes, row) || p.ID <= 0 {
			got.gaps = append(got.gaps, Gap{Page: 1, Position: i + 1, ID: p.ID, Unread: p.Unread})
			got.products = got.products[:last]
		}
	}
	if len(got.gaps) > 0 && !slices.ContainsFunc(rows, isLikeProduct) {
		return page{}, noMark(rows[0], "the rows of the list are not products")
	}
	return got, nil
}

// isLikeProduct reports whether a value has at least one member of a product.
func isLikeProduct(row lenientjson.Value) bool {
	return slices.ContainsFunc(productFields.Names(), func(name string) bool { return len(row.Member(name)) > 0 })
}

// gapsError returns nil when there are no gaps.
func (s *ProductsService) gapsError(e *GapsError) error {
	if e.Count == 0 {
		return nil
	}
	return s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, e)
}
