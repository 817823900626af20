package fake

import (
	"bytes"
	"encoding/json"
	"iter"
	"mime"
	"net/url"

	"github.com/shelfwire/shelfwire"
)

// HasType reports whether the request declares its body to be of a media type, with any parameters.
func (r *Request) HasType(mediaType string) bool {
	declared, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && declared == mediaType
}

// Form parses a body that is declared to be a form. It returns false for any other body, and when a parameter is
// malformed; malformed parameters are left out.
func (r *Request) Form() (parameters url.Values, ok bool) {
	if !r.HasType("application/x-www-form-urlencoded") {
		return nil, false
	}
	parameters, err := url.ParseQuery(string(r.Body))
	return parameters, err == nil
}

// Object decodes the members of a JSON object one by one and collects their problems. Members that were never looked up
// are unknown to the provider. A member that is null counts as missing, unless a method says otherwise.
type Object struct {
	members  []objectMember
	asked    map[string]bool
	problems map[string][]string
}

type objectMember struct {
	name  string
	value json.RawMessage
}

// ParseObject parses a JSON object. It returns false for any other text.
func ParseObject(text []byte) (*Object, bool) {
	text = bytes.TrimSpace(text)
	if !json.Valid(text) || text[0] != '{' {
		return nil, false
	}
	o := &Object{asked: map[string]bool{}, problems: map[string][]string{}}
	dec := json.NewDecoder(bytes.NewReader(text))
	_, _ = dec.Token() // the brace
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, false // strict decoders reject duplicate names
		}
		var m objectMember
		m.name, _ = name.(string)
		if dec.Decode(&m.value) != nil {
			return nil, false
		}
		o.members = append(o.members, m)
	}
	return o, true
}

// All yields the members in their order.
func (o *Object) All() iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		for _, m := range o.members {
			if !yield(m.name, m.value) {
				return
			}
		}
	}
}

// Lookup returns the last member with a name, which may be null. It returns null and false when there is none.
func (o *Object) Lookup(name string) (value json.RawMessage, given bool) {
	o.asked[name] = true
	value = json.RawMessage("null")
	for _, m := range o.members {
		if m.name == name {
			value, given = m.value, true
		}
	}
	return value, given
}

// Set appends a member, which replaces those before it.
func (o *Object) Set(name string, value json.RawMessage) {
	o.members = append(o.members, objectMember{name, value})
}

// Decode decodes a member, and adds the problem "is not <what>" when that fails.
func (o *Object) Decode(name string, into any, what string) (given bool) {
	value, _ := o.Lookup(name)
	if string(value) == "null" {
		return false
	}
	if json.Unmarshal(value, into) != nil {
		o.AddProblem(name, "is not "+what)
	}
	return true
}

// Text decodes a text. Null counts as given, as an empty text.
func (o *Object) Text(name string) (value string, given bool) {
	_, given = o.Lookup(name)
	o.Decode(name, &value, "a text")
	return value, given
}

// Int decodes a whole number, and returns fallback when it is missing.
func (o *Object) Int(name string, fallback int64) int64 {
	o.Decode(name, &fallback, "a whole number")
	return fallback
}

// Number decodes a number.
func (o *Object) Number(name string) (value shelfwire.Decimal, given bool) {
	given = o.Decode(name, &value, "a number")
	return value, given
}

// AddProblem adds a problem of a member.
func (o *Object) AddProblem(name, problem string) {
	o.problems[name] = append(o.problems[name], problem)
}

// Problems returns the problems by member; nil when there are none.
func (o *Object) Problems() map[string][]string {
	if len(o.problems) == 0 {
		return nil
	}
	return o.problems
}

// Unknown yields the members that were never looked up, in their order, each name once with its last value.
func (o *Object) Unknown() iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		seen := map[string]bool{}
		for _, m := range o.members {
			if o.asked[m.name] || seen[m.name] {
				continue
			}
			seen[m.name] = true
			if !yield(m.name, o.lastValue(m.name)) {
				return
			}
		}
	}
}

// lastValue returns the value of the last member with a name.
func (o *Object) lastValue(name string) (value json.RawMessage) {
	for _, m := range o.members {
		if m.name == name {
			value = m.value
		}
	}
	return value
}
