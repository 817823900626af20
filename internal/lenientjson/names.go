package lenientjson

// notField stands for a name that is no field's, or that two fields could have.
const notField = -1

// nameIndex finds the fields of an object by name.
type nameIndex struct {
	exact  map[string]int
	folded map[string]int // by name in small letters, counted from 1; 0 where two fields share it
}

func newNameIndex(names []string) nameIndex {
	x := nameIndex{exact: make(map[string]int, len(names)), folded: make(map[string]int, len(names))}
	for i, name := range names {
		x.exact[name] = i
		small := string(appendSmall(nil, []byte(name)))
		if _, taken := x.folded[small]; taken {
			x.folded[small] = 0
		} else {
			x.folded[small] = i + 1
		}
	}
	return x
}

// find returns the field of this name, or else the one whose name differs in capital letters only, or notField.
func (x *nameIndex) find(name []byte) (field int, variant bool) {
	if field, ok := x.exact[string(name)]; ok {
		return field, false
	}
	var short [64]byte
	return x.folded[string(appendSmall(short[:0], name))] - 1, true
}

func appendSmall(small, name []byte) []byte {
	for _, c := range name {
		small = append(small, toSmall(c))
	}
	return small
}

func toSmall(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// equalFold reports whether two names or words are equal but for the capital letters of ASCII.
func equalFold(a []byte, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		if toSmall(c) != toSmall(b[i]) {
			return false
		}
	}
	return true
}
