package virtpos

import "bytes"

// daysLimit is to how many days back a response says to have kept.
type daysLimit struct {
	days   int64  // the fewest that it names; 0 for none, or for no limit
	unread string // what it says instead of a number
}

// add reads an element days_limit. A number counts with whatever is behind it, such as "30 days".
func (l *daysLimit) add(t *tree, n int, redact redactor) {
	if t.isEmpty(n) {
		return
	}
	days, ok := readWhole(t, n)
	if !ok && !t.hasChildren(n) {
		days, ok = parseLeadingWhole(t.textOf(n))
	}
	switch {
	case !ok || days < 0:
		l.unread = redact.quote(t.rawText(n))
	case l.days == 0 || days > 0 && days < l.days:
		l.days = days
	}
}

// parseLeadingWhole parses the digits that a text begins with.
func parseLeadingWhole(text []byte) (int64, bool) {
	digits := len(text) - len(bytes.TrimLeft(text, "0123456789"))
	return parseWhole(text[:digits])
}
