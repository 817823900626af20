package erpxt_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// Under all changes between two pages, a product that exists all the time comes exactly once, in order, and
// nothing comes twice.
func TestProductsService_All_ByKeyLosesNothing(t *testing.T) {
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
		seen, err := collectIDs(context.Background(), s.client(t), erpxt.ProductQuery{
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
func TestProductsService_All_Requests(t *testing.T) {
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
			p := &provider{api: (&shelf{rows: firstIDs(3)}).respond}
			_, err := collectIDs(t.Context(), p.client(t), tc.q)
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
func TestProductsService_All_Incomplete(t *testing.T) {
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
				s := &shelf{rows: firstIDs(5), spoil: tc.spoil}
				seen, err := collectIDs(t.Context(), s.client(t), erpxt.ProductQuery{
					PageSize: 2, OrderBy: tc.order, Prefetch: prefetch,
				})
				require.ErrorIs(t, err, shelfwire.ErrIncomplete)
				assert.Equal(t, tc.want, seen)
			})
		}
	}
}
