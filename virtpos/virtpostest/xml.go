package virtpostest

import (
	"bytes"
	"encoding/xml"
	"strconv"
)

// xmlDocument is a document in XML, without spaces between its elements.
type xmlDocument struct {
	*output
	open []string // the names of lists and elements, outermost first
}

func newXML(o *output, e xmlEncoding) document {
	d := &xmlDocument{output: o}
	name := ` encoding="UTF-8"`
	switch e {
	case utf8WithBOM:
		d.add("\xEF\xBB\xBF")
	case windows1251:
		d.encoding, name = toWindows1251(), ` encoding="windows-1251"`
	case windows1251InHeader:
		d.encoding, name = toWindows1251(), ""
	default:
	}
	d.add(`<?xml version="1.0"`, name, "?>\n<root>")
	return d
}

func (d *xmlDocument) text(name, value string) {
	d.add("<", name, ">")
	d.buf = appendXML(d.buf, value)
	d.add("</", name, ">")
}

func (d *xmlDocument) number(name, value string) { d.add("<", name, ">", value, "</", name, ">") }

func (d *xmlDocument) whole(name string, value int64) { d.number(name, strconv.FormatInt(value, 10)) }

func (d *xmlDocument) flag(name string, on bool) { d.number(name, flag(on)) }

func (d *xmlDocument) list(name, element string, _ int) {
	d.add("<", name, ">")
	d.open = append(d.open, name, element)
}

func (d *xmlDocument) element(int64) {
	d.handOnLarge()
	d.add("<", d.open[len(d.open)-1], ">")
}

func (d *xmlDocument) endElement() { d.add("</", d.open[len(d.open)-1], ">") }

func (d *xmlDocument) endList() {
	last := len(d.open) - 2
	d.add("</", d.open[last], ">")
	d.open = d.open[:last]
}

func (d *xmlDocument) end() {
	d.add("</root>\n")
	d.flush()
}

// appendXML appends text, quickly where nothing has to be escaped.
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
