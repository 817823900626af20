package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// Gap is a row of a walk that was read only in part: its SKU is missing or unreadable, or other members are
// in an ambiguous form. A row with a SKU was delivered all the same, with those fields zero.
type Gap struct {
	Page     int                // number of the page, from 1, as the server counts
	Position int                // of the row on that page, from 1
	SKU      string             // empty when missing or unreadable
	Unread   []shelfwire.Unread // the members in an ambiguous form
}

// maxGaps is how many gaps of a walk are kept.
const maxGaps = 10_000

// GapsError ends a walk that skipped rows without a readable SKU. All other rows were delivered. It matches
// shelfwire.ErrIncomplete.
type GapsError struct {
	Gaps  []Gap // the rows without a SKU, at most the first 10,000
	Count int   // number of rows without a SKU
}

// Error says how many rows were skipped, and where the first one stands.
func (e *GapsError) Error() string {
	text := fmt.Sprintf("%v: rows without a readable SKU were left out: %d", shelfwire.ErrIncomplete, e.Count)
	if len(e.Gaps) > 0 {
		text += fmt.Sprintf(", the first one at row %d of page %d", e.Gaps[0].Position, e.Gaps[0].Page)
	}
	return text
}

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *GapsError) Is(target error) bool { return target == shelfwire.ErrIncomplete }

// addGaps adds the gaps without a SKU; the others were delivered.
func (e *GapsError) addGaps(gaps []Gap) {
	for _, gap := range gaps {
		if gap.SKU != "" {
			continue
		}
		if e.Count++; len(e.Gaps) < maxGaps {
			e.Gaps = append(e.Gaps, gap)
		}
	}
}

// gapsError wraps the error that ends a walk; nil when every row had a SKU.
func (s *ProductsService) gapsError(e *GapsError) error {
	if e.Count == 0 {
		return nil
	}
	return s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, e)
}
