package virtpostest

import (
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// document is a response while it is written, in either format.
type document interface {
	text(name, value string)
	number(name, value string) // empty for none
	whole(name string, value int64)
	flag(name string, on bool)

	list(name, element string, n int) // begins a list of n elements
	element(key int64)                // begins one of them
	endElement()
	endList()
	end()

	err() error // nobody reads it any more
}

func newDocument(w io.Writer, json bool, st *style) document {
	if json {
		return newJSON(&output{w: w}, st.shape)
	}
	return newXML(&output{w: w}, st.encoding)
}

// output collects small pieces and hands on large ones.
type output struct {
	w        io.Writer
	encoding *encoding.Encoder // nil for UTF-8
	buf      []byte
	broken   error
}

// handOn is how much is collected.
const handOn = 32 << 10

func (o *output) add(pieces ...string) {
	for _, piece := range pieces {
		o.buf = append(o.buf, piece...)
	}
}

// handOnLarge is called between elements.
func (o *output) handOnLarge() {
	if len(o.buf) >= handOn {
		o.flush()
	}
}

func (o *output) flush() {
	if o.broken != nil {
		return
	}
	buf := o.buf
	if o.encoding != nil {
		buf, o.broken = o.encoding.Bytes(buf)
	}
	if o.broken == nil {
		_, o.broken = o.w.Write(buf)
	}
	o.buf = o.buf[:0]
}

func (o *output) err() error { return o.broken }

func toWindows1251() *encoding.Encoder {
	return encoding.HTMLEscapeUnsupported(charmap.Windows1251.NewEncoder())
}
