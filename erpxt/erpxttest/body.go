package erpxttest

import (
	"encoding/json"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// requestBody is the JSON object in the body of a request. It records the problems of its members.
type requestBody struct{ *fake.Object }

// member is an undocumented member of a product.
type member struct {
	name  string
	value json.RawMessage
}

// readText reads a text; "" where it is missing.
func (b *requestBody) readText(name string) string {
	value, _ := b.Text(name)
	return value
}

// readRequired reads a text, and records a problem when it is missing or empty.
func (b *requestBody) readRequired(name string) string {
	value := b.readText(name)
	if value == "" {
		b.AddProblem(name, "is missing")
	}
	return value
}

// rejectProblems returns the first problem of each member; nil for none.
func (b *requestBody) rejectProblems() rejection {
	problems := b.Problems()
	if problems == nil {
		return nil
	}
	for name := range problems {
		problems[name] = problems[name][:1]
	}
	return rejectFields(problems)
}

// unknownMembers returns the members that no method has read.
func (b *requestBody) unknownMembers() (list []member) {
	for name, value := range b.Unknown() {
		list = append(list, member{name, fake.CompactJSON(value)})
	}
	return list
}
