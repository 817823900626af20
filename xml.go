package shelfwire

import (
	"bytes"
	"encoding"
	"encoding/xml"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// schemaInstance is the namespace of xsi:nil.
const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

var errNullText = errors.New("null has a form as an XML element only, not as an attribute or text")

// MarshalXML writes the value as an element; nothing when the field is absent, and an empty element with
// xsi:nil="true" when it is null or a nil pointer. A list is an error: it would vanish when it is empty.
func (o Opt[T]) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	switch {
	case o.state == absent:
		return nil
	case o.isEmpty():
		start.Attr = append(start.Attr[:len(start.Attr):len(start.Attr)],
			xml.Attr{Name: xml.Name{Local: "xmlns:xsi"}, Value: schemaInstance},
			xml.Attr{Name: xml.Name{Local: "xsi:nil"}, Value: "true"})
		return e.EncodeElement("", start)
	}
	value := o.value
	if !canBeElement(reflect.TypeOf(value)) {
		return fmt.Errorf("%T has no form as an XML element", value)
	}
	return e.EncodeElement(&value, start)
}

// UnmarshalXML reads an element: null when it has xsi:nil="true", a value otherwise. An empty element is an empty
// string, no date, and an error for numbers and bools. After an error o is as it was.
func (o *Opt[T]) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if isNil(start) {
		if err := decodeNothing(d, start); err != nil {
			return err
		}
		*o = Null[T]()
		return nil
	}
	value, err := decodeElement[T](d, start)
	if err != nil {
		return err
	}
	*o = Set(value)
	return nil
}

// MarshalXMLAttr writes the value as an attribute, and nothing when the field is absent. Null is an error, since
// XML has no form for it. T is an attribute or text by its own methods, a string, a bool or a whole number.
func (o Opt[T]) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	if m, ok := any(o.value).(xml.MarshalerAttr); ok && !o.isEmpty() {
		return m.MarshalXMLAttr(name)
	}
	if o.state == absent {
		return xml.Attr{}, nil
	}
	text, err := o.MarshalText()
	if err != nil {
		return xml.Attr{}, fmt.Errorf("attribute %s: %w", name.Local, err)
	}
	return xml.Attr{Name: name, Value: string(text)}, nil
}

// UnmarshalXMLAttr reads an attribute. After an error o is as it was.
func (o *Opt[T]) UnmarshalXMLAttr(attr xml.Attr) error {
	var value T
	var err error
	if u, ok := any(&value).(xml.UnmarshalerAttr); ok {
		err = u.UnmarshalXMLAttr(attr)
	} else {
		err = parseScalar(attr.Value, &value)
	}
	if err != nil {
		return fmt.Errorf("attribute %s: %w", attr.Name.Local, err)
	}
	*o = Set(value)
	return nil
}

// MarshalText makes the XML option chardata work: it returns nothing when the field is absent. Null is an error.
func (o Opt[T]) MarshalText() ([]byte, error) {
	if o.state == absent {
		return nil, nil
	}
	if o.isEmpty() {
		return nil, errNullText
	}
	text, err := scalarText(o.value, "text")
	return []byte(text), err
}

// UnmarshalText reads a value. No text at all is an absent field. After an error o is as it was.
func (o *Opt[T]) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*o = Opt[T]{}
		return nil
	}
	var value T
	if err := parseScalar(string(text), &value); err != nil {
		return err
	}
	*o = Set(value)
	return nil
}

// isNil reports whether an element has xsi:nil. A prefix that is not declared counts by its usual meaning.
func isNil(start xml.StartElement) bool {
	for _, attr := range start.Attr {
		if attr.Name.Local == "nil" && (attr.Name.Space == schemaInstance || attr.Name.Space == "xsi") {
			value := strings.TrimSpace(attr.Value)
			return value == "true" || value == "1"
		}
	}
	return false
}

func decodeNothing(d *xml.Decoder, start xml.StartElement) error {
	var content struct {
		Inner string `xml:",innerxml"`
	}
	if err := d.DecodeElement(&content, &start); err != nil {
		return err
	}
	if strings.TrimSpace(content.Inner) != "" {
		return fmt.Errorf("element %s is nil and holds %q", start.Name.Local, clip(content.Inner))
	}
	return nil
}

func decodeElement[T any](d *xml.Decoder, start xml.StartElement) (value T, err error) {
	t := reflect.TypeFor[T]()
	switch {
	case !canBeElement(t) || t.Kind() == reflect.Interface:
		err = fmt.Errorf("%s has no form as an XML element", t)
	case isScalar(t):
		var text string
		if err = d.DecodeElement(&text, &start); err == nil {
			err = parseScalar(text, &value)
		}
		if err != nil {
			err = fmt.Errorf("element %s: %w", start.Name.Local, err)
		}
	default:
		err = d.DecodeElement(&value, &start)
	}
	return value, err
}

// parseScalar reads text as encoding/xml reads it, except that empty text is no number and no bool.
func parseScalar[T any](text string, value *T) error {
	t := reflect.TypeFor[T]()
	switch {
	case !isScalar(t):
		return fmt.Errorf("%s has no text form", t)
	case strings.TrimSpace(text) == "" && isNumberOrBool(t):
		return fmt.Errorf("empty text is not of type %s", t)
	case t.Kind() == reflect.String && !has[encoding.TextUnmarshaler](t):
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
	return !isList || isBytes(t) || has[xml.Marshaler](t) || has[encoding.TextMarshaler](t)
}

// isScalar reports whether a value can be read from text alone.
func isScalar(t reflect.Type) bool {
	t = behindPointers(t)
	switch {
	case has[xml.Unmarshaler](t):
		return false
	case has[encoding.TextUnmarshaler](t):
		return true
	}
	return t.Kind() == reflect.String || isNumberOrBool(t)
}

func isNumberOrBool(t reflect.Type) bool {
	t = behindPointers(t)
	return !has[encoding.TextUnmarshaler](t) && t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64
}

func isBytes(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

// has reports whether a variable of type t has the methods of I.
func has[I any](t reflect.Type) bool { return reflect.PointerTo(t).Implements(reflect.TypeFor[I]()) }

func behindPointers(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}
