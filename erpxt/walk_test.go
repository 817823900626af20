package erpxt_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
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

func (s *shelf) answer(n int, r *http.Request) (*http.Response, error) {
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
	return response(r, 200, text)
}

func (s *shelf) client(t fatal) *erpxt.Client { return (&provider{api: s.answer}).client(t) }

func collect(ctx context.Context, client *erpxt.Client, q erpxt.ProductQuery) ([]int64, error) {
	seen := []int64{}
	for p, err := range client.Products.All(ctx, q) {
		if err != nil {
			return seen, err
		}
		seen = append(seen, p.ID)
	}
	return seen, nil
}

func ids(n int) []int64 {
	rows := make([]int64, n)
	for i := range rows {
		rows[i] = int64(2*i + 3)
	}
	return rows
}

var byName = []erpxt.ProductOrder{{Field: erpxt.ProductName}}

// A list that does not change, walked by key and by position, with all sizes and a server that returns fewer rows.
func TestWalkQuiet(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 2, 7, 100, 1000} {
		for _, n := range []int{0, 1, 2, 6, 7, 8, 100, 101, 250} {
			for _, most := range []int{0, 5} {
				for _, order := range [][]erpxt.ProductOrder{nil, byName, {{Field: erpxt.ProductID}}} {
					s := &shelf{rows: ids(n), most: most}
					q := erpxt.ProductQuery{PageSize: size, OrderBy: order, Prefetch: n % 3}
					seen, err := collect(t.Context(), s.client(t), q)
					require.NoError(t, err)
					require.Equal(t, s.rows, seen, "%d rows, size %d, at most %d", n, size, most)
				}
			}
		}
	}
}

func TestWalkDescending(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: ids(10)}
	seen, err := collect(t.Context(), s.client(t), erpxt.ProductQuery{
		PageSize: 3, OrderBy: []erpxt.ProductOrder{{Field: erpxt.ProductID, Descending: true}},
	})
	require.NoError(t, err)
	slices.Reverse(seen)
	assert.Equal(t, s.rows, seen)
	assert.Equal(t, "Id desc", s.asked[0].Get("$orderby"))
}

// Whatever is created and deleted between two pages: what is there all the time comes exactly once, in order, and
// nothing comes twice.
func TestWalkByKeyLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := &shelf{
			rows: slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.Int64Range(1, 300), 0, 80, rapid.ID).Draw(t, "rows"))),
			most: rapid.IntRange(0, 6).Draw(t, "most"),
		}
		stayed := map[int64]bool{}
		for _, id := range s.rows {
			stayed[id] = true
		}
		changes := rapid.SliceOfN(rapid.SliceOfN(rapid.Int64Range(1, 330), 0, 8), 0, 10).Draw(t, "changes before pages")
		s.before = func(n int) {
			if n < 2 || n-2 >= len(changes) {
				return
			}
			for _, id := range changes[n-2] {
				at, there := slices.BinarySearch(s.rows, id)
				if there {
					s.rows = slices.Delete(s.rows, at, at+1)
				} else {
					s.rows = slices.Insert(s.rows, at, id)
				}
				delete(stayed, id)
			}
		}
		seen, err := collect(context.Background(), s.client(t), erpxt.ProductQuery{
			PageSize: rapid.IntRange(1, 9).Draw(t, "size"), Prefetch: rapid.IntRange(0, 2).Draw(t, "prefetch"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSorted(seen) || len(slices.Compact(slices.Clone(seen))) != len(seen) {
			t.Fatalf("not in order, or twice: %v", seen)
		}
		for id := range stayed {
			if _, ok := slices.BinarySearch(seen, id); !ok {
				t.Fatalf("%d was there all the time and is missing in %v", id, seen)
			}
		}
	})
}

// What goes over the wire, page by page.
func TestWalkRequests(t *testing.T) {
	t.Parallel()
	filter := erpxt.ProductName.Eq("a").Or(erpxt.ProductCode.Eq("b"))
	for name, tc := range map[string]struct {
		q    erpxt.ProductQuery
		want []string
	}{
		"by key": {erpxt.ProductQuery{PageSize: 2}, []string{
			"$orderby=Id&$top=2",
			"$filter=Id%20gt%205&$orderby=Id&$top=2",
			"$filter=Id%20gt%207&$orderby=Id&$top=2",
		}},
		"by key, with a filter": {erpxt.ProductQuery{PageSize: 2, Filter: filter}, []string{
			"$filter=Name%20eq%20%27a%27%20or%20ProductCode%20eq%20%27b%27&$orderby=Id&$top=2",
			"$filter=%28Name%20eq%20%27a%27%20or%20ProductCode%20eq%20%27b%27%29%20and%20Id%20gt%205&$orderby=Id&$top=2",
			"$filter=%28Name%20eq%20%27a%27%20or%20ProductCode%20eq%20%27b%27%29%20and%20Id%20gt%207&$orderby=Id&$top=2",
		}},
		"by position": {
			erpxt.ProductQuery{PageSize: 2, OrderBy: []erpxt.ProductOrder{{Field: erpxt.ProductSaleGrossPrice, Descending: true}}}, []string{
				"$orderby=SaleGrossPrice%20desc%2C%20Id&$top=2",
				"$orderby=SaleGrossPrice%20desc%2C%20Id&$skip=2&$top=2",
				"$orderby=SaleGrossPrice%20desc%2C%20Id&$skip=3&$top=2",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &provider{api: (&shelf{rows: ids(3)}).answer}
			_, err := collect(t.Context(), p.client(t), tc.q)
			require.NoError(t, err)
			var got []string
			for _, call := range p.calls {
				assert.Equal(t, "GET /api2/public/products", call.method+" "+call.path)
				got = append(got, call.query)
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

// A server that does not follow the order, the filter or the position ends the walk with an error, and no row that
// comes again reaches the caller.
func TestWalkIncomplete(t *testing.T) {
	t.Parallel()
	always := func(body string) func(int, string) string { return func(int, string) string { return body } }
	second := func(body string) func(int, string) string {
		return func(n int, first string) string {
			if n == 1 {
				return first
			}
			return body
		}
	}
	for name, tc := range map[string]struct {
		order []erpxt.ProductOrder
		spoil func(int, string) string
		want  []int64
	}{
		"the filter is ignored":     {nil, always(`[{"Id":3},{"Id":5}]`), []int64{3, 5}},
		"the order is ignored":      {nil, always(`[{"Id":5},{"Id":3}]`), []int64{}},
		"a row comes twice":         {nil, always(`[{"Id":3},{"Id":3}]`), []int64{}},
		"the order is lost later":   {nil, second(`[{"Id":9},{"Id":8}]`), []int64{3, 5}},
		"the position is ignored":   {byName, always(`[{"Id":3},{"Id":5}]`), []int64{3, 5}},
		"a part of the page before": {byName, second(`[{"Id":5}]`), []int64{3, 5}},
	} {
		for _, prefetch := range []int{0, 3} {
			t.Run(fmt.Sprintf("%s, prefetch %d", name, prefetch), func(t *testing.T) {
				t.Parallel()
				s := &shelf{rows: ids(5), spoil: tc.spoil}
				seen, err := collect(t.Context(), s.client(t), erpxt.ProductQuery{
					PageSize: 2, OrderBy: tc.order, Prefetch: prefetch,
				})
				require.ErrorIs(t, err, shelfwire.ErrIncomplete)
				assert.Equal(t, tc.want, seen)
			})
		}
	}
}

// Only an empty list is an end.
func TestListReplies(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"", "null", "{}", `{"value":[]}`, oneProduct, "[null]", "[{}]", "[7]", "[[]]", "[" + oneProduct,
		"[] []", "false", "0", `""`, `[{"error":"query timeout"}]`, `{"Products":[]}`, `{"0":` + oneProduct + `}`,
		`["unexpected","list"]`, `{"Message":"An error has occurred."}`, "{}{}", "OK", "<html><title>Login</title></html>", `"[]"`,
	} {
		client := answering(200, body).client(t)
		_, err := client.Products.List(t.Context(), erpxt.ProductQuery{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		_, err = collect(t.Context(), client, erpxt.ProductQuery{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
	}
	for _, body := range []string{"[]", " [ ] \n", "\xef\xbb\xbf[]"} {
		products, err := answering(200, body).client(t).Products.List(t.Context(), erpxt.ProductQuery{})
		require.NoError(t, err)
		assert.Empty(t, products)
	}
}

func TestListRequests(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		q    erpxt.ProductQuery
		want string
	}{
		"nothing": {erpxt.ProductQuery{}, "$orderby=Id&$top=100"},
		"a page":  {erpxt.ProductQuery{Skip: 20, Top: 10}, "$orderby=Id&$skip=20&$top=10"},
		"two fields": {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{
			{Field: erpxt.ProductRate, Descending: true}, {Field: erpxt.ProductName},
		}}, "$orderby=Rate%20desc%2C%20Name%2C%20Id&$top=100"},
		"the id in it": {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{
			{Field: erpxt.ProductID, Descending: true}, {Field: erpxt.TextField("Name")},
		}}, "$orderby=Id%20desc%2C%20Name&$top=100"},
		"quotes and signs": {erpxt.ProductQuery{Filter: erpxt.ProductName.Eq(`5" O'Neil & $+ż`)},
			"$filter=Name%20eq%20%275%22%20O%27%27Neil%20%26%20$%2B%C5%BC%27&$orderby=Id&$top=100"},
		"a filter of one's own": {erpxt.ProductQuery{Filter: erpxt.RawFilter("Id ge 5")}, "$filter=Id%20ge%205&$orderby=Id&$top=100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := answering(200, "[]")
			_, err := p.client(t).Products.List(t.Context(), tc.q)
			require.NoError(t, err)
			assert.Equal(t, tc.want, p.calls[0].query)
		})
	}
}

func TestQueriesRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		q         erpxt.ProductQuery
		list, all []string
	}{
		"a filter":         {erpxt.ProductQuery{Filter: erpxt.TextField("").Eq("a")}, []string{"Filter"}, []string{"Filter"}},
		"a raw filter":     {erpxt.ProductQuery{Filter: erpxt.RawFilter("(")}, []string{"Filter"}, []string{"Filter"}},
		"no order field":   {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{{}}}, []string{"OrderBy[0].Field"}, []string{"OrderBy[0].Field"}},
		"two order fields": {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{{Field: erpxt.ProductID}, {Field: erpxt.TextField("Name, Id")}}}, []string{"OrderBy[1].Field"}, []string{"OrderBy[1].Field"}},
		"negative numbers": {erpxt.ProductQuery{Skip: -1, Top: -1, PageSize: -1, Prefetch: -1},
			[]string{"Skip", "Top", "PageSize", "Prefetch"}, []string{"Skip", "Top", "PageSize", "Prefetch"}},
		"those of All":  {erpxt.ProductQuery{PageSize: 5}, []string{"PageSize"}, nil},
		"prefetch":      {erpxt.ProductQuery{Prefetch: 1}, []string{"PageSize"}, nil},
		"those of List": {erpxt.ProductQuery{Top: 5}, nil, []string{"Top"}},
		"skip":          {erpxt.ProductQuery{Skip: 5}, nil, []string{"Top"}},
		"a top of one":  {erpxt.ProductQuery{Top: 1}, nil, []string{"Top"}},
		"a skip of one": {erpxt.ProductQuery{Skip: 1}, nil, []string{"Top"}},
		"a page of one": {erpxt.ProductQuery{PageSize: 1}, []string{"PageSize"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.list != nil {
				_, err := silent(t).Products.List(t.Context(), tc.q)
				clienttest.AssertRejected(t, err, tc.list...)
			}
			if tc.all != nil {
				_, err := collect(t.Context(), silent(t), tc.q)
				clienttest.AssertRejected(t, err, tc.all...)
			}
		})
	}
}

// A caller who leaves leaves no request behind, and one who comes back begins anew.
func TestWalkLeftEarly(t *testing.T) {
	t.Parallel()
	for _, prefetch := range []int{0, 2} {
		s := &shelf{rows: ids(1000)}
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

func TestWalkFailsInTheMiddle(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: ids(10)}
	p := &provider{api: func(n int, r *http.Request) (*http.Response, error) {
		if n >= 3 {
			return response(r, 400, notFound)
		}
		return s.answer(n, r)
	}}
	seen, err := collect(t.Context(), p.client(t), erpxt.ProductQuery{PageSize: 2, Prefetch: 1})
	require.Error(t, err)
	assert.Equal(t, ids(4), seen)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = collect(ctx, s.client(t), erpxt.ProductQuery{})
	require.ErrorIs(t, err, context.Canceled)
}
