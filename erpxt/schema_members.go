package erpxt

import (
	"bytes"

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
	isList   bool            // a list of records
	verbatim bool            // an edit that leaves it unchanged sends it as it came

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

func (m memberOf[T]) asEchoed() memberOf[T]   { m.role = roleEchoed; return m }
func (m memberOf[T]) asComputed() memberOf[T] { m.role = roleComputed; return m }

// omitEmpty leaves an empty text out of writes.
func (m memberOf[T]) omitEmpty() memberOf[T] { m.isSent = m.isSet; return m }

// asAlias makes a member another spelling of the one before it, which is read only.
func (m memberOf[T]) asAlias() memberOf[T] {
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
