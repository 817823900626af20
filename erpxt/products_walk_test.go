package erpxt_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

// shelf is the provider's list of products in a few lines. It understands the order by id, ids above a number, $skip
// and $top, and lets a test change the rows before each page.
type shelf struct {
	rows   []int64 // rising
	before func(request int)
	most   int                             // greatest $top, 0 for none
	spoil  func(n int, body string) string // of the n-th page, from 1
	asked  []url.Values
}

func (s *shelf) respond(n int, r *http.Request) (*http.Response, error) {
	if s.before != nil {
		s.before(n)
	}
	query := r.URL.Query()
	s.asked = append(s.asked, query)
	rows := slices.Clone(s.rows)
	if _, after, ok := strings.Cut(query.Get("$filter"), "Id gt "); ok {
		last, err := strconv.ParseInt(after, 10, 64)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(id int64) bool { return id <= last })
	}
	if strings.HasPrefix(query.Get("$orderby"), "Id desc") {
		slices.Reverse(rows)
	}
	skip, _ := strconv.Atoi(query.Get("$skip"))
	top, _ := strconv.Atoi(query.Get("$top"))
	if s.most > 0 {
		top = min(top, s.most)
	}
	rows = rows[min(skip, len(rows)):]
	type row struct {
		ID int64 `json:"Id"`
	}
	page := make([]row, 0, top)
	for _, id := range rows[:min(top, len(rows))] {
		page = append(page, row{id})
	}
	body, err := json.Marshal(page)
	if err != nil {
		return nil, err
	}
	text := string(body)
	if s.spoil != nil {
		text = s.spoil(n, text)
	}
	return newResponse(r, 200, text)
}

func (s *shelf) client(t fatal) *erpxt.Client { return (&provider{api: s.respond}).client(t) }

func collectIDs(ctx context.Context, client *erpxt.Client, q erpxt.ProductQuery) ([]int64, error) {
	seen := []int64{}
	for p, err := range client.Products.All(ctx, q) {
		if err != nil {
			return seen, err
		}
		seen = append(seen, p.ID)
	}
	return seen, nil
}

func firstIDs(n int) []int64 {
	rows := make([]int64, n)
	for i := range rows {
		rows[i] = int64(2*i + 3)
	}
	return rows
}

var byName = []erpxt.ProductOrder{{Field: erpxt.ProductName}}

// A list that does not change, walked by key and by position, with all sizes and a server that returns fewer rows.
func TestProductsService_All(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 2, 7, 100, 1000} {
		for _, n := range []int{0, 1, 2, 6, 7, 8, 100, 101, 250} {
			for _, most := range []int{0, 5} {
				for _, order := range [][]erpxt.ProductOrder{nil, byName, {{Field: erpxt.ProductID}}} {
					s := &shelf{rows: firstIDs(n), most: most}
					q := erpxt.ProductQuery{PageSize: size, OrderBy: order, Prefetch: n % 3}
					seen, err := collectIDs(t.Context(), s.client(t), q)
					require.NoError(t, err)
					require.Equal(t, s.rows, seen, "%d rows, size %d, at most %d", n, size, most)
				}
			}
		}
	}
}

func TestProductsService_All_Descending(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: firstIDs(10)}
	seen, err := collectIDs(t.Context(), s.client(t), erpxt.ProductQuery{
		PageSize: 3, OrderBy: []erpxt.ProductOrder{{Field: erpxt.ProductID, Descending: true}},
	})
	require.NoError(t, err)
	slices.Reverse(seen)
	assert.Equal(t, s.rows, seen)
	assert.Equal(t, "Id desc", s.asked[0].Get("$orderby"))
}

// A caller who leaves leaves no request behind, and one who comes back begins anew.
func TestProductsService_All_LeftEarly(t *testing.T) {
	t.Parallel()
	for _, prefetch := range []int{0, 2} {
		s := &shelf{rows: firstIDs(1000)}
		all := s.client(t).Products.All(t.Context(), erpxt.ProductQuery{PageSize: 10, Prefetch: prefetch})
		for range 2 {
			for p, err := range all {
				require.NoError(t, err)
				assert.Equal(t, int64(3), p.ID)
				break
			}
		}
		assert.LessOrEqual(t, len(s.asked), 2*(2+prefetch))
	}
}

func TestProductsService_All_FailsInTheMiddle(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: firstIDs(10)}
	p := &provider{api: func(n int, r *http.Request) (*http.Response, error) {
		if n >= 3 {
			return newResponse(r, 400, notFound)
		}
		return s.respond(n, r)
	}}
	seen, err := collectIDs(t.Context(), p.client(t), erpxt.ProductQuery{PageSize: 2, Prefetch: 1})
	require.Error(t, err)
	assert.Equal(t, firstIDs(4), seen)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = collectIDs(ctx, s.client(t), erpxt.ProductQuery{})
	require.ErrorIs(t, err, context.Canceled)
}
