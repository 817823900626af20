package erpxt

import (
	"bytes"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// memberOf describes a member of a T that has a field.
type memberOf[T any] struct {
	name, field string // on the wire, and in Go
	role        role
	vital       bool // a number, a day, an id or a code: a document with an unread one is not confirmed

	decode func(*T, lenientjson.Member) (ok bool) // false leaves the field zero
	isSet  func(*T) bool                          // the field is not zero
	encode func(*T) ([]byte, error)
	equal  func(a, b *T) bool

	isStored func(*T) bool   // whether JSON for storing has it; nil: always
	isSent   func(*T) bool   // whether the body of an edit has it; nil: always
	text     func(*T) string // nil for a member that is no text
	key      func(*T) *int64 // nil for a member that is no key

	nested nestedMember[T] // nil for a member without records inside
}

// role is what writes do with a member.
type role uint8

const (
	roleParameter role = iota // it is sent
	roleKey                   // it is sent by edits, behind the parameters
	roleEchoed                // it goes back as it came; a change is rejected
	roleComputed              // it is never sent; a change is rejected
)

func (m memberOf[T]) echoed() memberOf[T]   { m.role = roleEchoed; return m }
func (m memberOf[T]) computed() memberOf[T] { m.role = roleComputed; return m }

// omitEmpty leaves an empty text out of writes.
func (m memberOf[T]) omitEmpty() memberOf[T] { m.isSent = m.isSet; return m }

// alias makes a member another spelling of the one before it, which is read only.
func (m memberOf[T]) alias() memberOf[T] {
	m.role, m.isStored = roleComputed, func(*T) bool { return false }
	decode := m.decode
	m.decode = func(t *T, v lenientjson.Member) bool { return m.isSet(t) || decode(t, v) }
	return m
}

// omitStored leaves an empty member out of JSON for storing.
func (m memberOf[T]) omitStored() memberOf[T] { m.isStored = m.isSet; return m }

// isEqual reports whether two records have the same value in this member.
func (m *memberOf[T]) isEqual(a, b *T) bool {
	if m.equal != nil {
		return m.equal(a, b)
	}
	x, errX := m.encode(a)
	y, errY := m.encode(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// textMember describes a text, which is written also when it is empty.
func textMember[T any](name, field string, at func(*T) *string) memberOf[T] {
	return memberOf[T]{
		name: name, field: field,
		decode: func(t *T, m lenientjson.Member) (ok bool) { *at(t), ok = m.Value.Text(); return ok },
		isSet:  func(t *T) bool { return *at(t) != "" },
		encode: func(t *T) ([]byte, error) { return appendText(nil, *at(t)), nil },
		equal:  func(a, b *T) bool { return *at(a) == *at(b) },
		text:   func(t *T) string { return *at(t) },
	}
}

// idMember describes an id. A write omits 0, which is none.
func idMember[T any](name, field string, at func(*T) *int64) memberOf[T] {
	isSet := func(t *T) bool { return *at(t) != 0 }
	return memberOf[T]{
		name: name, field: field, vital: true,
		decode:   func(t *T, m lenientjson.Member) (ok bool) { *at(t), _, ok = m.Value.Int(); return ok },
		isSet:    isSet,
		encode:   func(t *T) ([]byte, error) { return encodeInt(*at(t)), nil },
		equal:    func(a, b *T) bool { return *at(a) == *at(b) },
		isStored: isSet,
		isSent:   isSet,
	}
}

// keyMember describes the key of a record.
func keyMember[T any](name, field string, at func(*T) *int64) memberOf[T] {
	m := idMember(name, field, at)
	m.role, m.key, m.isStored = roleKey, at, nil
	return m
}

// numberMember describes a number. A write omits null: whether the server takes it is undocumented.
func numberMember[T any](name, field string, at func(*T) *shelfwire.Opt[shelfwire.Decimal]) memberOf[T] {
	isSet := func(t *T) bool { return !at(t).IsZero() }
	return memberOf[T]{
		name: name, field: field, vital: true,
		decode:   func(t *T, m lenientjson.Member) (ok bool) { *at(t), ok = m.Decimal(); return ok },
		isSet:    isSet,
		encode:   func(t *T) ([]byte, error) { return at(t).MarshalJSON() },
		equal:    func(a, b *T) bool { return equalNumbers(*at(a), *at(b)) },
		isStored: isSet,
		isSent:   func(t *T) bool { return hasNumber(*at(t)) },
	}
}

// countMember describes a whole number that can be absent.
func countMember[T any](name, field string, at func(*T) *shelfwire.Opt[int64]) memberOf[T] {
	isSet := func(t *T) bool { return !at(t).IsZero() }
	return memberOf[T]{
		name: name, field: field, vital: true,
		decode:   func(t *T, m lenientjson.Member) (ok bool) { *at(t), ok = decodeCount(m.Value); return ok },
		isSet:    isSet,
		encode:   func(t *T) ([]byte, error) { return at(t).MarshalJSON() },
		equal:    func(a, b *T) bool { return equalOpts(*at(a), *at(b)) },
		isStored: isSet,
		isSent:   func(t *T) bool { _, ok := at(t).Get(); return ok },
	}
}

func decodeCount(v lenientjson.Value) (count shelfwire.Opt[int64], ok bool) {
	n, given, ok := v.Int()
	switch {
	case v.IsNull():
		return shelfwire.Null[int64](), true
	case given && ok:
		return shelfwire.Set(n), true
	default:
		return count, ok
	}
}

// flagMember describes a flag that can be absent.
func flagMember[T any](name, field string, at func(*T) *shelfwire.Opt[bool]) memberOf[T] {
	isSet := func(t *T) bool { return !at(t).IsZero() }
	return memberOf[T]{
		name: name, field: field, vital: true,
		decode:   func(t *T, m lenientjson.Member) (ok bool) { *at(t), ok = m.Value.Bool(); return ok },
		isSet:    isSet,
		encode:   func(t *T) ([]byte, error) { return at(t).MarshalJSON() },
		equal:    func(a, b *T) bool { return equalOpts(*at(a), *at(b)) },
		isStored: isSet,
		isSent:   func(t *T) bool { _, ok := at(t).Get(); return ok },
	}
}

// dayMember describes a day. It is read from the first ten characters: the provider's samples have a wrong offset in
// summer. It is written as YYYY-MM-DD.
func dayMember[T any](name, field string, at func(*T) *shelfwire.Date) memberOf[T] {
	isSet := func(t *T) bool { return !at(t).IsZero() }
	return memberOf[T]{
		name: name, field: field, vital: true,
		decode:   func(t *T, m lenientjson.Member) (ok bool) { *at(t), ok = decodeDay(m.Value); return ok },
		isSet:    isSet,
		encode:   func(t *T) ([]byte, error) { return encodeDay(*at(t)) },
		equal:    func(a, b *T) bool { return *at(a) == *at(b) },
		isStored: isSet,
		isSent:   isSet,
	}
}

// decodeDay decodes a string that begins with a day. What follows the day must begin with T or a space.
func decodeDay(v lenientjson.Value) (day shelfwire.Date, ok bool) {
	text, ok := v.Text()
	if !ok || !v.IsString() {
		return day, ok && !v.IsNumber()
	}
	if day.UnmarshalText([]byte(text)) != nil {
		return shelfwire.Date{}, false
	}
	if day == (shelfwire.Date{Year: 1, Month: 1, Day: 1}) { // .NET's first day stands for none
		return shelfwire.Date{}, true
	}
	return day, true
}

func encodeDay(day shelfwire.Date) ([]byte, error) {
	text, err := day.MarshalText()
	return appendText(nil, string(text)), err
}

// code is a text that stands for one of the provider's codes.
type code interface {
	~string

	codes() *codeTable
}

// codeMember describes a code.
func codeMember[T any, C code](name, field string, at func(*T) *C) memberOf[T] {
	table := (*new(C)).codes()
	isSet := func(t *T) bool { return *at(t) != "" }
	return memberOf[T]{
		name: name, field: field, vital: true,
		decode: func(t *T, m lenientjson.Member) bool {
			text, ok := table.decodeCode(m.Value)
			*at(t) = C(text)
			return ok
		},
		isSet:    isSet,
		encode:   func(t *T) ([]byte, error) { return table.marshalText(string(*at(t))) },
		equal:    func(a, b *T) bool { return *at(a) == *at(b) },
		isStored: isSet,
		isSent:   isSet,
	}
}

// validateCode reports a text that is no code, or one that the provider does not document.
func validateCode[C code](problems *check.Problems, field string, value C) {
	if table := value.codes(); value != "" && table.indexOf(string(value)) < 0 {
		problems.Add(field, table.describeUndocumented(string(value)))
	}
}

// hasNumber reports whether a number is set: neither absent nor null.
func hasNumber(number shelfwire.Opt[shelfwire.Decimal]) bool {
	_, ok := number.Get()
	return ok
}

// equalNumbers compares numbers at any scale; absent and null are equal.
func equalNumbers(a, b shelfwire.Opt[shelfwire.Decimal]) bool {
	x, hasX := a.Get()
	y, hasY := b.Get()
	return hasX == hasY && x.Equal(y)
}

// equalOpts compares values; absent and null are equal.
func equalOpts[V comparable](a, b shelfwire.Opt[V]) bool {
	x, hasX := a.Get()
	y, hasY := b.Get()
	return hasX == hasY && x == y
}
