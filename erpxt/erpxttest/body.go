package erpxttest

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// requestBody is a JSON object in a request, or one that is nested in it. It records the problems of its members.
type requestBody struct{ *fake.Object }

// readText reads a text; "" where it is missing.
func (b *requestBody) readText(name string) string {
	value, _ := b.Text(name)
	return value
}

// copyTexts copies texts; "" where they are missing.
func (b *requestBody) copyTexts(r *record, names ...string) {
	for _, name := range names {
		r.setText(name, b.readText(name))
	}
}

// copyRequired copies texts, and records a problem where one is missing or empty.
func (b *requestBody) copyRequired(r *record, names ...string) {
	for _, name := range names {
		text := b.readText(name)
		if text == "" {
			b.AddProblem(name, "is missing")
		}
		r.setText(name, text)
	}
}

// copyFlags copies flags; false where they are missing.
func (b *requestBody) copyFlags(r *record, names ...string) {
	for _, name := range names {
		var flag bool
		b.Decode(name, &flag, "a flag")
		r.setMember(name, fake.EncodeJSON(flag))
	}
}

// copyIDs copies ids; null where they are missing.
func (b *requestBody) copyIDs(r *record, names ...string) {
	for _, name := range names {
		r.setID(name, b.Int(name, 0))
	}
}

// copyCode copies a code, and records a problem where it is none of some codes. A missing one is the first of them.
func (b *requestBody) copyCode(r *record, name string, codes ...int64) {
	code := b.Int(name, codes[0])
	if !slices.Contains(codes, code) {
		b.AddProblem(name, "is not a known code")
	}
	r.setInt(name, code)
}

// copyDays copies the days of dates. Of a missing one, r keeps what it has.
func (b *requestBody) copyDays(r *record, names ...string) {
	for _, name := range names {
		if day, given := b.readDay(name); given {
			r.setText(name, day.String())
		}
	}
}

// readDay reads the day of a date with or without a time. Null and the empty text are no day.
func (b *requestBody) readDay(name string) (day shelfwire.Date, given bool) {
	text := b.readText(name)
	if text == "" {
		return day, false
	}
	if day.UnmarshalText([]byte(text)) != nil {
		b.AddProblem(name, "is not a date")
	}
	return day, !day.IsZero()
}

// readAmount reads a number that must not be negative.
func (b *requestBody) readAmount(name string) (amount shelfwire.Decimal, given bool) {
	amount, given = b.Number(name)
	if amount.Sign() < 0 {
		b.AddProblem(name, "must not be negative")
	}
	return amount, given
}

// readObject reads a nested object; nil where it is missing.
func (b *requestBody) readObject(name string) *requestBody {
	value, _ := b.Lookup(name)
	if string(value) == "null" {
		return nil
	}
	nested, ok := fake.ParseObject(value)
	if !ok {
		b.AddProblem(name, "is not an object")
		return nil
	}
	return &requestBody{nested}
}

// readList reads a list of objects.
func (b *requestBody) readList(name string) (list []*requestBody) {
	var elements []json.RawMessage
	b.Decode(name, &elements, "a list")
	for i, element := range elements {
		nested, ok := fake.ParseObject(element)
		if !ok {
			b.AddProblem(fmt.Sprintf("%s[%d]", name, i), "is not an object")
			continue
		}
		list = append(list, &requestBody{nested})
	}
	return list
}

// takeProblems takes over the problems of a nested object: those of its Id as Items[2].Id.
func (b *requestBody) takeProblems(path string, nested *requestBody) {
	for name, problems := range nested.Problems() {
		for _, problem := range problems {
			b.AddProblem(path+"."+name, problem)
		}
	}
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

// rejectMembers records a problem of each of some members that is given.
func (b *requestBody) rejectMembers(problem string, names ...string) {
	for _, name := range names {
		if _, given := b.Lookup(name); given {
			b.AddProblem(name, problem)
		}
	}
}

// copyUnknown copies the members that no method has read. The number of the object in its response, $id, is none.
func (b *requestBody) copyUnknown(r *record) {
	b.Lookup("$id")
	for name, value := range b.Unknown() {
		r.setMember(name, fake.CompactJSON(value))
	}
}
