package virtpostest

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire/virtpos"
)

// jsonDocument writes JSON.
type jsonDocument struct {
	*output
	shape      jsonShape
	lists      []jsonList // outermost first
	needsComma bool       // a member or an element comes before the next one
}

// jsonList is a list while it is written.
type jsonList struct {
	keyed   bool
	closing string
}

func newJSON(o *output, shape jsonShape) document {
	d := &jsonDocument{output: o, shape: shape}
	if shape.Windows1251 {
		d.encoding = charmap.Windows1251.NewEncoder()
	}
	if shape.InRoot {
		d.appendPieces(`{"root":`)
	}
	d.appendPieces("{")
	return d
}

func (d *jsonDocument) writeComma() {
	if d.needsComma {
		d.appendPieces(",")
	}
	d.needsComma = true
}

func (d *jsonDocument) writeName(name string) {
	d.writeComma()
	d.appendPieces(`"`, name, `":`)
}

func (d *jsonDocument) writeText(name, value string) {
	d.writeName(name)
	d.appendPieces(`"`)
	d.buf = appendPHP(d.buf, value, d.shape.Windows1251)
	d.appendPieces(`"`)
}

func (d *jsonDocument) writeNumber(name, value string) {
	d.writeName(name)
	switch {
	case value == "":
		d.appendPieces("null")
	case d.shape.BareNumbers:
		d.appendPieces(value)
	default:
		d.appendPieces(`"`, value, `"`)
	}
}

func (d *jsonDocument) writeInt(name string, value int64) {
	d.writeNumber(name, strconv.FormatInt(value, 10))
}

func (d *jsonDocument) writeFlag(name string, on bool) {
	if !d.shape.Booleans {
		d.writeNumber(name, formatFlag(on))
		return
	}
	d.writeName(name)
	d.appendPieces(strconv.FormatBool(on))
}

// writeElements writes elements of one name: several make a list. The text of an element with children is left out.
func (d *jsonDocument) writeElements(list []virtpos.Element) {
	d.writeName(list[0].Name)
	if len(list) > 1 {
		d.appendPieces("[")
	}
	for i, e := range list {
		if i > 0 {
			d.appendPieces(",")
		}
		d.writeContent(e)
	}
	if len(list) > 1 {
		d.appendPieces("]")
	}
}

func (d *jsonDocument) writeContent(e virtpos.Element) {
	if len(e.Children) == 0 {
		d.appendPieces(`"`)
		d.buf = appendPHP(d.buf, e.Text, d.shape.Windows1251)
		d.appendPieces(`"`)
		return
	}
	d.appendPieces("{")
	d.needsComma = false
	writeElements(d, e.Children)
	d.appendPieces("}")
	d.needsComma = true
}

func (d *jsonDocument) beginList(name, element string, n int) {
	d.writeName(name)
	l, begin := d.listForm(element, n)
	d.appendPieces(begin)
	d.lists = append(d.lists, l)
	d.needsComma = false
}

// listForm returns the form of a list of n elements.
func (d *jsonDocument) listForm(element string, n int) (l jsonList, begin string) {
	collapsed := d.shape.Collapse && n == 1
	switch {
	case n == 0 || d.shape.Lists == jsonArrays && !collapsed:
		return jsonList{closing: "]"}, "["
	case d.shape.Lists == jsonWrapped && collapsed:
		return jsonList{closing: "}"}, `{"` + element + `":`
	case d.shape.Lists == jsonWrapped:
		return jsonList{closing: "]}"}, `{"` + element + `":[`
	case collapsed:
		return jsonList{}, ""
	default:
		return jsonList{keyed: true, closing: "}"}, "{"
	}
}

func (d *jsonDocument) beginElement(key int64) {
	d.flushLarge()
	d.writeComma()
	if d.lists[len(d.lists)-1].keyed {
		d.appendPieces(`"`, strconv.FormatInt(key, 10), `":`)
	}
	d.appendPieces("{")
	d.needsComma = false
}

func (d *jsonDocument) endElement() {
	d.appendPieces("}")
	d.needsComma = true
}

func (d *jsonDocument) endList() {
	last := len(d.lists) - 1
	d.appendPieces(d.lists[last].closing)
	d.lists, d.needsComma = d.lists[:last], true
}

func (d *jsonDocument) endDocument() {
	d.appendPieces("}")
	if d.shape.InRoot {
		d.appendPieces("}")
	}
	d.flush()
}

// appendPHP appends a text as PHP's json_encode does by default: in ASCII, with escaped slashes. With
// windows1251, the letters of that charset stay unescaped.
func appendPHP(buf []byte, s string, windows1251 bool) []byte {
	const hex = "0123456789abcdef"
	var units [2]uint16
	for _, r := range s {
		switch {
		case r == '"' || r == '\\' || r == '/':
			buf = append(buf, '\\', byte(r))
		case r >= ' ' && r < utf8.RuneSelf:
			buf = append(buf, byte(r))
		case windows1251 && r >= utf8.RuneSelf && isWindows1251(r):
			buf = utf8.AppendRune(buf, r)
		default:
			for _, u := range utf16.AppendRune(units[:0], r) {
				buf = append(buf, '\\', 'u', hex[u>>12], hex[u>>8&15], hex[u>>4&15], hex[u&15])
			}
		}
	}
	return buf
}

func isWindows1251(r rune) bool {
	_, ok := charmap.Windows1251.EncodeRune(r)
	return ok
}
