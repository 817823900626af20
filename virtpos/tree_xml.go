package virtpos

import (
	"bytes"
	"encoding/xml"
)

// rawText returns an element's text, or its children as XML: the same for XML and JSON.
func (t *tree) rawText(n int) string {
	if !t.hasChildren(n) {
		return string(t.textOf(n))
	}
	return string(t.appendContent(nil, n))
}

// appendXML appends an element as XML.
func (t *tree) appendXML(buf []byte, n int) []byte {
	name := t.nodes[n].name
	buf = append(append(append(buf, '<'), name...), '>')
	buf = t.appendContent(buf, n)
	return append(append(append(buf, "</"...), name...), '>')
}

func (t *tree) appendContent(buf []byte, n int) []byte {
	var text bytes.Buffer
	_ = xml.EscapeText(&text, t.textOf(n)) // a buffer takes everything
	buf = append(buf, text.Bytes()...)
	for child := range t.children(n) {
		buf = t.appendXML(buf, child)
	}
	return buf
}
