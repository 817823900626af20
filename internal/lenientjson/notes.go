package lenientjson

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// maxRaw is how many bytes of an unread member are kept.
const maxRaw = 128

// Notes hold the settings for the objects of one response, and list their unread members. They serve one goroutine. The
// zero value reads times without a zone as UTC and redacts nothing.
type Notes struct {
	Zone   *time.Location      // of times without a zone
	Redact func(string) string // redacts keys in the names and texts of unread members

	unread   []shelfwire.Unread
	members  []foundMember // of the objects that are being read, the outermost first
	repeated []byte        // name of a list or an object that came twice, and not alike; nil for none
}

// Err returns an error when an object that was read so far has two lists or objects for one field, which differ: the rows
// of one of them are lost. A decoder that owes its caller all rows must not do without it. That a row of a list has lost
// some of its own is no reason to reject the list: the row lists it as unread.
func (n *Notes) Err() error {
	if n.repeated == nil {
		return nil
	}
	return fmt.Errorf("the response has %q twice, and not alike", n.redactText(string(n.repeated)))
}

// TakeUnread returns the members that were left unread since the last TakeUnread; nil when there are none.
func (n *Notes) TakeUnread() []shelfwire.Unread {
	taken := n.unread
	n.unread = nil
	for i := range taken {
		taken[i].Field = n.redactText(taken[i].Field)
	}
	return taken
}

func (n *Notes) redactText(text string) string {
	if n.Redact == nil {
		return text
	}
	return n.Redact(text)
}

func (n *Notes) timeZone() *time.Location {
	if n.Zone == nil {
		return time.UTC
	}
	return n.Zone
}

func (n *Notes) countUnread() int { return len(n.unread) }

// addUnread redacts the text before it is clipped, so that a key at the cut is redacted whole.
func (n *Notes) addUnread(field string, value Value) {
	raw := clipRaw(n.redactText(string(value)))
	n.unread = append(n.unread, shelfwire.Unread{Field: field, Raw: raw})
}

// clipRaw shortens a text to maxRaw bytes, between two characters.
func clipRaw(text string) string {
	const ellipsis = "…"
	if len(text) <= maxRaw {
		return text
	}
	end := maxRaw - len(ellipsis)
	for back := 0; back < utf8.UTFMax-1 && !utf8.RuneStart(text[end]); back++ {
		end--
	}
	return text[:end] + ellipsis
}

// prefixFields puts the name of an object before the names of its unread members, which start at index from.
func (n *Notes) prefixFields(from int, object Member) {
	if from == len(n.unread) {
		return
	}
	name := string(object.fieldName())
	for i := range n.unread[from:] {
		n.unread[from+i].Field = name + "." + n.unread[from+i].Field
	}
}
