package resico

import (
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// A walk through numbered pages must not trust the numbers: rows are added and deleted while it reads, and
// everything behind them moves. So it asks for pages that overlap. Some row it has delivered must stand on the next
// page, and what stands behind the last such row comes next, whatever has moved. Rows that stay keep their order,
// so none of them can be missed or come twice.

// maxIdle is how many pages in a row may bring nothing new before the walk gives up.
const maxIdle = 16

// walker is the state of one walk.
type walker struct {
	size    int    // rows to ask for; the server may lower it
	fixed   bool   // the server chooses the size, so pages cannot overlap
	started bool   // the first page has come
	cursor  int    // where the rows that have been dealt with end, as the server counts
	total   int    // rows that match, as the server said last
	recent  recent // rows that were delivered last
	idle    int    // pages in a row that brought nothing new
	lost    int    // pages looked at since the place was lost; 0 when it is known
	origin  window // where the place ought to be
}

// next is the page to read: the one that goes on or, while the place is lost, the next one to look at.
func (w *walker) next() window {
	switch {
	case w.lost > 0:
		return w.search()
	case w.fixed:
		return window{limit: w.size, page: w.cursor/w.size + 1}
	default:
		return nextWindow(w.cursor, w.size)
	}
}

// accept takes a page and returns the rows that are new, and whether the walk is over.
func (w *walker) accept(at window, p *listPayload) (fresh []Product, done bool, err error) {
	if p.CurrentPage != 0 && p.CurrentPage != at.page {
		return nil, false, fmt.Errorf("%w: page %d was asked for, and page %d came", shelfwire.ErrIncomplete, at.page, p.CurrentPage)
	}
	if i := slices.IndexFunc(p.Data, func(row Product) bool { return row.SKU == "" }); i >= 0 {
		return nil, false, fmt.Errorf("%w: row %d of page %d has no SKU", shelfwire.ErrMalformed, i+1, at.page)
	}
	at = w.served(at, p.PerPage)
	last := w.recent.lastIn(p.Data)
	switch {
	case len(p.Data) == 0 && p.Total == 0:
		return nil, true, nil
	case w.started && last < 0 && !w.adjoins(at, p):
		return nil, false, w.lose(p)
	}
	fresh = p.Data[last+1:]
	w.advance(at, p, fresh)
	if done = w.reachedEnd(at, p, fresh); done || len(fresh) > 0 {
		w.idle = 0
		return fresh, done, nil
	}
	return nil, false, w.idled()
}

// served is the page as the server cut it, when it did not follow the size that was asked for.
func (w *walker) served(at window, perPage int) window {
	if perPage <= 0 || perPage == at.limit {
		return at
	}
	w.fixed = perPage > at.limit
	w.size = perPage
	return window{limit: perPage, page: at.page}
}

// adjoins reports whether a page that does not overlap begins where the walk stopped, while nothing seems to have
// moved. It is the best that can be known where pages cannot overlap.
func (w *walker) adjoins(at window, p *listPayload) bool {
	return w.lost == 0 && at.offset() == w.cursor && p.Total == w.total && len(p.Data) > 0
}

// reachedEnd goes by the newest reply. A short page is no end.
func (w *walker) reachedEnd(at window, p *listPayload, fresh []Product) bool {
	if p.LastPage > 0 {
		return at.page >= p.LastPage
	}
	return len(fresh) == 0 || p.Total > 0 && w.cursor >= p.Total
}

func (w *walker) advance(at window, p *listPayload, fresh []Product) {
	w.started, w.lost, w.total = true, 0, p.Total
	w.cursor = at.offset() + len(p.Data)
	w.recent.add(fresh, w.size)
}

// lose begins or goes on with the search for the place where the walk stopped. The change of the total says
// where to begin.
func (w *walker) lose(p *listPayload) error {
	if w.lost == 0 {
		place := max(0, w.cursor-1+p.Total-w.total)
		w.origin = window{limit: w.size, page: place/w.size + 1}
	}
	w.origin.page = min(w.origin.page, max(1, p.LastPage))
	w.lost++
	return w.idled()
}

// search looks at the origin, the page before it, the page behind it, two before, and so on.
func (w *walker) search() window {
	step := w.lost / 2
	if w.lost%2 == 0 {
		step = -step
	}
	return window{limit: w.origin.limit, page: max(1, w.origin.page+step)}
}

// idled counts a page that brought nothing new.
func (w *walker) idled() error {
	if w.idle++; w.idle <= maxIdle {
		return nil
	}
	return fmt.Errorf("%w: the products moved so much while they were read that the walk lost its place after %q",
		shelfwire.ErrIncomplete, w.recent.newest())
}
