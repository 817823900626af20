package call

import "unicode/utf8"

// span is a part of a text.
type span struct{ from, to int }

const (
	// maxReadings is how many readings of a text are followed at once, and maxJumps how many escapes on the way of
	// them. Secrets and texts with more are made for the purpose; such a text is replaced as a whole.
	maxReadings = 64
	maxJumps    = 64 << 10
	// maxPooled is how many escapes and places of secrets a search may have room for that is kept.
	maxPooled = 1 << 10
)

// search looks for secrets in one text. Where the text has an escape, both ways to read it are followed: the character
// that it stands for, and those that it consists of.
type search struct {
	*matcher
	text     string
	at       int
	readings []reading // that have come to this place; none when no secret has begun
	arrivals []arrival // that will come to a later one
	jumps    []jump
	spans    []span
}

// reading is a way to read the text up to a place.
type reading struct {
	node int32 // of the matcher
	jump int   // latest escape on the way, an index of jumps; or noJump
}

const noJump = -1

// arrival is a reading that goes on behind an escape.
type arrival struct {
	reading
	at int
}

// jump is an escape on the way of a reading.
type jump struct {
	span
	bytes  int // what it stands for
	before int // the escape before it, as in reading
}

// isSmall reports whether a search is worth keeping for the next text.
func (s *search) isSmall() bool {
	return cap(s.spans)+cap(s.jumps) <= maxPooled
}

// find fills in the parts of the text that hold a secret.
func (s *search) find(m *matcher, text string) {
	*s = search{
		matcher: m, text: text,
		readings: s.readings[:0], arrivals: s.arrivals[:0], jumps: s.jumps[:0], spans: s.spans[:0],
	}
	for ; s.at < len(text); s.at++ {
		if len(s.readings)+len(s.arrivals) == 0 && !s.skip() {
			return
		}
		if s.arrive(); len(s.readings) > maxReadings || len(s.jumps) > maxJumps {
			s.spans = append(s.spans[:0], span{0, len(text)})
			return
		}
		if s.escapes[text[s.at]] {
			s.readEscape()
		}
		s.readByte()
	}
}

// skip goes on to the next byte with which a secret may begin.
func (s *search) skip() bool {
	s.jumps = s.jumps[:0]
	for ; s.at < len(s.text); s.at++ {
		if s.starts[s.text[s.at]] {
			return true
		}
	}
	return false
}

// arrive takes up the readings that have come to this place.
func (s *search) arrive() {
	later := s.arrivals[:0]
	for _, a := range s.arrivals {
		if a.at == s.at {
			s.readings = addReading(s.readings, a.reading)
		} else {
			later = append(later, a)
		}
	}
	s.arrivals = later
}

// addReading leaves out a reading that has come as far as another one.
func addReading(readings []reading, r reading) []reading {
	for _, other := range readings {
		if other.node == r.node {
			return readings
		}
	}
	return append(readings, r)
}

// readByte takes the byte at this place for itself.
func (s *search) readByte() {
	if len(s.readings) == 0 {
		s.readings = append(s.readings, reading{jump: noJump})
	}
	going := s.readings[:0]
	for _, r := range s.readings {
		if r.node = s.next(r.node, s.text[s.at]); r.node != 0 {
			going = addReading(going, s.note(r, s.at+1))
		}
	}
	s.readings = going
}

// readEscape takes what stands at this place for an escape. A backslash, which may be escaped itself, can be part of
// the escape of what follows, and stands for nothing then.
func (s *search) readEscape() {
	var buf [utf8.UTFMax]byte
	bytes, width := unescape(buf[:0], s.text[s.at:])
	if width > 0 {
		s.jumpOver(bytes, width)
	}
	if string(bytes) == `\` {
		s.jumpOver(nil, width)
	}
	if s.text[s.at] == '\\' {
		s.jumpOver(nil, 1)
	}
}

// jumpOver follows the readings to the place behind an escape.
func (s *search) jumpOver(bytes []byte, width int) {
	if len(s.readings) == 0 {
		s.jumpFrom(reading{jump: noJump}, bytes, width)
	}
	for _, r := range s.readings {
		s.jumpFrom(r, bytes, width)
	}
}

func (s *search) jumpFrom(r reading, bytes []byte, width int) {
	for _, c := range bytes {
		r.node = s.next(r.node, c)
	}
	if r.node == 0 {
		return
	}
	j := jump{span{s.at, s.at + width}, len(bytes), r.jump}
	if j.bytes == 0 && r.jump != noJump && s.jumps[r.jump].to == s.at { // one of many backslashes
		j = s.jumps[r.jump]
		j.to = s.at + width
	}
	r.jump = len(s.jumps)
	s.jumps = append(s.jumps, j)
	if len(bytes) > 0 {
		r = s.note(r, j.to)
	}
	s.arrivals = append(s.arrivals, arrival{r, j.to})
}

// note takes down the secret that ends with a reading.
func (s *search) note(r reading, end int) reading {
	if n := &s.nodes[r.node]; n.found > 0 {
		s.addSpan(s.begin(r, end, int(n.found)), end)
		if n.found == n.depth {
			r.jump = noJump // another secret on the way begins behind this one or overlaps with it
		}
	}
	return r
}

// begin goes back over the escapes to the place where the last bytes of a reading began.
func (s *search) begin(r reading, end, bytes int) int {
	for i := r.jump; i != noJump && end-s.jumps[i].to < bytes; i = s.jumps[i].before {
		bytes -= end - s.jumps[i].to + s.jumps[i].bytes
		end = s.jumps[i].from
	}
	return end - max(bytes, 0)
}

// addSpan adds the place of a secret, with the backslashes that escape its first character. Where it ends with
// a backslash, those that follow escape that one.
func (s *search) addSpan(from, to int) {
	last := &span{}
	if len(s.spans) > 0 {
		last = &s.spans[len(s.spans)-1]
	}
	for from > last.to && s.text[from-1] == '\\' {
		from--
	}
	to = max(to, last.to)
	for s.text[to-1] == '\\' && to < len(s.text) && s.text[to] == '\\' {
		to++
	}
	if from < last.to {
		last.from, last.to = min(from, last.from), to
	} else {
		s.spans = append(s.spans, span{from, to})
	}
}
