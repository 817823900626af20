package resicotest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// body reads the members of a request's body one by one and notes what is wrong with them. What nobody has asked
// for in the end is unknown to the server.
type body struct {
	members  []*member
	problems map[string][]string
}

type member struct {
	name  string
	value json.RawMessage
	asked bool
}

// parseBody reads an object. No body at all is an empty one.
func parseBody(text []byte) (*body, *refusal) {
	b := &body{problems: map[string][]string{}}
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return b, nil
	}
	if text[0] != '{' || !json.Valid(text) {
		return nil, refuse(http.StatusBadRequest, "the body is not a JSON object")
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	_, _ = dec.Token() // the bracket; nothing can fail in valid JSON
	for dec.More() {
		name, _ := dec.Token()
		m := &member{name: name.(string)}
		_ = dec.Decode(&m.value)
		b.members = append(b.members, m)
	}
	return b, nil
}

// get returns a member, the last one of that name, and false when there is none.
func (b *body) get(name string) (json.RawMessage, bool) {
	var value json.RawMessage
	for _, m := range b.members {
		if m.name == name {
			m.asked = true
			value = m.value
		}
	}
	return value, value != nil
}

// read reads a member that may be missing or null.
func (b *body) read(name string, into any, what string) (given bool) {
	value, given := b.get(name)
	if given && json.Unmarshal(value, into) != nil {
		b.problem(name, "is not "+what)
	}
	return given
}

func (b *body) text(name string) (value string, given bool) {
	given = b.read(name, &value, "a text")
	return value, given
}

// textOr returns fallback for a text that is missing or empty.
func (b *body) textOr(name, fallback string) string {
	if value, _ := b.text(name); value != "" {
		return value
	}
	return fallback
}

func (b *body) number(name string) (value shelfwire.Decimal, given bool) {
	b.read(name, &value, "a number")
	return value, value.IsSet()
}

func (b *body) whole(name string) (value int) {
	b.read(name, &value, "a whole number")
	return value
}

func (b *body) flag(name string) (value bool) {
	b.read(name, &value, "true or false")
	return value
}

// date returns empty for a date that is missing.
func (b *body) date(name, empty string) string {
	var day shelfwire.Date
	b.read(name, &day, "a date in the form YYYY-MM-DD")
	if day.IsZero() {
		return empty
	}
	return day.String()
}

func (b *body) problem(field, problem string) {
	b.problems[field] = append(b.problems[field], problem)
}

// refusal returns nil when nothing was wrong.
func (b *body) refusal() *refusal {
	if len(b.problems) == 0 {
		return nil
	}
	return refuseFields(b.problems)
}

func (b *body) unknown() []string {
	var names []string
	for _, m := range b.members {
		if !m.asked && !slices.Contains(names, m.name) {
			names = append(names, m.name)
		}
	}
	return names
}
