package resico

import (
	"errors"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// A walk overlaps its pages while the server honors limits: pages after the first have a slightly smaller
// limit, so that the row delivered last stands on them again. Some servers round, cap, ignore or reject odd
// limits, or filter rows out of a page after it was cut. At the first sign of that the walk falls back to the
// constant mode, where every request has the limit of page 1.

// minOverlap is the smallest page that can overlap at any place; see nextWindow.
const minOverlap = 20

// budget counts requests and the rows that they covered; searches are exempt.
type budget struct {
	spent   int // requests
	covered int // rows by which they advanced, as the server counts
}

func (b *budget) spendRequest(rows int) {
	b.spent++
	b.covered += rows
}

// canAfford reports whether the walk stays within 1.2 requests for each page plus two, when it sends more
// requests for the next page and then one for each page. One request is reserved for a page past the end, if
// there will be one.
func (w *walker) canAfford(more int, p *listPage) bool {
	covered := w.covered + w.size
	all := max(covered, p.Total)
	if w.constant {
		all = max(all, p.LastPage*w.size)
	}
	spare := 1
	switch {
	case p.Total <= 0 && p.LastPage <= 0 && !p.NextGiven:
		spare = 0 // the end takes a request of its own
	case w.constant && (p.Total <= 0 || w.sawFullPage):
		spare = 2
	}
	return 5*(w.spent+more)*w.size+5*(all-covered) <= 6*all+5*w.size*spare
}

// resetRequests forgets the requests spent beyond one for each page.
func (b *budget) resetRequests(size int) { b.spent = b.covered / size }

// chooseMode learns from page 1 how many rows the server returns, and whether pages may overlap.
func (w *walker) chooseMode(at window, p *listPage) {
	w.size = w.limit
	switch {
	case p.PerPage > 0 && p.PerPage >= len(p.Rows):
		w.size = p.PerPage
	case len(p.Rows) > w.size:
		w.size = len(p.Rows)
	}
	isFull := len(p.Rows) == w.size || len(p.Rows) < w.size && w.isLastPage(at, p)
	w.constant = w.size < minOverlap || w.size > w.limit || !isFull
}

// mayFallBack reports whether the constant mode would read another page than this one.
func (w *walker) mayFallBack(at window) bool {
	return w.started && !w.constant && at != w.constantWindow()
}

// isLimitIgnored reports whether a page shows that the server ignores odd limits.
func (w *walker) isLimitIgnored(at window, p *listPage) bool {
	return w.mayFallBack(at) && (p.PerPage > 0 && p.PerPage != at.limit || len(p.Rows) > at.limit ||
		len(p.Rows) < at.limit && !w.isLastPage(at, p))
}

// isLimitRejected reports whether an error may be the server's response to an odd limit.
func (w *walker) isLimitRejected(at window, err error) bool {
	failed, ok := errors.AsType[*shelfwire.Error](err)
	if !ok || at.limit == w.limit || !w.mayFallBack(at) {
		return false
	}
	return failed.StatusCode == http.StatusBadRequest || failed.StatusCode == http.StatusUnprocessableEntity ||
		failed.StatusCode/100 == 2 && failed.Outcome == shelfwire.OutcomeRejected
}

// fallBack switches to the constant mode.
func (w *walker) fallBack() {
	w.constant, w.sawShortPage, w.search, w.forced = true, true, nil, nil
	w.spent++
}

// constantWindow returns the page of the constant mode that holds the next row.
func (w *walker) constantWindow() window { return window{limit: w.limit, page: w.cursor/w.size + 1} }

// rowsBefore returns the number of rows before a page, as the server counts.
func (w *walker) rowsBefore(at window) int { return (at.page - 1) * w.servedSize(at) }

// rowsThrough returns the number of rows up to the end of a page, as the server counts.
func (w *walker) rowsThrough(at window) int { return at.page * w.servedSize(at) }

// servedSize returns the number of rows of a full page.
func (w *walker) servedSize(at window) int {
	if w.constant || !w.started || at.limit == w.limit {
		return w.size
	}
	return at.limit
}
