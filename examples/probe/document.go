package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/apinames"
)

// document parses the body of a response as JSON, with numbers as they are written.
func (e *exchange) document() (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(e.content()))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, errors.New("the body is not JSON")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the body has more than one JSON value")
	}
	return v, nil
}

// object parses the body as a JSON object; nil for anything else.
func (e *exchange) object() map[string]any {
	v, _ := e.document()
	object, _ := v.(map[string]any)
	return object
}

// member returns a member of nested objects; nil when it is absent.
func member(v any, path ...string) any {
	for _, name := range path {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

// objects returns the objects of a list.
func objects(v any) []map[string]any {
	list, _ := v.([]any)
	found := make([]map[string]any, 0, len(list))
	for _, each := range list {
		if object, ok := each.(map[string]any); ok {
			found = append(found, object)
		}
	}
	return found
}

// whole returns a whole JSON number; false for a quoted one.
func whole(v any) (int64, bool) {
	number, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := number.Int64()
	return n, err == nil
}

// kindOf names the kind of a JSON value.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "true or false"
	case json.Number:
		return "number"
	case string:
		return textKind(v)
	case []any:
		if len(v) == 0 {
			return "empty list"
		}
		return "list"
	case map[string]any:
		if len(v) == 0 {
			return "empty object"
		}
	}
	return "object"
}

func textKind(s string) string {
	switch {
	case s == "":
		return "empty text"
	case decimalText.MatchString(s):
		return "quoted number"
	case dayText.MatchString(s):
		return "day"
	}
	return "text"
}

var (
	decimalText = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	dayText     = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)
	htmlPage    = regexp.MustCompile(`(?i)^\s*<(!doctype html|html|h1|br)`)
)

// describeBody says what kind of a body a response has, by its kind and the names of its members.
func (e *exchange) describeBody() string {
	v, err := e.document()
	switch {
	case len(bytes.TrimSpace(e.content())) == 0:
		return "an empty body"
	case err != nil:
		return e.describeMarkup()
	}
	if object, ok := v.(map[string]any); ok && len(object) > 0 {
		return "an object with " + describeNames(object)
	}
	return "a JSON value of the kind " + kindOf(v)
}

// describeMarkup says what kind of a body that is no JSON a response has.
func (e *exchange) describeMarkup() string {
	if htmlPage.Match(e.content()) {
		return "an HTML page"
	}
	root := parseXML(e)
	if root.XMLName.Local == "" {
		return "a body that is neither JSON nor XML"
	}
	return "XML with " + describeNames(names([]*element{&root}))
}

// isShownName reports whether a name, or a code, may be shown: one that the APIs are known to have. Any other may be data.
func isShownName(name string) bool { return name != "" && apinames.IsKnown(name) }

// showCode returns a code that may be shown, and says of others that there was one.
func showCode(code string) string {
	switch {
	case code == "":
		return "none"
	case !isShownName(code):
		return "that is not known"
	default:
		return code
	}
}

// describeNames lists the names of an object's members, as far as they may be shown.
func describeNames[V any](object map[string]V) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(object)), func(name string) bool { return !isShownName(name) })
	if others := len(object) - len(names); others > 0 {
		names = append(names, fmt.Sprintf("%d other members", others))
	}
	return cmp.Or(strings.Join(names, ", "), "none")
}

// describe says what a response is: status, and kind of the body.
func (e *exchange) describe() string { return fmt.Sprintf("%d, %s", e.status, e.describeBody()) }
