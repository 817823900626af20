package virtpos

import (
	"slices"
	"strings"
)

// newListMember returns a member whose value is a list: its parts separated by commas, a list in JSON, or child elements.
// Empty parts are left out. When a part cannot be read, the whole list is absent, and noted as unread.
func newListMember[T, V any](name string, field func(*T) *[]V, parse func(text string) (V, bool)) member[T] {
	return member[T]{name, func(r *fieldReader, n, at int, record *T) {
		if r.noted[at] {
			r.noteUnread(n, at)
			return
		}
		into := field(record)
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
