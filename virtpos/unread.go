package virtpos

import (
	"github.com/shelfwire/shelfwire"
)

// maxRawLen bounds the text that is kept of an unread member.
const maxRawLen = 128

// unreadNotes collects the unread members of a row, a warehouse or a confirmation.
type unreadNotes struct {
	redact redactor
	unread []shelfwire.Unread
}

func (n *unreadNotes) addUnread(field, raw string) {
	n.unread = append(n.unread, n.redact.newUnread(field, raw))
}

// takeUnread returns the notes since its last call; nil for none.
func (n *unreadNotes) takeUnread() []shelfwire.Unread {
	taken := n.unread
	n.unread = nil
	return taken
}

func (r redactor) newUnread(field, raw string) shelfwire.Unread {
	return shelfwire.Unread{Field: r.clip(field, maxRawLen), Raw: r.clip(raw, maxRawLen)}
}
