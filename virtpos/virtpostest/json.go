package virtpostest

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// jsonDocument is a document in JSON.
type jsonDocument struct {
	*output
	shape jsonShape
	lists []jsonList // outermost first
	next  bool       // a member or an element stands before this one
}

// jsonList is a list that is being written.
type jsonList struct {
	keyed bool
	shut  string
}

func newJSON(o *output, shape jsonShape) document {
	d := &jsonDocument{output: o, shape: shape}
	if shape.Windows1251 {
		d.encoding = charmap.Windows1251.NewEncoder()
	}
	if shape.InRoot {
		d.add(`{"root":`)
	}
	d.add("{")
	return d
}

func (d *jsonDocument) comma() {
	if d.next {
		d.add(",")
	}
	d.next = true
}

func (d *jsonDocument) name(name string) {
	d.comma()
	d.add(`"`, name, `":`)
}

func (d *jsonDocument) text(name, value string) {
	d.name(name)
	d.add(`"`)
	d.buf = appendPHP(d.buf, value, d.shape.Windows1251)
	d.add(`"`)
}

func (d *jsonDocument) number(name, value string) {
	d.name(name)
	switch {
	case value == "":
		d.add("null")
	case d.shape.BareNumbers:
		d.add(value)
	default:
		d.add(`"`, value, `"`)
	}
}

func (d *jsonDocument) whole(name string, value int64) { d.number(name, strconv.FormatInt(value, 10)) }

func (d *jsonDocument) flag(name string, on bool) {
	if !d.shape.Booleans {
		d.number(name, flag(on))
		return
	}
	d.name(name)
	d.add(strconv.FormatBool(on))
}

func (d *jsonDocument) list(name, element string, n int) {
	d.name(name)
	l, begin := d.form(element, n)
	d.add(begin)
	d.lists = append(d.lists, l)
	d.next = false
}

// form is how a list of n elements is written.
func (d *jsonDocument) form(element string, n int) (l jsonList, begin string) {
	collapsed := d.shape.Collapse && n == 1
	switch {
	case n == 0 || d.shape.Lists == jsonArrays && !collapsed:
		return jsonList{shut: "]"}, "["
	case d.shape.Lists == jsonWrapped && collapsed:
		return jsonList{shut: "}"}, `{"` + element + `":`
	case d.shape.Lists == jsonWrapped:
		return jsonList{shut: "]}"}, `{"` + element + `":[`
	case collapsed:
		return jsonList{}, ""
	default:
		return jsonList{keyed: true, shut: "}"}, "{"
	}
}

func (d *jsonDocument) element(key int64) {
	d.handOnLarge()
	d.comma()
	if d.lists[len(d.lists)-1].keyed {
		d.add(`"`, strconv.FormatInt(key, 10), `":`)
	}
	d.add("{")
	d.next = false
}

func (d *jsonDocument) endElement() {
	d.add("}")
	d.next = true
}

func (d *jsonDocument) endList() {
	last := len(d.lists) - 1
	d.add(d.lists[last].shut)
	d.lists, d.next = d.lists[:last], true
}

func (d *jsonDocument) end() {
	d.add("}")
	if d.shape.InRoot {
		d.add("}")
	}
	d.flush()
}

// appendPHP appends text as json_encode does it by default: ASCII only, and slashes escaped, too. With windows1251 the
// letters of that charset stay as they are.
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
