package shopinventory

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// Gap is a row of a list that could not be delivered, since its id is missing or unreadable.
type Gap struct {
	Offset int                // of the row in the list, from 0, as the shop counts
	Unread []shelfwire.Unread // the members in an ambiguous form
}

// maxGaps is how many gaps of a walk are kept.
const maxGaps = 10_000

// GapsError ends a walk that skipped rows without a readable id. All other rows were delivered. It matches
// shelfwire.ErrIncomplete.
type GapsError struct {
	Gaps  []Gap // at most the first 10,000
	Count int   // number of rows without a readable id
}

// Error says how many rows were skipped, and where the first one stands.
func (e *GapsError) Error() string {
	text := fmt.Sprintf("%v: rows without a readable id were left out: %d", shelfwire.ErrIncomplete, e.Count)
	if len(e.Gaps) > 0 {
		text += fmt.Sprintf(", the first one at offset %d", e.Gaps[0].Offset)
	}
	return text
}

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *GapsError) Is(target error) bool { return target == shelfwire.ErrIncomplete }

func (e *GapsError) addGaps(gaps []Gap) {
	e.Count += len(gaps)
	e.Gaps = append(e.Gaps, gaps[:min(len(gaps), maxGaps-len(e.Gaps))]...)
}
