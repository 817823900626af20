package resicotest

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// body is the body of a request. A missing one is an empty object.
type body struct{ *fake.Object }

// textOr returns a text, or fallback when it is missing or empty.
func (b *body) textOr(name, fallback string) string {
	if value, _ := b.Text(name); value != "" {
		return value
	}
	return fallback
}

// readFlag returns a flag; a missing one is false.
func (b *body) readFlag(name string) (value bool) {
	b.Decode(name, &value, "true or false")
	return value
}

// readDate returns a date, or empty when it is missing.
func (b *body) readDate(name, empty string) string {
	var day shelfwire.Date
	b.Decode(name, &day, "a date in the form YYYY-MM-DD")
	if day.IsZero() {
		return empty
	}
	return day.String()
}

// fieldRejection returns the rejection of the problems so far; nil when there are none.
func (b *body) fieldRejection() *rejection {
	if problems := b.Problems(); problems != nil {
		return rejectFields(problems)
	}
	return nil
}

// unknownNames returns the names of the members that the endpoint never read.
func (b *body) unknownNames() (names []string) {
	for name := range b.Unknown() {
		names = append(names, name)
	}
	return names
}
