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

// defaultLimit is the size of a page when the request names none: the only size that the guide shows.
const defaultLimit = 100

func (s *Server) listProducts(c *call) (result, *refusal) {
	key := viewKey{updatedAfter: c.updatedAfter(), skus: c.body.textOr("SKU", "")}
	chosen := c.columns()
	key.order, key.descending = c.order()
	if err := c.body.refusal(); err != nil {
		return result{}, err
	}
	if s.odd.ignoreFilter {
		key.updatedAfter, key.skus = "", ""
	}
	rows := s.catalogue.view(key)
	p := newPaginator(c, s.limit(c), len(rows))
	return result{
		name:   "Products",
		fields: c.body.echo("Updated", "SKU"),
		payload: p.encode(func(buf []byte) []byte {
			for _, r := range rows[p.from:p.to] {
				if s.odd.hidden == nil || !s.odd.hidden(r.SKU) {
					buf = append(s.catalogue.appendRow(buf, r, chosen), ',')
				}
			}
			return bytes.TrimSuffix(buf, []byte{','})
		}),
	}, nil
}

func (s *Server) limit(c *call) int {
	limit, err := strconv.Atoi(c.Query.Get("limit"))
	if err != nil || limit < 1 {
		limit = defaultLimit
	}
	if s.maxLimit > 0 {
		limit = min(limit, s.maxLimit)
	}
	return limit
}

// updatedAfter reads the only filter of times that the guide shows: ">" and a wall clock.
func (c *call) updatedAfter() string {
	filter := c.body.textOr("Updated", "")
	wall, ok := strings.CutPrefix(filter, ">")
	if _, err := time.Parse(time.DateTime, wall); filter != "" && (!ok || err != nil) {
		c.body.Problem("Updated", `is not ">" and a time in the form YYYY-MM-DD HH:MM:SS`)
	}
	return wall
}

func (c *call) columns() []int {
	var names []string
	if list := c.Query.Get("return"); list != "" {
		names = strings.Split(list, ",")
	}
	chosen, bad := choose(names)
	if bad != "" {
		c.body.Problem("return", "has a field that there is not: "+bad)
	}
	return chosen
}

// order reads "Name", "Name asc" or "Name desc".
func (c *call) order() (column resico.ProductField, descending bool) {
	order := c.Query.Get("order")
	if order == "" {
		return resico.ProductSKU, false
	}
	name, direction, _ := strings.Cut(order, " ")
	column = resico.ProductField(name)
	if column != orderByUpdated && !slices.Contains(columns(), column) ||
		!slices.Contains([]string{"", "asc", "desc"}, strings.ToLower(direction)) {
		c.body.Problem("order", "is not a field, followed by asc or desc")
	}
	return column, strings.EqualFold(direction, "desc")
}

// echo repeats some members of the body, in the order in which they came.
func (b *body) echo(names ...string) []byte {
	buf := []byte{'{'}
	for name, value := range b.All() {
		if !slices.Contains(names, name) {
			continue
		}
		if len(buf) > 1 {
			buf = append(buf, ',')
		}
		buf = append(append(append(buf, fake.Encode(name)...), ':'), value...)
	}
	return append(buf, '}')
}
