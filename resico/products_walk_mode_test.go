package resico_test

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// requestedPages returns the pages that a walk requested, as limit@page.
func (s *shelf) requestedPages() (list []string) {
	for _, query := range s.requests {
		values, _ := url.ParseQuery(query)
		list = append(list, values.Get("limit")+"@"+values.Get("page"))
	}
	return list
}

// The requests of a walk, page by page.
func TestProductsService_All_Requests(t *testing.T) {
	t.Parallel()
	remove := func(page, from, n int) func(s *shelf) {
		return func(s *shelf) { s.beforePage(page, func() { s.deleteAt(from, n) }) }
	}
	insert := func(page, at, n int) func(s *shelf) {
		return func(s *shelf) { s.beforePage(page, func() { s.insertAt(at, n) }) }
	}
	for name, tc := range map[string]struct {
		size, rows int
		spoil      func(s *shelf)
		want       string
	}{
		"honest":                       {100, 250, nil, "100@1 99@2 98@3"},
		"one page":                     {100, 100, nil, "100@1"},
		"too small to overlap":         {19, 50, nil, "19@1 19@2 19@3"},
		"small, and it overlaps":       {20, 50, nil, "20@1 19@2 18@3"},
		"a cap that is told":           {100, 70, func(s *shelf) { s.cap = 30 }, "100@1 29@2 28@3"},
		"a small cap that is told":     {100, 40, func(s *shelf) { s.cap = 15 }, "100@1 100@2 100@3"},
		"a cap that is not told":       {100, 70, func(s *shelf) { s.serve, s.tell = capLimit, withoutKeys("per_page") }, "100@1 100@2 100@3"},
		"a larger page than asked for": {20, 100, func(s *shelf) { s.fixed = 50 }, "20@1 20@2"},
		"an own size, smaller":         {100, 120, func(s *shelf) { s.fixed = 50 }, "100@1 49@2 100@2 100@3"},
		"limits rejected":              {100, 250, func(s *shelf) { s.serve = rejectOddLimit }, "100@1 99@2 100@2 100@3"},
		"limits rounded":               {100, 250, func(s *shelf) { s.serve = func(n int) int { return n / 10 * 10 } }, "100@1 99@2 100@2 100@3"},
		"limits rounded up, not told": {100, 250, func(s *shelf) {
			s.serve, s.tell = func(n int) int { return (n + 9) / 10 * 10 }, withoutKeys("per_page")
		}, "100@1 99@2 100@2 100@3"},
		"deleted, no overlap":           {10, 50, remove(2, 3, 4), "10@1 10@2 10@3 10@2 10@4 10@5"},
		"inserted behind, no overlap":   {10, 50, insert(2, 45, 4), "10@1 10@2 10@3 10@2 10@4 10@5 10@6"},
		"inserted before, no overlap":   {10, 50, insert(2, 5, 4), "10@1 10@2 10@3 10@4 10@5 10@6"},
		"deleted, overlap":              {100, 500, remove(2, 0, 150), "100@1 99@2 98@3 100@1 99@2 98@3 97@4"},
		"the last page is one too many": {10, 35, remove(3, 0, 7), "10@1 10@2 10@3 10@4 10@3"},
		"an empty page in the middle":   {10, 40, func(s *shelf) { s.hideRange(10, 20) }, "10@1 10@2 10@2 10@3 10@4"},
		"an empty last page":            {10, 40, func(s *shelf) { s.hideRange(30, 40) }, "10@1 10@2 10@3 10@4 10@4"},
		"an overlapping empty page":     {100, 400, func(s *shelf) { s.hideRange(100, 300) }, "100@1 99@2 100@2 100@2 100@3 100@4"},
		"rows behind the last page": {10, 45, func(s *shelf) {
			s.tell = func(p map[string]any, _ int) { p["last_page"] = 2 }
		}, "10@1 10@2 10@3 10@4 10@5"},
		"rows behind the last page, deleted": {10, 95, func(s *shelf) {
			s.tell = func(p map[string]any, _ int) { p["last_page"] = 2 }
			s.beforePage(6, func() { s.deleteAt(0, 3) })
		}, "10@1 10@2 10@3 10@4 10@5 10@6 10@7 10@6 10@8 10@9 10@10"},
		"deleted, no count": {100, 600, func(s *shelf) {
			s.tell, s.next = withoutKeys("total", "last_page"), true
			s.beforePage(4, func() { s.deleteAt(0, 380) })
		}, "100@1 99@2 98@3 97@4 96@5 100@4 100@3 100@2 100@1 99@2 98@3"},
		"all but one deleted, no count": {100, 600, func(s *shelf) {
			s.tell, s.next = withoutKeys("total", "last_page"), true
			s.beforePage(2, func() { s.deleteAt(1, 599) })
		}, "100@1 99@2 98@3 100@2 100@1"},
		"an own size, one page more": {50, 80, func(s *shelf) { s.fixed = 50 }, "50@1 49@2 50@2"},
		"a wrong last page, no count": {100, 250, func(s *shelf) {
			s.cap = 30
			s.tell = func(p map[string]any, _ int) {
				delete(p, "total")
				p["per_page"], p["last_page"] = 100, 3
			}
		}, "100@1 100@2 100@3 100@4 100@5 100@6 100@7 100@8 100@9 100@10"},
		"deleted, no count, another page": {10, 40, func(s *shelf) {
			s.tell, s.clamps = withoutKeys("total"), true
			s.beforePage(3, func() { s.deleteAt(0, 25) })
		}, "10@1 10@2 10@3 10@4 10@1"},
		"fewer rows than counted": {100, 80, func(s *shelf) { s.hideRange(3, 4) }, "100@1 100@2"},
		"no sign of the end":      {10, 25, func(s *shelf) { s.tell = withoutKeys("total", "last_page") }, "10@1 10@2 10@3 10@4"},
		"the total shows the end": {10, 25, func(s *shelf) { s.tell = withoutKeys("last_page", "per_page") }, "10@1 10@2 10@3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shelf{rows: numberedSKUs(tc.rows), hidden: map[string]bool{}}
			first := slices.Clone(s.rows)
			if tc.spoil != nil {
				tc.spoil(s)
			}
			seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: tc.size})
			require.NoError(t, err)
			assert.Equal(t, tc.want, strings.Join(s.requestedPages(), " "))
			first = slices.DeleteFunc(first, func(sku string) bool { return s.hidden[sku] })
			wantAllThatStay(t, s, first, seen, nil)
		})
	}
}

func (s *shelf) hideRange(from, to int) {
	for _, sku := range s.rows[from:to] {
		s.hidden[sku] = true
	}
}

// A page is unproven when it holds no row that was delivered before.
func TestProductsService_Pages_Unproven(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		size  int
		spoil func(s *shelf)
		want  []bool
	}{
		"fewer rows than counted": {100, func(s *shelf) { s.rows = s.rows[:80]; s.hideRange(3, 4) }, []bool{false}},
		"an end behind the last page": {10, func(s *shelf) {
			s.rows = s.rows[:40]
			s.tell = func(p map[string]any, _ int) { p["last_page"], p["total"] = 2, 45 }
		}, []bool{false, true, true, true, true}},
		"overlapping":         {100, func(*shelf) {}, []bool{false, false, false}},
		"small pages":         {75, func(s *shelf) { s.fixed = 75; s.tell = withoutKeys("per_page") }, []bool{false, true, true, true}},
		"known rows on page":  {10, func(s *shelf) { s.rows = s.rows[:30]; s.beforePage(1, func() { s.insertAt(0, 2) }) }, []bool{false, false, true, true}},
		"filtered at the end": {100, func(s *shelf) { s.hideRange(240, 250) }, []bool{false, false, false}},
		"all deleted":         {100, func(s *shelf) { s.beforePage(1, func() { s.rows = nil }) }, []bool{false}},
		"nothing":             {10, func(s *shelf) { s.rows = nil }, []bool{false}},
		"an end out of sight": {10, func(s *shelf) { s.rows = s.rows[:20]; s.tell = withoutKeys("total", "last_page") }, []bool{false, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shelf{rows: numberedSKUs(250), hidden: map[string]bool{}}
			tc.spoil(s)
			var got []bool
			for _, page := range collectPages(t, s.newClient(t), resico.ProductQuery{PageSize: tc.size}) {
				got = append(got, page.Unproven)
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

// The error names the true reason for which a walk ended.
func TestProductsService_All_Errors(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		size     int
		change   func(s *shelf, p map[string]any)
		text     string
		requests int
	}{
		"another page": {100, func(_ *shelf, p map[string]any) { p["current_page"] = 1 }, "page 2 was asked for, and page 1 came", 3},
		"a later page": {10, func(_ *shelf, p map[string]any) { p["current_page"] = p["current_page"].(int) + 1 },
			"page 1 was asked for, and page 2 came", 1},
		"always the same page": {100, func(s *shelf, p map[string]any) { p["data"] = rowsOf(s.rows[:p["per_page"].(int)]) },
			"the server repeats a page: page 3 has the products of the one before it", 3},
		"always the same small page": {10, func(s *shelf, p map[string]any) { p["data"] = rowsOf(s.rows[:10]) },
			"the server repeats a page: page 3 has the products of the one before it", 3},
		"always the same row": {1, func(s *shelf, p map[string]any) { p["data"] = rowsOf(s.rows[:1]) },
			"17 pages in a row brought only products that came before", 18},
		"another order": {10, func(s *shelf, p map[string]any) {
			page := p["current_page"].(int)
			p["total"] = 500 + len(s.requests)
			p["data"] = rowsOf(s.rows[page*10+100*len(s.requests)%300:][:10])
		}, "the place behind", 0},
		"everything filtered": {100, func(_ *shelf, p map[string]any) { p["data"] = []any{} }, "the server counts 500 products, and no page had any", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shelf{rows: numberedSKUs(500)}
			s.change = func(p map[string]any) { tc.change(s, p) }
			changes := s.newClient(t).Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{PageSize: tc.size})
			_, err := collectChanges(changes)
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			require.ErrorContains(t, err, tc.text)
			if tc.requests > 0 {
				assert.Len(t, s.requests, tc.requests)
			}
			assert.Less(t, len(s.requests), 40)
			_, ok := changes.Checkpoint()
			assert.False(t, ok, "a lost place holds the checkpoint")
		})
	}
}

func rowsOf(skus []string) (rows []map[string]any) {
	for _, sku := range skus {
		rows = append(rows, map[string]any{"SKU": sku})
	}
	return rows
}

// A product that the server lists twice is delivered once, and costs no other one.
func TestProductsService_All_Duplicates(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 7, 20, 100} {
		for name, at := range map[string][2]int{
			"on one page": {3, 5}, "next to each other": {40, 41}, "on two pages": {50, 130}, "far apart": {5, 480}, "at the end": {2, 499},
		} {
			t.Run(fmt.Sprintf("%s, %d", name, size), func(t *testing.T) {
				t.Parallel()
				s := &shelf{rows: numberedSKUs(500)}
				s.rows[at[1]] = s.rows[at[0]]
				seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: size})
				require.NoError(t, err)
				want := slices.Delete(slices.Clone(s.rows), at[1], at[1]+1)
				assert.Equal(t, want, seen)
			})
		}
	}
}

// Each SKU of a query goes out once, and counts once.
func TestProductsService_All_RepeatedSKUs(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(10)}
	pages := collectPages(t, s.newClient(t), resico.ProductQuery{SKUs: []string{s.rows[3], s.rows[5], s.rows[3], "unknown"}, PageSize: 2})
	require.Len(t, pages, 2)
	assert.Len(t, s.requests, 2)
	assert.Equal(t, 3, pages[0].Total)
	assert.Equal(t, 2, pages[1].Delivered)
	s.change = func(p map[string]any) { delete(p, "total") }
	pages = collectPages(t, s.newClient(t), resico.ProductQuery{SKUs: s.rows[3:4]})
	require.Len(t, pages, 1)
	assert.Equal(t, 1, pages[0].Total, "of one that the server does not count")

	got, err := collectSKUs(t.Context(), newCannedClient(t, productsBody(`[{"SKU":"a"}]`)), resico.ProductQuery{SKUs: []string{"A", "a"}, PageSize: 1})
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, got, "also where the server does not mind capital letters")
}

// Pages without any SKU are counted as gaps, however many there are, when the server counts its rows or its
// pages.
func TestProductsService_All_PagesWithoutSKUs(t *testing.T) {
	t.Parallel()
	for _, absent := range []string{"total", "last_page"} {
		s := &shelf{rows: numberedSKUs(400), tell: withoutKeys(absent)}
		s.change = func(p map[string]any) {
			for _, row := range p["data"].([]map[string]any) {
				if row["SKU"] != s.rows[399] {
					delete(row, "SKU")
				}
			}
		}
		seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: 7})
		assert.Equal(t, s.rows[399:], seen)
		found, ok := errors.AsType[*resico.GapsError](err)
		require.True(t, ok, err)
		assert.Equal(t, 399, found.Count)
	}
}
