package call

import "strings"

// matcher holds the secrets in the form that Aho and Corasick gave to a set of words: a text is read once from left to
// right, and the time grows with its length however many secrets there are and however much of it looks like them.
type matcher struct {
	nodes   []node    // the first one is the root
	newest  int32     // node that was made last
	escapes [256]bool // bytes with which an escape may begin
	starts  [256]bool // bytes with which a secret may begin, escaped or not
}

// node stands for one or several secrets that begin alike, read so far.
type node struct {
	depth   int32 // bytes read
	found   int32 // length of the longest secret that ends here, 0 for none
	miss    int32 // node from which to go on when the next byte fits none of the children
	child   int32 // first child, 0 for none
	sibling int32 // next child of the same node, 0 for none
	last    byte  // byte read last
}

func newMatcher(secrets []string) *matcher {
	size := 1
	for _, secret := range secrets {
		size += len(secret)
	}
	m := &matcher{nodes: make([]node, 1, size)}
	for _, c := range []byte(`\%&`) {
		m.escapes[c], m.starts[c] = true, true
	}
	for _, secret := range secrets {
		m.add(secret)
		m.starts[secret[0]] = true
		m.escapes['+'] = m.escapes['+'] || strings.Contains(secret, " ")
		m.starts['+'] = m.starts['+'] || secret[0] == ' '
	}
	m.link()
	return m
}

// add makes the nodes of a secret.
func (m *matcher) add(secret string) {
	n := int32(0)
	for _, c := range []byte(secret) {
		next := m.childOf(n, c)
		if next == 0 {
			m.newest++
			next = m.newest
			m.nodes = append(m.nodes, node{depth: m.nodes[n].depth + 1, sibling: m.nodes[n].child, last: c})
			m.nodes[n].child = next
		}
		n = next
	}
	m.nodes[n].found = m.nodes[n].depth
}

func (m *matcher) childOf(n int32, c byte) int32 {
	n = m.nodes[n].child
	for n != 0 && m.nodes[n].last != c {
		n = m.nodes[n].sibling
	}
	return n
}

// next returns the node to which a byte leads: that of the longest end of what was read which a secret begins with.
func (m *matcher) next(n int32, c byte) int32 {
	for {
		child := m.childOf(n, c)
		if child != 0 || n == 0 {
			return child
		}
		n = m.nodes[n].miss
	}
}

// link fills in where to go on, from the root downwards.
func (m *matcher) link() {
	shorter := make([]int32, len(m.nodes)) // node of the longest proper end of what was read
	queue := make([]int32, 1, len(m.nodes))
	for i := 0; i < len(queue); i++ {
		parent := queue[i]
		for n := m.nodes[parent].child; n != 0; n = m.nodes[n].sibling {
			if parent != 0 {
				shorter[n] = m.next(shorter[parent], m.nodes[n].last)
			}
			m.linkNode(n, shorter[n])
			queue = append(queue, n)
		}
	}
}

func (m *matcher) linkNode(n, shorter int32) {
	if m.nodes[n].found == 0 {
		m.nodes[n].found = m.nodes[shorter].found
	}
	m.nodes[n].miss = shorter
	if m.fitsLess(shorter, n) {
		m.nodes[n].miss = m.nodes[shorter].miss
	}
}

// fitsLess reports whether a byte that fits no child of n fits none of the shorter one either.
func (m *matcher) fitsLess(shorter, n int32) bool {
	for child := m.nodes[shorter].child; child != 0; child = m.nodes[child].sibling {
		if m.childOf(n, m.nodes[child].last) == 0 {
			return false
		}
	}
	return true
}
