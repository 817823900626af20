package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// A walk through numbered pages must not trust the numbers: rows are added and deleted while it reads, and everything
// behind them moves. The rows on a page stand next to each other in the server's order, and rows that stay keep their
// order. So when a page holds a row that was delivered already, what stands behind that row comes next, whatever has
// moved. A page that holds none is taken only where pages cannot overlap and nothing seems to have moved.

// maxIdle is how many pages in a row may hold nothing but known rows before the walk gives up.
const maxIdle = 16

// maxRepeats is how many pages in a row may be the page before them.
const maxRepeats = 2

// maxFiltered is how many empty pages in a row are passed over where the server does not count its rows.
const maxFiltered = 1000

// walker is the state of one walk.
type walker struct {
	limit    int     // rows to ask for on page 1, and on every page of the constant mode
	size     int     // rows on a full page under that limit, as the server serves them
	constant bool    // pages do not overlap: each has the limit of page 1
	known    *ledger // rows delivered

	started bool   // page 1 has been taken
	cursor  int    // where the rows that have been dealt with end, as the server counts
	total   int    // rows that match, as the server said last
	moved   bool   // the total has changed since the walk began
	any     bool   // rows came
	full    bool   // a page had as many rows as size says
	short   bool   // a page before the end had fewer
	beyond  bool   // the end that the server shows is reached, and the pages behind it are looked at
	endless bool   // rows stood behind that end
	first   string // SKU of the first row on the page before

	rows     int // delivered, or left out as gaps
	idle     int // pages in a row that brought nothing new
	repeats  int // pages in a row that were the page before them
	filtered int // empty pages in a row that were passed over
	budget

	forced *window // the page to read next, whatever the cursor says
	again  bool    // the page is being read once more, since it was empty
	search *search // while the place is lost
	kept   *kept   // the page at which the place was lost
}

// step is what a page brought.
type step struct {
	fresh    []int // the rows to deliver, as indexes
	named    int   // how many of them have a SKU
	unproven bool  // no known row shows that nothing is missing before them
	done     bool  // the walk is over
}

func newWalker(limit int, known *ledger) *walker {
	return &walker{limit: limit, size: limit, known: known}
}

// next is the page to read.
func (w *walker) next() window {
	switch {
	case w.forced != nil:
		return *w.forced
	case w.constant || !w.started:
		return w.constantWindow()
	default:
		return nextWindow(w.cursor, w.size)
	}
}

// accept takes the page that was asked for.
func (w *walker) accept(at window, p *listPage) (s step, err error) {
	again, isClamped := w.again, false
	w.forced, w.again = nil, false
	if p.CurrentPage != 0 && p.CurrentPage != at.page {
		switch {
		case w.started && p.CurrentPage < at.page && p.CurrentPage == p.LastPage:
			at.page, isClamped = p.CurrentPage, true // there are not as many pages
		case w.beyond:
			return w.finish(p, s)
		case w.mayFallBack(at):
			w.fallBack()
			return s, nil
		default:
			return s, fmt.Errorf("%w: page %d was asked for, and page %d came",
				shelfwire.ErrIncomplete, at.page, p.CurrentPage)
		}
	}
	if !w.started {
		w.begin(at, p)
	} else if w.isIgnored(at, p) {
		w.fallBack()
		w.again = len(p.Rows) == 0
		return s, nil
	}
	if len(p.Rows) == 0 && !again && w.search == nil && w.showsMore(at, p) && w.affords(2, p) {
		w.again, w.forced = true, &at
		w.spent++
		return s, nil
	}
	if again && len(p.Rows) > 0 {
		w.forgive(w.size)
	}
	return w.place(at, p, isClamped)
}

// place takes a page for the next one, or begins to look for the next one. A clamped page is the last, in place of one
// behind it.
func (w *walker) place(at window, p *listPage, isClamped bool) (s step, err error) {
	last := w.lastKnown(at, p)
	isEmpty := len(p.Rows) == 0 && at.page == 1 && !w.showsMore(at, p)
	if w.started && last < 0 && !isEmpty && !w.isContiguous(at, p) {
		return s, w.lose(at, p)
	}
	s.unproven = w.started && last < 0 && !isEmpty
	changed := w.started && p.Total != w.total
	s.fresh, s.named = w.take(p, last)
	w.advance(at, p, len(s.fresh))
	repeats := w.isRepeated(p, s, changed)
	switch {
	case isClamped || w.beyond && !changed && (len(p.Rows) == 0 || repeats):
		s.unproven = w.endless && s.unproven
		return w.finish(p, s)
	case !w.isEnd(at, p, repeats):
		w.beyond = false
		w.short = w.short || 0 < len(p.Rows) && len(p.Rows) < w.served(at)
	case len(p.Rows) == 0 || !w.isDoubtful(p):
		return w.finish(p, s)
	default:
		w.beyond, w.constant = true, true
	}
	w.constant = w.constant || !w.affords(1, p)
	return s, w.idled(at, p, s, repeats)
}

// take notes the rows of a page, and returns those that are to be delivered: the ones behind the last known row, and any
// other that was not delivered before.
func (w *walker) take(p *listPage, last int) (fresh []int, named int) {
	for i, row := range p.Rows {
		switch {
		case isBlank(row.SKU) && i > last:
			fresh = append(fresh, i)
		case !isBlank(row.SKU) && w.known.add(row.SKU):
			fresh = append(fresh, i)
			named++
		}
	}
	return fresh, named
}

func (w *walker) advance(at window, p *listPage, fresh int) {
	end := w.end(at)
	if w.search == nil {
		w.spend(end - w.cursor)
	}
	w.moved = w.moved || w.started && p.Total != w.total
	w.started, w.search = true, nil
	w.cursor, w.total = end, p.Total
	w.rows += fresh
	w.any = w.any || len(p.Rows) > 0
	w.full = w.full || len(p.Rows) == w.size
	w.endless = w.endless || w.isBehindEnd(at, p)
}

// lastKnown is the index of the last row on a page that has been dealt with, -1 when there is none. Rows without a SKU
// are known by their place alone, while nothing seems to have moved.
func (w *walker) lastKnown(at window, p *listPage) int {
	last := w.known.lastIn(p.Rows, w.size)
	if !w.started || w.search != nil || p.Total != w.total {
		return last
	}
	i := last + 1
	for dealtWith := min(w.cursor-w.offset(at), len(p.Rows)); i < dealtWith; i++ {
		if !isBlank(p.Rows[i].SKU) {
			return last
		}
	}
	return i - 1
}

// isContiguous reports whether a page begins where the walk stopped, while nothing seems to have moved. It is the best
// that can be known where pages do not overlap.
func (w *walker) isContiguous(at window, p *listPage) bool {
	return w.constant && w.search == nil && at == w.constantWindow() && p.Total == w.total
}

// isRepeated reports whether a page is the one before it, while nothing seems to have moved.
func (w *walker) isRepeated(p *listPage, s step, changed bool) bool {
	before := w.first
	w.first = ""
	if len(p.Rows) > 0 {
		w.first = p.Rows[0].SKU
	}
	return w.size > 1 && len(s.fresh) == 0 && !changed && !isBlank(w.first) && w.first == before
}

// idled counts pages that brought nothing new.
func (w *walker) idled(at window, p *listPage, s step, repeats bool) error {
	switch {
	case len(p.Rows) == 0:
		w.filtered++
	case len(s.fresh) == 0 || s.named == 0 && p.LastPage <= 0 && p.Total <= 0: // the same rows without a SKU, perhaps
		w.filtered = 0
		w.idle++
	default:
		w.filtered, w.idle = 0, 0
	}
	if repeats {
		w.repeats++
	} else {
		w.repeats = 0
	}
	switch {
	case w.repeats >= maxRepeats:
		return fmt.Errorf("%w: the server repeats a page: page %d has the products of the one before it",
			shelfwire.ErrIncomplete, at.page)
	case w.filtered > max(maxFiltered, p.Total):
		return fmt.Errorf("%w: %d empty pages in a row, and the server shows more of them",
			shelfwire.ErrIncomplete, w.filtered)
	case w.idle > maxIdle:
		return fmt.Errorf("%w: %d pages in a row brought only products that came before, or that have no SKU",
			shelfwire.ErrIncomplete, w.idle)
	}
	return nil
}
