package erpxt

import (
	"context"
	"slices"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// List reads one page of products: GET /products, section "Pobieranie produktów" of the guide. It asks for at most Top
// of them, and the server may return fewer; the total is unknown. An empty list is a success. Any other
// response than a list matches shelfwire.ErrMalformed.
//
// Each row must have an id; all other members are best effort: see Product.Unread. When some ids are
// unreadable, List returns the other rows and an error that holds a [*GapsError].
func (s *ProductsService) List(ctx context.Context, q ProductQuery) ([]Product, error) {
	var problems check.Problems
	if q.validateList(&problems); problems.Err() != nil {
		return nil, s.caller.InvalidInput(opListProducts, problems.Err())
	}
	page, err := s.fetchPage(ctx, listParams{
		Filter: q.Filter.String(), OrderBy: formatOrder(q.OrderBy), Skip: q.Skip, Top: pageSizeOrDefault(q.Top),
	})
	if err != nil {
		return nil, err
	}
	var counts call.UnreadCounts
	page.countUnread(&counts)
	s.caller.WarnUnread(ctx, opListProducts, counts)
	var gaps GapsError
	gaps.appendGaps(page.gaps)
	return page.products, s.wrapGaps(&gaps)
}

// listPage holds the rows of one response to a list request.
type listPage struct {
	products []Product
	gaps     []Gap // a walk sets their Page
}

func (p *listPage) rowCount() int { return len(p.products) + len(p.gaps) }

// countUnread adds the unread members of all rows to counts.
func (p *listPage) countUnread(counts *call.UnreadCounts) {
	for i := range p.products {
		counts.Add(p.products[i].Unread)
	}
	for i := range p.gaps {
		counts.Add(p.gaps[i].Unread)
	}
}

// fetchPage sends one list request.
func (s *ProductsService) fetchPage(ctx context.Context, params listParams) (listPage, error) {
	values, err := query.Values(params)
	if err != nil {
		return listPage{}, s.caller.InvalidInput(opListProducts, err)
	}
	var got listPage
	err = s.caller.Do(ctx, call.Request{Op: opListProducts, Path: []string{"products"}, Query: values},
		func(body []byte) (err error) {
			got, err = decodePage(body, s.newNotes())
			return err
		})
	if err != nil {
		return listPage{}, err
	}
	return got, nil
}

// decodePage decodes a bare list. Any other response, such as null, is an error: an empty page would end a walk.
func decodePage(body []byte, notes *lenientjson.Notes) (listPage, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return listPage{}, err
	}
	if rejection := findRejection(value); rejection != nil {
		return listPage{}, rejection
	}
	if !value.IsList() {
		return listPage{}, unexpectedResponse(value, "the response is not a list")
	}
	rows, _ := value.List()
	got := listPage{products: make([]Product, 0, len(rows))}
	for i, row := range rows {
		last := len(got.products)
		got.products = append(got.products, Product{})
		if p := &got.products[last]; !p.decodeFrom(notes, row) || p.ID <= 0 {
			got.gaps = append(got.gaps, Gap{Page: 1, Position: i + 1, ID: p.ID, Unread: p.Unread})
			got.products = got.products[:last]
		}
	}
	if len(got.gaps) > 0 && !slices.ContainsFunc(rows, hasProductMember) {
		return listPage{}, unexpectedResponse(rows[0], "the rows of the list are not products")
	}
	return got, nil
}

// hasProductMember reports whether a value has at least one member of a product.
func hasProductMember(row lenientjson.Value) bool {
	return slices.ContainsFunc(productFields.Names(), func(name string) bool { return len(row.Member(name)) > 0 })
}

// wrapGaps returns the error of a list or a walk with gaps; nil for none.
func (s *ProductsService) wrapGaps(e *GapsError) error {
	if e.Count == 0 {
		return nil
	}
	return s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, e)
}

// warnUnread logs the unread members of one product.
func (s *ProductsService) warnUnread(ctx context.Context, op call.Op, unread []shelfwire.Unread) {
	var counts call.UnreadCounts
	counts.Add(unread)
	s.caller.WarnUnread(ctx, op, counts)
}
