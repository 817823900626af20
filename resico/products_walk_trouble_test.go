package resico_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

func TestProductsService_All_Trouble(t *testing.T) {
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
			s := &shelf{rows: numberedSKUs(tc.rows)}
			first := slices.Clone(s.rows)
			tc.change(s)
			seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: tc.size})
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
