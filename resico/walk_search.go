package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// maxSearch is how many pages are looked at for the place where a walk stopped.
const maxSearch = 16

// search looks for the page that holds the row delivered last.
type search struct {
	origin int          // where it ought to be
	top    int          // number of the last page, 0 when it is not known
	looked map[int]bool // pages
}

// kept is the page at which the place was lost. When the place is found on the page before it, it need not be read again.
type kept struct {
	at   window
	page *listPage
}

// takeKept returns the page kept when it is the one to read, and nothing seems to have moved since.
func (w *walker) takeKept(at window) *listPage {
	k := w.kept
	if k == nil || w.search != nil || k.at != at || k.page.Total != w.total {
		return nil
	}
	w.kept = nil
	return k.page
}

// lose begins or goes on with the search. The change of the total says where to begin.
func (w *walker) lose(at window, p *listPage) error {
	limit := w.size
	if w.constant {
		limit = w.limit
	}
	if w.search == nil {
		place := w.cursor - 1 + p.Total - w.total
		w.search = &search{origin: max(1, place/w.size+1), looked: map[int]bool{}}
		w.kept = nil
		if w.constant {
			w.kept = &kept{at: at, page: p}
		}
	}
	s := w.search
	if at.limit == limit {
		s.looked[at.page] = true
	}
	w.endless = w.endless || w.isBehindEnd(at, p)
	switch {
	case p.LastPage > 0 && !w.endless:
		s.top = p.LastPage
	case len(p.Rows) == 0 && at.limit == limit:
		s.top = max(1, at.page-1)
	}
	page, ok := s.next()
	if !ok {
		return fmt.Errorf("%w: the place behind %q was lost: it is not on the %d pages where it can be, since products "+
			"moved while they were read or the server does not keep their order", shelfwire.ErrIncomplete, w.known.newest, len(s.looked))
	}
	w.forced = &window{limit: limit, page: page}
	return nil
}

// next is the origin, the page before it, the page behind it, two before, and so on, each once.
func (s *search) next() (page int, ok bool) {
	if len(s.looked) >= maxSearch {
		return 0, false
	}
	origin := s.origin
	if s.top > 0 {
		origin = min(origin, s.top)
	}
	for distance := range 2 * maxSearch {
		for _, page := range [...]int{origin - distance, origin + distance} {
			if page >= 1 && (s.top == 0 || page <= s.top) && !s.looked[page] {
				return page, true
			}
		}
	}
	return 0, false
}
