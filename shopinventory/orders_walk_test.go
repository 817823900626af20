package shopinventory_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// newOrderShelf is a shelf of orders, the newest first: the greatest id.
func newOrderShelf(rows int) *shelf {
	s := newShelf(rows)
	slices.Reverse(s.ids)
	s.row = func(id int) object { return object{"id": fmt.Sprint(id)} }
	return s
}

func (s *shelf) walkOrders(ctx context.Context, t fatal, q shopinventory.OrderQuery) (ids []int, err error) {
	t.Helper()
	for o, e := range s.shop.client(t).Orders.All(ctx, q) {
		if e != nil {
			return ids, e
		}
		id, _ := strconv.Atoi(o.ID)
		ids = append(ids, id)
	}
	return ids, nil
}

// down returns the numbers from one down to another.
func down(from, to int) []int {
	list := span(to, from)
	slices.Reverse(list)
	return list
}

func TestOrdersService_All_Windows(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows, size int
		spoil      func(s *shelf)
		windows    string
		want       []int // nil for all rows of the beginning
	}{
		"one page":       {100, 0, nil, "0+100", nil},
		"three pages":    {250, 100, nil, "0+100 99+100 198+100", nil},
		"pages of one":   {3, 1, nil, "0+1 0+2 1+2", nil},
		"empty":          {0, 0, nil, "0+100", []int{}},
		"a lower limit":  {100, 100, func(s *shelf) { s.maxRow = 40 }, "0+100 39+40 78+40", nil},
		"no meta":        {150, 100, func(s *shelf) { s.tell = without("", "") }, "0+100 99+100 149+100", nil},
		"no meta, full":  {100, 100, func(s *shelf) { s.tell = without("", "") }, "0+100 99+100", nil},
		"no meta, empty": {0, 100, func(s *shelf) { s.tell = without("", "") }, "0+100", []int{}},
		"no meta, one":   {1, 100, func(s *shelf) { s.tell = without("", "") }, "0+100 0+100", nil},
		"no meta, full, and a page of new orders": {100, 100, func(s *shelf) {
			s.tell = without("", "")
			s.beforePage(2, func() { s.insertAt(0, 99) })
		}, "0+100 99+100 198+100", nil},
		"no total": {150, 100, func(s *shelf) { s.tell = without("count", "total") }, "0+100 99+100", nil},
		"a link too many": {100, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["links"].(object)["next"] = "x" }
		}, "0+100 99+100", nil},
		"it counts the rows of a page": {250, 100, func(s *shelf) { s.tell = totalOfPage }, "0+100 99+100 198+100", nil},
		"it counts a full page":        {199, 100, func(s *shelf) { s.tell = totalOfPage }, "0+100 99+100 198+100", nil},
		"it counts nothing": {150, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { delete(meta, "links"); meta["count"].(object)["total"] = 0 }
		}, "0+100 99+100", nil},
		"new orders": {250, 100, func(s *shelf) { s.before = func(int) { s.insertAt(0, 3) } },
			"0+100 99+100 198+100", append(append([]int{}, 251+2, 251+1, 251), down(250, 1)...)},
		"a page of new orders": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.insertAt(0, 120) }) },
			"0+100 99+100 198+100", slices.Concat(down(150, 51), down(171, 151), down(50, 1))},
		"an order goes, behind the place": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(120, 1) }) },
			"0+100 99+100", append(down(150, 31), down(29, 1)...)},
		"an order goes, before the place": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(0, 1) }) },
			"0+100 99+100 0+100 99+100", nil},
		"a page of orders goes": {450, 100, func(s *shelf) { s.beforePage(4, func() { s.deleteAt(0, 150) }) },
			"0+100 99+100 198+100 297+100 198+100 99+100 198+100 297+100", nil},
		"a page of orders goes, twice": {900, 100, func(s *shelf) {
			s.before = func(n int) {
				if n == 4 || n == 9 {
					s.deleteAt(0, 150)
				}
			}
		}, "0+100 99+100 198+100 297+100 198+100 99+100 198+100 297+100 396+100 297+100 198+100 297+100 396+100 495+100 594+100", nil},
		"an order comes and one goes": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(3, 1); s.insertAt(0, 1) }) },
			"0+100 99+100", nil},
		"two orders change places": {250, 100, func(s *shelf) { s.beforePage(2, func() { s.swap(50, 150) }) },
			"0+100 99+100 198+100 0+100 99+100 198+100", slices.Concat(down(250, 101), down(99, 1), []int{100})},
		"an order falls back": {250, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(0, 5); s.move(3, 120) }) },
			"0+100 99+100 198+100 0+100 99+100 198+100", slices.Concat(down(250, 151), down(145, 1), down(150, 146))},
		"the order at the place goes": {250, 100, func(s *shelf) { s.beforePage(2, func() { s.insertAt(0, 2); s.deleteAt(101, 1) }) },
			"0+100 99+100 198+100 0+100 99+100 198+100", append(down(250, 1), 252, 251)},
		"orders before the place go": {250, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(90, 10) }) },
			"0+100 99+100 0+100 99+100 198+100", nil},
		"an order moves up": {250, 100, func(s *shelf) { s.beforePage(2, func() { s.move(150, 0) }) },
			"0+100 99+100 198+100 0+100", slices.Concat(down(250, 101), down(99, 1), []int{100})},
		"an order moves up, and all are read": {250, 100, func(s *shelf) { s.beforePage(2, func() { s.move(150, 0); s.insertAt(0, 1) }) },
			"0+100 99+100 198+100 0+100", slices.Concat(down(250, 101), down(99, 1), []int{251, 100})},
		"an order comes and one goes, behind the place": {250, 100, func(s *shelf) {
			s.beforePage(2, func() { s.deleteAt(150, 1); s.insertAt(0, 1) })
		}, "0+100 99+100 198+100 0+100", slices.Concat(down(250, 101), down(99, 1), []int{251})},
		"orders move up for a page and more": {450, 100, func(s *shelf) {
			s.beforePage(3, func() {
				for range 150 {
					s.move(449, 0)
				}
			})
		}, "0+100 99+100 198+100 297+100 396+100 0+100 99+100", nil},
		"all that came goes": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(0, 100) }) },
			"0+100 99+100 0+100", nil},
		"all goes": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(0, 150) }) },
			"0+100 99+100 0+100", down(150, 51)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newOrderShelf(tc.rows)
			want := tc.want
			if want == nil {
				want = slices.Clone(s.ids)
			}
			if tc.spoil != nil {
				tc.spoil(s)
			}
			ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{PageSize: tc.size})
			require.NoError(t, err)
			assert.Equal(t, want, append([]int{}, ids...))
			assert.Equal(t, tc.windows, strings.Join(s.windows(), " "))
		})
	}
}

func TestOrdersService_All_Incomplete(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil   func(s *shelf)
		kind    error
		text    string
		windows string
	}{
		"too many orders go": {func(s *shelf) { s.beforePage(6, func() { s.deleteAt(0, 440) }) }, shelfwire.ErrIncomplete,
			"the orders before row 496 went away", "0+100 99+100 198+100 297+100 396+100 495+100 396+100 297+100 198+100"},
		"none comes": {func(s *shelf) {
			s.tell = func(_ int, meta, list object) { list["data"] = []any{}; delete(meta["count"].(object), "current") }
		}, shelfwire.ErrIncomplete, "goes on behind row 0", "0+100 0+100"},
		"it ends early": {func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["links"].(object)["next"] = nil }
		}, shelfwire.ErrIncomplete, "the list ends behind row 100", "0+100 0+100"},
		"the same page, no meta": {func(s *shelf) {
			s.tell = without("", "")
			first := newOrderShelf(600)
			first.tell = s.tell
			s.shop.respond = func(n int, r *http.Request) (*http.Response, error) {
				r.URL.RawQuery = "start=0&limit=100"
				return respond(r, response{status: 200, body: first.servePage(n, r)})
			}
		}, shelfwire.ErrMalformed, "has the orders of pages before it", "0+100 99+100 198+100"},
		"no list": {func(s *shelf) { s.tell = func(_ int, _, list object) { list["data"] = "x" } },
			shelfwire.ErrMalformed, "no list of orders", "0+100 0+100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newOrderShelf(600)
			tc.spoil(s)
			ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
			require.ErrorIs(t, err, tc.kind)
			assert.ErrorContains(t, err, tc.text)
			assert.Equal(t, tc.windows, strings.Join(s.windows(), " "))
			requireUnique(t, ids)
		})
	}
}

// Five orders a minute during 100 pages: one pass, and none is lost.
func TestOrdersService_All_BusyShop(t *testing.T) {
	t.Parallel()
	s := newOrderShelf(9_901)
	s.before = func(int) { s.insertAt(0, 5) }
	ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{Prefetch: 2})
	require.NoError(t, err)
	assert.Equal(t, down(9_901, 1), ids[5:])
	assert.Len(t, s.windows(), 106, "one pass")
}

// An order that stands in the list twice comes once, however far apart, and the walk says that something is wrong.
func TestOrdersService_All_Twice(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows  int
		twice []int
	}{
		"far apart": {6_000, []int{5_999}}, "on one page": {10, []int{3, 3}}, "side by side": {10, []int{1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newOrderShelf(tc.rows)
			s.ids = append(s.ids, tc.twice...)
			ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			assert.ErrorContains(t, err, fmt.Sprint(tc.twice[0], " came twice"))
			assert.Equal(t, down(tc.rows, 1), ids)
		})
	}
}

// Orders that change places in each reading are an error, and those that came before come no second time.
func TestOrdersService_All_Restless(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		gap   int // an order without an id; 0 for none
		spoil func(s *shelf)
		text  string
		pages int
	}{
		"places change": {0, func(s *shelf) { s.swap(50, 150) }, "during each of 3 readings: ", 9},
		"one moves up, beside a gap": {7, func(s *shelf) { s.move(150, 0) },
			"during each of 3 readings: the shop counts 250 at least, and 249 came", 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newOrderShelf(250)
			s.row = func(id int) object {
				if id == tc.gap {
					return object{}
				}
				return object{"id": id}
			}
			s.before = func(n int) {
				if n%3 == 2 {
					tc.spoil(s)
				}
			}
			ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			require.ErrorContains(t, err, tc.text)
			requireUnique(t, ids)
			assert.Len(t, s.windows(), tc.pages)
		})
	}
}

// Whichever orders change places, all come exactly once, or the walk says that it is incomplete.
func TestOrdersService_All_ChangingPlaces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newOrderShelf(rapid.IntRange(1, 60).Draw(t, "rows"))
		want := slices.Clone(s.ids)
		changes := rapid.IntRange(0, 4).Draw(t, "changes")
		s.before = func(int) {
			if changes == 0 || rapid.Bool().Draw(t, "calm") {
				return
			}
			changes--
			place := rapid.IntRange(0, len(s.ids)-1)
			if rapid.Bool().Draw(t, "swap") {
				s.swap(place.Draw(t, "one"), place.Draw(t, "other"))
				return
			}
			s.move(place.Draw(t, "from"), place.Draw(t, "to"))
		}
		q := shopinventory.OrderQuery{PageSize: rapid.IntRange(1, 20).Draw(t, "size")}
		ids, err := s.walkOrders(context.Background(), t, q)
		if err != nil && errors.Is(err, shelfwire.ErrIncomplete) {
			return
		}
		slices.SortFunc(ids, func(a, b int) int { return b - a })
		if err != nil || !slices.Equal(want, ids) {
			t.Fatal(err, ids)
		}
	})
}

// Orders that stay come exactly once, or the walk says that it is incomplete: whatever is created and goes.
func TestOrdersService_All_ChangingList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newOrderShelf(rapid.IntRange(0, 60).Draw(t, "rows"))
		size := rapid.IntRange(1, 20).Draw(t, "size")
		stayed := slices.Clone(s.ids)
		changes := rapid.IntRange(0, 8).Draw(t, "changes")
		s.before = func(request int) {
			if request == 1 || changes == 0 || rapid.Bool().Draw(t, "calm") {
				return
			}
			changes--
			s.deleteAt(rapid.IntRange(0, len(s.ids)).Draw(t, "delete at"), rapid.IntRange(0, 25).Draw(t, "deleted"))
			s.insertAt(rapid.IntRange(0, min(2, len(s.ids))).Draw(t, "insert at"), rapid.IntRange(0, 25).Draw(t, "inserted"))
			stayed = slices.DeleteFunc(stayed, func(id int) bool { return !slices.Contains(s.ids, id) })
		}
		ids, err := s.walkOrders(context.Background(), t, shopinventory.OrderQuery{PageSize: size})
		seen := map[int]bool{}
		for _, id := range ids {
			if seen[id] {
				t.Fatalf("%d came twice", id)
			}
			seen[id] = true
		}
		if err != nil {
			if !errors.Is(err, shelfwire.ErrIncomplete) {
				t.Fatal(err)
			}
			return
		}
		for _, id := range stayed {
			if !seen[id] {
				t.Fatalf("%d was there all the time and did not come", id)
			}
		}
	})
}

// Orders without a readable id are counted once, wherever pages overlap.
func TestOrdersService_All_Gaps(t *testing.T) {
	t.Parallel()
	s := newOrderShelf(150)
	s.row = func(id int) object {
		if id == 100 || id == 20 {
			return object{"id": nil, "total_amount": "x"}
		}
		return object{"id": id}
	}
	s.beforePage(2, func() { s.insertAt(0, 20) })
	ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{PageSize: 60})
	gaps, ok := errors.AsType[*shopinventory.GapsError](err)
	require.True(t, ok)
	assert.Equal(t, 2, gaps.Count)
	assert.Equal(t, []shopinventory.Gap{
		{Offset: 50, Unread: []shelfwire.Unread{{Field: "total_amount", Raw: `"x"`}}},
		{Offset: 150, Unread: []shelfwire.Unread{{Field: "total_amount", Raw: `"x"`}}},
	}, gaps.Gaps)
	assert.Len(t, ids, 148)
	requireUnique(t, ids)
}

// A page that ends with orders without an id: the next one begins with the last id before them.
func TestOrdersService_All_GapsAtTheEndOfAPage(t *testing.T) {
	t.Parallel()
	s := newOrderShelf(250)
	s.row = func(id int) object {
		if id == 152 || id == 151 || id == 1 {
			return object{}
		}
		return object{"id": id}
	}
	ids, err := s.walkOrders(t.Context(), t, shopinventory.OrderQuery{})
	gaps, ok := errors.AsType[*shopinventory.GapsError](err)
	require.True(t, ok, err)
	assert.Equal(t, []shopinventory.Gap{{Offset: 98}, {Offset: 99}, {Offset: 249}}, gaps.Gaps)
	assert.Equal(t, append(down(250, 153), down(150, 2)...), ids)
	assert.Equal(t, "0+100 97+100 196+100", strings.Join(s.windows(), " "))
}
