package shopinventory

import (
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

func (w *newestWalk[R, K]) noteUnrest(what string) {
	if w.unrest == "" {
		w.unrest = what
	}
}

// noteTotal keeps the bounds of the total of a pass. As many rows as the lowest one says were there at every moment.
func (w *newestWalk[R, K]) noteTotal(total shelfwire.Opt[int]) {
	if n, ok := total.Get(); ok {
		w.first = shelfwire.Set(w.first.Or(n))
		w.least = shelfwire.Set(min(n, w.least.Or(n)))
		w.most = shelfwire.Set(max(n, w.most.Or(n)))
	}
}

// checkGone compares the number of rows that should stand between the anchor and the rows behind it, and are gone, with
// what the total has lost: an anchor that fell back by itself is none.
func (w *newestWalk[R, K]) checkGone(p *listPage[R], anchor int) {
	rank := int32(frontRank)
	if anchor >= 0 {
		rank = w.marks[w.list.key(&p.rows[anchor])].rank
	}
	gone := int(w.next - 1 - rank)
	if anchor+1 < len(p.rows) && gone > w.most.Or(0)-p.total.Or(0) {
		w.noteUnrest(fmt.Sprintf("%d rows are gone, and the shop counts %s", gone, p.total))
	}
}

// endPass ends the walk after a calm pass, and begins another one after any other.
func (w *newestWalk[R, K]) endPass(s *step[R]) error {
	target := 0
	if least, ok := w.least.Get(); ok && w.unrest == "" && w.keyed+w.gaps < least {
		w.noteUnrest(fmt.Sprintf("the shop counts %d at least, and %d came", least, w.keyed+w.gaps))
		target = least
	}
	if w.isTied && w.least.Or(0) < w.first.Or(0) {
		w.noteUnrest("rows went away, and those of one time fill a page")
	}
	if w.gaps > 0 {
		target = 0
	}
	switch w.pass++; {
	case w.unrest == "":
		s.done = true
	case w.pass == maxPasses:
		return fmt.Errorf("%w: the list of %s has changed during each of %d readings: %s",
			shelfwire.ErrIncomplete, w.list.path, maxPasses, w.unrest)
	default:
		s.restarts = true
		w.target, w.unrest = target, ""
		w.first, w.least, w.most = shelfwire.Opt[int]{}, shelfwire.Opt[int]{}, shelfwire.Opt[int]{}
		w.next, w.keyed, w.gaps, w.cursor, w.idle = 0, 0, 0, 0, 0
		w.overlap, w.tie, w.isTied = 0, time.Time{}, false
	}
	return nil
}

// hasFoundAll reports whether a reading has found the rows that the one before it missed by its numbers alone. They are
// at the top: a row that moves up hides there. The page must reach rows that came before.
func (w *newestWalk[R, K]) hasFoundAll(s *step[R], rows int) bool {
	return w.target > 0 && w.unrest == "" && len(w.marks) >= w.target && len(s.fresh)+len(s.gaps) < rows
}

// trimGaps leaves the rows without a key at the end of a page to the next one, which then begins with a row that shows its
// place. A page without a further key keeps them.
func (w *newestWalk[R, K]) trimGaps(at window, p *listPage[R], anchor int) []R {
	var none K
	end := len(p.rows)
	for end > 0 && w.list.key(&p.rows[end-1]) == none {
		end--
	}
	if end-1 <= anchor || p.isEnd(at, true, true) {
		return p.rows
	}
	return p.rows[:end]
}
