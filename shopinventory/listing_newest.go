package shopinventory

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// maxStepsBack is how many pages in a row a walk steps back when it has lost its place.
const maxStepsBack = 3

// newestWalk walks through a list that has its newest rows first. A row that is added pushes the others down and hides
// none, and rows that come again are skipped. Each page after the first begins with the last row of the page before it,
// so a page without any row that came before shows that rows went away: the walk then steps back, page by page, until it
// meets one.
type newestWalk[R any, K comparable] struct {
	list *listing[R, K]
	size int

	known   recentKeys[K]
	cursor  int  // rows before the next page, as the shop counts
	stepped int  // steps back in a row
	place   *int // where the next page begins after a step back
	idle    idlePages
}

func newNewestWalk[R any, K comparable](list *listing[R, K], size int) *newestWalk[R, K] {
	return &newestWalk[R, K]{list: list, size: size}
}

func (w *newestWalk[R, K]) nextWindow() (at window, overlap int) {
	switch {
	case w.place != nil:
		return window{start: *w.place, limit: max(w.size, 2)}, 0
	case w.cursor == 0:
		return window{limit: w.size}, 0
	default:
		return overlappingWindow(w.cursor, w.size), 1
	}
}

func (w *newestWalk[R, K]) acceptPage(at window, p *listPage[R]) (s step[R], err error) {
	w.size = p.limitOr(w.size)
	w.place = nil
	last := w.lastKnown(p.rows)
	if at.start > 0 && last < 0 {
		return s, w.stepBack(at)
	}
	w.stepped = 0
	hasNews := w.takeRows(&s, p.rows, at.start, last)
	if err := w.idle.notePage(at, &p.listMeta, hasNews || len(p.rows) < 2, w.list.path); err != nil {
		return s, err
	}
	w.cursor = at.start + len(p.rows)
	s.done = p.isEnd(w.cursor, len(p.rows) > 1 || hasNews)
	return s, nil
}

// stepBack asks for the page before one that holds no row that came before.
func (w *newestWalk[R, K]) stepBack(at window) error {
	if w.stepped++; w.stepped > maxStepsBack {
		return fmt.Errorf("%w: the %s before row %d went away while the list was read",
			shelfwire.ErrIncomplete, w.list.path, w.cursor)
	}
	place := max(0, at.start-max(1, w.size-1))
	w.place = &place
	return nil
}

// lastKnown returns the index of the last row that came before; -1 when there is none.
func (w *newestWalk[R, K]) lastKnown(rows []R) int {
	for i := len(rows) - 1; i >= 0; i-- {
		if w.known.has(w.list.key(&rows[i])) {
			return i
		}
	}
	return -1
}

// takeRows adds the rows to deliver to a step, and reports whether there are any. Rows without a key are gaps behind the
// last row that came before.
func (w *newestWalk[R, K]) takeRows(s *step[R], rows []R, offset, last int) (hasNews bool) {
	var none K
	for i := range rows {
		row := &rows[i]
		key := w.list.key(row)
		switch {
		case key != none && w.known.add(key):
			s.fresh = append(s.fresh, *row)
		case key == none && i > last:
			s.gaps = append(s.gaps, Gap{Offset: offset + i, Unread: w.list.unread(row)})
		}
	}
	return len(s.fresh) > 0
}

// maxRecent bounds the memory of a walk. A row that is pushed down by more than this can come twice.
const maxRecent = 5000

// recentKeys are the newest keys of the rows that came.
type recentKeys[K comparable] struct {
	keys   set[K]
	order  []K // the keys as they came, a ring of maxRecent
	oldest int
}

func (r *recentKeys[K]) has(key K) bool {
	_, ok := r.keys[key]
	return ok
}

// add remembers a key, and reports whether it is new.
func (r *recentKeys[K]) add(key K) bool {
	if r.keys == nil {
		r.keys = set[K]{}
	}
	if !r.keys.add(key) {
		return false
	}
	if len(r.order) < maxRecent {
		r.order = append(r.order, key)
		return true
	}
	delete(r.keys, r.order[r.oldest])
	r.order[r.oldest] = key
	r.oldest = (r.oldest + 1) % maxRecent
	return true
}
