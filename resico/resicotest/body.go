package resicotest

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// body is the body of a request. One that is missing has no members.
type body struct{ *fake.Object }

// textOr returns fallback for a text that is missing or empty.
func (b *body) textOr(name, fallback string) string {
	if value, _ := b.Text(name); value != "" {
		return value
	}
	return fallback
}

func (b *body) flag(name string) (value bool) {
	b.Read(name, &value, "true or false")
	return value
}

// date returns empty for a date that is missing.
func (b *body) date(name, empty string) string {
	var day shelfwire.Date
	b.Read(name, &day, "a date in the form YYYY-MM-DD")
	if day.IsZero() {
		return empty
	}
	return day.String()
}

// rejection returns nil when nothing was wrong.
func (b *body) refusal() *refusal {
	if problems := b.Problems(); problems != nil {
		return refuseFields(problems)
	}
	return nil
}

func (b *body) unknown() (names []string) {
	for name := range b.Unknown() {
		names = append(names, name)
	}
	return names
}
