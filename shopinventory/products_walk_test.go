package shopinventory_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// The requests of a walk, and what it yields: all rows in their order, unless the case says otherwise.
func TestProductsService_All_Windows(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows, size int
		spoil      func(s *shelf)
		windows    string
		want       []int // nil for all rows of the beginning
	}{
		"one page":              {100, 0, nil, "0+100", nil},
		"one more":              {101, 0, nil, "0+100 99+100", nil},
		"three pages":           {250, 100, nil, "0+100 99+100 198+100", nil},
		"exactly full":          {199, 100, nil, "0+100 99+100", nil},
		"small pages":           {5, 2, nil, "0+2 1+2 2+2 3+2", nil},
		"pages of one":          {3, 1, nil, "0+1 0+2 1+2", nil},
		"empty":                 {0, 0, nil, "0+100", []int{}},
		"a lower limit":         {100, 100, func(s *shelf) { s.maxRow = 40 }, "0+100 39+40 78+40", nil},
		"a lower limit, untold": {100, 100, func(s *shelf) { s.maxRow = 40; s.tell = without("count", "limit") }, "0+100 39+100 78+100", nil},
		"no link":               {150, 100, func(s *shelf) { s.tell = without("", "links") }, "0+100 99+100", nil},
		"no total":              {150, 100, func(s *shelf) { s.tell = without("count", "total") }, "0+100 99+100", nil},
		"no meta":               {150, 100, func(s *shelf) { s.tell = without("", "") }, "0+100 99+100 149+100", nil},
		"no meta, a full page":  {100, 100, func(s *shelf) { s.tell = without("", "") }, "0+100 99+100", nil},
		"no meta, empty":        {0, 100, func(s *shelf) { s.tell = without("", "") }, "0+100", []int{}},
		"a link too many": {100, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["links"].(object)["next"] = "x" }
		}, "0+100 99+100", nil},
		"next is false": {100, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["links"].(object)["next"] = false }
		}, "0+100", nil},
		"quoted numbers": {150, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) {
				for name, n := range meta["count"].(object) {
					meta["count"].(object)[name] = fmt.Sprint(n)
				}
			}
		}, "0+100 99+100", nil},
		"numbers that cannot be read": {150, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) {
				meta["count"] = object{"total": -1, "current": "many", "start": []int{1}, "limit": int64(1) << 40}
			}
		}, "0+100 99+100", nil},
		"a total beyond 32 bits": {150, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["count"].(object)["total"] = int64(1) << 31 }
		}, "0+100 99+100", nil},
		"a limit of zero": {150, 100, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["count"].(object)["limit"] = 0 }
		}, "0+100 99+100", nil},
		"rows as an object": {150, 100, func(s *shelf) {
			s.tell = func(_ int, _, list object) {
				numbered := object{}
				for i, row := range list["data"].([]any) {
					numbered[fmt.Sprint(i)] = row
				}
				list["data"] = numbered
			}
		}, "0+100 99+100", nil},
		"a total, and no link":         {100, 100, func(s *shelf) { s.tell = without("", "links") }, "0+100 99+100", nil},
		"a total, and no link, empty":  {0, 100, func(s *shelf) { s.tell = without("", "links") }, "0+100", []int{}},
		"a total alone, a lower limit": {40, 100, func(s *shelf) { s.maxRow = 40; s.tell = without("", "links") }, "0+100 39+40", nil},
		"a row added behind": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.insertAt(150, 1) }) },
			"0+100 99+100 0+100 99+100", append(span(1, 150), 151)},
		"a row added in front": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.insertAt(0, 1) }) },
			"0+100 99+100 0+100 99+100", append(span(1, 150), 151)},
		"a row deleted in front": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(0, 1) }) },
			"0+100 99+100 0+100 99+100", nil},
		"two rows deleted in front": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(0, 2) }) },
			"0+100 99+100 0+100 99+100", append(append(span(1, 100), span(102, 150)...), 101)},
		"as many added as deleted": {150, 100, func(s *shelf) {
			s.beforePage(2, func() { s.deleteAt(0, 2); s.insertAt(148, 2) })
		}, "0+100 99+100 0+100 99+100", append(append(append(span(1, 100), span(102, 150)...), 152, 151), 101)},
		"a row moves to the front": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.move(120, 0) }) },
			"0+100 99+100 0+100 99+100", append(append(span(1, 120), span(122, 150)...), 121)},
		"a row moves to the end": {150, 100, func(s *shelf) { s.beforePage(2, func() { s.move(20, 149) }) },
			"0+100 99+100 0+100 99+100", nil},
		"two rows change places": {150, 100, func(s *shelf) {
			s.beforePage(2, func() { s.ids[20], s.ids[120] = s.ids[120], s.ids[20] })
		}, "0+100 99+100 0+100 99+100", append(append(span(1, 120), span(122, 150)...), 121)},
		"all but a few deleted": {300, 100, func(s *shelf) { s.beforePage(2, func() { s.deleteAt(5, 295) }) },
			"0+100 99+100 0+100", span(1, 100)},
		"a change between two readings": {150, 100, func(s *shelf) {
			s.before = func(n int) {
				if n == 2 || n == 3 {
					s.insertAt(0, 1)
				}
			}
		}, "0+100 99+100 0+100 99+100", append(span(1, 150), 152, 151)},
		"a change in the second reading": {150, 100, func(s *shelf) {
			s.before = func(n int) {
				if n == 2 || n == 4 {
					s.insertAt(0, 1)
				}
			}
		}, "0+100 99+100 0+100 99+100 0+100 99+100", append(span(1, 150), 151, 152)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(tc.rows)
			want := tc.want
			if want == nil {
				want = slices.Clone(s.ids)
			}
			if tc.spoil != nil {
				tc.spoil(s)
			}
			ids, err := s.walk(t.Context(), t, shopinventory.ProductQuery{PageSize: tc.size})
			require.NoError(t, err)
			assert.Equal(t, want, append([]int{}, ids...))
			assert.Equal(t, tc.windows, strings.Join(s.windows(), " "))
		})
	}
}

// without removes a member of the count, of meta ("" for the first name), or meta itself.
func without(part, member string) func(int, object, object) {
	return func(_ int, meta, list object) {
		switch {
		case member == "":
			delete(list, "meta")
		case part == "":
			delete(meta, member)
		default:
			delete(meta[part].(object), member)
		}
	}
}

// What a walk makes of lists that contradict themselves, or never stand still.
func TestProductsService_All_Incomplete(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows    int
		spoil   func(s *shelf)
		kind    error
		text    string
		windows string
	}{
		"it ends early": {150, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["links"].(object)["next"] = nil }
		}, shelfwire.ErrIncomplete, "the list ends behind row 100, and the shop counts 150", "0+100 0+100"},
		"an empty page": {150, func(s *shelf) {
			s.tell = func(_ int, meta, list object) { list["data"] = []any{}; meta["count"].(object)["current"] = 0 }
		}, shelfwire.ErrIncomplete, "goes on behind row 0", "0+100 0+100"},
		"an empty page, no total": {150, func(s *shelf) {
			s.tell = func(_ int, meta, list object) { list["data"] = []any{}; delete(meta, "count") }
		}, shelfwire.ErrIncomplete, "goes on behind row 0", "0+100 0+100"},
		"the overlap alone": {150, func(s *shelf) {
			s.tell = func(n int, meta, list object) {
				if n > 1 {
					list["data"] = list["data"].([]any)[:1]
					delete(meta["count"].(object), "current")
					meta["links"].(object)["next"] = "x"
				}
			}
		}, shelfwire.ErrIncomplete, "goes on behind row 100", "0+100 99+100 99+100"},
		"another start": {150, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["count"].(object)["start"] = 1 }
		}, shelfwire.ErrIncomplete, "rows from 0 were asked for, and rows from 1 came", "0+100 0+100"},
		"another number of rows": {150, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["count"].(object)["current"] = 99 }
		}, shelfwire.ErrIncomplete, "the shop counts 99 rows on a page, and 100 came", "0+100 0+100"},
		"it counts wrong": {150, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { meta["count"].(object)["total"] = 149 }
		}, shelfwire.ErrIncomplete, "during each of 3 readings: the shop counts 149, and 150 came",
			"0+100 99+100 0+100 99+100 0+100 99+100"},
		"it counts the rows of a page": {250, func(s *shelf) { s.tell = totalOfPage },
			shelfwire.ErrIncomplete, "the number of products went from 100 to 52",
			"0+100 99+100 198+100 0+100 99+100 198+100 0+100 99+100 198+100"},
		"it counts a page alone": {250, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { delete(meta, "links"); meta["count"].(object)["total"] = 100 }
		}, shelfwire.ErrIncomplete, "the shop counts 100, and 250 came",
			"0+100 99+100 198+100 0+100 99+100 198+100 0+100 99+100 198+100"},
		"the same page, a total alone": {150, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) { delete(meta, "links"); meta["count"] = object{"total": 100} }
			s.shop.respond = samePage(s)
		}, shelfwire.ErrIncomplete, "the row before row 100 is another one", "0+100 99+100 0+100 99+100 0+100 99+100"},
		"a row twice": {150, func(s *shelf) { s.ids[140] = 7 },
			shelfwire.ErrIncomplete, "7 came twice", "0+100 99+100 0+100 99+100 0+100 99+100"},
		"it changes for ever": {150, func(s *shelf) { s.before = func(int) { s.insertAt(0, 1) } },
			shelfwire.ErrIncomplete, "the number of products went from", "0+100 99+100 0+100 99+100 0+100 99+100"},
		"the same page, no meta": {150, func(s *shelf) {
			s.tell = func(_ int, _, list object) { delete(list, "meta") }
			s.shop.respond = samePage(s)
		}, shelfwire.ErrMalformed, "the page from row 198 has the products of pages before it", "0+100 99+100 198+100"},
		"the same page, no start": {2_000, func(s *shelf) {
			s.tell = func(_ int, meta, _ object) {
				delete(meta["count"].(object), "start")
				meta["links"].(object)["next"] = "x"
			}
			s.shop.respond = samePage(s)
		}, shelfwire.ErrIncomplete, "16 pages in a row have only products that came before", strings.Join(windowsTo(1_683), " ")},
		"rows without ids, no meta": {150, func(s *shelf) {
			s.tell = func(_ int, _, list object) { delete(list, "meta") }
			s.row = func(int) object { return object{"sku": "A"} }
		}, shelfwire.ErrMalformed, "the page from row 99 has the products of pages before it", "0+100 99+100"},
		"no list": {150, func(s *shelf) { s.tell = func(_ int, _, list object) { delete(list, "data") } },
			shelfwire.ErrMalformed, "no list of products", "0+100 0+100"},
		"null for a list": {150, func(s *shelf) { s.tell = func(_ int, _, list object) { list["data"] = nil } },
			shelfwire.ErrMalformed, "no list of products", "0+100 0+100"},
		"an empty object": {150, func(s *shelf) { s.tell = func(_ int, _, list object) { list["data"] = object{} } },
			shelfwire.ErrMalformed, "no list of products", "0+100 0+100"},
		"one row for a list": {150, func(s *shelf) { s.tell = func(_ int, _, list object) { list["data"] = object{"id": 1} } },
			shelfwire.ErrMalformed, "no list of products", "0+100 0+100"},
		"an error under 200": {150, func(s *shelf) { s.tell = func(_ int, _, list object) { list["error"] = "out of order" } },
			shelfwire.ErrMalformed, "out of order", "0+100 0+100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(tc.rows)
			tc.spoil(s)
			ids, err := s.walk(t.Context(), t, shopinventory.ProductQuery{})
			require.ErrorIs(t, err, tc.kind)
			assert.ErrorContains(t, err, tc.text)
			assert.Equal(t, tc.windows, strings.Join(s.windows(), " "))
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			requireUnique(t, ids)
		})
	}
}

// totalOfPage counts the rows of the page alone, and gives no link.
func totalOfPage(_ int, meta, list object) {
	delete(meta, "links")
	meta["count"].(object)["total"] = len(list["data"].([]any))
}

// windowsTo returns the windows of a walk up to a place.
func windowsTo(last int) []string {
	list := []string{"0+100"}
	for start := 99; start <= last; start += 99 {
		list = append(list, fmt.Sprint(start, "+100"))
	}
	return list
}

// samePage responds with the first page, whatever is asked for.
func samePage(s *shelf) func(int, *http.Request) (*http.Response, error) {
	first := newShelf(len(s.ids))
	return func(n int, r *http.Request) (*http.Response, error) {
		r.URL.RawQuery = "start=0&limit=100"
		first.tell = s.tell
		return respond(r, response{status: 200, body: first.servePage(n, r)})
	}
}

// A page that contradicts itself once is read again.
func TestProductsService_All_ContradictionOnce(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 2; n++ {
		s := newShelf(150)
		s.tell = func(request int, meta, _ object) {
			if request == n {
				meta["count"].(object)["start"] = 7
			}
		}
		ids, err := s.walk(t.Context(), t, shopinventory.ProductQuery{})
		require.NoError(t, err)
		assert.Equal(t, span(1, 150), ids)
		assert.Len(t, s.windows(), 3)
	}
}

// Rows that stay come exactly once, or the walk says that it is incomplete: whatever is added and deleted between two
// pages, or whichever row moves.
func TestProductsService_All_ChangingList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newShelf(rapid.IntRange(0, 60).Draw(t, "rows"))
		size := rapid.IntRange(1, 20).Draw(t, "size")
		present := map[int]bool{}
		for _, id := range s.ids {
			present[id] = true
		}
		changes := rapid.IntRange(0, 4).Draw(t, "changes")
		s.before = func(request int) {
			if request == 1 || changes == 0 || rapid.Bool().Draw(t, "calm") {
				return
			}
			changes--
			before := slices.Clone(s.ids)
			changeShelf(t, s)
			for _, id := range before {
				present[id] = present[id] && slices.Contains(s.ids, id)
			}
		}
		ids, err := s.walk(context.Background(), t, shopinventory.ProductQuery{PageSize: size})
		seen := map[int]bool{}
		for _, id := range ids {
			if seen[id] {
				t.Fatalf("%d came twice", id)
			}
			seen[id] = true
		}
		if err != nil {
			if !errors.Is(err, shelfwire.ErrIncomplete) || len(s.windows()) > 3*(len(s.ids)+100) {
				t.Fatal(err)
			}
			return
		}
		for id, stayed := range present {
			if stayed && !seen[id] {
				t.Fatalf("%d was there all the time and did not come", id)
			}
		}
	})
}

// changeShelf adds and deletes some rows, or moves one.
func changeShelf(t *rapid.T, s *shelf) {
	place := func(name string) int { return rapid.IntRange(0, len(s.ids)).Draw(t, name) }
	if len(s.ids) > 0 && rapid.Bool().Draw(t, "move") {
		from := rapid.IntRange(0, len(s.ids)-1).Draw(t, "from")
		s.move(from, rapid.IntRange(0, len(s.ids)-1).Draw(t, "to"))
		return
	}
	s.deleteAt(place("delete at"), rapid.IntRange(0, 25).Draw(t, "deleted"))
	s.insertAt(place("insert at"), rapid.IntRange(0, 25).Draw(t, "inserted"))
}

// Rows without a readable id are left out, and counted at the end: those of the last reading alone.
func TestProductsService_All_Gaps(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*shelf){
		"calm": func(*shelf) {}, "read twice": func(s *shelf) { s.beforePage(2, func() { s.insertAt(0, 1) }) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(150)
			s.row = func(id int) object {
				switch id {
				case 100, 120:
					return object{"sku": fmt.Sprint("SKU-", id)}
				case 130:
					return object{"id": "x130", "stock": "1,5"}
				}
				return object{"id": id}
			}
			spoil(s)
			ids, err := s.walk(t.Context(), t, shopinventory.ProductQuery{})
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			gaps, ok := errors.AsType[*shopinventory.GapsError](err)
			require.True(t, ok)
			assert.Equal(t, 3, gaps.Count)
			shift := len(s.ids) - 150
			require.Len(t, gaps.Gaps, 3)
			assert.Equal(t, shopinventory.Gap{Offset: 99 + shift}, gaps.Gaps[0])
			assert.Equal(t, shopinventory.Gap{Offset: 119 + shift}, gaps.Gaps[1])
			assert.Equal(t, shopinventory.Gap{Offset: 129 + shift, Unread: []shelfwire.Unread{
				{Field: "id", Raw: `"x130"`}, {Field: "stock", Raw: `"1,5"`},
			}}, gaps.Gaps[2])
			assert.ErrorContains(t, err, fmt.Sprintf("left out: 3, the first one at offset %d", 99+shift))
			assert.Len(t, ids, 147+shift)
			requireUnique(t, ids)
		})
	}
}
