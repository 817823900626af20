package virtpostest

import (
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// reading is a response to a read, apart from the server's state.
type reading struct {
	stockOnly bool
	fields    fields
	sections  []section
}

// section is the part of a response about one warehouse.
type section struct {
	id    int64
	name  string
	count int
	lines iter.Seq[*line]
}

// filter is what a read asks for.
type filter struct {
	stockOnly     bool
	itemID        int64 // 0 for all
	article, name string
}

// readStore answers from memory, or with a stream when stock is generated.
func (s *Server) readStore(c *call) (fake.Response, *refusal) {
	shelves, f, err := s.readFilter(c)
	if err != nil {
		return fake.Response{}, err
	}
	r := reading{stockOnly: f.stockOnly, fields: readFields(c.free("fields"))}
	streamed := false
	for _, sh := range shelves {
		r.sections = append(r.sections, s.store.section(sh, f))
		streamed = streamed || sh.generated > 0
	}
	if !streamed {
		return c.reply(r.write), nil
	}
	return fake.Response{Status: http.StatusOK, Header: c.contentType(), Stream: func(w io.Writer) error {
		return r.stream(newDocument(w, c.inJSON(), &c.style))
	}}, nil
}

// filter is a parameter that a read is narrowed by; empty when it is not looked at.
func (c *call) filter(name string) string {
	if c.style.ignored[name] {
		return ""
	}
	return c.getOnly(name)
}

// readFilter reads the query and returns the warehouses that it is about.
func (s *Server) readFilter(c *call) (shelves []*shelf, f filter, err *refusal) {
	f = filter{stockOnly: c.filter("stockonly") == "1", article: c.filter("article"), name: c.filter("itemname")}
	shelves = s.store.shelves
	if c.filter("warehouseid") != "" {
		sh, err := s.store.shelfOf(c)
		if err != nil {
			return nil, f, err
		}
		shelves = []*shelf{sh}
	}
	if text := c.filter("itemid"); text != "" {
		if f.itemID, err = wholeNumber("itemid", text); err != nil {
			return nil, f, err
		}
		if !s.store.hasItem(f.itemID) {
			return nil, f, refuse("there is no such item")
		}
	}
	return shelves, f, nil
}

func (st *store) hasItem(id int64) bool {
	return st.items[id] != nil || slices.ContainsFunc(st.shelves, func(sh *shelf) bool {
		return id >= firstGenerated && id < firstGenerated+int64(sh.generated)
	})
}

// section picks the lines of a warehouse: first those that are held, then those that are made up.
func (st *store) section(sh *shelf, f filter) section {
	var held []*line
	for _, row := range sh.rows {
		if l := newLine(row, st.items[row.ItemID]); f.matches(l) {
			held = append(held, l)
		}
	}
	generated := generate(sh.generated)
	return section{
		id: sh.ID, name: sh.Name, count: len(held) + f.count(generated, sh.generated),
		lines: func(yield func(*line) bool) {
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

func (f *filter) matches(l *line) bool {
	return (!f.stockOnly || l.inStock) && (f.itemID == 0 || f.itemID == l.itemID) &&
		(f.article == "" || f.article == l.article) && (f.name == "" || f.name == l.name)
}

// count counts matching lines; all of them match when there is nothing to look for, since they are in stock.
func (f *filter) count(lines iter.Seq[*line], all int) (n int) {
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

// fields are the additional fields that a read asks for.
type fields struct{ name, article, cogs, price, prices, expiry bool }

// readFields passes over what it does not know.
func readFields(text string) (f fields) {
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
