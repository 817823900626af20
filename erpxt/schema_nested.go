package erpxt

import (
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// nestedMember is what writes do with the records inside a member.
type nestedMember[T any] interface {
	// restore gives edited records what they kept when they were read.
	restore(before, after *T)
	// validateChanges reports changes of fields that cannot be written.
	validateChanges(problems *check.Problems, field string, before, after *T)
	// validateTexts reports texts that cannot be sent as they are.
	validateTexts(problems *check.Problems, field string, t *T)
	// encodeNew encodes new records.
	encodeNew(t *T) ([]byte, error)
	// encodeEdit encodes edited records; raw is the member as it was read.
	encodeEdit(before, after *T, raw lenientjson.Value) ([]byte, error)
	// listVital adds the fields of unread members that a document is not confirmed with.
	listVital(add func(field string), field string, t *T)
}

// partyMember describes an object that is read only; nil for none.
func partyMember[T, S any](name, field string, of *schema[S], at func(*T) **S) memberOf[T] {
	isSet := func(t *T) bool { return *at(t) != nil }
	return memberOf[T]{
		name: name, field: field, role: roleComputed,
		decode: func(t *T, m lenientjson.Member) bool {
			if m.IsEmpty() {
				return true
			}
			read := new(S)
			ok := of.decodeNested(m, read)
			if ok {
				*at(t) = read
			}
			return ok
		},
		isSet:    isSet,
		isStored: isSet,
		isSent:   isSet,
		encode: func(t *T) ([]byte, error) {
			if *at(t) == nil {
				return []byte("null"), nil
			}
			return of.marshal(*at(t))
		},
	}
}

// objectMember describes an object with a key, which is written with its record.
func objectMember[T, S any](name, field string, of *schema[S], at func(*T) *S) memberOf[T] {
	isSet := func(t *T) bool { return of.isSet(at(t)) }
	return memberOf[T]{
		name: name, field: field,
		decode: func(t *T, m lenientjson.Member) bool { return m.IsEmpty() || of.decodeNested(m, at(t)) },
		isSet:  isSet, isStored: isSet, isSent: isSet,
		encode: func(t *T) ([]byte, error) { return of.marshal(at(t)) },
		nested: &nestedObject[T, S]{of, at},
	}
}

// nestedObject is the object of an objectMember.
type nestedObject[T, S any] struct {
	of *schema[S]
	at func(*T) *S
}

// restore gives an edited object its key, too.
func (n *nestedObject[T, S]) restore(before, after *T) {
	n.of.restore(n.at(before), n.at(after))
	n.of.restoreKey(n.at(before), n.at(after))
}

func (n *nestedObject[T, S]) validateChanges(problems *check.Problems, field string, before, after *T) {
	n.of.validateChanges(problems, field+".", n.at(before), n.at(after))
}

func (n *nestedObject[T, S]) validateTexts(problems *check.Problems, field string, t *T) {
	n.of.validateTexts(problems, field+".", n.at(t))
}

func (n *nestedObject[T, S]) encodeNew(t *T) ([]byte, error) { return n.of.encodeNew(n.at(t)) }

func (n *nestedObject[T, S]) encodeEdit(before, after *T, raw lenientjson.Value) ([]byte, error) {
	return n.of.encodeEdit(n.at(before), n.at(after), raw)
}

func (n *nestedObject[T, S]) listVital(add func(string), field string, t *T) {
	n.of.listVital(add, field+".", n.at(t))
}
