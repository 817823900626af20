package resico_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

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

func catalogueMovements() map[string]movement {
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
	s := &shelf{rows: numberedSKUs(rows), serve: v.serve, tell: v.tell, hidden: map[string]bool{}, next: true, first: rows}
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

func (w *tableWalk) runWalk(t *testing.T, size int) {
	for page, err := range w.s.newClient(t).Products.Pages(t.Context(), resico.ProductQuery{PageSize: size}) {
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

func (w *tableWalk) missedSKUs() (missed []string) {
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

// assertTrueReason checks the message of a walk that lost its place.
func assertTrueReason(t *testing.T, err error) {
	t.Helper()
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	reasons := []string{"was lost: it is not on the", "brought only products that came before"}
	assert.True(t, slices.ContainsFunc(reasons, func(w string) bool { return strings.Contains(err.Error(), w) }), err)
}

// Every server, movement and page size: all products that stay come once, or the walk reports that it is
// incomplete.
func TestProductsService_All_QuirkTable(t *testing.T) {
	t.Parallel()
	for vendorName, v := range vendorQuirks() {
		for movementName, m := range catalogueMovements() {
			t.Run(vendorName+", "+movementName, func(t *testing.T) {
				t.Parallel()
				for _, size := range []int{1, 7, 20, 100} {
					rows := tableRows
					if size == 1 && movementName != "still" {
						rows = 120
					}
					w := newTableWalk(v, m, rows)
					w.runWalk(t, size)
					name := fmt.Sprintf("size %d, %d requests, unproven %v, error %v", size, len(w.s.requests), w.unproven, w.err)
					w.assertNothingTwice(t)
					served := size
					if v.serve != nil {
						served = v.serve(size)
					}
					if served == 0 {
						failed, ok := w.err.(*shelfwire.Error)
						require.True(t, ok, name)
						assert.Equal(t, shelfwire.OutcomeRejected, failed.Outcome)
						continue
					}
					if movementName == "still" {
						require.NoError(t, w.err, name)
						assert.Empty(t, w.missedSKUs(), name)
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
						assert.Empty(t, w.missedSKUs(), name)
					}
				}
			})
		}
	}
}

// A walk through a catalogue at rest is complete, costs at most a fifth more requests plus two, and requests
// no page three times. Where rows are hidden, it may cost one request more.
func TestProductsService_All_QuirksAtRest(t *testing.T) {
	t.Parallel()
	all := vendorQuirks()
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
		w.runWalk(t, size)
		shown := len(w.stay) - len(w.s.hidden)
		if shown == 0 && rows > 0 && !v.noCount {
			require.ErrorIs(rt, w.err, shelfwire.ErrIncomplete)
			return
		}
		require.NoError(rt, w.err)
		require.Empty(rt, w.missedSKUs())
		w.assertNothingTwice(t)
		most := 12*((rows+served-1)/served)/10 + 2
		if name == "no numbers" { // an empty page alone shows the end
			most += 2
		}
		if len(w.s.hidden) > 0 { // a search for the place is outside of the budget
			most++
		}
		require.LessOrEqual(rt, len(w.s.requests), most)
	})
}
