package virtpostest

import (
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// stockResponse is the response to a read, independent of the server's state.
type stockResponse struct {
	stockOnly bool
	fields    stockFields
	sections  []section
}

// section is the part of a response about one warehouse.
type section struct {
	id    int64
	name  string
	count int
	lines iter.Seq[*stockLine]
}

// lineFilter selects the lines of a read.
type lineFilter struct {
	stockOnly     bool
	itemID        int64 // 0 for all
	article, name string
}

// listStock responds from memory, or with a stream when stock is generated.
func (s *Server) listStock(c *call) (fake.Response, *rejection) {
	warehouses, f, err := s.parseListFilter(c)
	if err != nil {
		return fake.Response{}, err
	}
	r := stockResponse{stockOnly: f.stockOnly, fields: parseFields(c.param("fields"))}
	streamed := false
	for _, ws := range warehouses {
		r.sections = append(r.sections, s.store.newSection(ws, f))
		streamed = streamed || ws.generated > 0
	}
	if !streamed {
		return c.writeResponse(r.writeTo), nil
	}
	return fake.Response{Status: http.StatusOK, Header: c.contentType(), Stream: func(w io.Writer) error {
		return r.streamTo(newDocument(w, c.inJSON(), &c.quirks))
	}}, nil
}

// filterParam returns a filter of a read; empty when it is absent or ignored.
func (c *call) filterParam(name string) string {
	if c.quirks.ignoredFilters[name] {
		return ""
	}
	return c.queryParam(name)
}

// parseListFilter parses the query, and returns the warehouses that it selects.
func (s *Server) parseListFilter(c *call) (warehouses []*warehouseStock, f lineFilter, err *rejection) {
	f = lineFilter{stockOnly: c.filterParam("stockonly") == "1", article: c.filterParam("article"), name: c.filterParam("itemname")}
	warehouses = s.store.warehouses
	if c.filterParam("warehouseid") != "" {
		ws, err := s.store.warehouseOf(c)
		if err != nil {
			return nil, f, err
		}
		warehouses = []*warehouseStock{ws}
	}
	if text := c.filterParam("itemid"); text != "" {
		if f.itemID, err = parseWholeNumber("itemid", text); err != nil {
			return nil, f, err
		}
		if !s.store.hasItem(f.itemID) {
			return nil, f, newRejection("there is no such item")
		}
	}
	return warehouses, f, nil
}

func (st *store) hasItem(id int64) bool {
	return st.items[id] != nil || slices.ContainsFunc(st.warehouses, func(ws *warehouseStock) bool {
		return id >= firstGenerated && id < firstGenerated+int64(ws.generated)
	})
}

// newSection selects the lines of a warehouse: first the stored ones, then the generated ones.
func (st *store) newSection(ws *warehouseStock, f lineFilter) section {
	var held []*stockLine
	for _, row := range ws.rows {
		if l := newLine(row, st.items[row.ItemID]); f.matches(l) {
			held = append(held, l)
		}
	}
	generated := generateLines(ws.generated)
	return section{
		id: ws.ID, name: ws.Name, count: len(held) + f.countLines(generated, ws.generated),
		lines: func(yield func(*stockLine) bool) {
			for _, l := range held {
				if !yield(l) {
					return
				}
			}
			for l := range generated {
				if f.matches(l) && !yield(l) {
					return
				}
			}
		},
	}
}

func (f *lineFilter) matches(l *stockLine) bool {
	return (!f.stockOnly || l.inStock) && (f.itemID == 0 || f.itemID == l.itemID) &&
		(f.article == "" || f.article == l.article) && (f.name == "" || f.name == l.name)
}

// countLines counts matching lines. Without a filter for items, all generated lines match, since they are in
// stock.
func (f *lineFilter) countLines(lines iter.Seq[*stockLine], all int) (n int) {
	if f.itemID == 0 && f.article == "" && f.name == "" {
		return all
	}
	for l := range lines {
		if f.matches(l) {
			n++
		}
	}
	return n
}

// stockFields are the additional fields of a read.
type stockFields struct{ name, article, cogs, price, prices, expiry bool }

// parseFields parses the parameter fields, and ignores unknown ones.
func parseFields(text string) (f stockFields) {
	for name := range strings.SplitSeq(text, ":") {
		switch name {
		case "itemname":
			f.name = true
		case "article":
			f.article = true
		case "cogs":
			f.cogs = true
		case "price":
			f.price = true
		case "optionalprices":
			f.prices = true
		case "expdate":
			f.expiry = true
		}
	}
	return f
}
