package shelfwire

import (
	"encoding/xml"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// schemaInstance is the namespace of xsi:nil.
const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

var errNullText = errors.New("null has a form as an XML element only, not as an attribute or text")

// MarshalXML writes the value as an element, and an empty element with xsi:nil="true" when it is null or a nil
// pointer. An absent field is left out. A list is an error: it would vanish when it is empty.
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
// string or a zero Date, and an error for numbers and bools. An error leaves o as it was.
func (o *Opt[T]) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if isNil(start) {
		if err := decodeEmptyElement(d, start); err != nil {
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

// MarshalXMLAttr writes the value as an attribute; an absent field is left out. Null is an error, since only elements
// have a form for it. T is an attribute or text by its own methods, a string, a bool or a whole number.
func (o Opt[T]) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	if m, ok := asInterface[xml.MarshalerAttr](&o.value); ok && !o.isEmpty() {
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

// MarshalText makes the XML option chardata work: it returns "" when the field is absent. Null is an error.
func (o Opt[T]) MarshalText() ([]byte, error) {
	if o.state == absent {
		return nil, nil
	}
	if o.isEmpty() {
		return nil, errNullText
	}
	text, err := scalarText(&o.value, "text")
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

func decodeEmptyElement(d *xml.Decoder, start xml.StartElement) error {
	var content struct {
		Inner string `xml:",innerxml"`
	}
	if err := d.DecodeElement(&content, &start); err != nil {
		return err
	}
	if strings.TrimSpace(content.Inner) != "" {
		return fmt.Errorf("element %s is nil and holds %q", start.Name.Local, clipText(content.Inner))
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
