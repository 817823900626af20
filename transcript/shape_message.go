package transcript

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// shapeURL returns a path with "{text}" and "{number}" for its identifiers, and the query.
func shapeURL(address string) (path, query string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	w := rewriter{value: func(f *field) string {
		switch {
		case f.value == "":
			return ""
		case numberForm.MatchString(f.value):
			return "{number}"
		default:
			return "{text}"
		}
	}}
	path, err = url.PathUnescape(w.rewritePath(u.EscapedPath()))
	if err != nil {
		return "", ""
	}
	return path, u.RawQuery
}

// addHeader adds the names of headers, one for all that nobody knows, and the values of those that say nothing about
// anybody. How long a message is and when it came is left out: it would differ each time.
func (m *messageShape) addHeader(header http.Header) {
	m.count++
	if m.header == nil {
		m.header, m.bodies = map[string]map[string]bool{}, map[string]int{}
	}
	for name, values := range header {
		lower := strings.ToLower(name)
		if !keptHeaders[lower] && !knownHeaders[lower] {
			name = dataNames
		}
		if m.header[name] == nil {
			m.header[name] = map[string]bool{}
		}
		for _, value := range values {
			if keptHeaders[lower] && lower != "date" && lower != "content-length" {
				if lower == "content-type" {
					value = cleanContentType(value)
				}
				m.header[name][value] = true
			}
		}
	}
}

// addBody adds the shape of a body.
func (m *messageShape) addBody(contentType string, raw []byte, isCut bool) {
	if len(raw) == 0 {
		return
	}
	text, isText := decodeText(contentType, raw)
	if !isText && isCut {
		text, isText = bytes.ToValidUTF8(text, nil), true
	}
	kind := "no text"
	if isText {
		kind = m.body.addBody(contentType, text)
	}
	if isCut {
		kind += ", cut"
	}
	m.bodies[kind]++
}

// addBody adds a body and returns the name of its form.
func (n *node) addBody(contentType string, text []byte) string {
	switch findBodyForm(contentType, text) {
	case formJSON:
		addJSON(n, text)
		return "JSON"
	case formXML:
		addXML(n, text)
		return "XML"
	case formURLEncoded:
		addForm(n.object(), string(text))
		return "form"
	default:
		n.addScalar(kindText, utf8.RuneCount(text), -1, true)
		return "text"
	}
}

// addForm adds the parameters of a form or a query.
func addForm(o *object, form string) {
	o.begin()
	for _, pair := range listParameters(form) {
		o.member("", pair.Name).addString(pair.Value)
	}
	o.end()
}
