package lenientjson

// members goes through the members of an object. The text is well-formed, so the scan needs no checks.
type members struct{ rest []byte }

func newMembers(v Value) members {
	if !v.IsObject() {
		return members{rest: []byte{'}'}}
	}
	return members{rest: v[1:]}
}

// next returns the next member: its name without quotes and escapes, and its value. Both may be parts of the text.
func (m *members) next() (name []byte, value Value, ok bool) {
	m.rest = skipSpace(m.rest)
	if m.rest[0] == ',' {
		m.rest = skipSpace(m.rest[1:])
	}
	if m.rest[0] != '"' {
		return nil, nil, false
	}
	end := endOfString(m.rest)
	name = unquote(m.rest[:end])
	m.rest = skipSpace(m.rest[end:])
	value, m.rest = cutValue(skipSpace(m.rest[1:])) // behind the colon
	return name, value, true
}

// scanList yields the elements of a list.
func (v Value) scanList(yield func(int, Value) bool) {
	rest := skipSpace(v[1:])
	for i := 0; rest[0] != ']'; i++ {
		var element Value
		element, rest = cutValue(rest)
		if !yield(i, element) {
			return
		}
		if rest = skipSpace(rest); rest[0] == ',' {
			rest = skipSpace(rest[1:])
		}
	}
}

func skipSpace(text []byte) []byte {
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	return text
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// cutValue takes one value of any kind off the front.
func cutValue(text []byte) (value Value, rest []byte) {
	end := endOfValue(text)
	return Value(text[:end:end]), text[end:]
}

func endOfValue(text []byte) int {
	switch text[0] {
	case '"':
		return endOfString(text)
	case '{', '[':
		return endOfNested(text)
	default:
		return endOfWord(text)
	}
}

// endOfWord returns where the number, true, false or null at the front ends.
func endOfWord(text []byte) int {
	for i, c := range text {
		switch c {
		case ' ', '\n', '\t', '\r', ',', ':', '}', ']':
			return i
		}
	}
	return len(text)
}

// endOfString returns where the string at the front ends, 0 when it breaks off.
func endOfString(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// endOfNested returns where the object or list at the front ends.
func endOfNested(text []byte) int {
	depth := 0
	for i := 0; ; i++ {
		switch text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			i += endOfString(text[i:]) - 1
		}
	}
}
