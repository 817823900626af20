package erpxt

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Gap is a row of a list that was skipped because its id was unreadable.
type Gap struct {
	Page     int                // counted from 1 within the walk
	Position int                // of the row in its page, counted from 1
	ID       int64              // the id that came, where it is a number: zero or below
	Unread   []shelfwire.Unread // its unreadable members; nil for none, and for a row that is no object
}

// String returns the place of the gap and its unreadable members.
func (g *Gap) String() string {
	texts := []string{fmt.Sprintf("page %d, row %d", g.Page, g.Position)}
	for _, u := range g.Unread {
		texts = append(texts, u.Field+" "+u.Raw)
	}
	return strings.Join(texts, ", ")
}

// GapsError lists the rows of a list or a walk that were skipped. All other rows were delivered. It matches
// shelfwire.ErrIncomplete.
type GapsError struct {
	// Gaps are in the order in which they came, at most the first 10,000. A row at the end of a page of a walk by id
	// may come again with the next page, and is then here twice.
	Gaps  []Gap
	Count int // number of all gaps
}

const (
	maxGaps     = 10_000
	maxGapsText = 3 // how many the text of the error names
)

// Error names the first gaps.
func (e *GapsError) Error() string {
	var texts []string
	for i := range e.Gaps[:min(len(e.Gaps), maxGapsText)] {
		texts = append(texts, e.Gaps[i].String())
	}
	if more := e.Count - maxGapsText; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%v: rows without an id that can be read: %s", shelfwire.ErrIncomplete, strings.Join(texts, "; "))
}

// appendGaps counts gaps, and keeps them up to maxGaps.
func (e *GapsError) appendGaps(gaps []Gap) {
	e.Count += len(gaps)
	e.Gaps = append(e.Gaps, gaps[:min(len(gaps), maxGaps-len(e.Gaps))]...)
}

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *GapsError) Is(target error) bool { return target == shelfwire.ErrIncomplete }
