package erpxttest

import (
	"encoding/json"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// body is the body of a request.
type body struct{ *fake.Object }

// member is a member of a product that is not documented.
type member struct {
	name  string
	value json.RawMessage
}

func (b *body) text(name string) string {
	value, _ := b.Text(name)
	return value
}

// required reads a text that must be there and must not be empty.
func (b *body) required(name string) string {
	value := b.text(name)
	if value == "" {
		b.Problem(name, "is missing")
	}
	return value
}

// rejection returns nil when nothing was wrong. Of each member it names the first problem.
func (b *body) refusal() refused {
	problems := b.Problems()
	if problems == nil {
		return nil
	}
	for name := range problems {
		problems[name] = problems[name][:1]
	}
	return refuseModel(problems)
}

// unknown are the members that nobody has asked for.
func (b *body) unknown() (list []member) {
	for name, value := range b.Unknown() {
		list = append(list, member{name, fake.Compact(value)})
	}
	return list
}
