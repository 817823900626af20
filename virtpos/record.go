package virtpos

// record reads the elements within one element into the fields of a Go value. An empty element is none. What comes in a
// form that cannot be read for certain leaves its field zero and is noted; so does a field that comes twice, since nobody
// can tell which one counts.
type record struct {
	tree  *tree
	notes *notes
	place string // before the names in notes, such as "prices."

	first [fields]int32 // the element that each field came in; 0 for none
	noted [fields]bool
}

// The fields of records. A record has some of them.
const (
	fieldID = iota
	fieldItemID
	fieldWarehouseID
	fieldQuantity
	fieldAvailable
	fieldLot
	fieldName
	fieldArticle
	fieldCOGS
	fieldPrice
	fieldExpiry
	fieldListID
	fieldIsNew
	fields
)

// read reads an element into a field.
func read[T any](r *record, n, field int, into *T, parse func(*tree, int) (T, bool)) {
	if r.tree.isEmpty(n) {
		return
	}
	if first := int(r.first[field]); first != 0 {
		if !r.noted[field] {
			r.note(first, field)
		}
		r.note(n, field)
		var zero T
		*into = zero
		return
	}
	r.first[field] = int32(n) //nolint:gosec // a tree has at most maxNodes
	value, ok := parse(r.tree, n)
	if !ok {
		r.note(n, field)
		return
	}
	*into = value
}

func (r *record) note(n, field int) {
	r.noted[field] = true
	r.notes.add(r.place+r.tree.nodes[n].name, r.tree.raw(n))
}

// readName reads a name, which may come in two elements. The first one that can be read counts.
func (r *record) readName(n int, into *string) {
	if r.tree.isEmpty(n) || *into != "" {
		return
	}
	name, ok := readText(r.tree, n)
	if !ok {
		r.note(n, fieldName)
		return
	}
	*into = name
}
