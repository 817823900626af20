package resicotest

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/resico"
)

// defaultLimit is the size of a page when the request has no limit: the size in the guide's examples.
const defaultLimit = 100

func (s *Server) listProducts(c *call) (result, *rejection) {
	key := viewKey{updatedAfter: c.readUpdatedAfter(), skus: c.body.textOr("SKU", "")}
	chosen := c.readColumns()
	key.order, key.descending = c.readOrder()
	if err := c.body.fieldRejection(); err != nil {
		return result{}, err
	}
	if s.quirks.ignoreFilter {
		key.updatedAfter, key.skus = "", ""
	}
	rows := s.catalogue.matchingRows(key)
	p := newPaginator(c, s.pageLimit(c), len(rows))
	return result{
		name:   "Products",
		fields: c.body.echoMembers("Updated", "SKU"),
		payload: p.encodePage(func(buf []byte) []byte {
			for _, r := range rows[p.from:p.to] {
				if s.quirks.hidden == nil || !s.quirks.hidden(r.SKU) {
					buf = append(s.catalogue.appendRow(buf, r, chosen), ',')
				}
			}
			return bytes.TrimSuffix(buf, []byte{','})
		}),
	}, nil
}

// pageLimit returns the size of a page, capped by SetMaxPageSize.
func (s *Server) pageLimit(c *call) int {
	limit, err := strconv.Atoi(c.Query.Get("limit"))
	if err != nil || limit < 1 {
		limit = defaultLimit
	}
	if s.maxLimit > 0 {
		limit = min(limit, s.maxLimit)
	}
	return limit
}

// readUpdatedAfter reads the filter of times in the guide's form: ">" and a wall clock.
func (c *call) readUpdatedAfter() string {
	filter := c.body.textOr("Updated", "")
	wall, ok := strings.CutPrefix(filter, ">")
	if _, err := time.Parse(time.DateTime, wall); filter != "" && (!ok || err != nil) {
		c.body.AddProblem("Updated", `is not ">" and a time in the form YYYY-MM-DD HH:MM:SS`)
	}
	return wall
}

// readColumns reads the columns to return, as indexes.
func (c *call) readColumns() []int {
	var names []string
	if list := c.Query.Get("return"); list != "" {
		names = strings.Split(list, ",")
	}
	chosen, bad := chooseColumns(names)
	if bad != "" {
		c.body.AddProblem("return", "has a field that there is not: "+bad)
	}
	return chosen
}

// readOrder reads "Name", "Name asc" or "Name desc".
func (c *call) readOrder() (column resico.ProductField, descending bool) {
	order := c.Query.Get("order")
	if order == "" {
		return resico.ProductSKU, false
	}
	name, direction, _ := strings.Cut(order, " ")
	column = resico.ProductField(name)
	if column != orderByUpdated && !slices.Contains(productColumns(), column) ||
		!slices.Contains([]string{"", "asc", "desc"}, strings.ToLower(direction)) {
		c.body.AddProblem("order", "is not a field, followed by asc or desc")
	}
	return column, strings.EqualFold(direction, "desc")
}

// echoMembers repeats some members of the body, in the order in which they came.
func (b *body) echoMembers(names ...string) []byte {
	buf := []byte{'{'}
	for name, value := range b.All() {
		if !slices.Contains(names, name) {
			continue
		}
		if len(buf) > 1 {
			buf = append(buf, ',')
		}
		buf = append(append(append(buf, fake.EncodeJSON(name)...), ':'), value...)
	}
	return append(buf, '}')
}
