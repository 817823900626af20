package shopinventory

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// maxPasses is how often a list that keeps changing is read from its beginning.
const maxPasses = 3

// passWalk walks through a list whose order is undocumented. Each page after the first begins with the last row of the
// page before it. A pass through the list is calm when
//
//   - the total stays the same,
//   - each of these rows stands where it was left,
//   - no other id comes twice,
//   - and there are as many ids as the total says.
//
// A calm pass ends the walk. After any other, the list is read once more, and ids that came before are skipped.
type passWalk[R any, K comparable] struct {
	list *listing[R, K]
	size int

	delivered set[K]
	inPass    set[K] // ids of this pass; nil in the first one, where delivered has the same
	pass      int    // from 0

	cursor  int // rows before the next page, as the shop counts
	last    K   // the id of the row before the cursor
	total   shelfwire.Opt[int]
	rows    int    // of this pass
	unrest  string // why this pass is not calm; "" while it is
	idle    idlePages
	started bool // the pass has a page
}

type set[K comparable] map[K]struct{}

// add adds a key, and reports whether it is new.
func (s set[K]) add(key K) bool {
	before := len(s)
	s[key] = struct{}{}
	return len(s) > before
}

func newPassWalk[R any, K comparable](list *listing[R, K], size int) *passWalk[R, K] {
	return &passWalk[R, K]{list: list, size: size, delivered: set[K]{}}
}

func (w *passWalk[R, K]) nextWindow() (at window, overlap int) {
	if w.cursor == 0 {
		return window{limit: w.size}, 0
	}
	return overlappingWindow(w.cursor, w.size), 1
}

// overlappingWindow returns the page that begins with the last row before the cursor. It has room for one more row at
// least.
func overlappingWindow(cursor, size int) window {
	return window{start: cursor - 1, limit: max(size, 2)}
}

func (w *passWalk[R, K]) acceptPage(at window, p *listPage[R]) (s step[R], err error) {
	w.size = p.limitOr(w.size)
	w.checkTotal(p)
	rows := w.skipOverlap(p.rows)
	offset := at.start + len(p.rows) - len(rows)
	hasNews := w.takeRows(&s, rows, offset)
	if err := w.idle.notePage(at, &p.listMeta, hasNews || len(rows) == 0, w.list.path); err != nil {
		return s, err
	}
	if len(p.rows) > 0 {
		w.last = w.list.key(&p.rows[len(p.rows)-1])
	}
	w.cursor, w.started = at.start+len(p.rows), true
	if p.isEnd(at, len(rows) > 0, hasNews) {
		err = w.endPass(&s)
	}
	return s, err
}

// limitOr returns the greatest number of rows of a page that the shop names, when it is below the one asked for.
func (l *listMeta) limitOr(size int) int {
	if limit := l.limit.Or(size); limit > 0 {
		return min(limit, size)
	}
	return size
}

func (w *passWalk[R, K]) noteUnrest(what string) {
	if w.unrest == "" {
		w.unrest = what
	}
}

func (w *passWalk[R, K]) checkTotal(p *listPage[R]) {
	if w.started && p.total != w.total {
		w.noteUnrest(fmt.Sprintf("the number of %s went from %s to %s", w.list.path, w.total, p.total))
	}
	w.total = p.total
}

// skipOverlap returns the rows behind the one that comes again.
func (w *passWalk[R, K]) skipOverlap(rows []R) []R {
	switch {
	case w.cursor == 0:
		return rows
	case len(rows) > 0 && w.list.key(&rows[0]) == w.last:
		return rows[1:]
	default:
		w.noteUnrest(fmt.Sprintf("the row before row %d is another one", w.cursor))
		return rows
	}
}

// takeRows adds the rows to deliver to a step, and reports whether one has an id that is new to this pass.
func (w *passWalk[R, K]) takeRows(s *step[R], rows []R, offset int) (hasNews bool) {
	var none K
	s.fresh = make([]R, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		key := w.list.key(row)
		if key == none {
			s.gaps = append(s.gaps, Gap{Offset: offset + i, Unread: w.list.unread(row)})
			w.rows++
			continue
		}
		isFresh, isTwice := w.addKey(key)
		if isFresh {
			s.fresh = append(s.fresh, *row)
		}
		if isTwice {
			w.noteUnrest(fmt.Sprintf("%v came twice", key))
			continue
		}
		w.rows++
		hasNews = true
	}
	return hasNews
}

// addKey reports whether a key is new to the walk, and whether this pass had it already.
func (w *passWalk[R, K]) addKey(key K) (isFresh, isTwice bool) {
	isFresh = w.delivered.add(key)
	if w.inPass == nil {
		return isFresh, !isFresh
	}
	return isFresh, !w.inPass.add(key)
}

// endPass ends the walk after a calm pass, and begins another one after any other.
func (w *passWalk[R, K]) endPass(s *step[R]) error {
	if total, ok := w.total.Get(); ok && w.rows != total {
		w.noteUnrest(fmt.Sprintf("the shop counts %d, and %d came", total, w.rows))
	}
	switch w.pass++; {
	case w.unrest == "":
		s.done = true
	case w.pass == maxPasses:
		return fmt.Errorf("%w: the list of %s has changed during each of %d readings: %s",
			shelfwire.ErrIncomplete, w.list.path, maxPasses, w.unrest)
	default:
		s.restarts = true
		w.inPass, w.unrest, w.started = set[K]{}, "", false
		w.cursor, w.rows, w.idle = 0, 0, 0
	}
	return nil
}
