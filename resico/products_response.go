package resico

import (
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// listPage is a response of the product list. Its paginator counts pages from 1; absent and unreadable
// numbers are 0. The URLs of other pages are ignored, because they lack order, fields and filter.
type listPage struct {
	Meta
	CurrentPage int
	LastPage    int
	PerPage     int
	Total       int
	NextGiven   bool      // next_page_url is present
	HasNext     bool      // next_page_url holds a URL
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

// parsePage parses a page and checks it against the request: it must have a list, with requested SKUs only.
func (s *service) parsePage(body []byte, wanted []string) (*listPage, error) {
	e, err := s.parseEnvelope(body, productsResponse)
	if err != nil {
		return nil, err
	}
	if err := e.checkSuccess(productsResponse); err != nil {
		return nil, err
	}
	page := &listPage{Meta: e.Meta}
	lenientjson.ReadObject(e.payload, listFields, page)
	if err := e.notes.Err(); err != nil {
		return nil, err
	}
	page.Unread = e.notes.TakeUnread()
	data := page.data
	page.data = lenientjson.Member{} // it is a part of the body
	if !eachRow(data, productsResponse.key, func(row lenientjson.Member) { page.appendRow(e, row, wanted) }) {
		return nil, errors.New("the response has no list of products")
	}
	if data.IsObject() && data.IsEmpty() && page.LastPage == 0 && page.PerPage == 0 && page.CurrentPage == 0 {
		return nil, errors.New("the response has an empty object where a list belongs, and no paginator")
	}
	if others := page.unrequestedSKUs(wanted); len(others) > 0 {
		return nil, fmt.Errorf("these products came and were not asked for: %s", quoteSKUs(others))
	}
	return page, nil
}

func (p *listPage) appendRow(e *envelope, row lenientjson.Member, wanted []string) {
	var product Product
	if !productFields.Read(&e.notes, row.Value, &product, nil) && !row.IsEmpty() {
		row.NoteUnread()
	}
	if len(wanted) > 0 {
		restoreKey(&product.SKU, row.Member("SKU"), wanted...)
	}
	product.Unread = e.notes.TakeUnread()
	p.Rows = append(p.Rows, product)
}

// allIndexes returns the indexes of all rows.
func (p *listPage) allIndexes() []int {
	indexes := make([]int, len(p.Rows))
	for i := range indexes {
		indexes[i] = i
	}
	return indexes
}

// unrequestedSKUs returns the SKUs outside of the wanted ones; none when wanted is empty, which means all
// products.
func (p *listPage) unrequestedSKUs(wanted []string) []string {
	if len(wanted) == 0 {
		return nil
	}
	var came []string
	for _, row := range p.Rows {
		if !isBlank(row.SKU) {
			came = append(came, row.SKU)
		}
	}
	return filterUnrequested(came, wanted)
}
