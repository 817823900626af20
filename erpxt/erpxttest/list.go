package erpxttest

import (
	"cmp"
	"encoding/json"
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
	table       *table
	filter      string
	condition   expr
	order       string
	sortColumns []sortColumn
	phrase      string // of $fts, in lower case
	skip, limit int
}

// listHandler returns the handler of a list, which responds with a bare array.
func listHandler(of func(*Server) *table) handlerFunc {
	return func(s *Server, c *call) (fake.Response, rejection) {
		q, err := s.parseQuery(of(s), c)
		if err != nil {
			return fake.Response{}, err
		}
		return fake.Response{Status: http.StatusOK, Body: encodeRows(q.table.pageRows(q))}, nil
	}
}

// singleList is like listHandler for a list that may come as one object.
func singleList(of func(*Server) *table) handlerFunc {
	list := listHandler(of)
	return func(s *Server, c *call) (fake.Response, rejection) {
		response, err := list(s, c)
		var elements []json.RawMessage
		if err == nil && s.singleList && json.Unmarshal(response.Body, &elements) == nil && len(elements) == 1 {
			response.Body = elements[0]
		}
		return response, err
	}
}

func encodeRows(rows []*row) []byte {
	buf := []byte{'['}
	for i, r := range rows {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, r.json...)
	}
	return append(buf, ']')
}

// parseQuery parses the options of a list. Any other option that begins with "$" is rejected.
func (s *Server) parseQuery(t *table, c *call) (*listQuery, rejection) {
	q := &listQuery{table: t, filter: c.Query.Get("$filter"), order: c.Query.Get("$orderby"), limit: math.MaxInt}
	if s.maxPageSize > 0 {
		q.limit = s.maxPageSize
	}
	options := []listOption{
		{"$filter", q.setFilter}, {"$orderby", q.setOrder}, {"$fts", q.setPhrase}, {"$skip", q.setSkip}, {"$top", q.setTop},
	}
	if err := checkOptions(c, options); err != nil {
		return nil, err
	}
	for _, option := range options {
		if !c.Query.Has(option.name) {
			continue
		}
		if err := option.read(c.Query.Get(option.name)); err != nil {
			return nil, rejectOption(option.name, err)
		}
	}
	if s.ignoresFilter {
		q.filter, q.condition = "", expr{}
	}
	return q, nil
}

// listOption is an option of a list.
type listOption struct {
	name string
	read func(text string) error
}

// checkOptions rejects options that begin with "$" and are unknown, or given twice.
func checkOptions(c *call, known []listOption) rejection {
	for name, values := range c.Query {
		isKnown := slices.ContainsFunc(known, func(o listOption) bool { return o.name == name })
		if strings.HasPrefix(name, "$") && (!isKnown || len(values) > 1) {
			return rejectOption(name, errors.New("is not supported, or given twice"))
		}
	}
	return nil
}

func (q *listQuery) setFilter(text string) (err error) {
	q.condition, err = q.table.parseFilter(text)
	return err
}

func (q *listQuery) setOrder(text string) (err error) {
	q.sortColumns, err = q.table.parseOrder(text)
	return err
}

// setPhrase sets the phrase of the full-text search, a text in quotes.
func (q *listQuery) setPhrase(text string) error {
	if !strings.HasPrefix(text, "'") {
		return errors.New("is not a text in quotes")
	}
	phrase, size, err := readQuoted(text)
	switch {
	case err != nil:
		return err
	case size < len(text):
		return newSyntaxError(size, "the phrase goes on after its end")
	}
	q.phrase = strings.ToLower(phrase)
	return nil
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

// parseCount parses a number of records.
func parseCount(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, errors.New("is not a number of records")
	}
	return n, nil
}

// findScalar returns the index of the column of a single value, by which lists are filtered and ordered.
func (t *table) findScalar(name string) (int, bool) {
	i := t.indexOf(name)
	return i, i >= 0 && !t.columns[i].isNested
}

// sortColumn is one of the columns that a list is ordered by.
type sortColumn struct {
	*column
	index      int
	descending bool
}

// parseOrder parses $orderby, such as "Name desc, Id".
func (t *table) parseOrder(text string) ([]sortColumn, error) {
	var list []sortColumn
	at := 0
	for part := range strings.SplitSeq(text, ",") {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 || len(words) == 2 && words[1] != "asc" && words[1] != "desc" {
			return nil, newSyntaxError(at, "%q is not a property, followed by asc or desc", part)
		}
		i, ok := t.findScalar(words[0])
		if !ok {
			return nil, newSyntaxError(at, "there is no property %q", words[0])
		}
		list = append(list, sortColumn{&t.columns[i], i, len(words) == 2 && words[1] == "desc"})
		at += len(part) + 1
	}
	return list, nil
}

// compareValues puts null first, as the least of all values.
func (s sortColumn) compareValues(x, y *value) int {
	var order int
	if x.null || y.null {
		order = cmp.Compare(boolRank(!x.null), boolRank(!y.null))
	} else {
		order = x.compareTo(y, s.kind)
	}
	if s.descending {
		return -order
	}
	return order
}
