package lenientjson

// memberScanner scans the members of an object. It relies on valid text, as [Parse] returns it.
type memberScanner struct{ rest []byte }

func newMemberScanner(v Value) memberScanner {
	if !v.IsObject() {
		return memberScanner{rest: []byte{'}'}}
	}
	return memberScanner{rest: v[1:]}
}

// next returns the next member: its unquoted name and its value, which may both alias the text. It returns false at
// the end.
func (m *memberScanner) next() (name []byte, value Value, ok bool) {
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

// cutValue splits the value at the front from the rest.
func cutValue(text []byte) (value Value, rest []byte) {
	end := endOfValue(text)
	return Value(text[:end:end]), text[end:]
}

// endOfValue returns the length of the value at the front.
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

// endOfWord returns the length of the number, true, false or null at the front.
func endOfWord(text []byte) int {
	for i, c := range text {
		switch c {
		case ' ', '\n', '\t', '\r', ',', ':', '}', ']':
			return i
		}
	}
	return len(text)
}

// endOfString returns the length of the string at the front, quotes included; 0 when it breaks off.
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

// endOfNested returns the length of the object or list at the front.
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
