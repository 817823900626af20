package call

// span is a part of a text, from its first byte to behind its last.
type span struct{ from, to int }

const (
	// maxReadings is how many readings of a text are followed at once, and maxEscapes how many escapes on their way.
	// A text that needs more is an attack, and is replaced as a whole.
	maxReadings = 64
	maxEscapes  = 64 << 10
	// maxPooled is the largest room for escapes and spans with which a search is kept for the next text.
	maxPooled = 1 << 10
)

// search looks for secrets in one text. An escape can be read in two ways, as the character that it stands for
// and as those that it consists of; the search follows both.
type search struct {
	*matcher
	text        string
	at          int
	readings    []reading // at this place; none when no secret has begun
	arrivals    []arrival // at later places
	escapesSeen []escape
	spans       []span
}

// reading is one way to read the text up to a place.
type reading struct {
	node   int32 // of the matcher
	escape int   // latest escape on the way, an index of escapesSeen; or noEscape
}

const noEscape = -1

// arrival is a reading that continues behind an escape.
type arrival struct {
	reading
	at int
}

// escape is an escape on the way of a reading.
type escape struct {
	span
	length   int // of what it stands for, in bytes
	previous int // the escape before it, an index as in reading
}

// isSmall reports whether a search is worth keeping for the next text.
func (s *search) isSmall() bool {
	return cap(s.spans)+cap(s.escapesSeen) <= maxPooled
}

// findSecrets fills in the parts of the text that hold a secret.
func (s *search) findSecrets(m *matcher, text string) {
	*s = search{
		matcher: m, text: text,
		readings: s.readings[:0], arrivals: s.arrivals[:0], escapesSeen: s.escapesSeen[:0], spans: s.spans[:0],
	}
	for ; s.at < len(text); s.at++ {
		if len(s.readings)+len(s.arrivals) == 0 && !s.skipToStart() {
			return
		}
		if s.mergeArrivals(); len(s.readings) > maxReadings || len(s.escapesSeen) > maxEscapes {
			s.spans = append(s.spans[:0], span{0, len(text)})
			return
		}
		if s.escapes[text[s.at]] {
			s.readEscape()
		}
		s.readByte()
	}
}

// skipToStart moves to the next byte with which a secret may begin.
func (s *search) skipToStart() bool {
	s.escapesSeen = s.escapesSeen[:0]
	for ; s.at < len(s.text); s.at++ {
		if s.starts[s.text[s.at]] {
			return true
		}
	}
	return false
}

// mergeArrivals takes up the readings that arrive at this place.
func (s *search) mergeArrivals() {
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

// addReading adds a reading, unless another one is at the same node.
func addReading(readings []reading, r reading) []reading {
	for _, other := range readings {
		if other.node == r.node {
			return readings
		}
	}
	return append(readings, r)
}

// readByte reads the byte at this place as itself.
func (s *search) readByte() {
	if len(s.readings) == 0 {
		s.readings = append(s.readings, reading{escape: noEscape})
	}
	going := s.readings[:0]
	for _, r := range s.readings {
		if r.node = s.nextNode(r.node, s.text[s.at]); r.node != 0 {
			going = addReading(going, s.recordSecret(r, s.at+1))
		}
	}
	s.readings = going
}

// recordSecret adds the span of the secret that ends with a reading, if one does.
func (s *search) recordSecret(r reading, end int) reading {
	if n := &s.nodes[r.node]; n.secretLen > 0 {
		s.addSpan(s.findBeginning(r, end, int(n.secretLen)), end)
		if n.secretLen == n.depth {
			r.escape = noEscape // another secret on the way begins behind this one or overlaps with it
		}
	}
	return r
}

// findBeginning goes back over the escapes to the place where the last bytes of a reading began.
func (s *search) findBeginning(r reading, end, bytes int) int {
	for i := r.escape; i != noEscape && end-s.escapesSeen[i].to < bytes; i = s.escapesSeen[i].previous {
		bytes -= end - s.escapesSeen[i].to + s.escapesSeen[i].length
		end = s.escapesSeen[i].from
	}
	return end - max(bytes, 0)
}

// addSpan adds the place of a secret, with the backslashes that escape its first character and, when it ends
// with a backslash, those that escape that one.
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
