// Package check collects what is wrong with the input of a call, field by field.
package check

import (
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Problems are the fields of one input that cannot be right. The zero value holds none.
type Problems struct{ list problems }

// Add notes a problem.
func (p *Problems) Add(field, problem string) {
	p.list = append(p.list, &shelfwire.FieldError{Field: field, Problem: problem})
}

// Err returns nil when there is no problem, and else one error that holds all of them.
func (p *Problems) Err() error {
	if len(p.list) == 0 {
		return nil
	}
	return p.list
}

// Required notes a text that is empty or white space.
func (p *Problems) Required(field, value string) {
	if strings.TrimSpace(value) == "" {
		p.Add(field, "is missing")
	}
}

// NotNegative notes a number below zero.
func (p *Problems) NotNegative(field string, n int64) {
	if n < 0 {
		p.Add(field, "must not be negative")
	}
}

// HeaderText notes a text that cannot stand in an HTTP header. The text itself stays out of the problem, since
// it may be a key.
func (p *Problems) HeaderText(field, value string) {
	if strings.TrimSpace(value) != value {
		p.Add(field, "must not begin or end with a space")
		return
	}
	for _, c := range []byte(value) {
		if c < ' ' || c > '~' {
			p.Add(field, "has a character that cannot stand in an HTTP header")
			return
		}
	}
}

// Key notes a part of credentials that is missing or cannot be one.
func (p *Problems) Key(field string, value shelfwire.Secret) {
	if value.IsZero() {
		p.Add(field, "is missing")
		return
	}
	p.HeaderText(field, value.Reveal())
}

// BasicUser notes a key that cannot be the user of HTTP Basic.
func (p *Problems) BasicUser(field string, value shelfwire.Secret) {
	p.Key(field, value)
	if strings.Contains(value.Reveal(), ":") {
		p.Add(field, "must not hold a colon: HTTP Basic takes what follows it for the other part")
	}
}

type problems []error

func (p problems) Error() string {
	texts := make([]string, len(p))
	for i, err := range p {
		texts[i] = err.Error()
	}
	return shelfwire.ErrInvalid.Error() + ": " + strings.Join(texts, "; ")
}

func (p problems) Unwrap() []error { return p }
