package virtpostest

import (
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire/virtpos"
)

// document is a response in either format while it is written.
type document interface {
	writeText(name, value string)
	writeNumber(name, value string) // empty for none
	writeInt(name string, value int64)
	writeFlag(name string, on bool)

	writeElements(list []virtpos.Element) // of one name

	beginList(name, element string, n int) // of n elements
	beginElement(key int64)                // in the list
	endElement()
	endList()
	endDocument()

	writeError() error // why nobody reads the response any more; nil while it is read
}

func newDocument(w io.Writer, json bool, q *quirks) document {
	if json {
		return newJSON(&output{w: w}, q.jsonShape)
	}
	return newXML(&output{w: w}, q.xmlEncoding)
}

// output buffers small pieces of a response and writes large ones.
type output struct {
	w        io.Writer
	encoding *encoding.Encoder // nil for UTF-8
	buf      []byte
	writeErr error
}

// flushSize is how much is buffered.
const flushSize = 32 << 10

func (o *output) appendPieces(pieces ...string) {
	for _, piece := range pieces {
		o.buf = append(o.buf, piece...)
	}
}

// flushLarge writes the buffer when it is large. It is called between elements.
func (o *output) flushLarge() {
	if len(o.buf) >= flushSize {
		o.flush()
	}
}

func (o *output) flush() {
	if o.writeErr != nil {
		return
	}
	buf := o.buf
	if o.encoding != nil {
		buf, o.writeErr = o.encoding.Bytes(buf)
	}
	if o.writeErr == nil {
		_, o.writeErr = o.w.Write(buf)
	}
	o.buf = o.buf[:0]
}

func (o *output) writeError() error { return o.writeErr }

func toWindows1251() *encoding.Encoder {
	return encoding.HTMLEscapeUnsupported(charmap.Windows1251.NewEncoder())
}
