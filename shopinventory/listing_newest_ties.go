package shopinventory

import (
	"slices"
	"time"
)

// noteTie decides how many rows of a page come again on the next one. A shop that sorts by time alone may put rows of one
// time in another order in each response, so that one of them moves from the next page to this one unseen. The next page
// therefore begins with a row that is newer than the last one: then it has all of them.
//
// A single row comes again where the rows have no times. That is also so where those of one time leave no room for others:
// only the total can show then that one did not come, as long as no row goes away.
func (w *newestWalk[R, K]) noteTie(rows []R) {
	w.overlap, w.tie = 1, time.Time{}
	if len(rows) == 0 {
		return
	}
	last := w.list.at(&rows[len(rows)-1])
	newer := len(rows) - 1
	for newer >= 0 && w.list.at(&rows[newer]).Equal(last) {
		newer--
	}
	overlap := len(rows) - newer
	switch {
	case last.IsZero():
	case newer < 0 || overlap >= min(len(rows), w.size):
		w.isTied = true
	case w.list.at(&rows[newer]).After(last):
		w.overlap, w.tie = overlap, last
	}
}

// hasWholeTie reports whether a page begins in front of the rows of the last time of the page before it: it has a row that
// came in this pass and is of another time.
func (w *newestWalk[R, K]) hasWholeTie(rows []R) bool {
	return w.tie.IsZero() || slices.ContainsFunc(rows, func(row R) bool {
		m, ok := w.marks[w.list.key(&row)]
		return ok && m.pass == w.pass && !w.list.at(&row).Equal(w.tie)
	})
}
