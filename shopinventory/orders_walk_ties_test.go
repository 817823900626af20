package shopinventory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// newTimedShelf is a shelf of orders with times, some of them of one second: 1 to n, n+1 to 2n, and so on.
func newTimedShelf(rows, n int) *shelf {
	s := newOrderShelf(rows)
	s.row = func(id int) object {
		created := time.Date(2026, 3, 1, 0, 0, (id-1)/n, 0, time.UTC)
		return object{"id": fmt.Sprint(id), "date_created": created.Format(time.RFC3339)}
	}
	return s
}

// A page begins with all orders of the last second of the page before it, and with a newer one.
func TestOrdersService_All_TieWindows(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows, tied, size int
		spoil            func(s *shelf)
		windows          string
	}{
		"none of one second":    {250, 1, 100, nil, "0+100 98+100 196+100"},
		"three of one second":   {250, 3, 100, nil, "0+100 96+100 192+100"}, // 250, 249 to 247, …, 152 and 151
		"a page of them":        {250, 300, 100, nil, "0+100 99+100 198+100"},
		"nearly a page of them": {250, 152, 100, nil, "0+100 97+100 196+100"}, // 250 to 153, 152 and 151, …
		"pages of one":          {3, 1, 1, nil, "0+1 0+2 1+2"},
		"pages of two":          {4, 1, 2, nil, "0+2 1+2 2+2"},
		"pages of three":        {5, 1, 3, nil, "0+3 1+3 2+3"},
		"a lower limit":         {100, 1, 100, func(s *shelf) { s.maxRow = 40 }, "0+100 38+40 76+40"},
		"no meta":               {150, 1, 100, func(s *shelf) { s.tell = without("", "") }, "0+100 98+100 148+100"},
		"the last one goes":     {150, 1, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(99, 1) }) }, "0+100 98+100"},
		"the newer one goes": {150, 1, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(98, 1) }) },
			"0+100 98+100 0+100 98+100"},
		"new ones": {150, 1, 100, func(s *shelf) { s.beforePage(2, func() { s.insertAt(0, 5) }) }, "0+100 98+100"},
		"an unread time": {150, 1, 100, func(s *shelf) {
			row := s.row
			s.row = func(id int) object {
				if id == 51 {
					return object{"id": "51", "date_created": "yesterday"}
				}
				return row(id)
			}
		}, "0+100 99+100"},
		"the oldest first": {150, 1, 100, func(s *shelf) { slices.Reverse(s.ids) }, "0+100 99+100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newTimedShelf(tc.rows, tc.tied)
			want := slices.Clone(s.ids)
			if tc.spoil != nil {
				tc.spoil(s)
			}
			ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{PageSize: tc.size})
			require.NoError(t, err)
			requireUnique(t, ids)
			for _, id := range want {
				if slices.Contains(s.ids, id) {
					assert.Contains(t, ids, id)
				}
			}
			assert.Equal(t, tc.windows, strings.Join(s.windows(), " "))
		})
	}
}

// An order that changes places with another one of its second is found without a further reading, also where one goes, so
// that the shop's count does not tell.
func TestOrdersService_All_TieMoves(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]int{"none goes": 0, "one goes": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newTimedShelf(250, 2)
			s.ids = s.ids[1:] // 249 | 248, 247 | …: 150 ends the first page, and 149 is of its second
			s.beforePage(2, func() { s.swap(99, 100); s.deleteAt(200, gone) })
			ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
			require.NoError(t, err)
			assert.Contains(t, ids, 149)
			assert.Contains(t, ids, 150)
			assert.Len(t, ids, 249-gone)
			assert.Equal(t, "0+100 98+100 196+100", strings.Join(s.windows(), " "))
		})
	}
}

// Orders of one second that fill a page cannot be told from others that hide: when orders go meanwhile, the walk says so.
func TestOrdersService_All_TiesFillPages(t *testing.T) {
	t.Parallel()
	s := newTimedShelf(250, 300)
	ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
	require.NoError(t, err, "none goes")
	assert.Equal(t, down(250, 1), ids)

	s = newTimedShelf(250, 300)
	s.beforePage(2, func() { s.deleteAt(200, 1) })
	_, err = s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
	require.NoError(t, err, "the second reading is calm")
	assert.Len(t, s.windows(), 6)

	s = newTimedShelf(250, 300)
	s.before = func(n int) {
		if n%3 == 2 {
			s.deleteAt(200, 1)
		}
	}
	_, err = s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	require.ErrorContains(t, err, "those of one time fill a page")
}

// A shop that sorts by time alone, so that orders of one second stand in another order each time, hides none of them,
// whatever is created and goes.
func TestOrdersService_All_Ties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tied := rapid.IntRange(1, 4).Draw(t, "tied")
		s := newTimedShelf(rapid.IntRange(0, 80).Draw(t, "rows"), tied)
		stayed := slices.Clone(s.ids)
		changes := rapid.IntRange(0, 6).Draw(t, "changes")
		second := func(id int) int { return (id - 1) / tied }
		s.before = func(request int) {
			s.ids = rapid.Permutation(s.ids).Draw(t, "order")
			slices.SortStableFunc(s.ids, func(a, b int) int { return second(b) - second(a) })
			if request == 1 || changes == 0 {
				return
			}
			changes--
			s.deleteAt(rapid.IntRange(0, len(s.ids)).Draw(t, "delete at"), rapid.IntRange(0, 3).Draw(t, "deleted"))
			s.insertAt(0, rapid.IntRange(0, 3).Draw(t, "inserted"))
			stayed = slices.DeleteFunc(stayed, func(id int) bool { return !slices.Contains(s.ids, id) })
		}
		ids, err := s.walkOrders(context.Background(), t, shopinventory.OrderQuery{PageSize: rapid.IntRange(12, 30).Draw(t, "size")})
		if err != nil {
			if !errors.Is(err, shelfwire.ErrIncomplete) {
				t.Fatal(err)
			}
			return
		}
		for i, id := range ids {
			if slices.Contains(ids[:i], id) {
				t.Fatalf("%d came twice", id)
			}
		}
		for _, id := range stayed {
			if !slices.Contains(ids, id) {
				t.Fatalf("%d was there all the time and did not come", id)
			}
		}
	})
}
