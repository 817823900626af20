// Package loose reads JSON from servers that are not strict about types, as servers written in PHP often are: a
// number in quotes or a text without them, 0 and 1 for false and true, [] for an empty object, an object with
// numeric keys for a list, "" for no number, "" or 0000-00-00 for no time, a time without a zone.
//
// What is read stays exact: numbers are moved as text, never through binary floating point.
package loose

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Unmarshal reads data into v, which must point to its zero value. It reads strictly first, so a well-typed
// document costs nothing extra; only when that fails it brings the document into the shape of v's type and reads
// again. Times without a zone are taken to be in the given one.
func Unmarshal(data []byte, v any, zone *time.Location) error {
	strict := json.Unmarshal(data, v)
	if strict == nil || !json.Valid(data) {
		return strict
	}
	target := reflect.ValueOf(v).Elem()
	target.SetZero()
	s := shaper{zone: zone}
	return json.Unmarshal(s.shape(bytes.TrimSpace(data), target.Type(), 0), v)
}

// maxDepth bounds the recursion for types that contain themselves.
const maxDepth = 32

type shaper struct{ zone *time.Location }

var (
	timeType        = reflect.TypeFor[time.Time]()
	rawType         = reflect.TypeFor[json.RawMessage]()
	decimalType     = reflect.TypeFor[shelfwire.Decimal]()
	unmarshalerType = reflect.TypeFor[json.Unmarshaler]()
)

// shape returns raw as the type wants it where the intention is clear, and else raw itself, so that the strict
// reader reports what is wrong.
func (s *shaper) shape(raw json.RawMessage, t reflect.Type, depth int) json.RawMessage {
	if len(raw) == 0 || depth > maxDepth || t == rawType || string(raw) == "null" {
		return raw
	}
	if t == timeType {
		return s.time(raw)
	}
	if inner, ok := optional(t); ok {
		if inner == decimalType && string(raw) == `""` {
			return json.RawMessage("null")
		}
		return s.shape(raw, inner, depth+1)
	}
	if reflect.PointerTo(t).Implements(unmarshalerType) && t.Kind() != reflect.Pointer {
		return raw
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.shape(raw, t.Elem(), depth+1)
	case reflect.Struct:
		return s.object(raw, fieldTypes(t), depth)
	case reflect.Map:
		return s.object(raw, func(string) (reflect.Type, bool) { return t.Elem(), true }, depth)
	case reflect.Slice:
		return s.list(raw, t.Elem(), depth)
	default:
		return scalar(raw, t.Kind())
	}
}

// optional recognizes shelfwire.Opt by its method Get and returns the type of its value.
func optional(t reflect.Type) (reflect.Type, bool) {
	get, ok := t.MethodByName("Get")
	if !ok || t.Kind() != reflect.Struct || get.Type.NumIn() != 1 || get.Type.NumOut() != 2 {
		return nil, false
	}
	return get.Type.Out(0), true
}
