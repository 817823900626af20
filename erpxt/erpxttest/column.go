package erpxttest

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// column is a documented member of a record. Lists are filtered and ordered by those that hold a single value.
type column struct {
	name     string
	kind     exprKind
	fallback json.RawMessage // of a record without the member
	isNested bool            // it holds an object or a list, by which nothing is filtered
}

func textColumn(name string) column {
	return column{name: name, kind: kindText, fallback: []byte(`""`)}
}
func numberColumn(name string) column {
	return column{name: name, kind: kindNumber, fallback: []byte("null")}
}
func codeColumn(name string) column {
	return column{name: name, kind: kindNumber, fallback: []byte("0")}
}
func idColumn(name string) column { return numberColumn(name) }
func dateColumn(name string) column {
	return column{name: name, kind: kindDate, fallback: []byte("null")}
}
func flagColumn(name string) column {
	return column{name: name, kind: kindCondition, fallback: []byte("false")}
}

// optionalText is a text that is null where there is none.
func optionalText(name string) column {
	return column{name: name, kind: kindText, fallback: []byte("null")}
}

func objectColumn(name string) column {
	return column{name: name, kind: kindNull, fallback: []byte("null"), isNested: true}
}

func listColumn(name string) column {
	return column{name: name, kind: kindNull, fallback: []byte("[]"), isNested: true}
}

// textColumns returns columns of texts.
func textColumns(names ...string) []column { return makeColumns(textColumn, names) }

// numberColumns returns columns of numbers.
func numberColumns(names ...string) []column { return makeColumns(numberColumn, names) }

func makeColumns(column func(string) column, names []string) (list []column) {
	for _, name := range names {
		list = append(list, column(name))
	}
	return list
}

// decodeValue returns the value of a member. A value of another type than the column's counts as null.
func (c *column) decodeValue(raw json.RawMessage) value {
	if string(raw) == "null" {
		return value{null: true}
	}
	switch c.kind {
	case kindText:
		return value{text: decodeText(raw)}
	case kindNumber:
		n, err := shelfwire.ParseDecimal(strings.Trim(string(raw), `"`))
		return value{null: err != nil, number: n}
	case kindDate:
		t, ok := decodeDay(raw)
		return value{null: !ok, text: t.Format(sortableTime)}
	default:
		return value{flag: string(raw) == "true"}
	}
}

// decodeText returns a text, and any other value as it is written.
func decodeText(raw json.RawMessage) string {
	if len(raw) < 2 || raw[0] != '"' {
		return string(raw)
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var text string
	_ = json.Unmarshal(raw, &text)
	return text
}

// decodeDay returns the day of a date, at midnight in UTC. Whatever follows the day is dropped.
func decodeDay(raw json.RawMessage) (time.Time, bool) {
	text := decodeText(raw)
	t, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
	return t, err == nil
}

// encodeDay returns a day as the provider writes it: midnight with the offset of its zone.
func encodeDay(day shelfwire.Date, zone *time.Location) json.RawMessage {
	return json.RawMessage(`"` + day.In(zone).Format(time.RFC3339) + `"`)
}

// encodeValue returns a member as it is sent. A bare day gets its time of day; anything else stays as it is.
func (c *column) encodeValue(raw json.RawMessage, zone *time.Location) json.RawMessage {
	switch {
	case raw == nil, c.kind == kindDate && string(raw) == `""`:
		return c.fallback
	case c.kind != kindDate || len(raw) != len(`"2006-01-02"`):
		return raw
	}
	t, ok := decodeDay(raw)
	if !ok {
		return raw
	}
	return encodeDay(shelfwire.DateOf(t), zone)
}
