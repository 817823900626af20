package loose

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// object shapes the members of an object, and takes an empty list for an empty object.
func (s *shaper) object(raw json.RawMessage, typeOf func(string) (reflect.Type, bool), depth int) json.RawMessage {
	if isEmptyList(raw) {
		return json.RawMessage("{}")
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return raw
	}
	for name, member := range members {
		if t, ok := typeOf(name); ok {
			members[name] = s.shape(member, t, depth+1)
		}
	}
	return encode(members, raw)
}

// list shapes the elements of a list, and takes an object with numeric keys for the list of its values.
func (s *shaper) list(raw json.RawMessage, elem reflect.Type, depth int) json.RawMessage {
	items, ok := items(raw)
	if !ok {
		return raw
	}
	for i := range items {
		items[i] = s.shape(items[i], elem, depth+1)
	}
	return encode(items, raw)
}

func items(raw json.RawMessage) ([]json.RawMessage, bool) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		return list, true
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return nil, false
	}
	byKey := make(map[int]json.RawMessage, len(members))
	for name, member := range members {
		key, err := strconv.Atoi(name)
		if err != nil {
			return nil, false
		}
		byKey[key] = member
	}
	list = make([]json.RawMessage, 0, len(byKey))
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		list = append(list, byKey[key])
	}
	return list, len(list) == len(members)
}

func isEmptyList(raw json.RawMessage) bool {
	inside, ok := bytes.CutPrefix(raw, []byte("["))
	return ok && string(bytes.TrimSpace(inside)) == "]"
}

func encode(v any, fallback json.RawMessage) json.RawMessage {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return fallback
	}
	return bytes.TrimSpace(out.Bytes())
}

// fieldTypes finds a field's type by its JSON name, first to the letter and then in any case, as encoding/json does. Of
// two fields with one name the outer one counts.
func fieldTypes(t reflect.Type) func(string) (reflect.Type, bool) {
	types, depths := map[string]reflect.Type{}, map[string]int{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || f.Anonymous && name == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if outer, ok := depths[name]; !ok || len(f.Index) < outer {
			types[name], depths[name] = f.Type, len(f.Index)
		}
	}
	return func(name string) (reflect.Type, bool) {
		if t, ok := types[name]; ok {
			return t, true
		}
		for known, t := range types {
			if strings.EqualFold(known, name) {
				return t, true
			}
		}
		return nil, false
	}
}

// scalar moves a value in or out of quotes.
func scalar(raw json.RawMessage, kind reflect.Kind) json.RawMessage {
	quoted := raw[0] == '"'
	switch kind {
	case reflect.String:
		if isNumber(string(raw)) {
			return json.RawMessage(strconv.Quote(string(raw)))
		}
	case reflect.Bool:
		switch strings.ToLower(strings.Trim(string(raw), `"`)) {
		case "1", "true":
			return json.RawMessage("true")
		case "0", "false", "":
			return json.RawMessage("false")
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		inside := strings.TrimSpace(strings.Trim(string(raw), `"`))
		if quoted && isNumber(inside) && json.Valid([]byte(inside)) {
			return json.RawMessage(inside)
		}
	default:
	}
	return raw
}

// isNumber tells a JSON number from the other values, by how it begins.
func isNumber(s string) bool {
	return s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9')
}

// time brings a time into the form that time.Time reads.
func (s *shaper) time(raw json.RawMessage) json.RawMessage {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return raw
	}
	text = strings.TrimSpace(text)
	if text == "" || strings.HasPrefix(text, "0000-00-00") {
		return json.RawMessage("null")
	}
	for _, layout := range [...]string{time.DateTime, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, s.zone); err == nil {
			return encode(t, raw)
		}
	}
	return raw
}
