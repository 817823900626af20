package resico_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

func TestProductsService_All_StillCatalogue(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 3, 5, 10, 19, 20, 50, 100, 1000} {
		for _, n := range []int{0, 1, 2, 19, 20, 21, 99, 100, 101, 199, 250, 1000, 2521} {
			for _, prefetch := range []int{0, 2} {
				s := &shelf{rows: numberedSKUs(n)}
				seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: size, Prefetch: prefetch})
				require.NoError(t, err, "size %d, %d rows", size, n)
				require.Equal(t, s.rows, append([]string{}, seen...), "size %d, %d rows", size, n)
			}
		}
	}
}

// The cost of a walk in requests, beyond one for each page.
func TestProductsService_All_Cost(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ rows, most int }{{100, 1}, {101, 2}, {1000, 11}, {10000, 115}, {100000, 1150}} {
		s := &shelf{rows: numberedSKUs(tc.rows)}
		_, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{})
		require.NoError(t, err)
		assert.LessOrEqual(t, len(s.requests), tc.most, "%d rows", tc.rows)
	}
}

func TestProductsService_All_RequestsPages(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(250)}
	_, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"limit=100&order=SKU%20desc&page=1", "limit=99&order=SKU%20desc&page=2", "limit=98&order=SKU%20desc&page=3",
	}, s.requests)
}

// Rows that stay during the whole walk come exactly once, whatever is added and deleted meanwhile, or the
// walk says that it is incomplete, or that pages are unproven, which happens to small pages when as many are
// added as deleted.
func TestProductsService_All_WhileRowsChange(t *testing.T) {
	t.Parallel()
	incomplete, unproven, walks := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{"large pages", "additions", "deletions", "any"}).Draw(t, "kind")
		s := &shelf{rows: numberedSKUs(rapid.IntRange(0, 600).Draw(t, "rows"))}
		size := rapid.IntRange(5, 60).Draw(t, "size")
		if kind == "large pages" {
			size = rapid.IntRange(60, 120).Draw(t, "large size")
		} else {
			s.cap = rapid.SampledFrom([]int{0, 0, 25}).Draw(t, "cap")
		}
		stay := map[string]bool{}
		for _, sku := range s.rows {
			stay[sku] = true
		}
		s.before = func(request int) {
			if request == 0 {
				return
			}
			most := min(12, size/4)
			if kind != "additions" {
				for range rapid.IntRange(0, most).Draw(t, "deletions") {
					s.deleteRandom(t, stay)
				}
			}
			if kind != "deletions" {
				for range rapid.IntRange(0, most).Draw(t, "additions") {
					s.addRandom(t)
				}
			}
		}
		seen, isUnproven, err := collectProof(s.newClient(t), resico.ProductQuery{PageSize: size})
		walks++
		for sku := range stay {
			if seen[sku] > 1 {
				t.Fatalf("%s came %d times", sku, seen[sku])
			}
			if err == nil && seen[sku] != 1 && (kind != "any" || !isUnproven) {
				t.Fatalf("%s was missed", sku)
			}
		}
		if kind == "large pages" && isUnproven {
			unproven++
		}
		if err != nil {
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			incomplete++
		}
	})
	assert.LessOrEqual(t, incomplete*20, walks+20, "nearly all walks come to their end")
	assert.Zero(t, unproven, "large pages prove themselves")
}

func collectProof(client *resico.Client, q resico.ProductQuery) (seen map[string]int, isUnproven bool, err error) {
	seen = map[string]int{}
	for page, err := range client.Products.Pages(context.Background(), q) {
		if err != nil {
			return seen, isUnproven, err
		}
		isUnproven = isUnproven || page.Unproven
		for _, p := range page.Products {
			seen[p.SKU]++
		}
	}
	return seen, isUnproven, nil
}

func (s *shelf) deleteRandom(t *rapid.T, stay map[string]bool) {
	if len(s.rows) == 0 {
		return
	}
	i := rapid.IntRange(0, len(s.rows)-1).Draw(t, "deleted")
	delete(stay, s.rows[i])
	s.rows = slices.Delete(slices.Clone(s.rows), i, i+1)
}

// addRandom puts a row between others; the numbers of the first rows are even and leave room.
func (s *shelf) addRandom(t *rapid.T) {
	sku := fmt.Sprintf("P%06d.%d", rapid.IntRange(0, 900).Draw(t, "added"), len(s.requests))
	i, found := slices.BinarySearchFunc(s.rows, sku, func(row, sku string) int { return strings.Compare(sku, row) })
	if !found {
		s.rows = slices.Insert(slices.Clone(s.rows), i, sku)
	}
}

func TestProductsService_All_SKUsInGroups(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(1000)}
	wanted := append(slices.Clone(s.rows[:250]), s.rows[:250]...)
	pages := collectPages(t, s.newClient(t), resico.ProductQuery{SKUs: append(wanted, "unknown")})
	assert.Len(t, s.requests, 3)
	last := pages[len(pages)-1]
	assert.Equal(t, 250, last.Delivered)
	assert.GreaterOrEqual(t, last.Total, 250)
}

func TestProductsService_Pages_Progress(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(250)}
	pages := collectPages(t, s.newClient(t), resico.ProductQuery{})
	require.Len(t, pages, 3)
	for i, want := range []int{100, 198, 250} {
		assert.Equal(t, want, pages[i].Delivered)
		assert.Equal(t, 250, pages[i].Total)
		assert.Equal(t, i+1, pages[i].Page)
		assert.Equal(t, 3, pages[i].LastPage)
	}
}

func TestProductsService_Pages_EmptyCatalogue(t *testing.T) {
	t.Parallel()
	pages := collectPages(t, (&shelf{}).newClient(t), resico.ProductQuery{})
	require.Len(t, pages, 1)
	assert.Empty(t, pages[0].Products)
}

func TestProductsService_All_StopsWithCaller(t *testing.T) {
	t.Parallel()
	for _, prefetch := range []int{0, 3} {
		s := &shelf{rows: numberedSKUs(10000)}
		for range s.newClient(t).Products.All(t.Context(), resico.ProductQuery{Prefetch: prefetch}) {
			break
		}
		assert.LessOrEqual(t, len(s.requests), 1+prefetch+1)
	}
}

func TestProductsService_All_EndsWithContext(t *testing.T) {
	t.Parallel()
	for _, prefetch := range []int{0, 1, 5} {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s := &shelf{rows: numberedSKUs(10000)}
		var last error
		for p, err := range s.newClient(t).Products.All(ctx, resico.ProductQuery{Prefetch: prefetch}) {
			last = err
			if p.SKU == s.rows[150] {
				cancel()
			}
		}
		require.ErrorIs(t, last, context.Canceled, "prefetch %d: the end must not look like a complete walk", prefetch)
	}
}
