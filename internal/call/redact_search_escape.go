package call

import "unicode/utf8"

// readEscape reads what stands at this place as an escape. A backslash may also be one that escapes the escape
// behind it, and stands for nothing then; so does a zero byte, half a character of UTF-16.
func (s *search) readEscape() {
	var buf [utf8.UTFMax]byte
	bytes, width := appendUnescaped(buf[:0], s.text[s.at:])
	if width > 0 {
		s.followEscape(bytes, width)
	}
	if string(bytes) == `\` {
		s.followEscape(nil, width)
	}
	if len(bytes) == 1 && canNest(bytes[0]) {
		if bytes, width = appendNested(buf[:0], s.text[s.at:]); width > 0 {
			s.followEscape(bytes, width)
		}
	}
	if c := s.text[s.at]; c == '\\' || c == 0 {
		s.followEscape(nil, 1)
	}
}

// canNest reports whether an escape may begin with a character that is escaped itself.
func canNest(c byte) bool { return c == '%' || c == '&' || c == '\\' || c == '+' }

// followEscape takes the readings to the place behind an escape.
func (s *search) followEscape(bytes []byte, width int) {
	if len(s.readings) == 0 {
		s.followReading(reading{escape: noEscape}, bytes, width)
	}
	for _, r := range s.readings {
		s.followReading(r, bytes, width)
	}
}

// followReading takes one reading over an escape that stands for bytes.
func (s *search) followReading(r reading, bytes []byte, width int) {
	for _, c := range bytes {
		r.node = s.nextNode(r.node, c)
	}
	if r.node == 0 {
		return
	}
	j := escape{span{s.at, s.at + width}, len(bytes), r.escape}
	if j.length == 0 && r.escape != noEscape && s.escapesSeen[r.escape].to == s.at { // one of many backslashes
		j = s.escapesSeen[r.escape]
		j.to = s.at + width
	}
	r.escape = len(s.escapesSeen)
	s.escapesSeen = append(s.escapesSeen, j)
	if len(bytes) > 0 {
		r = s.recordSecret(r, j.to)
	}
	s.arrivals = append(s.arrivals, arrival{r, j.to})
}
