package virtpos

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Typical size and depth of a small response.
const (
	smallResponse = 12
	smallDepth    = 4
)

// parseTree reads a small response as a whole. The root is named "root" in JSON, too. Beside an error, the tree
// holds the elements that were complete before it; it is never nil.
func parseTree(body []byte, redact redactor) (*tree, error) {
	t := &tree{
		nodes: make([]node, 0, smallResponse), open: make([]int, 0, smallDepth), openTexts: make([][]byte, 0, smallDepth),
		text: make([]byte, 0, min(len(body), readSize)),
	}
	_ = t.beginElement("root")
	src := newSource(bytes.NewReader(body), min(len(body)+utf8.UTFMax, readSize), "", redact)
	doc, err := openDocument(src)
	if err == nil {
		err = readDocument(doc, t)
	}
	t.closeTruncated()
	return t, err
}

func readDocument(doc document, t *tree) error {
	err := doc.readRoot(func(name string) error { return doc.readValue(t, name) })
	if err == nil {
		err = doc.expectEnd()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doc.position(), err)
	}
	return nil
}

// completePrefix returns the complete elements of a truncated small response, in UTF-8, and false for none.
func completePrefix(body []byte) ([]byte, bool) {
	if trimmed := trimLeft(body); len(trimmed) > 0 && trimmed[0] == '{' {
		return lenientjson.Complete(trimmed)
	}
	t, _ := parseTree(body, nil)
	if !t.hasChildren(0) {
		return nil, false
	}
	return t.appendXML(nil, 0), true
}
