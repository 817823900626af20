package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// showsMore reports whether rows should stand on a page or behind it, by any sign that the paginator gives.
func (w *walker) showsMore(at window, p *listPage) bool {
	return p.LastPage > at.page || p.Total > w.offset(at) || p.HasNext
}

// isLast reports whether the paginator shows that a page is the last one.
func (w *walker) isLast(at window, p *listPage) bool {
	switch {
	case p.LastPage > 0:
		return at.page >= p.LastPage
	case p.NextGiven:
		return !p.HasNext
	default:
		return p.Total > 0 && w.end(at) >= p.Total
	}
}

// isEnd goes by the newest page. Where the paginator shows no end, the first empty page is the end, and so is one that
// the server repeats.
func (w *walker) isEnd(at window, p *listPage, repeats bool) bool {
	if p.LastPage > 0 || p.NextGiven || p.Total > 0 {
		return w.isLast(at, p)
	}
	return len(p.Rows) == 0 || repeats
}

// isDoubtful reports whether rows may stand behind the end that the server shows: fewer came than it counts, or it
// cannot be known how many should have come. It is certain that none do when the pages reach as far as the server counts,
// by the size of a page that was full.
func (w *walker) isDoubtful(p *listPage) bool {
	if w.full && 0 < p.Total && p.Total <= w.cursor {
		return false
	}
	return w.rows < p.Total || w.constant && (w.moved || w.short && p.Total <= 0)
}

// isBehindEnd reports whether a page has rows although the server counts fewer pages.
func (w *walker) isBehindEnd(at window, p *listPage) bool {
	return len(p.Rows) > 0 && 0 < p.LastPage && p.LastPage < at.page
}

// finish ends the walk. Nothing at all, where the server counts rows, is no end.
func (w *walker) finish(p *listPage, s step) (step, error) {
	if !w.any && p.Total > 0 {
		return s, fmt.Errorf("%w: the server counts %d products, and no page had any", shelfwire.ErrIncomplete, p.Total)
	}
	s.done = true
	return s, nil
}
