package erpxttest

import (
	"cmp"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// listQuery is the parsed query of a list.
type listQuery struct {
	filter      string
	condition   expr
	order       string
	sortColumns []sortColumn
	skip, limit int
}

// listProducts responds with a bare array.
func (s *Server) listProducts(c *call) (fake.Response, rejection) {
	q, err := s.parseQuery(c)
	if err != nil {
		return fake.Response{}, err
	}
	buf := []byte{'['}
	for i, r := range s.catalogue.pageRows(q) {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, r.encodeJSON()...)
	}
	return fake.Response{Status: http.StatusOK, Body: append(buf, ']')}, nil
}

// parseQuery parses the options of a list. Any other option that begins with "$" is rejected.
func (s *Server) parseQuery(c *call) (*listQuery, rejection) {
	for name, values := range c.Query {
		known := slices.Contains([]string{"$filter", "$orderby", "$skip", "$top"}, name)
		if strings.HasPrefix(name, "$") && (!known || len(values) > 1) {
			return nil, rejectOption(name, errors.New("is not supported, or given twice"))
		}
	}
	q := &listQuery{filter: c.Query.Get("$filter"), order: c.Query.Get("$orderby"), limit: math.MaxInt}
	if s.maxPageSize > 0 {
		q.limit = s.maxPageSize
	}
	for _, option := range []struct {
		name string
		read func(text string) error
	}{
		{"$filter", q.setFilter}, {"$orderby", q.setOrder}, {"$skip", q.setSkip}, {"$top", q.setTop},
	} {
		if !c.Query.Has(option.name) {
			continue
		}
		if err := option.read(c.Query.Get(option.name)); err != nil {
			return nil, rejectOption(option.name, err)
		}
	}
	return q, nil
}

func (q *listQuery) setFilter(text string) (err error) {
	q.condition, err = parseFilter(text)
	return err
}

func (q *listQuery) setOrder(text string) (err error) {
	q.sortColumns, err = parseOrder(text)
	return err
}

func (q *listQuery) setSkip(text string) (err error) {
	q.skip, err = parseCount(text)
	return err
}

func (q *listQuery) setTop(text string) error {
	top, err := parseCount(text)
	q.limit = min(q.limit, top)
	return err
}

// parseCount parses a number of products.
func parseCount(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, errors.New("is not a number of products")
	}
	return n, nil
}

// sortColumn is one of the columns that a list is ordered by.
type sortColumn struct {
	column
	descending bool
}

// parseOrder parses $orderby, such as "Name desc, Id".
func parseOrder(text string) ([]sortColumn, error) {
	var list []sortColumn
	at := 0
	for part := range strings.SplitSeq(text, ",") {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 || len(words) == 2 && words[1] != "asc" && words[1] != "desc" {
			return nil, newSyntaxError(at, "%q is not a property, followed by asc or desc", part)
		}
		c, ok := findColumn(words[0])
		if !ok {
			return nil, newSyntaxError(at, "there is no property %q", words[0])
		}
		list = append(list, sortColumn{c, len(words) == 2 && words[1] == "desc"})
		at += len(part) + 1
	}
	return list, nil
}

// compareRows puts null first, as the least of all values.
func (s sortColumn) compareRows(a, b *row) int {
	x, y := s.value(a), s.value(b)
	var order int
	if x.null || y.null {
		order = cmp.Compare(boolRank(!x.null), boolRank(!y.null))
	} else {
		order = x.compareTo(&y, s.kind)
	}
	if s.descending {
		return -order
	}
	return order
}

// isByID reports whether the order is that of the catalogue itself.
func (q *listQuery) isByID() bool {
	return len(q.sortColumns) == 0 || q.sortColumns[0].name == "Id" && !q.sortColumns[0].descending
}
