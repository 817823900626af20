package resico

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// eachRow calls read for each row of "data": a list, an object with numbers for names, or a single row,
// recognized by its key, in place of the list. It returns false for any other form.
func eachRow(data lenientjson.Member, key string, read func(row lenientjson.Member)) bool {
	if data.IsObject() {
		if _, numbered := data.List(); !numbered {
			return readSingleRow(data, key, read)
		}
	}
	if !data.IsList() && !data.IsObject() {
		return false
	}
	data.EachElement(read)
	return true
}

func readSingleRow(row lenientjson.Member, key string, read func(lenientjson.Member)) bool {
	if len(row.Member(key)) == 0 {
		return false
	}
	read(row)
	return true
}

type payload struct{ data lenientjson.Member }

var payloadFields = lenientjson.NewFields(map[string]func(*payload, lenientjson.Member){
	"data": func(p *payload, m lenientjson.Member) { p.data = m },
})

// eachRow calls read for each row of the payload. A payload without "data" may be the list or the row itself.
func (e *envelope) eachRow(t *responseType, read func(row lenientjson.Member)) bool {
	var p payload
	if e.payload.IsObject() {
		lenientjson.ReadObject(e.payload, payloadFields, &p)
	}
	if len(p.data.Value) == 0 {
		p.data = e.payload
	}
	return eachRow(p.data, t.key, read)
}

func (e *envelope) hasRow(t *responseType) (has bool) {
	e.eachRow(t, func(row lenientjson.Member) { has = has || isRow(row) })
	return has
}

// isRow recognizes an object, also an empty one, which PHP encodes as [].
func isRow(row lenientjson.Member) bool { return row.IsObject() || row.IsList() && row.IsEmpty() }

// readFlag reads a flag; an absent one is false.
func readFlag(m lenientjson.Member, into *bool) {
	var read shelfwire.Opt[bool]
	m.Bool(&read)
	*into = read.Or(false)
}
