package lenientjson

// notField is the index for a name without a field, or with two candidates.
const notField = -1

// nameIndex finds the fields of an object by name.
type nameIndex struct {
	exact  map[string]int
	folded map[string]int // by name in lower case, counted from 1; 0 where two fields share it
}

func newNameIndex(names []string) nameIndex {
	x := nameIndex{exact: make(map[string]int, len(names)), folded: make(map[string]int, len(names))}
	for i, name := range names {
		x.exact[name] = i
		lower := string(appendLower(nil, []byte(name)))
		if _, taken := x.folded[lower]; taken {
			x.folded[lower] = 0
		} else {
			x.folded[lower] = i + 1
		}
	}
	return x
}

// findField returns the field of this name, or else the one whose name differs in case only, or notField.
func (x *nameIndex) findField(name []byte) (field int, variant bool) {
	if field, ok := x.exact[string(name)]; ok {
		return field, false
	}
	var short [64]byte
	return x.folded[string(appendLower(short[:0], name))] - 1, true
}

// appendLower appends a name with the capital letters of ASCII in lower case.
func appendLower(lower, name []byte) []byte {
	for _, c := range name {
		lower = append(lower, toLower(c))
	}
	return lower
}

func toLower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// equalFold reports whether two words are equal under ASCII case folding.
func equalFold(a []byte, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		if toLower(c) != toLower(b[i]) {
			return false
		}
	}
	return true
}
