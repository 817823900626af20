package resico_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/resico"
)

// Rows before the place of a walk are deleted. The search begins where the change of the total puts the place, and goes
// outwards from there.
func TestProductsService_All_FindsLostPlace(t *testing.T) {
	t.Parallel()
	uncounted := func(p map[string]any) {
		delete(p, "total")
		delete(p, "last_page")
	}
	for name, tc := range map[string]struct {
		shelf         shelf
		size, deleted int
		seen          int
		requests      string // as limit:page; the rows are deleted before the fifth
	}{
		"overlapping": {shelf{}, 20, 50, 200,
			"20:1 19:2 18:3 17:4 | 20:4 20:1 19:2 18:3 17:4 20:4 19:5 18:6 20:6 17:8 19:8"},
		"overlapping, capped": {shelf{cap: 25}, 40, 50, 200,
			"40:1 24:2 23:3 22:4 | 21:5 25:2 24:3 23:4 22:5 21:6 25:6"},
		"uncounted": {shelf{change: uncounted}, 20, 50, 200,
			"20:1 19:2 18:3 17:4 | 20:4 20:3 20:5 20:2 20:6 20:1 19:2 18:3 17:4 20:4 20:5 20:6 20:7 20:8 20:9"},
		"own size": {shelf{fixed: 30}, 20, 50, 200, "20:1 20:2 20:3 20:4 | 20:5 20:3 20:4"},
		"capped": {shelf{cap: 10}, 20, 30, 200,
			"20:1 20:2 20:3 20:4 | 20:5 20:1 20:2 20:3 20:4 20:6 20:7 20:8 20:9 20:10 20:11 20:12 20:13 20:14 20:15 20:16 20:17"},
		"ends before": {shelf{change: uncounted}, 20, 200, 68, "20:1 19:2 18:3 17:4 | 20:4 20:3 20:4"},
		"last page too low at once": {shelf{change: func(p map[string]any) {
			if p["total"] != 200 {
				p["last_page"] = 2
			}
		}}, 20, 15, 200, "20:1 19:2 18:3 17:4 | 20:4 20:3 20:4 20:5 20:6 20:7 20:8 20:9 20:10"},
		"last page too low": {shelf{change: func(p map[string]any) { p["last_page"] = 2 }}, 20, 50, 200,
			"20:1 19:2 20:2 20:3 | 20:4 20:1 20:2 20:3 20:5 20:6 20:7 20:8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tc.shelf
			s.rows = numberedSKUs(200)
			all := s.rows
			s.before = func(request int) {
				if request == 4 {
					s.rows = s.rows[tc.deleted:]
				}
			}
			seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: tc.size})
			require.NoError(t, err)
			assert.Equal(t, all[:tc.seen], seen)
			var requests []string
			for i, request := range s.requests {
				var limit, page int
				_, err := fmt.Sscanf(request, "limit=%d&order=SKU%%20desc&page=%d", &limit, &page)
				require.NoError(t, err)
				if i == 4 {
					requests = append(requests, "|")
				}
				requests = append(requests, fmt.Sprintf("%d:%d", limit, page))
			}
			assert.Equal(t, tc.requests, strings.Join(requests, " "))
		})
	}
}

// A page that was lost and empty is asked for once more when the walk comes to it: it is empty no longer.
func TestProductsService_All_LostPageIsEmpty(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(100)}
	all := s.rows
	s.before = func(request int) {
		if request == 2 {
			s.rows = s.rows[1:]
		}
	}
	s.change = func(p map[string]any) {
		if n := len(s.requests); n == 3 || n == 4 {
			p["data"] = []map[string]any{}
		}
	}
	seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: 10})
	require.NoError(t, err)
	assert.Equal(t, all, seen)
	want := "10@1 10@2 10@3 10@3 10@2 10@3 10@4 10@5 10@6 10@7 10@8 10@9 10@10"
	assert.Equal(t, want, strings.Join(s.requestedPages(), " "))
}
