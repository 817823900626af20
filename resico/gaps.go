package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// Gap is a row of a walk that could not be read whole: it came without a readable SKU, or with members in a form that
// could not be read for certain. A row that has a SKU was delivered all the same, with those fields zero.
type Gap struct {
	Page     int    // number of the page, from 1, as the server counts it
	Position int    // of the row on that page, from 1
	SKU      string // empty when the row has no readable one
	Unread   []shelfwire.Unread
}

// maxGaps is how many gaps of a walk are kept.
const maxGaps = 10_000

// GapsError says that rows of a walk came without a readable SKU, so that they could not be delivered. All others were.
// It matches shelfwire.ErrIncomplete.
type GapsError struct {
	Gaps  []Gap // the rows without a SKU, the first 10,000
	Count int   // how many there were
}

// Error says how many rows were left out, and where the first one stands.
func (e *GapsError) Error() string {
	text := fmt.Sprintf("%v: rows without a readable SKU were left out: %d", shelfwire.ErrIncomplete, e.Count)
	if len(e.Gaps) > 0 {
		text += fmt.Sprintf(", the first one at row %d of page %d", e.Gaps[0].Position, e.Gaps[0].Page)
	}
	return text
}

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *GapsError) Is(target error) bool { return target == shelfwire.ErrIncomplete }

// add counts the rows without a SKU.
func (e *GapsError) add(gaps []Gap) {
	for _, gap := range gaps {
		if gap.SKU != "" {
			continue
		}
		if e.Count++; len(e.Gaps) < maxGaps {
			e.Gaps = append(e.Gaps, gap)
		}
	}
}

// gapsError returns nil when every row had a SKU.
func (s *ProductsService) gapsError(e *GapsError) error {
	if e.Count == 0 {
		return nil
	}
	return s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, e)
}

// split takes the rows that can be delivered out of some rows of a page, and describes the others and those that have
// unread members.
func (p *listPage) split(fresh []int, page int) (products []Product, gaps []Gap) {
	products = make([]Product, 0, len(fresh))
	for _, i := range fresh {
		row := p.Rows[i]
		nameless := isBlank(row.SKU)
		if nameless {
			row.SKU = ""
		} else {
			products = append(products, row)
		}
		if nameless || len(row.Unread) > 0 {
			gaps = append(gaps, Gap{Page: page, Position: i + 1, SKU: row.SKU, Unread: row.Unread})
		}
	}
	return products, gaps
}
