package resico

import (
	"errors"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// A walk overlaps its pages while the server does what a limit says: pages after the first have a slightly smaller limit,
// so that the row delivered last stands on them again. Odd limits are not honored everywhere: servers round them, cap
// them, ignore them, reject them, or filter rows out of a page after it was cut. At the first sign of that the walk goes
// on in the constant mode, where the limit of page 1 stays on every request.

// minOverlap is the smallest page that can overlap at any place; see nextWindow.
const minOverlap = 20

// budget counts requests against the pages that they covered, searches apart.
type budget struct {
	spent   int // requests
	covered int // rows that they went forward, as the server counts
}

func (b *budget) spend(rows int) {
	b.spent++
	b.covered += rows
}

// affords reports whether the walk stays within 1.2 requests for a page and two more, when it sends more requests for the
// next page and one for each page behind that. One is saved for a look behind the end, unless there will be none.
func (w *walker) affords(more int, p *listPage) bool {
	covered := w.covered + w.size
	all := max(covered, p.Total)
	if w.constant {
		all = max(all, p.LastPage*w.size)
	}
	spare := 1
	switch {
	case p.Total <= 0 && p.LastPage <= 0 && !p.NextGiven:
		spare = 0 // the end takes a request of its own
	case w.constant && (p.Total <= 0 || w.full):
		spare = 2
	}
	return 5*(w.spent+more)*w.size+5*(all-covered) <= 6*all+5*w.size*spare
}

// forgive begins to count anew.
func (b *budget) forgive(size int) { b.spent = b.covered / size }

// begin looks at page 1: how many rows the server gives, and whether pages may overlap.
func (w *walker) begin(at window, p *listPage) {
	w.size = w.limit
	switch {
	case p.PerPage > 0 && p.PerPage >= len(p.Rows):
		w.size = p.PerPage
	case len(p.Rows) > w.size:
		w.size = len(p.Rows)
	}
	isFull := len(p.Rows) == w.size || len(p.Rows) < w.size && w.isLast(at, p)
	w.constant = w.size < minOverlap || w.size > w.limit || !isFull
}

// mayFallBack reports whether a page is not the one that the constant mode would read.
func (w *walker) mayFallBack(at window) bool {
	return w.started && !w.constant && at != w.constantWindow()
}

// isIgnored reports whether a page shows that the server does not honor odd limits.
func (w *walker) isIgnored(at window, p *listPage) bool {
	return w.mayFallBack(at) && (p.PerPage > 0 && p.PerPage != at.limit || len(p.Rows) > at.limit ||
		len(p.Rows) < at.limit && !w.isLast(at, p))
}

// isRejected reports whether an error may be the server's answer to an odd limit.
func (w *walker) isRejected(at window, err error) bool {
	failed, ok := errors.AsType[*shelfwire.Error](err)
	if !ok || at.limit == w.limit || !w.mayFallBack(at) {
		return false
	}
	return failed.StatusCode == http.StatusBadRequest || failed.StatusCode == http.StatusUnprocessableEntity ||
		failed.StatusCode/100 == 2 && failed.Outcome == shelfwire.OutcomeRefused
}

// fallBack goes over to the constant mode.
func (w *walker) fallBack() {
	w.constant, w.short, w.search, w.forced = true, true, nil, nil
	w.spent++
}

// constantWindow is the page of the constant mode that holds the next row.
func (w *walker) constantWindow() window { return window{limit: w.limit, page: w.cursor/w.size + 1} }

// offset is the number of rows before a page, as the server counts.
func (w *walker) offset(at window) int { return (at.page - 1) * w.served(at) }

// end is the number of rows up to the end of a page, as the server counts.
func (w *walker) end(at window) int { return at.page * w.served(at) }

// served is the number of rows of a full page.
func (w *walker) served(at window) int {
	if w.constant || !w.started || at.limit == w.limit {
		return w.size
	}
	return at.limit
}
