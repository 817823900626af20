package virtpos

// idSet is a set of ids above zero. Ids that a database counts up take about a bit each, so that a catalogue of any
// usual size is streamed in little memory.
type idSet struct{ words map[int64]uint64 }

// add adds an id, and returns false when the set has it already.
func (s *idSet) add(id int64) bool {
	if s.words == nil {
		s.words = map[int64]uint64{}
	}
	word, bit := id>>6, uint64(1)<<(id&63)
	if s.words[word]&bit != 0 {
		return false
	}
	s.words[word] |= bit
	return true
}
