package resico_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// A row that cannot be read whole costs itself, or a field, and never the others.
func TestChanges_Gaps(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row      string
		gap      *resico.Gap // nil for none
		nameless bool
	}{
		"a plain row":         {`{"SKU":"B","Price":1}`, nil, false},
		"quoted numbers":      {`{"SKU":"B","Price":"1.00","Active":"1","Balance":{"L":"2"}}`, nil, false},
		"a category of false": {`{"SKU":"B","Category":false}`, gapOf("B", "Category", `false`), false},
		"a price in words":    {`{"SKU":"B","Price":"12,50"}`, gapOf("B", "Price", `"12,50"`), false},
		"an empty price":      {`{"SKU":"B","Price":"","Active":""}`, nil, false},
		"an odd flag":         {`{"SKU":"B","Active":"yes"}`, gapOf("B", "Active", `"yes"`), false},
		"a list for a name":   {`{"SKU":"B","Name":["x"]}`, gapOf("B", "Name", `["x"]`), false},
		"an empty balance":    {`{"SKU":"B","Balance":{"Location 1":"","L":1}}`, gapOf("B", "Balance.Location 1", `""`), false},
		"no SKU":              {`{"Name":"service"}`, gapOf("", "", ""), true},
		"a SKU of null":       {`{"SKU":null}`, gapOf("", "", ""), true},
		"a SKU of spaces":     {`{"SKU":"  "}`, gapOf("", "", ""), true},
		"a SKU of false":      {`{"SKU":false}`, gapOf("", "SKU", `false`), true},
		"a SKU as a list":     {`{"SKU":["B"]}`, gapOf("", "SKU", `["B"]`), true},
		"an empty row":        {`[]`, gapOf("", "", ""), true},
		"a row of null":       {`null`, gapOf("", "", ""), true},
		"a row that is text":  {`"B"`, gapOf("", "data[1]", `"B"`), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, log := newLoggedClient(t, productsBody(`[{"SKU":"C"},`+tc.row+`,{"SKU":"A"}]`))
			changes := client.Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{})
			got, err := collectChanges(changes)
			_, hasCheckpoint := changes.Checkpoint()
			assert.True(t, hasCheckpoint, "the checkpoint moves all the same")

			want := []string{"C", "B", "A"}
			if tc.nameless {
				want = []string{"C", "A"}
			}
			assert.Equal(t, want, got)
			var gaps []resico.Gap
			if tc.gap != nil {
				gaps = []resico.Gap{*tc.gap}
			}
			assert.Equal(t, gaps, changes.Gaps())
			assert.Equal(t, tc.gap != nil && tc.gap.Unread != nil, strings.Contains(log.String(), "could not be read for certain"))
			assertGapsError(t, err, tc.nameless, gaps)
		})
	}
}

func gapOf(sku, field, raw string) *resico.Gap {
	gap := &resico.Gap{Page: 1, Position: 2, SKU: sku}
	if field != "" {
		gap.Unread = []shelfwire.Unread{{Field: field, Raw: raw}}
	}
	return gap
}

func assertGapsError(t *testing.T, err error, wanted bool, gaps []resico.Gap) {
	t.Helper()
	if !wanted {
		require.NoError(t, err)
		return
	}
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	found, ok := errors.AsType[*resico.GapsError](err)
	require.True(t, ok)
	assert.Equal(t, gaps, found.Gaps)
	assert.Equal(t, 1, found.Count)
	assert.EqualError(t, err, "resico: Products.List: incomplete: rows without a readable SKU were left out: 1, "+
		"the first one at row 2 of page 1")
	failed, ok := errors.AsType[*shelfwire.Error](err)
	require.True(t, ok)
	assert.Equal(t, "Products.List", failed.Op)
}

// Rows without a SKU are counted once, wherever they stand, and no place is lost for them.
func TestChanges_Gaps_OverPages(t *testing.T) {
	t.Parallel()
	for name, nameless := range map[string][]int{
		"the last row of a page":       {99},
		"the first row of a page":      {100},
		"around the border":            {97, 98, 99, 100, 101},
		"a whole page":                 intRange(100, 198),
		"more than a page":             intRange(60, 330),
		"the first page":               intRange(0, 100),
		"all but the last":             intRange(0, 499),
		"the first row and the last":   {0, 499},
		"every second":                 slices.Collect(everyNth(2, 500)),
		"the last of every page":       {99, 197, 198, 293, 294, 295},
		"all of them":                  intRange(0, 500),
		"one before the border":        {98},
		"two before, with one between": {96, 98, 99},
	} {
		for _, fixed := range []int{0, 50} {
			t.Run(fmt.Sprintf("%s, %d", name, fixed), func(t *testing.T) {
				t.Parallel()
				s := &shelf{rows: numberedSKUs(500), fixed: fixed}
				want := slices.Clone(s.rows)
				for _, i := range nameless {
					want[i] = ""
				}
				s.change = func(p map[string]any) {
					for _, row := range p["data"].([]map[string]any) {
						if !slices.Contains(want, row["SKU"].(string)) {
							delete(row, "SKU")
						}
					}
				}
				changes := s.newClient(t).Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{Prefetch: 1})
				got, err := collectChanges(changes)
				assert.Equal(t, slices.DeleteFunc(want, func(sku string) bool { return sku == "" }), append([]string{}, got...))
				found, ok := errors.AsType[*resico.GapsError](err)
				require.True(t, ok, err)
				assert.Equal(t, len(nameless), found.Count)
				assert.Len(t, changes.Gaps(), len(nameless))
				_, hasCheckpoint := changes.Checkpoint()
				assert.True(t, hasCheckpoint)
				assert.Less(t, len(s.requests), 16)
			})
		}
	}
}

func intRange(from, to int) (list []int) {
	for i := from; i < to; i++ {
		list = append(list, i)
	}
	return list
}

func everyNth(step, n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i += step {
			if !yield(i) {
				return
			}
		}
	}
}

// The number of gaps that are kept is bounded; that of those counted is not.
func TestChanges_Gaps_Bounded(t *testing.T) {
	t.Parallel()
	rows := "[" + strings.Repeat(`{"Name":"service"},`, 12_000) + `{"SKU":"A","Category":false}]`
	changes := newCannedClient(t, productsBody(rows)).Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{})
	got, err := collectChanges(changes)
	assert.Equal(t, []string{"A"}, got)
	found, ok := errors.AsType[*resico.GapsError](err)
	require.True(t, ok)
	assert.Len(t, found.Gaps, 10_000)
	assert.Equal(t, 12_000, found.Count)
	assert.Len(t, changes.Gaps(), 10_000)

	pages := 0
	for page, err := range changes.Pages() {
		if pages++; err == nil {
			assert.Len(t, page.Gaps, 12_001)
			assert.Equal(t, 12_001, page.Gaps[12_000].Position)
		}
	}
	assert.Equal(t, 2, pages, "the page, and the error")
	assert.Len(t, changes.Gaps(), 10_000, "a second walk begins anew")
}

// A walk that fails has gaps and no checkpoint.
func TestChanges_Gaps_FailedWalk(t *testing.T) {
	t.Parallel()
	first := successBody("Products", `{"last_page":2,"total":3,"data":[{"SKU":"C"},{"Name":"x"}]}`)
	changes := newCannedClient(t, first, "<html>").Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{PageSize: 2})
	got, err := collectChanges(changes)
	assert.Equal(t, []string{"C"}, got)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	_, isGaps := errors.AsType[*resico.GapsError](err)
	assert.False(t, isGaps)
	assert.Equal(t, []resico.Gap{{Page: 1, Position: 2}}, changes.Gaps())
	_, hasCheckpoint := changes.Checkpoint()
	assert.False(t, hasCheckpoint)
}

// What could not be read is logged once for a walk, also for one that is left early.
func TestProductsService_All_LogsUnreadOnce(t *testing.T) {
	t.Parallel()
	client, log := newLoggedClient(t,
		successBody("Products", `{"last_page":"two","total":3,"data":[{"SKU":"C","Category":false},{"SKU":[],"Name":[1]}]}`),
		successBody("Products", `{"last_page":2,"total":3,"data":[{"SKU":"A","Category":[1]}]}`))
	_, err := collectSKUs(t.Context(), client, resico.ProductQuery{PageSize: 2})
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	assert.Equal(t, 1, strings.Count(log.String(), "could not be read for certain"))
	assert.Contains(t, log.String(), `fields="Category 2, Name 1, Products.last_page 1, SKU 1"`)

	client, log = newLoggedClient(t, productsBody(`[{"SKU":"C","Category":false},{"SKU":"B"}]`))
	for range client.Products.All(t.Context(), resico.ProductQuery{}) {
		break
	}
	assert.Equal(t, 1, strings.Count(log.String(), "Category 1"))
}
