// Package check validates the input of a call and collects its problems, field by field.
//
// Each input type has an unexported method validate(problems *check.Problems), which adds the problems of its fields.
package check

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Problems are the invalid fields of one input. The zero value is empty.
type Problems struct{ list fieldErrors }

// Add adds a problem of a field, which is named as in Go: "Lines[2].SKU".
func (p *Problems) Add(field, problem string) {
	p.list = append(p.list, &shelfwire.FieldError{Field: field, Problem: problem})
}

// Err returns one error that wraps every problem as a [shelfwire.FieldError]; nil when there are none.
func (p *Problems) Err() error {
	if len(p.list) == 0 {
		return nil
	}
	return p.list
}

// Required adds a problem for a text that is empty or white space.
func (p *Problems) Required(field, value string) {
	if strings.TrimSpace(value) == "" {
		p.Add(field, "is missing")
	}
}

// NotNegative adds a problem for a number below zero.
func (p *Problems) NotNegative(field string, n int64) {
	if n < 0 {
		p.Add(field, "must not be negative")
	}
}

// Between adds a problem if a count is negative or above a bound.
func (p *Problems) Between(field string, n, most int64) {
	p.NotNegative(field, n)
	if n > most {
		p.Add(field, fmt.Sprintf("must be at most %d", most))
	}
}

// HeaderText adds a problem for a text that is invalid in an HTTP header. The problem leaves the text out, since it
// may be a key.
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

// Key adds a problem for a part of the credentials that is missing or invalid in an HTTP header.
func (p *Problems) Key(field string, value shelfwire.Secret) {
	if value.IsZero() {
		p.Add(field, "is missing")
		return
	}
	p.HeaderText(field, value.Reveal())
}

// BasicUser adds a problem for a key that is invalid as the user of HTTP Basic.
func (p *Problems) BasicUser(field string, value shelfwire.Secret) {
	p.Key(field, value)
	if strings.Contains(value.Reveal(), ":") {
		p.Add(field, "must not hold a colon: HTTP Basic takes what follows it for the other part")
	}
}

// fieldErrors is the error of all problems.
type fieldErrors []error

func (p fieldErrors) Error() string {
	texts := make([]string, len(p))
	for i, err := range p {
		texts[i] = err.Error()
	}
	return shelfwire.ErrInvalid.Error() + ": " + strings.Join(texts, "; ")
}

func (p fieldErrors) Unwrap() []error { return p }
