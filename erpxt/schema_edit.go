package erpxt

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// isSet reports whether any field of a record is set.
func (s *schema[T]) isSet(t *T) bool {
	k, _ := s.partsOf(t)
	return len(k.unread)+len(k.unknown) > 0 ||
		slices.ContainsFunc(s.members, func(m memberOf[T]) bool { return m.isSet(t) })
}

// restore gives an edited record the unread and unknown members that it was read with, also when edit has put another
// record in its place. Members whose fields edit has set are dropped from the unread ones.
func (s *schema[T]) restore(before, after *T) {
	from, fromList := s.partsOf(before)
	to, toList := s.partsOf(after)
	*to, *toList = *from, slices.Clone(*fromList)
	s.dropUnread(after, func(of *memberOf[T]) bool { return of.isSet(after) })
	for i := range s.members {
		if m := &s.members[i]; m.nested != nil {
			m.nested.restore(before, after)
		}
	}
}

// restoreKey gives an edited record without a key that of the record that was read.
func (s *schema[T]) restoreKey(before, after *T) {
	for i := range s.members {
		if key := s.members[i].key; key != nil && *key(after) == 0 {
			*key(after) = *key(before)
		}
	}
}

// validateChanges reports changes of fields that cannot be written. A key may be set to nothing inside a document, where
// it means a new record.
func (s *schema[T]) validateChanges(problems *check.Problems, prefix string, before, after *T) {
	for i := range s.members {
		m := &s.members[i]
		switch {
		case m.nested != nil && s.findUnread(after, i) == nil && s.findUnread(before, i) != nil:
			problems.Add(prefix+m.field, "could not be read, so it must be left as it is")
		case m.nested != nil:
			m.nested.validateChanges(problems, prefix+m.field, before, after)
		case m.role == roleParameter || m.isEqual(before, after):
		case m.role == roleKey:
			problems.Add(prefix+m.field, "must not be changed")
		default:
			problems.Add(prefix+m.field, "cannot be written: the provider documents it for reading only")
		}
	}
}

const notUTF8 = "holds a text that is not UTF-8 and cannot be sent back as it came"

// validateTexts reports texts with invalid UTF-8, such as half a surrogate pair: they would be sent as other texts.
func (s *schema[T]) validateTexts(problems *check.Problems, prefix string, t *T) {
	for i := range s.members {
		m := &s.members[i]
		switch {
		case m.nested != nil:
			m.nested.validateTexts(problems, prefix+m.field, t)
		case m.text != nil && m.role == roleParameter:
			problems.Text(prefix+m.field, m.text(t))
		}
	}
	k, _ := s.partsOf(t)
	for i := range k.unread {
		u := &k.unread[i]
		of := &s.members[u.index]
		if of.role != roleComputed && s.findUnread(t, u.index) != nil && !isUTF8(lenientjson.Value(u.value)) {
			problems.Add(prefix+of.field, notUTF8)
		}
	}
	for _, m := range k.unknown {
		if !utf8.ValidString(m.name) || !isUTF8(lenientjson.Value(m.value)) {
			problems.Add(prefix+strings.ToValidUTF8(m.name, "\uFFFD"), notUTF8)
		}
	}
}

// listVital adds the fields of unread members that a document is not confirmed with.
func (s *schema[T]) listVital(add func(field string), prefix string, t *T) {
	for i := range s.members {
		m := &s.members[i]
		switch {
		case m.vital && s.findUnread(t, i) != nil:
			add(prefix + m.field)
		case m.nested != nil:
			m.nested.listVital(add, prefix+m.field, t)
		}
	}
}

// encodeNew encodes the body of a POST: the parameters that are set.
func (s *schema[T]) encodeNew(t *T) ([]byte, error) {
	var list orderedObject
	for i := range s.members {
		m := &s.members[i]
		if m.role != roleParameter || !m.isSet(t) {
			continue
		}
		encode := m.encode
		if m.nested != nil {
			encode = m.nested.encodeNew
		}
		value, err := encode(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		list = append(list, member{m.name, value})
	}
	return list.MarshalJSON()
}

// encodeEdit encodes the body of a PUT: the parameters, what goes back as it was read, the key, and the unknown members.
// A text and a list that were null or absent and are empty still are left out.
func (s *schema[T]) encodeEdit(before, after *T, raw lenientjson.Value) ([]byte, error) {
	var list, keys orderedObject
	var err error
	for i := range s.members {
		switch m := &s.members[i]; m.role {
		case roleComputed:
		case roleEchoed:
			if value := raw.Member(m.name); len(value) > 0 {
				list = append(list, member{m.name, []byte(value)})
			}
		case roleKey:
			if m.isSet(after) {
				keys, err = s.appendMember(keys, after, i)
			}
		default:
			list, err = s.appendEdited(list, before, after, i, raw.Member(m.name))
		}
		if err != nil {
			return nil, err
		}
	}
	return append(append(list, keys...), s.otherUnknown(after)...).MarshalJSON()
}

// appendEdited appends a parameter of an edited record.
func (s *schema[T]) appendEdited(
	list orderedObject, before, after *T, index int, raw lenientjson.Value,
) (orderedObject, error) {
	m := &s.members[index]
	switch isUnread := s.findUnread(after, index) != nil; {
	case isUnread:
	case m.isSent != nil && !m.isSent(after), m.isOmitted(after, raw):
		return list, nil
	case m.verbatim && len(raw) > 0 && m.isEqual(before, after):
		return append(list, member{m.name, []byte(raw)}), nil
	case m.nested != nil:
		value, err := m.nested.encodeEdit(before, after, raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		return append(list, member{m.name, value}), nil
	}
	return s.appendMember(list, after, index)
}

// isOmitted reports whether a text or a list that was null or absent is empty still. An empty one could clear what the
// record has under another name.
func (m *memberOf[T]) isOmitted(after *T, raw lenientjson.Value) bool {
	return (m.text != nil || m.isList) && !m.isSet(after) && isAbsent(raw)
}

// isAbsent reports whether a member is absent or null.
func isAbsent(raw lenientjson.Value) bool { return len(raw) == 0 || raw.IsNull() }
