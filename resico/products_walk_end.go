package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// showsMore reports whether any sign of the paginator shows rows on this page or behind it.
func (w *walker) showsMore(at window, p *listPage) bool {
	return p.LastPage > at.page || p.Total > w.rowsBefore(at) || p.HasNext
}

// isLastPage reports whether the paginator shows that a page is the last one.
func (w *walker) isLastPage(at window, p *listPage) bool {
	switch {
	case p.LastPage > 0:
		return at.page >= p.LastPage
	case p.NextGiven:
		return !p.HasNext
	default:
		return p.Total > 0 && w.rowsThrough(at) >= p.Total
	}
}

// isEnd reports whether the newest page is the end. When the paginator shows no end, that is the first empty
// page, or one that the server repeats.
func (w *walker) isEnd(at window, p *listPage, repeats bool) bool {
	if p.LastPage > 0 || p.NextGiven || p.Total > 0 {
		return w.isLastPage(at, p)
	}
	return len(p.Rows) == 0 || repeats
}

// mayHaveMore reports whether rows may stand behind the end that the server shows: fewer came than it counts,
// or their number is unknown. There are no more when the pages reach as far as the server counts, by the size
// of a full page.
func (w *walker) mayHaveMore(p *listPage) bool {
	if w.sawFullPage && 0 < p.Total && p.Total <= w.cursor {
		return false
	}
	return w.rows < p.Total || w.constant && (w.totalChanged || w.sawShortPage && p.Total <= 0)
}

// hasRowsBehindEnd reports whether a page has rows while the server counts fewer pages.
func (w *walker) hasRowsBehindEnd(at window, p *listPage) bool {
	return len(p.Rows) > 0 && 0 < p.LastPage && p.LastPage < at.page
}

// finish ends the walk. It is an error when every page was empty and the server counts rows.
func (w *walker) finish(p *listPage, s pageResult) (pageResult, error) {
	if !w.sawRows && p.Total > 0 {
		return s, fmt.Errorf("%w: the server counts %d products, and no page had any", shelfwire.ErrIncomplete, p.Total)
	}
	s.done = true
	return s, nil
}
