package virtpostest

import (
	"cmp"
	"io"
	"iter"
	"net/http"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/virtpos"
)

// sectionList is the response to a read of a section.
type sectionList struct {
	name, list, element string
	daysLimit           int64 // 0 for none
	count               int
}

// writeSection writes a response. Each element is written by its function, and has an id.
func writeSection[T any](d document, s sectionList, elements iter.Seq[T], id func(T) int64, write func(document, T)) {
	d.writeFlag("success", true)
	d.writeText("type", s.name)
	if s.daysLimit > 0 {
		d.writeInt("days_limit", s.daysLimit)
	}
	d.writeInt("count", int64(s.count))
	d.beginList(s.list, s.element, s.count)
	for element := range elements {
		if d.writeError() != nil {
			return
		}
		d.beginElement(id(element))
		write(d, element)
		d.endElement()
	}
	d.endList()
}

// respondSection returns a response that is held in memory.
func respondSection[T any](c *call, s sectionList, elements []T, id func(T) int64, write func(document, T)) fake.Response {
	s.count = len(elements)
	return c.writeResponse(func(d document) { writeSection(d, s, slices.Values(elements), id, write) })
}

// streamSection returns a response that is written while it is sent.
func streamSection[T any](c *call, s sectionList, elements iter.Seq[T], id func(T) int64, write func(document, T)) fake.Response {
	return fake.Response{Status: http.StatusOK, Header: c.contentType(), Stream: func(w io.Writer) error {
		d := newDocument(w, c.inJSON(), &c.quirks)
		writeSection(d, s, elements, id, write)
		d.endDocument()
		return d.writeError()
	}}
}

// matchesID reports whether a call selects a thing by id or external_id, which are "get only". The internal id wins.
func (c *call) matchesID(id int64, external string) bool {
	if text := c.queryParam("id"); text != "" {
		asked, err := parseWholeNumber("id", text)
		return err == nil && asked == id
	}
	asked := c.queryParam("external_id")
	return asked == "" || asked == external
}

// checkID rejects an id that is no number.
func (c *call) checkID() *rejection {
	if text := c.queryParam("id"); text != "" {
		_, err := parseWholeNumber("id", text)
		return err
	}
	return nil
}

// The functions below write members of records. A missing value is an empty element.

func writeID(d document, name string, id int64) {
	if id == 0 {
		d.writeNumber(name, "")
		return
	}
	d.writeInt(name, id)
}

func writeDecimal(d document, name string, number shelfwire.Opt[shelfwire.Decimal]) {
	text := ""
	if n, ok := number.Get(); ok {
		text = n.String()
	}
	d.writeNumber(name, text)
}

func writeOptFlag(d document, name string, flag shelfwire.Opt[bool]) {
	if on, ok := flag.Get(); ok {
		d.writeFlag(name, on)
		return
	}
	d.writeNumber(name, "")
}

func writeAttributes(d document, attributes map[int]string) {
	for number := 1; number <= 15; number++ {
		if value, ok := attributes[number]; ok {
			d.writeText("attribute"+strconv.Itoa(number), value)
		}
	}
}

func writeTimes(d document, created, updated virtpos.Timestamp) {
	d.writeText("created_date", string(created))
	d.writeText("last_update_date", string(updated))
}

func writeElements(d document, elements []virtpos.Element) {
	for i := 0; i < len(elements); {
		n := i + 1
		for n < len(elements) && elements[n].Name == elements[i].Name {
			n++
		}
		d.writeElements(elements[i:n])
		i = n
	}
}

func writeLines(d document, lines []virtpos.DocumentLine) {
	d.beginList("items", "item", len(lines))
	for i := range lines {
		line := &lines[i]
		d.beginElement(cmp.Or(line.LineID, int64(i+1)))
		writeID(d, "line_id", line.LineID)
		writeID(d, "item_id", line.ItemID)
		writeDecimal(d, "quantity", line.Quantity)
		writeDecimal(d, "price", line.Price)
		writeDecimal(d, "amount", line.Amount)
		if line.ExpiryDate != "" {
			d.writeText("expir_date", line.ExpiryDate)
		}
		writeElements(d, line.Extra)
		d.endElement()
	}
	d.endList()
}
