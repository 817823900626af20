package resico_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// shelf is the provider's product list in a few lines: rows by SKU, descending, cut into numbered pages. It answers
// without a network, and lets a test change the rows before each page.
type shelf struct {
	rows   []string
	before func(request int)
	cap    int                            // greatest limit, 0 for none
	fixed  int                            // page size whatever is asked, 0 for none
	serve  func(asked int) int            // page size for a limit, 0 rejects it; nil for any
	hidden map[string]bool                // rows that are filtered out of a page after it was cut
	change func(paginator map[string]any) // spoils a response
	tell   func(p map[string]any, asked int)
	next   bool // tells next_page_url
	clamps bool // gives the last page for those behind it

	first int // rows at the beginning

	rejectsUnder200 bool // with a status of error
	delivered       func(sku string)
	time            func(request int) string // the server's clock, for each request; nil for a fixed one
	requests        []string
}

func (s *shelf) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if s.before != nil {
		s.before(len(s.requests))
	}
	s.requests = append(s.requests, r.URL.RawQuery)
	var filter struct{ SKU string }
	if err := json.NewDecoder(r.Body).Decode(&filter); err != nil {
		return nil, err
	}
	status, answer := http.StatusOK, s.page(r.URL.Query().Get("limit"), r.URL.Query().Get("page"), filter.SKU)
	switch {
	case answer == nil && s.rejectsUnder200:
		answer = map[string]any{"status": "error", "message": "The limit is invalid."}
	case answer == nil:
		status, answer = http.StatusUnprocessableEntity, map[string]any{
			"message": "The given data was invalid.", "errors": map[string]any{"limit": []string{"The selected limit is invalid."}},
		}
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(string(body))), ContentLength: int64(len(body)), Request: r,
	}, nil
}

func (s *shelf) page(limitText, pageText, skus string) map[string]any {
	limit, _ := strconv.Atoi(limitText)
	page, _ := strconv.Atoi(pageText)
	if s.cap > 0 {
		limit = min(limit, s.cap)
	}
	if s.fixed > 0 {
		limit = s.fixed
	}
	asked := limit
	if s.serve != nil {
		if limit = s.serve(asked); limit == 0 {
			return nil
		}
	}
	rows := s.rows
	if skus != "" {
		wanted := strings.Split(skus, ";")
		rows = slices.DeleteFunc(slices.Clone(rows), func(sku string) bool { return !slices.Contains(wanted, sku) })
	}
	last := max(1, (len(rows)+limit-1)/limit)
	if s.clamps {
		page = min(page, last)
	}
	from := min((page-1)*limit, len(rows))
	data := []map[string]any{}
	for _, sku := range rows[from:min(from+limit, len(rows))] {
		if !s.hidden[sku] {
			data = append(data, map[string]any{"SKU": sku})
		}
	}
	paginator := map[string]any{
		"current_page": page, "data": data, "per_page": limit,
		"last_page": last, "total": len(rows),
	}
	if s.next {
		paginator["next_page_url"] = nil
		if page < last {
			paginator["next_page_url"] = "https://api.example.com/products?page=" + strconv.Itoa(page+1)
		}
	}
	if s.tell != nil {
		s.tell(paginator, asked)
	}
	if s.change != nil {
		s.change(paginator)
	}
	now := "2026-03-20T09:31:42+02:00"
	if s.time != nil {
		now = s.time(len(s.requests))
	}
	return map[string]any{"status": "ok", "time": now, "type": "Products", "Products": paginator}
}

func (s *shelf) client(t interface{ Fatal(args ...any) }) *resico.Client {
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("code"), ClientKey: shelfwire.NewSecret("key")}, &shelfwire.Options{
		HTTPClient: &http.Client{Transport: s}, Limiter: shelfwire.Unlimited,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// skus returns n SKUs in the order of the list.
func skus(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("P%06d", 2*(n-i))
	}
	return list
}

func collect(ctx context.Context, client *resico.Client, q resico.ProductQuery) ([]string, error) {
	var seen []string
	for p, err := range client.Products.All(ctx, q) {
		if err != nil {
			return seen, err
		}
		seen = append(seen, p.SKU)
	}
	return seen, nil
}

func TestWalkQuiet(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 3, 5, 10, 19, 20, 50, 100, 1000} {
		for _, n := range []int{0, 1, 2, 19, 20, 21, 99, 100, 101, 199, 250, 1000, 2521} {
			for _, prefetch := range []int{0, 2} {
				s := &shelf{rows: skus(n)}
				seen, err := collect(t.Context(), s.client(t), resico.ProductQuery{PageSize: size, Prefetch: prefetch})
				require.NoError(t, err, "size %d, %d rows", size, n)
				require.Equal(t, s.rows, append([]string{}, seen...), "size %d, %d rows", size, n)
			}
		}
	}
}

// What a walk costs above pages that do not overlap.
func TestWalkCost(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ rows, most int }{{100, 1}, {101, 2}, {1000, 11}, {10000, 115}, {100000, 1150}} {
		s := &shelf{rows: skus(tc.rows)}
		_, err := collect(t.Context(), s.client(t), resico.ProductQuery{})
		require.NoError(t, err)
		assert.LessOrEqual(t, len(s.requests), tc.most, "%d rows", tc.rows)
	}
}

func TestWalkAsksForPageAfterPage(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: skus(250)}
	_, err := collect(t.Context(), s.client(t), resico.ProductQuery{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"limit=100&order=SKU%20desc&page=1", "limit=99&order=SKU%20desc&page=2", "limit=98&order=SKU%20desc&page=3",
	}, s.requests)
}

// Rows that stay during the whole walk come exactly once, whatever is added and deleted meanwhile, or the walk says that it
// is incomplete, or that pages are unproven, which happens to small pages when as many are added as deleted.
func TestWalkWhileRowsChange(t *testing.T) {
	t.Parallel()
	incomplete, unproven, walks := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{"large pages", "additions", "deletions", "any"}).Draw(t, "kind")
		s := &shelf{rows: skus(rapid.IntRange(0, 600).Draw(t, "rows"))}
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
					s.delete(t, stay)
				}
			}
			if kind != "deletions" {
				for range rapid.IntRange(0, most).Draw(t, "additions") {
					s.add(t)
				}
			}
		}
		seen, isUnproven, err := collectProof(s.client(t), resico.ProductQuery{PageSize: size})
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
	assert.Less(t, incomplete*20, walks, "nearly all walks come to their end")
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

func (s *shelf) delete(t *rapid.T, stay map[string]bool) {
	if len(s.rows) == 0 {
		return
	}
	i := rapid.IntRange(0, len(s.rows)-1).Draw(t, "deleted")
	delete(stay, s.rows[i])
	s.rows = slices.Delete(slices.Clone(s.rows), i, i+1)
}

// add puts a row between others; the numbers of the first rows are even and leave room.
func (s *shelf) add(t *rapid.T) {
	sku := fmt.Sprintf("P%06d.%d", rapid.IntRange(0, 900).Draw(t, "added"), len(s.requests))
	i, found := slices.BinarySearchFunc(s.rows, sku, func(row, sku string) int { return strings.Compare(sku, row) })
	if !found {
		s.rows = slices.Insert(slices.Clone(s.rows), i, sku)
	}
}

func TestWalkTrouble(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		size   int
		rows   int
		change func(s *shelf)
		want   func(t *testing.T, s *shelf, first, seen []string, err error)
	}{
		"a deletion and an addition that cancel out": {
			rows: 300, change: func(s *shelf) {
				s.beforePage(1, func() { s.rows = append(slices.Clone(s.rows[1:]), "A-new-last-row") })
			},
			want: wantAllThatStay,
		},
		"many rows deleted before the place": {
			rows: 1000, change: func(s *shelf) { s.beforePage(5, func() { s.rows = slices.Clone(s.rows[330:]) }) },
			want: wantAllThatStay,
		},
		"many rows added before the place": {
			rows: 1000, change: func(s *shelf) {
				s.beforePage(5, func() { s.rows = append(moreSKUs(700), s.rows...) })
			},
			want: wantAllThatStay,
		},
		"the last page shrinks away": {
			rows: 250, change: func(s *shelf) { s.beforePage(2, func() { s.rows = s.rows[:150] }) },
			want: wantAllThatStay,
		},
		"everything is deleted": {
			rows: 250, change: func(s *shelf) { s.beforePage(1, func() { s.rows = nil }) },
			want: func(t *testing.T, _ *shelf, first, seen []string, err error) {
				require.NoError(t, err)
				assert.Equal(t, first[:100], seen)
			},
		},
		"all rows around the place are deleted": {
			rows: 1000, change: func(s *shelf) {
				s.beforePage(5, func() { s.rows = append(slices.Clone(s.rows[:100]), s.rows[900:]...) })
			},
			want: wantIncomplete,
		},
		"the server caps the limit": {
			rows: 500, size: 100, change: func(s *shelf) { s.cap = 30 },
			want: wantAllThatStay,
		},
		"the server chooses the limit": {
			rows: 500, size: 20, change: func(s *shelf) { s.fixed = 50 },
			want: wantAllThatStay,
		},
		"per_page is a string": {
			rows: 500, change: func(s *shelf) {
				s.change = func(p map[string]any) { p["per_page"] = strconv.Itoa(p["per_page"].(int)) }
			},
			want: wantAllThatStay,
		},
		"data is an object with numeric keys": {
			rows: 500, change: func(s *shelf) { s.change = dataAsObject },
			want: wantAllThatStay,
		},
		"no last_page, no per_page, no current_page": {
			rows: 500, change: func(s *shelf) {
				s.change = func(p map[string]any) {
					delete(p, "last_page")
					delete(p, "per_page")
					delete(p, "current_page")
				}
			},
			want: wantAllThatStay,
		},
		"no numbers at all": {
			rows: 500, change: func(s *shelf) {
				s.change = func(p map[string]any) {
					for _, key := range []string{"last_page", "per_page", "current_page", "total"} {
						delete(p, key)
					}
				}
			},
			want: wantAllThatStay,
		},
		"rows hidden after the pages were cut": {
			rows: 500, change: func(s *shelf) { s.change = hideRows },
			want: func(t *testing.T, _ *shelf, first, seen []string, err error) {
				require.NoError(t, err)
				assert.Equal(t, slices.DeleteFunc(first, isHidden), seen)
			},
		},
		"current_page is not the one asked for": {
			rows: 500, change: func(s *shelf) { s.change = func(p map[string]any) { p["current_page"] = 1 } },
			want: wantIncomplete,
		},
		"a row without SKU": {
			rows: 10, change: func(s *shelf) {
				s.change = func(p map[string]any) { p["data"] = []map[string]any{{"Name": "nameless"}} }
			},
			want: func(t *testing.T, _ *shelf, _, seen []string, err error) {
				require.ErrorIs(t, err, shelfwire.ErrIncomplete)
				assert.Empty(t, seen)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shelf{rows: skus(tc.rows)}
			first := slices.Clone(s.rows)
			tc.change(s)
			seen, err := collect(t.Context(), s.client(t), resico.ProductQuery{PageSize: tc.size})
			tc.want(t, s, first, seen, err)
			assert.Less(t, len(s.requests), 50)
		})
	}
}

func (s *shelf) beforePage(n int, change func()) {
	s.before = func(request int) {
		if request == n {
			change()
		}
	}
}

func wantAllThatStay(t *testing.T, s *shelf, first, seen []string, err error) {
	require.NoError(t, err)
	for _, sku := range first {
		if slices.Contains(s.rows, sku) {
			assert.Contains(t, seen, sku)
		}
	}
	assert.Len(t, slices.Compact(slices.Sorted(slices.Values(seen))), len(seen), "no row twice")
}

func wantIncomplete(t *testing.T, _ *shelf, _, _ []string, err error) {
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
}

func moreSKUs(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("Z%06d", n-i)
	}
	return list
}

func dataAsObject(p map[string]any) {
	object := map[string]any{}
	for i, row := range p["data"].([]map[string]any) {
		object[strconv.Itoa(i)] = row
	}
	p["data"] = object
}

func isHidden(sku string) bool { return strings.HasSuffix(sku, "6") }

func hideRows(p map[string]any) {
	p["data"] = slices.DeleteFunc(p["data"].([]map[string]any), func(row map[string]any) bool {
		return isHidden(row["SKU"].(string))
	})
}

func TestWalkBySKUsAsksInGroups(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: skus(1000)}
	wanted := append(slices.Clone(s.rows[:250]), s.rows[:250]...)
	pages := collectPages(t, s.client(t), resico.ProductQuery{SKUs: append(wanted, "unknown")})
	assert.Len(t, s.requests, 3)
	last := pages[len(pages)-1]
	assert.Equal(t, 250, last.Delivered)
	assert.GreaterOrEqual(t, last.Total, 250)
}

func TestWalkPagesForProgress(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: skus(250)}
	pages := collectPages(t, s.client(t), resico.ProductQuery{})
	require.Len(t, pages, 3)
	for i, want := range []int{100, 198, 250} {
		assert.Equal(t, want, pages[i].Delivered)
		assert.Equal(t, 250, pages[i].Total)
		assert.Equal(t, i+1, pages[i].Page)
		assert.Equal(t, 3, pages[i].LastPage)
	}
}

func TestWalkOfNothing(t *testing.T) {
	t.Parallel()
	pages := collectPages(t, (&shelf{}).client(t), resico.ProductQuery{})
	require.Len(t, pages, 1)
	assert.Empty(t, pages[0].Products)
}

func TestWalkStopsWithItsCaller(t *testing.T) {
	t.Parallel()
	for _, prefetch := range []int{0, 3} {
		s := &shelf{rows: skus(10000)}
		for range s.client(t).Products.All(t.Context(), resico.ProductQuery{Prefetch: prefetch}) {
			break
		}
		assert.LessOrEqual(t, len(s.requests), 1+prefetch+1)
	}
}

func TestWalkEndsWithItsContext(t *testing.T) {
	t.Parallel()
	for _, prefetch := range []int{0, 1, 5} {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s := &shelf{rows: skus(10000)}
		var last error
		for p, err := range s.client(t).Products.All(ctx, resico.ProductQuery{Prefetch: prefetch}) {
			last = err
			if p.SKU == s.rows[150] {
				cancel()
			}
		}
		require.ErrorIs(t, last, context.Canceled, "prefetch %d: the end must not look like a complete walk", prefetch)
	}
}
