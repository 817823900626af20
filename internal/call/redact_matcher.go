package call

import "strings"

// matcher holds the secrets as an automaton by Aho and Corasick: a text is read once from left to right, in a
// time that grows with its length alone, however many secrets there are and however much of it resembles them. Letters
// of ASCII match in either case: a server may write a key in capitals.
type matcher struct {
	nodes   []node    // the first one is the root
	newest  int32     // node that was made last
	escapes [256]bool // bytes with which an escape may begin
	starts  [256]bool // bytes with which a secret may begin, escaped or not
	lower   [256]byte // bytes with letters of ASCII in lower case; a table, since bytes of keys cannot be foreseen
}

// node stands for the beginning that one or several secrets share.
type node struct {
	depth     int32 // bytes read
	secretLen int32 // length of the longest secret that ends here, 0 for none
	fallback  int32 // node to continue from when the next byte fits none of the children
	child     int32 // first child, 0 for none
	sibling   int32 // next child of the same node, 0 for none
	last      byte  // byte read last, a letter in lower case
}

func newMatcher(secrets []string) *matcher {
	size := 1
	for _, secret := range secrets {
		size += len(secret)
	}
	m := &matcher{nodes: make([]node, 1, size)}
	for c := range m.lower {
		m.lower[c] = toLower(byte(c & 0xff))
	}
	for _, c := range []byte(`\%&`) {
		m.escapes[c], m.starts[c] = true, true
	}
	m.escapes[0] = true
	for _, secret := range secrets {
		m.addSecret(secret)
		m.escapes['+'] = m.escapes['+'] || strings.Contains(secret, " ")
		m.starts['+'] = m.starts['+'] || secret[0] == ' '
	}
	for c, lower := range m.lower {
		m.starts[c] = m.starts[c] || m.findChild(0, lower) != 0
	}
	m.linkNodes()
	return m
}

// addSecret makes the nodes of a secret.
func (m *matcher) addSecret(secret string) {
	n := int32(0)
	for _, c := range []byte(secret) {
		c = m.lower[c]
		next := m.findChild(n, c)
		if next == 0 {
			m.newest++
			next = m.newest
			m.nodes = append(m.nodes, node{depth: m.nodes[n].depth + 1, sibling: m.nodes[n].child, last: c})
			m.nodes[n].child = next
		}
		n = next
	}
	m.nodes[n].secretLen = m.nodes[n].depth
}

func (m *matcher) findChild(n int32, c byte) int32 {
	n = m.nodes[n].child
	for n != 0 && m.nodes[n].last != c {
		n = m.nodes[n].sibling
	}
	return n
}

func toLower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// nextNode returns the node that a byte leads to: the longest beginning of a secret with which the bytes read
// so far end.
func (m *matcher) nextNode(n int32, c byte) int32 {
	c = m.lower[c]
	for {
		child := m.findChild(n, c)
		if child != 0 || n == 0 {
			return child
		}
		n = m.nodes[n].fallback
	}
}

// linkNodes fills in the fallbacks, from the root downwards.
func (m *matcher) linkNodes() {
	shorter := make([]int32, len(m.nodes)) // node of the longest proper end of what was read
	queue := make([]int32, 1, len(m.nodes))
	for i := 0; i < len(queue); i++ {
		parent := queue[i]
		for n := m.nodes[parent].child; n != 0; n = m.nodes[n].sibling {
			if parent != 0 {
				shorter[n] = m.nextNode(shorter[parent], m.nodes[n].last)
			}
			m.linkNode(n, shorter[n])
			queue = append(queue, n)
		}
	}
}

func (m *matcher) linkNode(n, shorter int32) {
	if m.nodes[n].secretLen == 0 {
		m.nodes[n].secretLen = m.nodes[shorter].secretLen
	}
	m.nodes[n].fallback = shorter
	if m.hasOnlyChildrenOf(shorter, n) {
		m.nodes[n].fallback = m.nodes[shorter].fallback
	}
}

// hasOnlyChildrenOf reports whether every child of the shorter node has its like under n: then a byte that fits
// no child of n fits none there.
func (m *matcher) hasOnlyChildrenOf(shorter, n int32) bool {
	for child := m.nodes[shorter].child; child != 0; child = m.nodes[child].sibling {
		if m.findChild(n, m.nodes[child].last) == 0 {
			return false
		}
	}
	return true
}
