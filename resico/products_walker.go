package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// A walk through numbered pages allows for rows that are added and deleted while it reads, which moves all
// rows behind them. The rows on a page stand next to each other in the server's order, and rows that stay
// keep their order. So when a page holds a row that was delivered already, the rows behind it come next,
// however much has moved. A page without a delivered row is accepted only in the constant mode, while the
// total is unchanged.

// maxIdlePages is how many pages in a row may bring only known rows before the walk fails.
const maxIdlePages = 16

// maxRepeatedPages is how many pages in a row may repeat the page before them.
const maxRepeatedPages = 2

// maxEmptyPages is how many empty pages in a row are skipped when the server gives no total.
const maxEmptyPages = 1000

// walker is the state of one walk.
type walker struct {
	limit    int         // rows to request on page 1, and on every page of the constant mode
	size     int         // rows on a full page under that limit, as the server serves them
	constant bool        // every page has the limit of page 1, so that pages do not overlap
	known    *recentSKUs // rows delivered

	started       bool   // page 1 has been accepted
	cursor        int    // number of rows dealt with, as the server counts
	total         int    // rows that match, by the newest page
	totalChanged  bool   // the total has changed since the walk began
	sawRows       bool   // a page had rows
	sawFullPage   bool   // a page had as many rows as size says
	sawShortPage  bool   // a page before the end had fewer
	pastEnd       bool   // the end that the server shows is reached, and the next page lies behind it
	rowsPastEnd   bool   // rows stood behind that end
	previousFirst string // SKU of the first row on the previous page

	rows          int // delivered, or skipped as gaps
	idlePages     int // pages in a row that brought only known rows
	repeatedPages int // pages in a row that repeated the page before them
	emptyPages    int // empty pages in a row that were skipped
	budget

	forced    *window      // the page to read next, in place of the one at the cursor
	rereading bool         // the page is requested once more, since it was empty
	search    *placeSearch // set while the place is lost
	kept      *keptPage    // the page at which the place was lost
}

// pageResult is the part of a page that is new.
type pageResult struct {
	fresh    []int // the rows to deliver, as indexes
	named    int   // how many of them have a SKU
	unproven bool  // the page holds no known row to continue from
	done     bool  // the walk is over
}

func newWalker(limit int, known *recentSKUs) *walker {
	return &walker{limit: limit, size: limit, known: known}
}

// nextPage returns the page to read.
func (w *walker) nextPage() window {
	switch {
	case w.forced != nil:
		return *w.forced
	case w.constant || !w.started:
		return w.constantWindow()
	default:
		return nextWindow(w.cursor, w.size)
	}
}

// acceptPage processes the page that was requested.
func (w *walker) acceptPage(at window, p *listPage) (s pageResult, err error) {
	again, isClamped := w.rereading, false
	w.forced, w.rereading = nil, false
	if p.CurrentPage != 0 && p.CurrentPage != at.page {
		switch {
		case w.started && p.CurrentPage < at.page && p.CurrentPage == p.LastPage:
			at.page, isClamped = p.CurrentPage, true // there are not as many pages
		case w.pastEnd:
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
		w.chooseMode(at, p)
	} else if w.isLimitIgnored(at, p) {
		w.fallBack()
		w.rereading = len(p.Rows) == 0
		return s, nil
	}
	if len(p.Rows) == 0 && !again && w.search == nil && w.showsMore(at, p) && w.canAfford(2, p) {
		w.rereading, w.forced = true, &at
		w.spent++
		return s, nil
	}
	if again && len(p.Rows) > 0 {
		w.resetRequests(w.size)
	}
	return w.placePage(at, p, isClamped)
}

// placePage accepts a page as the next one, or begins a search for the next one. A clamped page is the last
// one, which the server returned in place of a page behind it.
func (w *walker) placePage(at window, p *listPage, isClamped bool) (s pageResult, err error) {
	last := w.lastKnown(at, p)
	isEmpty := len(p.Rows) == 0 && at.page == 1 && !w.showsMore(at, p)
	if w.started && last < 0 && !isEmpty && !w.isContiguous(at, p) {
		return s, w.continueSearch(at, p)
	}
	s.unproven = w.started && last < 0 && !isEmpty
	changed := w.started && p.Total != w.total
	s.fresh, s.named = w.takeRows(p, last)
	w.advanceCursor(at, p, len(s.fresh))
	repeats := w.isRepeated(p, s, changed)
	switch {
	case isClamped || w.pastEnd && !changed && (len(p.Rows) == 0 || repeats):
		s.unproven = w.rowsPastEnd && s.unproven
		return w.finish(p, s)
	case !w.isEnd(at, p, repeats):
		w.pastEnd = false
		w.sawShortPage = w.sawShortPage || len(p.Rows) < w.servedSize(at)
	case len(p.Rows) == 0 || !w.mayHaveMore(p):
		return w.finish(p, s)
	default:
		w.pastEnd, w.constant = true, true
	}
	w.constant = w.constant || !w.canAfford(1, p)
	return s, w.checkProgress(at, p, s, repeats)
}

// takeRows remembers the rows of a page, and returns those to deliver: rows with a new SKU, and rows without
// a SKU behind the last known row.
func (w *walker) takeRows(p *listPage, last int) (fresh []int, named int) {
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

// advanceCursor moves the cursor to the end of a page.
func (w *walker) advanceCursor(at window, p *listPage, fresh int) {
	end := w.rowsThrough(at)
	if w.search == nil {
		w.spendRequest(end - w.cursor)
	}
	w.totalChanged = w.totalChanged || w.started && p.Total != w.total
	w.started, w.search = true, nil
	w.cursor, w.total = end, p.Total
	w.rows += fresh
	w.sawRows = w.sawRows || len(p.Rows) > 0
	w.sawFullPage = w.sawFullPage || len(p.Rows) == w.size
	w.rowsPastEnd = w.rowsPastEnd || w.hasRowsBehindEnd(at, p)
}

// lastKnown returns the index of the last row on a page that has been dealt with; -1 when there is none. Rows
// without a SKU are recognized by their place, while the total is unchanged.
func (w *walker) lastKnown(at window, p *listPage) int {
	last := w.known.lastIndex(p.Rows, w.size)
	if !w.started || w.search != nil || p.Total != w.total {
		return last
	}
	i := last + 1
	for dealtWith := min(w.cursor-w.rowsBefore(at), len(p.Rows)); i < dealtWith; i++ {
		if !isBlank(p.Rows[i].SKU) {
			return last
		}
	}
	return i - 1
}

// isContiguous reports whether a page of the constant mode begins where the walk stopped, while the total is
// unchanged.
func (w *walker) isContiguous(at window, p *listPage) bool {
	return w.constant && w.search == nil && at == w.constantWindow() && p.Total == w.total
}

// isRepeated reports whether a page repeats the one before it, while the total is unchanged.
func (w *walker) isRepeated(p *listPage, s pageResult, changed bool) bool {
	before := w.previousFirst
	w.previousFirst = ""
	if len(p.Rows) > 0 {
		w.previousFirst = p.Rows[0].SKU
	}
	return w.size > 1 && len(s.fresh) == 0 && !changed && !isBlank(w.previousFirst) && w.previousFirst == before
}

// checkProgress counts pages that brought nothing new, and fails the walk when there are too many.
func (w *walker) checkProgress(at window, p *listPage, s pageResult, repeats bool) error {
	switch {
	case len(p.Rows) == 0:
		w.emptyPages++
	case len(s.fresh) == 0 || s.named == 0 && p.LastPage <= 0 && p.Total <= 0: // the same rows without a SKU, perhaps
		w.emptyPages = 0
		w.idlePages++
	default:
		w.emptyPages, w.idlePages = 0, 0
	}
	if repeats {
		w.repeatedPages++
	} else {
		w.repeatedPages = 0
	}
	switch {
	case w.repeatedPages >= maxRepeatedPages:
		return fmt.Errorf("%w: the server repeats a page: page %d has the products of the one before it",
			shelfwire.ErrIncomplete, at.page)
	case w.emptyPages > max(maxEmptyPages, p.Total):
		return fmt.Errorf("%w: %d empty pages in a row, and the server shows more of them",
			shelfwire.ErrIncomplete, w.emptyPages)
	case w.idlePages > maxIdlePages:
		return fmt.Errorf("%w: %d pages in a row brought only products that came before, or that have no SKU",
			shelfwire.ErrIncomplete, w.idlePages)
	}
	return nil
}
