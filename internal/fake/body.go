package fake

import (
	"bytes"
	"encoding/json"
	"iter"
	"mime"
	"net/url"

	"github.com/shelfwire/shelfwire"
)

// HasType reports whether a request says that its body has a media type, whatever the parameters of the type.
func (r *Request) HasType(mediaType string) bool {
	declared, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && declared == mediaType
}

// Form reads a body that is said to be a form, and returns false for any other. Parameters that cannot be read are left
// out and make it false, too.
func (r *Request) Form() (parameters url.Values, ok bool) {
	if !r.HasType("application/x-www-form-urlencoded") {
		return nil, false
	}
	parameters, err := url.ParseQuery(string(r.Body))
	return parameters, err == nil
}

// Object reads the members of a JSON object one by one and notes what is wrong with them. What nobody has asked for in
// the end is unknown to the provider. A member that is null counts as missing, unless it is said otherwise.
type Object struct {
	members  []member
	asked    map[string]bool
	problems map[string][]string
}

type member struct {
	name  string
	value json.RawMessage
}

// ParseObject returns false when the text is no JSON object.
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
			return nil, false // strict decoders reject a name that comes twice
		}
		var m member
		m.name, _ = name.(string)
		if dec.Decode(&m.value) != nil {
			return nil, false
		}
		o.members = append(o.members, m)
	}
	return o, true
}

// All returns the members in their order.
func (o *Object) All() iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		for _, m := range o.members {
			if !yield(m.name, m.value) {
				return
			}
		}
	}
}

// Lookup returns a member, null included: the last one of that name. It returns null and false when there is none.
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

// Set sets a member.
func (o *Object) Set(name string, value json.RawMessage) {
	o.members = append(o.members, member{name, value})
}

// Read decodes a member, and notes that it is not what it should be when it cannot be decoded.
func (o *Object) Read(name string, into any, what string) (given bool) {
	value, _ := o.Lookup(name)
	if string(value) == "null" {
		return false
	}
	if json.Unmarshal(value, into) != nil {
		o.Problem(name, "is not "+what)
	}
	return true
}

// Text reads a text. It counts null as given: an empty text.
func (o *Object) Text(name string) (value string, given bool) {
	_, given = o.Lookup(name)
	o.Read(name, &value, "a text")
	return value, given
}

// Whole reads a whole number, and returns fallback when it is missing.
func (o *Object) Whole(name string, fallback int64) int64 {
	o.Read(name, &fallback, "a whole number")
	return fallback
}

// Number reads a number.
func (o *Object) Number(name string) (value shelfwire.Decimal, given bool) {
	given = o.Read(name, &value, "a number")
	return value, given
}

// Problem notes what is wrong with a member.
func (o *Object) Problem(name, problem string) {
	o.problems[name] = append(o.problems[name], problem)
}

// Problems returns what is wrong, by member; nil when nothing is.
func (o *Object) Problems() map[string][]string {
	if len(o.problems) == 0 {
		return nil
	}
	return o.problems
}

// Unknown returns the members that nobody has asked for, in their order, each once, with its last value.
func (o *Object) Unknown() iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		seen := map[string]bool{}
		for _, m := range o.members {
			if o.asked[m.name] || seen[m.name] {
				continue
			}
			seen[m.name] = true
			if !yield(m.name, o.last(m.name)) {
				return
			}
		}
	}
}

func (o *Object) last(name string) (value json.RawMessage) {
	for _, m := range o.members {
		if m.name == name {
			value = m.value
		}
	}
	return value
}
