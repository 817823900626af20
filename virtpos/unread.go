package virtpos

import (
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// maxRaw is how much of an unread member is kept.
const maxRaw = 128

// notes are taken of what could not be read for certain in one thing: a row of stock, a warehouse, a confirmation.
type notes struct {
	redact redactor
	unread []shelfwire.Unread
}

func (n *notes) add(field, raw string) { n.unread = append(n.unread, n.redact.unread(field, raw)) }

// take returns what was noted since the last take; nil when that is nothing.
func (n *notes) take() []shelfwire.Unread {
	taken := n.unread
	n.unread = nil
	return taken
}

func (r redactor) unread(field, raw string) shelfwire.Unread {
	return shelfwire.Unread{Field: r.clip(field, maxRaw), Raw: r.clip(raw, maxRaw)}
}

// raw is an element's text as it came, or its elements as XML: the same for the same response in XML and in JSON.
func (t *tree) raw(n int) string {
	if !t.hasChildren(n) {
		return string(t.textOf(n))
	}
	return string(t.appendInside(nil, n))
}

// appendXML writes an element as XML.
func (t *tree) appendXML(buf []byte, n int) []byte {
	name := t.nodes[n].name
	buf = append(append(append(buf, '<'), name...), '>')
	buf = t.appendInside(buf, n)
	return append(append(append(buf, "</"...), name...), '>')
}

func (t *tree) appendInside(buf []byte, n int) []byte {
	var text bytes.Buffer
	_ = xml.EscapeText(&text, t.textOf(n)) // a buffer takes everything
	buf = append(buf, text.Bytes()...)
	for child := range t.children(n) {
		buf = t.appendXML(buf, child)
	}
	return buf
}

// redactor clears a text of keys. Foreign text goes through it before it is cut, and before it goes into an error.
type redactor func(string) string

func (r redactor) clear(text string) string {
	if r == nil {
		return text
	}
	return r(text)
}

// maxQuote is how much of a foreign text an error holds.
const maxQuote = 64

// quote clears a foreign text for an error and cuts it.
func (r redactor) quote(text string) string { return r.clip(text, maxQuote) }

func (r redactor) clip(text string, most int) string {
	text = r.clear(text)
	if len(text) <= most {
		return text
	}
	const mark = "…"
	return strings.ToValidUTF8(text[:most-len(mark)], "") + mark
}

// minPiece is the shortest piece of a key that is cleared. A shorter one may be part of an ordinary word.
const minPiece = 8

// withPieces returns a redactor that clears pieces of a key beside what whole clears: a document may take a key apart
// when the key holds characters such as & and <, which end a name or begin an entity.
func withPieces(key string, whole redactor) redactor {
	pieces := map[string]bool{}
	for end := minPiece; end <= len(key); end++ {
		pieces[key[end-minPiece:end]] = true
	}
	return func(text string) string {
		text = whole.clear(text)
		if len(pieces) == 0 {
			return text
		}
		return clearPieces(text, pieces)
	}
}

// clearPieces replaces each stretch of a text that pieces cover.
func clearPieces(text string, pieces map[string]bool) string {
	var cleared strings.Builder
	done := 0
	for at := 0; at+minPiece <= len(text); at++ {
		if !pieces[text[at:at+minPiece]] {
			continue
		}
		cleared.WriteString(text[done:at] + "[redacted]")
		for at++; at+minPiece <= len(text) && pieces[text[at:at+minPiece]]; at++ {
		}
		done = at + minPiece - 1
		at = done - 1
	}
	return cleared.String() + text[done:]
}
