package shopinventory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/shopinventory"
)

// shelf is a shop with a list of rows that changes while it is read.
type shelf struct {
	ids    []int
	maxRow int                         // the greatest limit; 0 for 100
	before func(request int)           // runs before a request, from 1
	tell   func(n int, meta, m object) // changes what the list says of itself: n is the request, m has the rows
	row    func(id int) object         // nil for one with an id only

	nextID int
	shop   *shop
}

// object is a JSON object.
type object = map[string]any

func newShelf(rows int) *shelf {
	s := &shelf{nextID: rows}
	for id := range rows {
		s.ids = append(s.ids, id+1)
	}
	s.shop = &shop{respond: func(n int, r *http.Request) (*http.Response, error) {
		return respond(r, response{status: 200, body: s.servePage(n, r)})
	}}
	return s
}

func (s *shelf) servePage(n int, r *http.Request) string {
	if s.before != nil {
		s.before(n)
	}
	start, _ := strconv.Atoi(r.URL.Query().Get("start"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	if s.maxRow > 0 {
		limit = min(limit, s.maxRow)
	}
	from := min(start, len(s.ids))
	to := min(from+limit, len(s.ids))
	rows := []any{}
	for _, id := range s.ids[from:to] {
		rows = append(rows, s.encodeRow(id))
	}
	var next any
	if to < len(s.ids) {
		next = fmt.Sprintf("/api/v2/products?start=%d&limit=%d", to, limit)
	}
	count := object{"total": len(s.ids), "current": len(rows), "start": start, "limit": limit}
	meta := object{"count": count, "links": object{"current": "x", "next": next}}
	list := object{"data": rows, "meta": meta}
	if s.tell != nil {
		s.tell(n, meta, list)
	}
	text, _ := json.Marshal(list)
	return string(text)
}

func (s *shelf) encodeRow(id int) object {
	if s.row != nil {
		return s.row(id)
	}
	return object{"id": id, "type": "basic", "sku": fmt.Sprint("SKU-", id)}
}

// insertAt adds new rows before a place.
func (s *shelf) insertAt(place, n int) {
	for range n {
		s.nextID++
		s.ids = slices.Insert(s.ids, min(place, len(s.ids)), s.nextID)
	}
}

func (s *shelf) deleteAt(place, n int) {
	place = min(place, len(s.ids))
	s.ids = slices.Delete(s.ids, place, min(place+n, len(s.ids)))
}

func (s *shelf) move(from, to int) {
	id := s.ids[from]
	s.ids = slices.Insert(slices.Delete(s.ids, from, from+1), to, id)
}

func (s *shelf) swap(one, other int) { s.ids[one], s.ids[other] = s.ids[other], s.ids[one] }

func (s *shelf) beforePage(n int, change func()) {
	s.before = func(request int) {
		if request == n {
			change()
		}
	}
}

// starts returns the windows that were asked for, as start+limit.
func (s *shelf) windows() (list []string) {
	for _, r := range s.shop.calls() {
		list = append(list, r.query.Get("start")+"+"+r.query.Get("limit"))
	}
	return list
}

func (s *shelf) walk(ctx context.Context, t fatal, q shopinventory.ProductQuery) (ids []int, err error) {
	t.Helper()
	for p, e := range s.shop.client(t).Products.All(ctx, q) {
		if e != nil {
			return ids, e
		}
		ids = append(ids, int(p.ID))
	}
	return ids, nil
}

// span returns the numbers from one to another.
func span(from, to int) (list []int) {
	for n := from; n <= to; n++ {
		list = append(list, n)
	}
	return list
}

// collect reads an iterator up to its error.
func collect[T any](seq iter.Seq2[T, error]) (list []T, err error) {
	for v, e := range seq {
		if e != nil {
			return list, e
		}
		list = append(list, v)
	}
	return list, nil
}

func requireUnique[T comparable](t *testing.T, list []T) {
	t.Helper()
	seen := map[T]bool{}
	for _, v := range list {
		require.False(t, seen[v], "%v came twice", v)
		seen[v] = true
	}
}
