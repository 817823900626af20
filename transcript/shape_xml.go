package transcript

import (
	"encoding/xml"
	"strings"
)

// addXML adds a document, as far as it can be read. An element with elements inside is an object, and one that is
// there several times a repeated member.
func addXML(n *node, text []byte) {
	in := newXMLDecoder(text)
	root := n.object()
	root.begin()
	defer root.end()
	for {
		token, err := in.Token()
		if err != nil {
			return
		}
		start, ok := token.(xml.StartElement)
		if ok && !addElement(in, &root.member("", start.Name.Local).node, start, 0) {
			return
		}
	}
}

// addElement adds an element whose tag has been read. It returns false when the document ends within it.
func addElement(in *xml.Decoder, n *node, start xml.StartElement, depth int) bool {
	if depth > maxDepth {
		return false
	}
	var text strings.Builder
	var inner *object
	open := func() *object {
		if inner == nil {
			inner = n.object()
			inner.begin()
		}
		return inner
	}
	defer func() {
		if inner != nil {
			inner.end()
		}
	}()
	for _, attr := range start.Attr {
		open().member(start.Name.Local, "@"+attr.Name.Local).addString(attr.Value)
	}
	for {
		token, err := in.Token()
		if err != nil {
			return false
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !addElement(in, &open().member(start.Name.Local, token.Name.Local).node, token, depth+1) {
				return false
			}
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			if content := strings.TrimSpace(text.String()); inner == nil || content != "" {
				n.addString(content)
			}
			return true
		}
	}
}
