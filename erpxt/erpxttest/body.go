package erpxttest

import (
	"bytes"
	"encoding/json"

	"github.com/shelfwire/shelfwire"
)

// body reads the members of a request's body one by one and notes what is wrong with them. What nobody has asked
// for in the end is unknown to the server.
type body struct {
	members  []member
	asked    map[string]bool
	problems map[string][]string
}

type member struct {
	name  string
	value json.RawMessage
}

// parseBody reads an object.
func parseBody(text []byte) (*body, bool) {
	text = bytes.TrimSpace(text)
	if !json.Valid(text) || text[0] != '{' {
		return nil, false
	}
	b := &body{asked: map[string]bool{}, problems: map[string][]string{}}
	dec := json.NewDecoder(bytes.NewReader(text))
	_, _ = dec.Token() // the bracket
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, false // strict readers refuse a name that comes twice
		}
		var m member
		m.name, _ = name.(string)
		if dec.Decode(&m.value) != nil {
			return nil, false
		}
		b.members = append(b.members, m)
	}
	return b, true
}

// get returns a member, the last one of that name, and false when there is none or it is null.
func (b *body) get(name string) (json.RawMessage, bool) {
	b.asked[name] = true
	value := json.RawMessage("null")
	for _, m := range b.members {
		if m.name == name {
			value = m.value
		}
	}
	return value, string(value) != "null"
}

// read reads a member that may be missing or null.
func (b *body) read(name string, into any, what string) (given bool) {
	value, given := b.get(name)
	if given && json.Unmarshal(value, into) != nil {
		b.problem(name, "is not "+what)
	}
	return given
}

func (b *body) text(name string) (value string) {
	b.read(name, &value, "a text")
	return value
}

// required reads a text that must be there and must not be empty.
func (b *body) required(name string) string {
	value := b.text(name)
	if value == "" {
		b.problem(name, "is missing")
	}
	return value
}

// whole returns fallback when the member is missing.
func (b *body) whole(name string, fallback int64) int64 {
	value := fallback
	b.read(name, &value, "a whole number")
	return value
}

func (b *body) number(name string) (value shelfwire.Decimal, given bool) {
	given = b.read(name, &value, "a number")
	return value, given
}

// problem notes the first thing that is wrong with a member.
func (b *body) problem(name, problem string) {
	if len(b.problems[name]) == 0 {
		b.problems[name] = []string{problem}
	}
}

// refusal returns nil when nothing was wrong.
func (b *body) refusal() refused {
	if len(b.problems) == 0 {
		return nil
	}
	return refuseModel(b.problems)
}

// unknown are the members that nobody has asked for, in their order, each once, with its last value and without
// needless spaces.
func (b *body) unknown() []member {
	var list []member
	for _, m := range b.members {
		if b.asked[m.name] {
			continue
		}
		value, _ := b.get(m.name)
		list = append(list, member{m.name, compact(value)})
	}
	return list
}
