package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// maxSearchPages is how many pages a search visits for the place where a walk stopped.
const maxSearchPages = 16

// placeSearch searches for the page that holds the row delivered last.
type placeSearch struct {
	origin   int          // number of the page where it is expected
	lastPage int          // number of the last page; 0 when unknown
	visited  map[int]bool // by page number
}

// keptPage is the page at which the place was lost. It is used again when the place is found on the page
// before it.
type keptPage struct {
	at   window
	page *listPage
}

// takeKept returns the kept page when it is the one to read and the total is unchanged.
func (w *walker) takeKept(at window) *listPage {
	k := w.kept
	if k == nil || w.search != nil || k.at != at || k.page.Total != w.total {
		return nil
	}
	w.kept = nil
	return k.page
}

// continueSearch begins or continues the search. The change of the total tells where to begin.
func (w *walker) continueSearch(at window, p *listPage) error {
	limit := w.size
	if w.constant {
		limit = w.limit
	}
	if w.search == nil {
		place := w.cursor - 1 + p.Total - w.total
		w.search = &placeSearch{origin: max(1, place/w.size+1), visited: map[int]bool{}}
		w.kept = nil
		if w.constant {
			w.kept = &keptPage{at: at, page: p}
		}
	}
	s := w.search
	if at.limit == limit {
		s.visited[at.page] = true
	}
	w.rowsPastEnd = w.rowsPastEnd || w.hasRowsBehindEnd(at, p)
	switch {
	case p.LastPage > 0 && !w.rowsPastEnd:
		s.lastPage = p.LastPage
	case len(p.Rows) == 0 && at.limit == limit:
		s.lastPage = max(1, at.page-1)
	}
	page, ok := s.nextPage()
	if !ok {
		return fmt.Errorf("%w: the place behind %q was lost: it is not on the %d pages where it can be, since products "+
			"moved while they were read or the server does not keep their order",
			shelfwire.ErrIncomplete, w.known.newest, len(s.visited))
	}
	w.forced = &window{limit: limit, page: page}
	return nil
}

// nextPage returns the origin, the page before it, the page behind it, two before, and so on, each once.
func (s *placeSearch) nextPage() (page int, ok bool) {
	if len(s.visited) >= maxSearchPages {
		return 0, false
	}
	origin := s.origin
	if s.lastPage > 0 {
		origin = min(origin, s.lastPage)
	}
	for distance := range 2 * maxSearchPages {
		for _, page := range [...]int{origin - distance, origin + distance} {
			if page >= 1 && (s.lastPage == 0 || page <= s.lastPage) && !s.visited[page] {
				return page, true
			}
		}
	}
	return 0, false
}
