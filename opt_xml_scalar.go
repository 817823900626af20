package shelfwire

import (
	"bytes"
	"encoding"
	"encoding/xml"
	"fmt"
	"reflect"
	"strings"
)

// parseScalar reads text as encoding/xml reads it, except that empty text is no number and no bool.
func parseScalar[T any](text string, value *T) error {
	t := reflect.TypeFor[T]()
	switch {
	case !isScalar(t):
		return fmt.Errorf("%s has no text form", t)
	case strings.TrimSpace(text) == "" && isNumberOrBool(t):
		return fmt.Errorf("empty text is not of type %s", t)
	case t.Kind() == reflect.String && !implements[encoding.TextUnmarshaler](t):
		reflect.ValueOf(value).Elem().SetString(text)
		return nil
	}
	var element bytes.Buffer
	element.WriteString("<value>")
	if err := xml.EscapeText(&element, []byte(text)); err != nil {
		return err
	}
	element.WriteString("</value>")
	return xml.Unmarshal(element.Bytes(), value)
}

// canBeElement reports whether a present value is exactly one element.
func canBeElement(t reflect.Type) bool {
	t = behindPointers(t)
	isList := t.Kind() == reflect.Slice || t.Kind() == reflect.Array
	return !isList || isBytes(t) || implements[xml.Marshaler](t) || implements[encoding.TextMarshaler](t)
}

// isScalar reports whether a value can be read from text alone.
func isScalar(t reflect.Type) bool {
	t = behindPointers(t)
	switch {
	case implements[xml.Unmarshaler](t):
		return false
	case implements[encoding.TextUnmarshaler](t):
		return true
	}
	return t.Kind() == reflect.String || isNumberOrBool(t)
}

func isNumberOrBool(t reflect.Type) bool {
	t = behindPointers(t)
	return !implements[encoding.TextUnmarshaler](t) && t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64
}

func isBytes(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

// has reports whether a variable of type t has the methods of I.
func implements[I any](t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

func behindPointers(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}
