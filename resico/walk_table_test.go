package resico_test

import (
	"fmt"
	"maps"
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

// vendor is a server as an integrator can meet it.
type vendor struct {
	serve   func(asked int) int // rows of a page; 0 rejects the limit
	hides   func(row int) bool  // filters after the page was cut
	tell    func(p map[string]any, asked int)
	noCount bool // it gives no total
	spoil   func(s *shelf)
}

func without(keys ...string) func(map[string]any, int) {
	return func(p map[string]any, _ int) {
		for _, key := range keys {
			delete(p, key)
		}
	}
}

func capped(asked int) int { return min(asked, 30) }

func block(size int) func(int) bool { return func(row int) bool { return row/size%2 == 1 } }

func vendors() map[string]vendor {
	return map[string]vendor{
		"honest": {},
		"caps":   {serve: capped},
		"caps, echoes per_page": {serve: capped, tell: func(p map[string]any, asked int) {
			p["per_page"] = asked
		}},
		"caps, no per_page": {serve: capped, tell: without("per_page")},
		"caps, last_page by the limit": {serve: capped, tell: func(p map[string]any, asked int) {
			last := max(1, (p["total"].(int)+asked-1)/asked)
			p["per_page"], p["last_page"], p["next_page_url"] = asked, last, nil
			if p["current_page"].(int) < last {
				p["next_page_url"] = "x"
			}
		}},
		"caps, no last_page": {serve: capped, tell: func(p map[string]any, asked int) {
			delete(p, "last_page")
			delete(p, "next_page_url")
			p["per_page"] = asked
		}},
		"ignores the limit":            {serve: func(int) int { return 50 }},
		"rounds":                       {serve: func(asked int) int { return max(10, asked/10*10) }},
		"validates":                    {serve: validated},
		"filters 1 in 100":             {hides: func(row int) bool { return row%100 == 57 }},
		"filters every second":         {hides: func(row int) bool { return row%2 == 1 }},
		"filters blocks of 80":         {hides: block(80)},
		"filters a block of 150":       {hides: func(row int) bool { return row >= 100 && row < 250 }},
		"filters blocks of 150":        {hides: block(150)},
		"filters the last rows":        {hides: func(row int) bool { return row >= 470 }},
		"filters all but the last":     {hides: func(row int) bool { return row < 499 }},
		"no per_page":                  {tell: without("per_page")},
		"no last_page":                 {tell: without("last_page")},
		"no last_page, no next page":   {tell: without("last_page", "next_page_url")},
		"no total":                     {tell: without("total"), noCount: true},
		"no current_page":              {tell: without("current_page")},
		"per_page quoted":              {tell: func(p map[string]any, _ int) { p["per_page"] = strconv.Itoa(p["per_page"].(int)) }},
		"simplePaginate":               {tell: without("total", "last_page"), noCount: true},
		"no numbers":                   {tell: without("total", "last_page", "per_page", "current_page", "next_page_url"), noCount: true},
		"filters, no last_page":        {hides: func(row int) bool { return row%2 == 1 }, tell: without("last_page", "next_page_url")},
		"clamps the page and filters":  {hides: func(row int) bool { return row%9 == 4 }, spoil: func(s *shelf) { s.clamps = true }},
		"rejects odd limits under 200": {serve: validated, spoil: func(s *shelf) { s.rejectsUnder200 = true }},
	}
}

func validated(asked int) int {
	if slices.Contains([]int{10, 25, 50, 100}, asked) {
		return asked
	}
	return 0
}

const tableRows = 500

// movement changes rows around an index.
type movement struct {
	equal bool // the total stays
	move  func(s *shelf, place int)
}

func (s *shelf) insertAt(i, n int) {
	i = max(0, min(i, len(s.rows)))
	var added []string
	for k := range n {
		added = append(added, fmt.Sprintf("new-%d-%d-%d", len(s.requests), i, k))
	}
	s.rows = slices.Insert(slices.Clone(s.rows), i, added...)
}

func (s *shelf) deleteAt(i, n int) {
	i = max(0, min(i, len(s.rows)))
	s.rows = slices.Delete(slices.Clone(s.rows), i, min(i+n, len(s.rows)))
}

func movements() map[string]movement {
	before := func(s *shelf, place int) int { return place / 2 }
	around := func(s *shelf, place int) int { return place - 1 }
	behind := func(s *shelf, place int) int { return (place + len(s.rows)) / 2 }
	all := map[string]movement{"still": {move: func(*shelf, int) {}}}
	for name, at := range map[string]func(*shelf, int) int{"before": before, "around": around, "behind": behind} {
		all["inserts "+name] = movement{move: func(s *shelf, place int) { s.insertAt(at(s, place), 3) }}
		all["deletes "+name] = movement{move: func(s *shelf, place int) { s.deleteAt(at(s, place), 3) }}
	}
	all["deletes before, inserts behind"] = movement{equal: true, move: func(s *shelf, place int) {
		s.insertAt(len(s.rows), 2)
		s.deleteAt(before(s, place), 2)
	}}
	all["inserts before, deletes behind"] = movement{equal: true, move: func(s *shelf, place int) {
		s.deleteAt(behind(s, place)+1, 2)
		if len(s.rows) < s.first { // there was something to delete
			s.insertAt(before(s, place), s.first-len(s.rows))
		}
	}}
	all["deletes and inserts around"] = movement{equal: true, move: func(s *shelf, place int) {
		s.deleteAt(place-1, 2)
		s.insertAt(place, s.first-len(s.rows))
	}}
	return all
}

// tableWalk is one walk of the table.
type tableWalk struct {
	s        *shelf
	stay     map[string]bool // rows that exist throughout and are shown
	seen     map[string]int
	unproven bool
	err      error
}

func newTableWalk(v vendor, m movement, rows int) *tableWalk {
	s := &shelf{rows: skus(rows), serve: v.serve, tell: v.tell, hidden: map[string]bool{}, next: true, first: rows}
	if v.spoil != nil {
		v.spoil(s)
	}
	w := &tableWalk{s: s, stay: map[string]bool{}, seen: map[string]int{}}
	for i, sku := range s.rows {
		if v.hides != nil && v.hides(i) {
			s.hidden[sku] = true
		}
	}
	newest := ""
	s.before = func(request int) {
		if request == 0 || request%5 != 2 || request > 150 {
			return
		}
		m.move(s, slices.Index(s.rows, newest)+1)
	}
	s.delivered = func(sku string) { newest = sku }
	for _, sku := range s.rows {
		w.stay[sku] = !s.hidden[sku]
	}
	return w
}

func (w *tableWalk) run(t *testing.T, size int) {
	for page, err := range w.s.client(t).Products.Pages(t.Context(), resico.ProductQuery{PageSize: size}) {
		if w.err = err; err != nil {
			break
		}
		w.unproven = w.unproven || page.Unproven
		for _, p := range page.Products {
			w.seen[p.SKU]++
			w.s.delivered(p.SKU)
		}
	}
	left := map[string]bool{}
	for _, sku := range w.s.rows {
		left[sku] = true
	}
	for sku := range w.stay {
		w.stay[sku] = w.stay[sku] && left[sku]
	}
}

func (w *tableWalk) missed() (missed []string) {
	for sku, stays := range w.stay {
		if stays && w.seen[sku] == 0 {
			missed = append(missed, sku)
		}
	}
	slices.Sort(missed)
	return missed
}

func (w *tableWalk) assertNothingTwice(t *testing.T) {
	t.Helper()
	for sku, n := range w.seen {
		assert.Equal(t, 1, n, sku)
	}
	for i := 2; i < len(w.s.requests); i++ {
		if w.s.requests[i] == w.s.requests[i-1] && w.s.requests[i] == w.s.requests[i-2] {
			t.Errorf("%s was sent three times in a row", w.s.requests[i])
		}
	}
}

// reasons are the words of a walk that lost its place.
func assertTrueReason(t *testing.T, err error) {
	t.Helper()
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	words := []string{"was lost: it is not on the", "brought only products that came before"}
	assert.True(t, slices.ContainsFunc(words, func(w string) bool { return strings.Contains(err.Error(), w) }), err)
}

// Every server, catalogue and page size: all products that stay come once, or the walk says what it could not see.
func TestWalk_Table(t *testing.T) {
	t.Parallel()
	for vendorName, v := range vendors() {
		for movementName, m := range movements() {
			t.Run(vendorName+", "+movementName, func(t *testing.T) {
				t.Parallel()
				for _, size := range []int{1, 7, 20, 100} {
					rows := tableRows
					if size == 1 && movementName != "still" {
						rows = 120
					}
					w := newTableWalk(v, m, rows)
					w.run(t, size)
					name := fmt.Sprintf("size %d, %d requests, unproven %v, error %v", size, len(w.s.requests), w.unproven, w.err)
					w.assertNothingTwice(t)
					served := size
					if v.serve != nil {
						served = v.serve(size)
					}
					if served == 0 {
						failed, ok := w.err.(*shelfwire.Error)
						require.True(t, ok, name)
						assert.Equal(t, shelfwire.OutcomeRefused, failed.Outcome)
						continue
					}
					if movementName == "still" {
						require.NoError(t, w.err, name)
						assert.Empty(t, w.missed(), name)
						most := 12*((tableRows+served-1)/served)/10 + 2
						assert.LessOrEqual(t, len(w.s.requests), most, name)
						continue
					}
					if w.err != nil {
						assertTrueReason(t, w.err)
						continue
					}
					isHonest := slices.Contains([]string{"honest", "no per_page", "no last_page", "per_page quoted"}, vendorName)
					assert.False(t, w.unproven && isHonest && size == 100, name)
					if !w.unproven || !m.equal && !v.noCount {
						assert.Empty(t, w.missed(), name)
					}
				}
			})
		}
	}
}

// Nothing that stands still is incomplete, costs more than a fifth more requests and two, or is asked for three times.
func TestWalk_StillCatalogues(t *testing.T) {
	t.Parallel()
	all := vendors()
	names := slices.Sorted(maps.Keys(all))
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom(names).Draw(rt, "vendor")
		v := all[name]
		size := rapid.SampledFrom([]int{2, 3, 7, 10, 19, 20, 23, 25, 31, 50, 57, 60, 100, 150}).Draw(rt, "size")
		rows := rapid.IntRange(0, 700).Draw(rt, "rows")
		served := size
		if v.serve != nil {
			served = v.serve(size)
		}
		if served == 0 {
			return
		}
		w := newTableWalk(v, movement{move: func(*shelf, int) {}}, rows)
		w.run(t, size)
		shown := len(w.stay) - len(w.s.hidden)
		if shown == 0 && rows > 0 && !v.noCount {
			require.ErrorIs(rt, w.err, shelfwire.ErrIncomplete)
			return
		}
		require.NoError(rt, w.err)
		require.Empty(rt, w.missed())
		w.assertNothingTwice(t)
		most := 12*((rows+served-1)/served)/10 + 2
		if name == "no numbers" { // an empty page alone shows the end
			most += 2
		}
		require.LessOrEqual(rt, len(w.s.requests), most)
	})
}
