package virtpostest

import (
	"bytes"
	"encoding/xml"
	"strconv"

	"github.com/shelfwire/shelfwire/virtpos"
)

// xmlDocument writes XML, without spaces between elements.
type xmlDocument struct {
	*output
	open []string // the names of open lists and their elements, outermost first
}

func newXML(o *output, e xmlEncoding) document {
	d := &xmlDocument{output: o}
	name := ` encoding="UTF-8"`
	switch e {
	case utf8WithBOM:
		d.appendPieces("\xEF\xBB\xBF")
	case windows1251:
		d.encoding, name = toWindows1251(), ` encoding="windows-1251"`
	case windows1251InHeader:
		d.encoding, name = toWindows1251(), ""
	default:
	}
	d.appendPieces(`<?xml version="1.0"`, name, "?>\n<root>")
	return d
}

func (d *xmlDocument) writeText(name, value string) {
	d.appendPieces("<", name, ">")
	d.buf = appendXML(d.buf, value)
	d.appendPieces("</", name, ">")
}

func (d *xmlDocument) writeNumber(name, value string) {
	d.appendPieces("<", name, ">", value, "</", name, ">")
}

func (d *xmlDocument) writeInt(name string, value int64) {
	d.writeNumber(name, strconv.FormatInt(value, 10))
}

func (d *xmlDocument) writeFlag(name string, on bool) { d.writeNumber(name, formatFlag(on)) }

func (d *xmlDocument) writeElements(list []virtpos.Element) {
	for _, e := range list {
		d.appendPieces("<", e.Name, ">")
		d.buf = appendXML(d.buf, e.Text)
		d.writeElements(e.Children)
		d.appendPieces("</", e.Name, ">")
	}
}

func (d *xmlDocument) beginList(name, element string, _ int) {
	d.appendPieces("<", name, ">")
	d.open = append(d.open, name, element)
}

func (d *xmlDocument) beginElement(int64) {
	d.flushLarge()
	d.appendPieces("<", d.open[len(d.open)-1], ">")
}

func (d *xmlDocument) endElement() { d.appendPieces("</", d.open[len(d.open)-1], ">") }

func (d *xmlDocument) endList() {
	last := len(d.open) - 2
	d.appendPieces("</", d.open[last], ">")
	d.open = d.open[:last]
}

func (d *xmlDocument) endDocument() {
	d.appendPieces("</root>\n")
	d.flush()
}

// appendXML appends a text, quickly when it needs no escaping.
func appendXML(buf []byte, s string) []byte {
	for _, c := range []byte(s) {
		if c < ' ' || c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' || c == 0xEF {
			var escaped bytes.Buffer
			_ = xml.EscapeText(&escaped, []byte(s)) // a buffer takes everything
			return append(buf, escaped.Bytes()...)
		}
	}
	return append(buf, s...)
}
