package virtpos

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"github.com/shelfwire/shelfwire"
)

// tree is the memory in which one item, or one small response, is put together. It is used again for the next item, so
// that a stream of any length is read in the memory of its largest item.
type tree struct {
	nodes []node   // each before its children, so that nodes[i+1:nodes[i].end] are the descendants of i
	text  []byte   // of all nodes
	open  []int    // the nodes that have begun and not ended
	said  [][]byte // the text of each of them so far
	names map[string]string
}

// node is an element. What tells XML from JSON is gone from here on:
//
//   - a list in JSON is one node after the other, each with the name of the list; an empty one is one empty node;
//   - numbers and texts are texts; true and false are texts that are marked as such;
//   - null, "", {} and [] are, like <a/>, a node with nothing in it.
type node struct {
	name     string
	from, to int // its text
	end      int
	isBool   bool // it is true or false in JSON
}

const (
	maxDepth = 64      // of a response; those that are known are 7 deep
	maxNodes = 1 << 16 // of an item or a small response
	maxNames = 256
)

var errTooDeep = errors.New("elements are nested too deeply")

func (t *tree) reset() {
	t.nodes, t.text, t.open = t.nodes[:0], t.text[:0], t.open[:0]
}

// begin opens an element within the one that is open.
func (t *tree) begin(name string) error {
	if len(t.nodes) == maxNodes {
		return fmt.Errorf("%w: more than %d elements in one", shelfwire.ErrTooLarge, maxNodes)
	}
	t.open = append(t.open, len(t.nodes))
	t.nodes = append(t.nodes, node{name: name})
	if len(t.said) < len(t.open) {
		t.said = append(t.said, nil)
	}
	t.said[len(t.open)-1] = t.said[len(t.open)-1][:0]
	return nil
}

// say adds text to the open element. It comes in pieces where a comment or an element stands between them.
func (t *tree) say(text []byte) {
	said := &t.said[len(t.open)-1]
	if len(*said) == 0 {
		text = trimLeft(text)
	}
	*said = append(*said, text...)
}

// end closes the open element.
func (t *tree) end() {
	last := len(t.open) - 1
	n := &t.nodes[t.open[last]]
	n.from = len(t.text)
	t.text = append(t.text, bytes.TrimSpace(t.said[last])...)
	n.to = len(t.text)
	n.end = len(t.nodes)
	t.open = t.open[:last]
}

// leaf adds an element without children.
func (t *tree) leaf(name string, text []byte) error {
	err := t.begin(name)
	if err == nil {
		t.say(text)
		t.end()
	}
	return err
}

// trimLeft is for the spaces between elements, of which there are more than of anything else.
func trimLeft(text []byte) []byte {
	i := 0
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	return text[i:]
}

func (t *tree) textOf(n int) []byte { return t.text[t.nodes[n].from:t.nodes[n].to] }

func (t *tree) hasChildren(n int) bool { return t.nodes[n].end > n+1 }

// isEmpty reports whether nothing is in an element.
func (t *tree) isEmpty(n int) bool { return t.nodes[n].from == t.nodes[n].to && !t.hasChildren(n) }

// hasChild reports whether an element holds one of a name.
func (t *tree) hasChild(n int, name string) bool {
	for child := range t.children(n) {
		if t.nodes[child].name == name {
			return true
		}
	}
	return false
}

// closePart ends a tree that breaks off: elements that have not ended are dropped, but for the outermost.
func (t *tree) closePart() {
	if len(t.open) > 1 {
		t.nodes = t.nodes[:t.open[1]]
	}
	if len(t.open) > 0 {
		t.open = t.open[:1]
		t.end()
	}
}

// roots are the elements at the top: several where a list stood in JSON.
func (t *tree) roots() iter.Seq[int] { return t.siblings(0, len(t.nodes)) }

func (t *tree) children(n int) iter.Seq[int] { return t.siblings(n+1, t.nodes[n].end) }

func (t *tree) siblings(from, to int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := from; i < to && yield(i); i = t.nodes[i].end {
		}
	}
}

// element copies an element out of the tree. true and false become 1 and 0, as flags are written in XML.
func (t *tree) element(n int) Element {
	e := Element{Name: t.intern([]byte(t.nodes[n].name)), Text: string(t.textOf(n))}
	if t.nodes[n].isBool {
		e.Text = map[string]string{"true": "1", "false": "0"}[e.Text]
	}
	for child := range t.children(n) {
		e.Children = append(e.Children, t.element(child))
	}
	return e
}

// intern returns a name as a text, the same one for every row.
func (t *tree) intern(name []byte) string {
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
