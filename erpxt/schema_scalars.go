package erpxt

import (
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

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
	case given:
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
// summer (probe: erpxt/document-days). It is written as YYYY-MM-DD, and goes back as it came while it is unchanged.
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
		verbatim: true,
	}
}

// momentMember describes the day of a moment, whose clock says nothing about the day (probe: erpxt/payment-times).
func momentMember[T any](name, field string, at func(*T) *shelfwire.Date) memberOf[T] {
	m := dayMember(name, field, at)
	m.decode = func(t *T, m lenientjson.Member) (ok bool) { *at(t), ok = decodeMoment(m.Value); return ok }
	return m
}

// decodeDay decodes a day. A clock beside an offset is that of a midnight elsewhere: 22:00 in UTC is the next day in
// Warsaw, so that the day is read only from midnight.
func decodeDay(v lenientjson.Value) (day shelfwire.Date, ok bool) {
	if text, isText := v.Text(); isText && v.IsString() && isForeignMidnight(text) {
		return day, false
	}
	return decodeMoment(v)
}

// isForeignMidnight reports whether a day has an offset, and another clock than midnight.
func isForeignMidnight(text string) bool {
	const day = len("2006-01-02")
	text = strings.TrimSpace(text)
	if len(text) <= day {
		return false
	}
	clock := text[day+1:]
	offset := strings.IndexAny(clock, "Zz+-")
	return offset >= 0 && strings.ContainsAny(clock[:offset], "123456789")
}

// decodeMoment decodes a string that begins with a day. What follows the day must begin with T or a space.
func decodeMoment(v lenientjson.Value) (day shelfwire.Date, ok bool) {
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
