package virtpos

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// tree holds one item or one small response. It is reused for the next item, so a stream of any length is read
// in the memory of its largest item.
type tree struct {
	nodes     []node            // in document order: nodes[i+1:nodes[i].end] are the descendants of i
	text      []byte            // of all nodes
	open      []int             // the open nodes, outermost first
	openTexts [][]byte          // the text of each open node so far
	names     map[string]string // interned names
	decimals  *decimalCache     // of a long stream; nil for any other response
	moreNodes int               // that it may hold beyond maxNodes
}

// node is an element, the same for XML and JSON:
//
//   - a list in JSON is one node per value, each with the name of the list; an empty list is one empty node;
//   - numbers and texts are texts; true and false are texts with isBool set;
//   - null, "", {} and [] are an empty node, like <a/>.
type node struct {
	name     string
	from, to int  // its text, in tree.text
	end      int  // the index after its last descendant
	isBool   bool // true or false in JSON
}

const (
	maxDepth = 64      // of a response; known ones are 7 deep
	maxNodes = 1 << 16 // of an item or a small response

	maxDocumentNodes = 1 << 18 // of a document: 30,000 lines
	maxNames         = 256     // interned
)

var errTooDeep = errors.New("elements are nested too deeply")

// reset empties the tree for the next item.
func (t *tree) reset() {
	t.nodes, t.text, t.open = t.nodes[:0], t.text[:0], t.open[:0]
}

// beginElement opens an element within the open one.
func (t *tree) beginElement(name string) error {
	if len(t.nodes) >= maxNodes && len(t.nodes)-maxNodes >= t.moreNodes {
		return t.tooManyNodes()
	}
	t.open = append(t.open, len(t.nodes))
	t.nodes = append(t.nodes, node{name: name})
	if len(t.openTexts) < len(t.open) {
		t.openTexts = append(t.openTexts, nil)
	}
	t.openTexts[len(t.open)-1] = t.openTexts[len(t.open)-1][:0]
	return nil
}

func (t *tree) tooManyNodes() error {
	return fmt.Errorf("%w: more than %d elements in one", shelfwire.ErrTooLarge, maxNodes+t.moreNodes)
}

// appendText appends text to the open element. It comes in pieces, between comments and child elements.
func (t *tree) appendText(text []byte) {
	open := &t.openTexts[len(t.open)-1]
	if len(*open) == 0 {
		text = trimLeft(text)
	}
	*open = append(*open, text...)
}

// endElement closes the open element.
func (t *tree) endElement() {
	last := len(t.open) - 1
	n := &t.nodes[t.open[last]]
	n.from = len(t.text)
	t.text = append(t.text, trimSpace(t.openTexts[last])...)
	n.to = len(t.text)
	n.end = len(t.nodes)
	t.open = t.open[:last]
}

// appendLeaf appends an element that has only text.
func (t *tree) appendLeaf(name string, text []byte) error {
	if len(t.nodes) >= maxNodes && len(t.nodes)-maxNodes >= t.moreNodes {
		return t.tooManyNodes()
	}
	from := len(t.text)
	t.text = append(t.text, trimSpace(text)...)
	t.nodes = append(t.nodes, node{name: name, from: from, to: len(t.text), end: len(t.nodes) + 1})
	return nil
}

// appendBool appends true or false.
func (t *tree) appendBool(name string, text []byte) error {
	err := t.appendLeaf(name, text)
	if err == nil {
		t.nodes[len(t.nodes)-1].isBool = true
	}
	return err
}

// trimSpace is bytes.TrimSpace, fast for texts that begin and end with a letter or a digit in ASCII.
func trimSpace(text []byte) []byte {
	if n := len(text); n > 0 && isPlain(text[0]) && isPlain(text[n-1]) {
		return text
	}
	return bytes.TrimSpace(text)
}

func isPlain(c byte) bool { return ' ' < c && c < utf8.RuneSelf }

// trimLeft trims leading spaces. It is fast, since the spaces between elements are most of a document's texts.
func trimLeft(text []byte) []byte {
	i := 0
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	return text[i:]
}

func (t *tree) textOf(n int) []byte { return t.text[t.nodes[n].from:t.nodes[n].to] }

func (t *tree) hasChildren(n int) bool { return t.nodes[n].end > n+1 }

// isEmpty reports whether an element has neither text nor children.
func (t *tree) isEmpty(n int) bool { return t.nodes[n].from == t.nodes[n].to && !t.hasChildren(n) }

// hasChild reports whether the first element has a child of a name.
func (t *tree) hasChild(name string) bool {
	for child := range t.children(0) {
		if t.nodes[child].name == name {
			return true
		}
	}
	return false
}

// closeTruncated ends a truncated tree: it drops open elements, except the outermost.
func (t *tree) closeTruncated() {
	if len(t.open) > 1 {
		t.nodes = t.nodes[:t.open[1]]
	}
	if len(t.open) > 0 {
		t.open = t.open[:1]
		t.endElement()
	}
}

// roots yields the elements at the top: several for a list in JSON.
func (t *tree) roots() iter.Seq[int] { return t.siblings(0, len(t.nodes)) }

func (t *tree) children(n int) iter.Seq[int] { return t.siblings(n+1, t.nodes[n].end) }

func (t *tree) siblings(from, to int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := from; i < to && yield(i); i = t.nodes[i].end {
		}
	}
}

// copyElement copies an element out of the tree. true and false become 1 and 0, as XML writes flags.
func (t *tree) copyElement(n int) Element {
	e := Element{Name: t.internName([]byte(t.nodes[n].name)), Text: string(t.textOf(n))}
	if t.nodes[n].isBool {
		e.Text = map[string]string{"true": "1", "false": "0"}[e.Text]
	}
	for child := range t.children(n) {
		e.Children = append(e.Children, t.copyElement(child))
	}
	return e
}

// internName returns the name of the next element as a string that all rows share.
func (t *tree) internName(name []byte) string {
	if known := t.previousName(); known == string(name) {
		return known
	}
	if known, ok := t.names[string(name)]; ok {
		return known
	}
	if t.names == nil {
		t.names = map[string]string{}
	}
	text := string(name)
	if len(t.names) < maxNames {
		t.names[text] = text
	}
	return text
}

// previousName returns the name that the last item had in the place of the next element; "" for none. It is a good
// guess, since items mostly have the same members in the same order.
func (t *tree) previousName() string {
	if next := len(t.nodes); next < cap(t.nodes) {
		return t.nodes[:next+1][next].name
	}
	return ""
}
