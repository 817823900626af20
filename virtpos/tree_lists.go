package virtpos

import (
	"slices"
	"strings"
)

// newListMember returns a member whose value is a list: its parts separated by commas, a list in JSON, or child elements
// whose name says that they are parts. Empty parts are left out. When a part cannot be read, as true and an object with
// other members, the whole list is absent, and noted as unread.
func newListMember[T, V any](name string, field func(*T) *[]V, parse func(text string) (V, bool)) member[T] {
	return member[T]{name, func(r *fieldReader, n, at int, record *T) {
		if r.noted[at] {
			r.noteUnread(n, at)
			return
		}
		into := field(record)
		if !r.tree.holdsParts(name, n) {
			r.noteUnread(n, at)
			*into = nil
			return
		}
		for _, text := range r.listTexts(n) {
			part, ok := parse(text)
			if !ok {
				r.noteUnread(n, at)
				*into = nil
				return
			}
			*into = append(*into, part)
		}
	}}
}

// holdsParts reports whether an element of a list has nothing but parts of it: texts, and elements that are named as parts.
func (t *tree) holdsParts(list string, n int) bool {
	for i := n; i < t.nodes[n].end; i++ {
		if t.nodes[i].isBool || i > n && !isPart(list, t.nodes[i].name) {
			return false
		}
	}
	return true
}

// isPart reports whether elements of a name may be the parts of a list: barcode and code of barcodes, group_id and id of
// group_ids, item of any list, the list's own name of a list within it, and numbers of one that JSON keys by them.
func isPart(list, name string) bool {
	return name == list || name == "item" || isID(name) || name != "" && strings.HasSuffix(list, name+"s")
}

// listTexts returns the parts of a list, trimmed.
func (r *fieldReader) listTexts(n int) (texts []string) {
	for i := n; i < r.tree.nodes[n].end; i++ {
		for part := range strings.SplitSeq(string(r.tree.textOf(i)), ",") {
			if part = strings.TrimSpace(part); part != "" {
				texts = append(texts, strings.Clone(part))
			}
		}
	}
	return slices.Clip(texts)
}

func parseIDText(text string) (int64, bool) { return parseID([]byte(text)) }

func parseAnyText(text string) (string, bool) { return text, true }
