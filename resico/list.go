package resico

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
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

// listPage is its response, with a paginator that counts pages from 1; numbers that did not come, or could not be read,
// are 0. The URLs of other pages are not followed: they have lost order, fields and filter.
type listPage struct {
	Meta
	CurrentPage int
	LastPage    int
	PerPage     int
	Total       int
	NextGiven   bool      // the paginator says whether there is a next page
	HasNext     bool      // and there is one
	Rows        []Product // those without a readable SKU included
	Unread      []shelfwire.Unread

	data lenientjson.Member
}

var listFields = lenientjson.NewFields(map[string]func(*listPage, lenientjson.Member){
	"current_page":  func(p *listPage, m lenientjson.Member) { m.SmallInt(&p.CurrentPage) },
	"last_page":     func(p *listPage, m lenientjson.Member) { m.SmallInt(&p.LastPage) },
	"per_page":      func(p *listPage, m lenientjson.Member) { m.SmallInt(&p.PerPage) },
	"total":         func(p *listPage, m lenientjson.Member) { m.SmallInt(&p.Total) },
	"next_page_url": func(p *listPage, m lenientjson.Member) { p.NextGiven, p.HasNext = true, trimmedText(m.Value) != "" },
	"data":          func(p *listPage, m lenientjson.Member) { p.data = m },
})

// list reads one page.
func (s *ProductsService) list(ctx context.Context, op call.Op, q *ProductQuery, skus []string, w window) (*listPage, error) {
	params, err := query.Values(listParams{Limit: w.limit, Page: w.page, Order: q.OrderBy.String(), Return: withSKU(q.Fields)})
	if err != nil {
		return nil, s.caller.InvalidInput(op, err)
	}
	filter := listFilter{SKU: strings.Join(skus, ";")}
	if !q.UpdatedAfter.IsZero() {
		filter.Updated = ">" + wallAfter(q.UpdatedAfter, s.zone)
	}
	var page *listPage
	err = s.caller.Do(ctx, call.Request{
		Op: op, Path: []string{"products"}, Query: params, Body: filter,
	}, func(body []byte) (err error) {
		page, err = s.readList(body, skus)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !page.Warning.IsZero() {
		s.caller.Warn(ctx, op, page.Warning.String())
	}
	return page, nil
}

// listOne reads one page that belongs to no walk: the one that was asked for, and an empty one before the end once more.
func (s *ProductsService) listOne(ctx context.Context, op call.Op, q *ProductQuery, skus []string, at window) (*listPage, error) {
	page, err := s.list(ctx, op, q, skus, at)
	if err == nil && len(page.Rows) == 0 && newWalker(at.limit, nil).showsMore(at, page) {
		page, err = s.list(ctx, op, q, skus, at)
	}
	if err != nil {
		return nil, err
	}
	if page.CurrentPage != 0 && page.CurrentPage != at.page {
		return nil, s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf("%w: page %d was asked for, and page %d came",
			shelfwire.ErrMalformed, at.page, page.CurrentPage))
	}
	return page, nil
}

// readList reads a page and holds it against the question: it must have a list, of SKUs that were asked for.
func (s *service) readList(body []byte, wanted []string) (*listPage, error) {
	e, err := s.parse(body, productsResponse)
	if err != nil {
		return nil, err
	}
	if err := e.check(productsResponse); err != nil {
		return nil, err
	}
	page := &listPage{Meta: e.Meta}
	lenientjson.ReadObject(e.payload, listFields, page)
	page.Unread = e.notes.Take()
	data := page.data
	page.data = lenientjson.Member{} // it is a part of the body
	if !eachRow(data, productsResponse.key, func(row lenientjson.Member) { page.add(e, row) }) {
		return nil, errors.New("the response has no list of products")
	}
	if data.IsObject() && data.IsNothing() && page.LastPage == 0 && page.PerPage == 0 && page.CurrentPage == 0 {
		return nil, errors.New("the response has an empty object where a list belongs, and no paginator")
	}
	if others := page.notWanted(wanted); len(others) > 0 {
		return nil, fmt.Errorf("these products came and were not asked for: %s", nameSKUs(others))
	}
	return page, nil
}

func (p *listPage) add(e *envelope, row lenientjson.Member) {
	var product Product
	if !productFields.Read(&e.notes, row.Value, &product, nil) && !row.IsNothing() {
		row.Unread()
	}
	product.Unread = e.notes.Take()
	p.Rows = append(p.Rows, product)
}

// all returns the indexes of all rows.
func (p *listPage) all() []int {
	indexes := make([]int, len(p.Rows))
	for i := range indexes {
		indexes[i] = i
	}
	return indexes
}

// notWanted returns the SKUs that were not asked for; when none were named, all were.
func (p *listPage) notWanted(wanted []string) []string {
	if len(wanted) == 0 {
		return nil
	}
	var came []string
	for _, row := range p.Rows {
		if !isBlank(row.SKU) {
			came = append(came, row.SKU)
		}
	}
	return notWanted(came, wanted)
}

// withSKU adds the SKU, without which a walk cannot tell where it is.
func withSKU(fields []ProductField) []ProductField {
	if len(fields) == 0 || slices.Contains(fields, ProductSKU) {
		return fields
	}
	return append([]ProductField{ProductSKU}, fields...)
}
