package virtpos

// fieldReader reads the children of an element into the fields of a Go value. Empty elements are skipped. A
// member that cannot be read for certain, or that comes twice, leaves its field zero and is noted as unread.
type fieldReader struct {
	tree   *tree
	notes  *unreadNotes
	prefix string // of the names in notes, such as "prices."

	seenIn [maxFields]int32 // the element of each field; 0 for none
	noted  [maxFields]bool  // fields whose first element is noted as unread
}

// maxFields is how many fields a record may have.
const maxFields = 24

// The fields of rows of stock and of confirmations, which have some of them.
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
)

// readField reads an element into a field.
func readField[T any](r *fieldReader, n, field int, into *T, parse func(*tree, int) (T, bool)) {
	if r.tree.isEmpty(n) {
		return
	}
	if first := int(r.seenIn[field]); first != 0 {
		if !r.noted[field] {
			r.noteUnread(first, field)
		}
		r.noteUnread(n, field)
		var zero T
		*into = zero
		return
	}
	r.seenIn[field] = int32(n) //nolint:gosec // a tree has at most maxNodes
	value, ok := parse(r.tree, n)
	if !ok {
		r.noteUnread(n, field)
		return
	}
	*into = value
}

func (r *fieldReader) noteUnread(n, field int) {
	r.noted[field] = true
	r.notes.addUnread(r.prefix+r.tree.nodes[n].name, r.tree.rawText(n))
}

// readName reads a name, which may come in two elements. The first readable one counts.
func (r *fieldReader) readName(n int, into *string) {
	if r.tree.isEmpty(n) || *into != "" {
		return
	}
	name, ok := readText(r.tree, n)
	if !ok {
		r.noteUnread(n, fieldName)
		return
	}
	*into = name
}
