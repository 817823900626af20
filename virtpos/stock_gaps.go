package virtpos

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Gap is a row that was skipped because its id cannot be read: the item's id in a stock, its own in any other list.
type Gap struct {
	WarehouseID int64              // in VirtualPOS, of a row of stock; 0 in any other list
	Position    int                // of the row in its warehouse, or in the list, from 1
	Unread      []shelfwire.Unread // the members of the row: the first 32
}

// String returns the place and the members of the gap: `warehouse 3, row 2: id "x"`, without the warehouse outside of
// stocks.
func (g Gap) String() string {
	members := make([]string, 0, len(g.Unread))
	for _, member := range g.Unread {
		members = append(members, fmt.Sprintf("%s %q", member.Field, member.Raw))
	}
	came := cmp.Or(strings.Join(members, ", "), "empty")
	place := fmt.Sprintf("row %d: %s", g.Position, came)
	if g.WarehouseID == 0 {
		return place
	}
	return fmt.Sprintf("warehouse %d, %s", g.WarehouseID, place)
}

// Bounds of what a GapsError keeps.
const (
	maxGaps       = 10_000
	maxGapMembers = 32
)

// GapsError says that a stock, or any other list, had rows whose id cannot be read. All other rows have been delivered.
// It matches shelfwire.ErrIncomplete.
type GapsError struct {
	Gaps  []Gap // the first 10,000, in the order of the response
	Count int   // all gaps, including those beyond Gaps
}

// Error says how many rows were skipped, and describes the first one.
func (e *GapsError) Error() string {
	text := fmt.Sprintf("%v: rows without an id that can be read were left out: %d", shelfwire.ErrIncomplete, e.Count)
	if len(e.Gaps) > 0 {
		text += ", first " + e.Gaps[0].String()
	}
	return text
}

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *GapsError) Is(target error) bool { return target == shelfwire.ErrIncomplete }

func (e *GapsError) addGap(gap Gap) {
	e.Count++
	if len(e.Gaps) < maxGaps {
		e.Gaps = append(e.Gaps, gap)
	}
}

// unreadMembers returns the text and the first members of an element.
func (t *tree) unreadMembers(n int, redact redactor) (members []shelfwire.Unread) {
	if len(t.textOf(n)) > 0 {
		members = append(members, redact.newUnread(t.nodes[n].name, string(t.textOf(n))))
	}
	for child := range t.children(n) {
		if len(members) == maxGapMembers {
			break
		}
		members = append(members, redact.newUnread(t.nodes[child].name, t.rawText(child)))
	}
	return members
}
