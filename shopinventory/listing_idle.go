package shopinventory

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// maxIdlePages is how many pages in a row may have no new row while the shop counts more.
const maxIdlePages = 16

// idlePages counts pages in a row without a row whose id is new. A shop that ignores the parameter start sends the same
// page for ever.
type idlePages int

// notePage counts a page. A list without a total may have one such page, since nothing but its rows shows its end.
func (n *idlePages) notePage(at window, meta *listMeta, hasNews bool, rows string) error {
	if hasNews {
		*n = 0
		return nil
	}
	*n++
	switch _, counted := meta.total.Get(); {
	case !counted && *n > 1:
		return fmt.Errorf("%w: the page from row %d has the %s of pages before it", shelfwire.ErrMalformed, at.start, rows)
	case *n > maxIdlePages:
		return fmt.Errorf("%w: %d pages in a row have only %s that came before, or that have no id",
			shelfwire.ErrIncomplete, maxIdlePages, rows)
	}
	return nil
}
