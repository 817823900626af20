package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"unicode/utf8"
)

// element is an XML element.
type element struct {
	XMLName  xml.Name
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

// parseXML parses a body; the root is empty when it is not XML.
func parseXML(e *exchange) (root element) {
	decoder := xml.NewDecoder(bytes.NewReader(e.content()))
	decoder.CharsetReader = asASCII // whatever the charset is, names and numbers are ASCII
	if decoder.Decode(&root) != nil {
		return element{}
	}
	return root
}

// asASCII replaces what is no ASCII.
func asASCII(_ string, input io.Reader) (io.Reader, error) {
	text, err := io.ReadAll(input)
	for i, b := range text {
		if b >= utf8.RuneSelf {
			text[i] = '?'
		}
	}
	return bytes.NewReader(text), err
}

// all returns the elements of a name, at any depth.
func (e *element) all(name string) (found []*element) {
	for i := range e.Children {
		child := &e.Children[i]
		if child.XMLName.Local == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

// childrenOf returns the elements below the child of a name.
func (e *element) childrenOf(name string) (found []*element) {
	for i := range e.Children {
		if list := &e.Children[i]; list.XMLName.Local == name {
			for j := range list.Children {
				found = append(found, &list.Children[j])
			}
		}
	}
	return found
}

// text returns the text of a child; "" when there is none.
func (e *element) text(name string) string {
	for i := range e.Children {
		if e.Children[i].XMLName.Local == name {
			return strings.TrimSpace(e.Children[i].Text)
		}
	}
	return ""
}

// names lists the elements below some others.
func names(elements []*element) map[string]bool {
	found := map[string]bool{}
	for _, each := range elements {
		for _, child := range each.Children {
			found[child.XMLName.Local] = true
		}
	}
	return found
}
