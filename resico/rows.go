package resico

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// eachRow calls read for each row under "data": a list, an object with numbers for names, or one row in place of a list,
// which its key shows. It returns false when there is no list where one belongs.
func eachRow(data lenientjson.Member, key string, read func(row lenientjson.Member)) bool {
	if data.IsObject() {
		if _, numbered := data.List(); !numbered {
			return readSingle(data, key, read)
		}
	}
	if !data.IsList() && !data.IsObject() {
		return false
	}
	data.Each(read)
	return true
}

func readSingle(row lenientjson.Member, key string, read func(lenientjson.Member)) bool {
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

// eachRow calls read for each row of a payload. One that has no "data" may be the list or the row itself.
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

// isRow recognizes an object, also an empty one as PHP writes it.
func isRow(row lenientjson.Member) bool { return row.IsObject() || row.IsList() && row.IsNothing() }

// recordType says how the record in the response to a write is read.
type recordType[T any] struct {
	response *responseType
	fields   *lenientjson.Fields[T]

	// complete takes over what the envelope says about the record. The echo is nil where the response is not of the type
	// that was asked for. It reports whether the record has its key.
	complete func(record *T, e *envelope, echo lenientjson.Value) bool
}

// readRecord reads the response to a write. Whatever it returns, into holds what was read of the record, above all its
// key, which the echo of the envelope repeats.
func readRecord[T any](s *service, body []byte, t *recordType[T], into *T) error {
	*into = *new(T)
	e, err := s.parse(body, t.response)
	if err != nil {
		return err
	}
	hasRow := false
	e.eachRow(t.response, func(row lenientjson.Member) {
		if !hasRow && isRow(row) {
			hasRow = true
			t.fields.Read(&e.notes, row.Value, into, nil)
		}
	})
	var echo lenientjson.Value
	if e.isOf(t.response) {
		echo = e.fields
	}
	hasKey := t.complete(into, e, echo)
	switch err := e.check(t.response); {
	case err != nil:
		return err
	case !hasRow:
		return fmt.Errorf("the response has no row of %s", t.response.name)
	case !hasKey:
		return call.MarkApplied(fmt.Errorf("the %s in the response has no readable %s", t.response.name, t.response.key))
	}
	return nil
}

// flag reads a flag that has no absent form.
func flag(m lenientjson.Member, into *bool) {
	var read shelfwire.Opt[bool]
	m.Flag(&read)
	*into = read.Or(false)
}
