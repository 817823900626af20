package lenientjson

import (
	"time"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// maxRaw is how much of an unread member is kept.
const maxRaw = 128

// Notes are taken while the objects of one response are read, by one goroutine. The zero value reads times without a
// zone as UTC and clears nothing.
type Notes struct {
	Zone   *time.Location      // of times that name none
	Redact func(string) string // clears the names and the text of unread members of keys

	unread []shelfwire.Unread
	found  []found // of the objects that are being read, the outermost first
}

// Take returns the members that could not be read for certain since the last Take; nil when there are none.
func (n *Notes) Take() []shelfwire.Unread {
	taken := n.unread
	n.unread = nil
	for i := range taken {
		taken[i].Field = n.redact(taken[i].Field)
	}
	return taken
}

func (n *Notes) redact(text string) string {
	if n.Redact == nil {
		return text
	}
	return n.Redact(text)
}

func (n *Notes) zone() *time.Location {
	if n.Zone == nil {
		return time.UTC
	}
	return n.Zone
}

func (n *Notes) len() int { return len(n.unread) }

// add clears the text before it is cut, so that no part of a key is left at its end.
func (n *Notes) add(field string, value Value) {
	raw := clip(n.redact(string(value)))
	n.unread = append(n.unread, shelfwire.Unread{Field: field, Raw: raw})
}

// clip shortens a text to maxRaw bytes, and leaves no part of a character at the end.
func clip(text string) string {
	const mark = "…"
	if len(text) <= maxRaw {
		return text
	}
	end := maxRaw - len(mark)
	for back := 0; back < utf8.UTFMax-1 && !utf8.RuneStart(text[end]); back++ {
		end--
	}
	return text[:end] + mark
}

// prefix puts the name of an object before what was noted of its members.
func (n *Notes) prefix(from int, object Member) {
	if from == len(n.unread) {
		return
	}
	label := string(object.label())
	for i := range n.unread[from:] {
		n.unread[from+i].Field = label + "." + n.unread[from+i].Field
	}
}
