package virtpos

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Gap is a row of stock without an id that can be read, so that it could not be delivered.
type Gap struct {
	WarehouseID int64
	Position    int                // of the row in its warehouse, from 1
	Unread      []shelfwire.Unread // what came in the row: its first 32 members
}

// String returns "warehouse 3, row 2: id "x"".
func (g Gap) String() string {
	members := make([]string, 0, len(g.Unread))
	for _, member := range g.Unread {
		members = append(members, fmt.Sprintf("%s %q", member.Field, member.Raw))
	}
	came := cmp.Or(strings.Join(members, ", "), "empty")
	return fmt.Sprintf("warehouse %d, row %d: %s", g.WarehouseID, g.Position, came)
}

// The bounds of what is kept of gaps.
const (
	maxGaps       = 10_000
	maxGapMembers = 32
)

// GapsError says that rows of a stock came without an id that can be read. All other rows have been delivered.
type GapsError struct {
	Gaps  []Gap // the first 10,000, in their order
	Count int   // how many there were
}

// Error says how many rows are missing, and names the first one.
func (e *GapsError) Error() string {
	text := fmt.Sprintf("%v: rows of stock without an id that can be read were left out: %d", shelfwire.ErrIncomplete, e.Count)
	if len(e.Gaps) > 0 {
		text += ", first " + e.Gaps[0].String()
	}
	return text
}

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *GapsError) Is(target error) bool { return target == shelfwire.ErrIncomplete }

func (e *GapsError) add(gap Gap) {
	e.Count++
	if len(e.Gaps) < maxGaps {
		e.Gaps = append(e.Gaps, gap)
	}
}

// members are what came in an element.
func (t *tree) members(n int, redact redactor) (members []shelfwire.Unread) {
	if len(t.textOf(n)) > 0 {
		members = append(members, redact.unread(t.nodes[n].name, string(t.textOf(n))))
	}
	for child := range t.children(n) {
		if len(members) == maxGapMembers {
			break
		}
		members = append(members, redact.unread(t.nodes[child].name, t.raw(child)))
	}
	return members
}
