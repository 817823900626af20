package virtpos

// idSet is a set of ids above zero. Ids that a database counts up take about a bit each, so that a catalogue of any
// usual size is streamed in little memory.
type idSet struct{ words map[int64]uint64 }

// add adds an id, and returns false when the set has it already.
func (s *idSet) add(id int64) bool {
	if s.words == nil {
		s.words = map[int64]uint64{}
	}
	if s.has(id) {
		return false
	}
	s.words[id>>6] |= 1 << (id & 63)
	return true
}

func (s *idSet) has(id int64) bool { return s.words[id>>6]&(1<<(id&63)) != 0 }
