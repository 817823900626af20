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

// listQuery is a query of a list that has been read.
type listQuery struct {
	filter     string
	matches    expr
	order      string
	sorted     []sorting
	skip, most int
}

func (s *Server) listProducts(c *call) (fake.Response, refused) {
	q, err := s.readQuery(c)
	if err != nil {
		return fake.Response{}, err
	}
	buf := []byte{'['}
	for i, r := range s.catalogue.page(q) {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, r.encoded()...)
	}
	return fake.Response{Status: http.StatusOK, Body: append(buf, ']')}, nil
}

func (s *Server) readQuery(c *call) (*listQuery, refused) {
	for name, values := range c.Query {
		known := slices.Contains([]string{"$filter", "$orderby", "$skip", "$top"}, name)
		if strings.HasPrefix(name, "$") && (!known || len(values) > 1) {
			return nil, badOption(name, errors.New("is not supported, or given twice"))
		}
	}
	q := &listQuery{filter: c.Query.Get("$filter"), order: c.Query.Get("$orderby"), most: math.MaxInt}
	if s.maxTop > 0 {
		q.most = s.maxTop
	}
	for _, option := range []struct {
		name string
		read func(text string) error
	}{
		{"$filter", q.readFilter}, {"$orderby", q.readOrder}, {"$skip", q.readSkip}, {"$top", q.readTop},
	} {
		if !c.Query.Has(option.name) {
			continue
		}
		if err := option.read(c.Query.Get(option.name)); err != nil {
			return nil, badOption(option.name, err)
		}
	}
	return q, nil
}

func (q *listQuery) readFilter(text string) (err error) {
	q.matches, err = parseFilter(text)
	return err
}

func (q *listQuery) readOrder(text string) (err error) {
	q.sorted, err = parseOrder(text)
	return err
}

func (q *listQuery) readSkip(text string) (err error) {
	q.skip, err = count(text)
	return err
}

func (q *listQuery) readTop(text string) error {
	top, err := count(text)
	q.most = min(q.most, top)
	return err
}

func count(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, errors.New("is not a number of products")
	}
	return n, nil
}

// sorting is one of the columns that a list is ordered by.
type sorting struct {
	column
	descending bool
}

// parseOrder reads "Name desc, Id".
func parseOrder(text string) ([]sorting, error) {
	var list []sorting
	at := 0
	for part := range strings.SplitSeq(text, ",") {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 || len(words) == 2 && words[1] != "asc" && words[1] != "desc" {
			return nil, wrong(at, "%q is not a property, followed by asc or desc", part)
		}
		c, ok := columnNamed(words[0])
		if !ok {
			return nil, wrong(at, "there is no property %q", words[0])
		}
		list = append(list, sorting{c, len(words) == 2 && words[1] == "desc"})
		at += len(part) + 1
	}
	return list, nil
}

// compare puts null first, as the least of all values.
func (s sorting) compare(a, b *row) int {
	x, y := s.value(a), s.value(b)
	var order int
	if x.null || y.null {
		order = cmp.Compare(rank(!x.null), rank(!y.null))
	} else {
		order = x.compare(&y, s.kind)
	}
	if s.descending {
		return -order
	}
	return order
}

// byKey reports whether the order is that of the catalogue itself.
func (q *listQuery) byKey() bool {
	return len(q.sorted) == 0 || q.sorted[0].name == "Id" && !q.sorted[0].descending
}
