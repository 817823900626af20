package transcript

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
)

// newXMLDecoder reads a document that is UTF-8 already, whatever it declares.
func newXMLDecoder(body []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(trimByteOrderMark(body))) //nolint:gosec // tokens only, nothing is unmarshalled
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return d
}

// xmlDeclarationForm is the declaration at the beginning of a document. Other instructions may hold anything.
var xmlDeclarationForm = regexp.MustCompile(`^<\?xml(\s+(version|encoding|standalone)\s*=\s*["'][\w.-]{0,20}["'])*\s*\?>$`)

// isVisible reports whether a token is a text other than white space.
func isVisible(token xml.Token) bool {
	text, ok := token.(xml.CharData)
	return ok && len(bytes.TrimSpace(text)) > 0
}

var errNotXML = errors.New("the body is XML that cannot be read, and is left out")

// rewriteXML writes a document again. Comments and directives are left out.
func (w *rewriter) rewriteXML(body []byte) ([]byte, error) {
	x := xmlRewriter{rewriter: w, in: newXMLDecoder(body), body: trimByteOrderMark(body)}
	for {
		from := x.in.InputOffset()
		token, err := x.in.Token()
		if errors.Is(err, io.EOF) {
			return x.out.Bytes(), nil
		}
		switch {
		case err != nil:
			return nil, errNotXML
		case len(x.path) > maxDepth:
			return nil, errTooDeep
		case len(x.path) == 0 && isVisible(token):
			return nil, errHidden
		}
		x.copyToken(token, x.body[from:x.in.InputOffset()])
	}
}

type xmlRewriter struct {
	*rewriter
	in   *xml.Decoder
	body []byte
	out  bytes.Buffer
	path []string // the elements that are open
}

// copyToken copies a token; raw is how it is written.
func (x *xmlRewriter) copyToken(token xml.Token, raw []byte) {
	switch token := token.(type) {
	case xml.StartElement:
		x.path = append(x.path, token.Name.Local)
		x.copyStart(token, raw)
	case xml.EndElement:
		x.path = x.path[:len(x.path)-1]
		x.out.Write(raw)
	case xml.CharData:
		x.copyText(string(token))
	case xml.ProcInst:
		if xmlDeclarationForm.Match(raw) {
			x.out.Write(raw)
		}
	}
}

// copyStart copies the tag of an element. Those of the providers have no attributes.
func (x *xmlRewriter) copyStart(start xml.StartElement, raw []byte) {
	if len(start.Attr) == 0 {
		x.out.Write(raw)
		return
	}
	names := listQualifiedNames(raw)
	x.out.WriteString("<" + names[0])
	for i, attr := range start.Attr {
		x.out.WriteString(" " + names[i+1] + `="`)
		x.writeEscaped(x.value(&field{path: append(x.path, attr.Name.Local), value: attr.Value}))
		x.out.WriteByte('"')
	}
	if bytes.HasSuffix(raw, []byte("/>")) {
		x.out.WriteByte('/')
	}
	x.out.WriteByte('>')
}

// qualifiedName is the name of an element or of an attribute as it is written, with its prefix, and the value of the
// attribute.
var qualifiedName = regexp.MustCompile(`([^\s=<>/"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'))?`)

// listQualifiedNames returns the names in a tag: that of the element, and those of its attributes.
func listQualifiedNames(tag []byte) (names []string) {
	for _, found := range qualifiedName.FindAllSubmatch(tag, -1) {
		names = append(names, string(found[1]))
	}
	return names
}

// copyText copies a text, with the white space around it.
func (x *xmlRewriter) copyText(text string) {
	inner := strings.Trim(text, " \t\r\n")
	if inner == "" {
		x.out.WriteString(text)
		return
	}
	before, after, _ := strings.Cut(text, inner)
	x.out.WriteString(before)
	x.writeEscaped(x.value(&field{path: x.path, value: inner}))
	x.out.WriteString(after)
}

func (x *xmlRewriter) writeEscaped(text string) {
	_ = xml.EscapeText(&x.out, []byte(text)) // a buffer takes everything
}
