package virtpos

import "github.com/shelfwire/shelfwire"

var lineType = newRecordType(recordType[DocumentLine]{
	extra:  func(l *DocumentLine) *[]Element { return &l.Extra },
	unread: func(l *DocumentLine) *[]shelfwire.Unread { return &l.Unread },
	members: []member[DocumentLine]{
		newMember("line_id", func(l *DocumentLine) *int64 { return &l.LineID }, readOptionalID),
		newMember("item_id", func(l *DocumentLine) *int64 { return &l.ItemID }, readID),
		newMember("quantity", func(l *DocumentLine) *optDecimal { return &l.Quantity }, readDecimal),
		newMember("price", func(l *DocumentLine) *optDecimal { return &l.Price }, readDecimal),
		newMember("amount", func(l *DocumentLine) *optDecimal { return &l.Amount }, readDecimal),
		newMember("expir_date", func(l *DocumentLine) *string { return &l.ExpiryDate }, readText),
	},
})

// newLinesMember returns the member of a document that holds its lines. In JSON it may be a list, an object that wraps or
// keys it, or a single line. Any other form is noted as unread.
func newLinesMember[T any](lines func(*T) *[]DocumentLine) member[T] {
	return member[T]{"items", func(r *fieldReader, n, at int, document *T) {
		if !r.readLines(n, lines(document)) {
			r.noteUnread(n, at)
		}
	}}
}

func (r *fieldReader) readLines(n int, lines *[]DocumentLine) bool {
	t := r.tree
	switch {
	case t.isEmpty(n):
		return true
	case t.isLine(n):
		r.addLine(n, lines)
		return true
	case len(t.textOf(n)) > 0 || !t.holdsLines(n):
		return false
	}
	for child := range t.children(n) {
		if !t.isEmpty(child) {
			r.addLine(child, lines)
		}
	}
	return true
}

// isLine reports whether an element has members of a line.
func (t *tree) isLine(n int) bool {
	for child := range t.children(n) {
		if _, known := lineType.byName[t.nodes[child].name]; known {
			return true
		}
	}
	return false
}

// holdsLines reports whether all children of an element are lines: by the name that they have in XML, or keyed by id.
func (t *tree) holdsLines(n int) bool {
	for child := range t.children(n) {
		if name := t.nodes[child].name; name != "item" && !isID(name) {
			return false
		}
	}
	return true
}

func (r *fieldReader) addLine(n int, lines *[]DocumentLine) {
	*lines = append(*lines, lineType.readRecord(r.tree, n, "", r.notes.redact))
}
