package erpxt

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Gap is a row of a list that was not delivered, because its id could not be read.
type Gap struct {
	Page     int                // counted from 1 within the walk
	Position int                // of the row in its page, counted from 1
	ID       int64              // what came for the id, where that is a number all the same: never above zero
	Unread   []shelfwire.Unread // the members that could not be read; nil when there are none, or the row is no object
}

// String returns the place of the gap and what could not be read there.
func (g *Gap) String() string {
	texts := []string{fmt.Sprintf("page %d, row %d", g.Page, g.Position)}
	for _, u := range g.Unread {
		texts = append(texts, u.Field+" "+u.Raw)
	}
	return strings.Join(texts, ", ")
}

// GapsError says which rows of a list or a walk were not delivered. All the others were. It matches
// shelfwire.ErrIncomplete.
type GapsError struct {
	// Gaps are in the order in which they came, at most the first 10,000. A row at the end of a page of a walk by id may
	// come again with the next page, and is then here twice.
	Gaps  []Gap
	Count int // how many there were
}

const (
	maxGaps     = 10_000
	maxGapsText = 3 // how many are named in the text of the error
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

func (e *GapsError) add(gaps []Gap) {
	e.Count += len(gaps)
	e.Gaps = append(e.Gaps, gaps[:min(len(gaps), maxGaps-len(e.Gaps))]...)
}

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *GapsError) Is(target error) bool { return target == shelfwire.ErrIncomplete }
