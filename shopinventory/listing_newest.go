package shopinventory

import (
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

// maxStepsBack is how many pages in a row a walk steps back when it has lost its place.
const maxStepsBack = 3

// newestWalk walks through a list that has its newest rows first. A row that is added pushes the others down and hides
// none, and rows that come again are skipped. Each page after the first begins with the last rows of the page before it
// (see noteTie), so a page that does not shows that rows went away: the walk then steps back, page by page, until it meets
// them.
//
// Rows that change places can hide one another. A reading of the list shows it when rows that came before stand in
// another order, or when fewer rows came than the shop counted all the time. The list is then read once more, and rows
// that came before are skipped.
type newestWalk[R any, K comparable] struct {
	list *listing[R, K]
	size int

	marks map[K]mark // of all rows that came
	pass  int32      // from 0
	next  int32      // the rank of the next row of this pass

	keyed, gaps int                // rows of this pass
	first       shelfwire.Opt[int] // the first total of this pass
	least, most shelfwire.Opt[int] // the lowest and the highest total of this pass
	unrest      string             // why this pass is not calm; "" while it is
	target      int                // as many rows end this pass; 0 for none

	cursor  int       // rows before the next page, as the shop counts
	overlap int       // rows before the cursor that the next page begins with
	tie     time.Time // of the last of them, when the first one is newer; zero otherwise
	isTied  bool      // a page of this pass ends with more rows of one time than the next one can begin with
	stepped int       // steps back in a row
	place   *int      // where the next page begins after a step back
	idle    idlePages
}

// mark is where a row came: in which pass, and as which of its rows. The rank of a row that was added in front of rows
// that came before is frontRank.
type mark struct{ pass, rank int32 }

const frontRank = -1

func newNewestWalk[R any, K comparable](list *listing[R, K], size int) *newestWalk[R, K] {
	return &newestWalk[R, K]{list: list, size: size, marks: map[K]mark{}}
}

func (w *newestWalk[R, K]) nextWindow() (at window, overlap int) {
	switch {
	case w.place != nil:
		return window{start: *w.place, limit: max(w.size, 2)}, 0
	case w.cursor == 0:
		return window{limit: w.size}, 0
	default:
		return window{start: w.cursor - w.overlap, limit: max(w.size, 2)}, w.overlap
	}
}

func (w *newestWalk[R, K]) acceptPage(at window, p *listPage[R]) (s step[R], err error) {
	w.size = p.limitOr(w.size)
	w.place = nil
	w.noteTotal(p.total)
	anchor := w.findAnchor(p.rows)
	if at.start > 0 && (anchor < 0 || !w.hasWholeTie(p.rows)) {
		return s, w.stepBack(at)
	}
	w.stepped = 0
	overlap := max(w.overlap, 1)
	w.checkGone(p, anchor)
	rows := w.trimGaps(at, p, anchor)
	hasNews := w.takeRows(&s, rows, at.start, anchor)
	if err := w.idle.notePage(at, &p.listMeta, hasNews || len(p.rows) <= overlap, w.list.path); err != nil {
		return s, err
	}
	w.cursor = at.start + len(rows)
	switch {
	case w.hasFoundAll(&s, len(p.rows)):
		s.done = true
	case p.isEnd(at, len(p.rows) > overlap || hasNews, hasNews):
		err = w.endPass(&s)
	default:
		w.noteTie(rows)
	}
	return s, err
}

// stepBack asks for the page before one that does not begin with rows that came before.
func (w *newestWalk[R, K]) stepBack(at window) error {
	if w.stepped++; w.stepped > maxStepsBack {
		return fmt.Errorf("%w: the %s before row %d went away while the list was read",
			shelfwire.ErrIncomplete, w.list.path, w.cursor)
	}
	place := max(0, at.start-max(1, w.size-1))
	w.place = &place
	return nil
}

// findAnchor returns the index of the row that this pass reached last; -1 when none of the rows came in it.
func (w *newestWalk[R, K]) findAnchor(rows []R) int {
	anchor, highest := -1, int32(frontRank)
	for i := range rows {
		m, ok := w.marks[w.list.key(&rows[i])]
		if ok && m.pass == w.pass && m.rank >= highest {
			anchor, highest = i, m.rank
		}
	}
	return anchor
}

// takeRows adds the rows to deliver to a step, and reports whether a row is new to this pass. Rows without a key are
// gaps behind the anchor.
func (w *newestWalk[R, K]) takeRows(s *step[R], rows []R, offset, anchor int) (hasNews bool) {
	var none K
	before := w.keyed
	order := rankOrder{begin: w.next, highest: frontRank, tie: w.tie}
	for i := range rows {
		row := &rows[i]
		key := w.list.key(row)
		m, known := w.marks[key]
		switch {
		case key == none && i > anchor:
			s.gaps = append(s.gaps, Gap{Offset: offset + i, Unread: w.list.unread(row)})
			w.gaps++
		case key == none:
		case known && m.pass == w.pass:
			if !order.follow(m.rank, w.list.at(row)) {
				w.noteUnrest(fmt.Sprintf("%v came twice, and not in its place", key))
			}
		default:
			w.markRow(key, i < anchor)
			if !known {
				s.fresh = append(s.fresh, *row)
			}
		}
	}
	return w.keyed > before
}

// markRow remembers a row that is new to this pass.
func (w *newestWalk[R, K]) markRow(key K, inFront bool) {
	w.keyed++
	if inFront {
		w.marks[key] = mark{w.pass, frontRank}
		return
	}
	w.marks[key] = mark{w.pass, w.next}
	w.next++
}

// rankOrder follows the ranks of the rows of a page that came before.
type rankOrder struct {
	begin, highest int32
	tie            time.Time // rows of this time are all here, in any order
}

// follow reports whether a row stands behind those of lower ranks, and is none of this page itself.
func (o *rankOrder) follow(rank int32, at time.Time) bool {
	if rank == frontRank {
		return true
	}
	isTied := !o.tie.IsZero() && at.Equal(o.tie)
	isInPlace := (rank > o.highest || isTied) && rank < o.begin
	o.highest = max(o.highest, rank)
	return isInPlace
}
