package transcript

import (
	"bytes"
	"errors"
	"mime"
	"net/url"
	"strings"
)

// rewriter walks through a message and writes it again with other values.
type rewriter struct {
	value func(f *field) string // for each text and number
	name  func(name string) string
}

// bodyForm is how the body of a message is written.
type bodyForm int

const (
	formText bodyForm = iota // anything else
	formJSON
	formXML
	formURLEncoded
)

// findBodyForm tells the form of a body by its type and its first character. Servers label JSON as HTML, so that a
// brace counts for more than the label.
func findBodyForm(contentType string, body []byte) bodyForm {
	media, _, _ := mime.ParseMediaType(contentType)
	start := bytes.TrimLeft(body, "\ufeff \t\r\n")
	switch {
	case len(start) == 0:
		return formText
	case start[0] == '{' || start[0] == '[':
		return formJSON
	case media == "application/x-www-form-urlencoded":
		return formURLEncoded
	case start[0] == '<':
		return findMarkupForm(start)
	case strings.HasSuffix(media, "json"):
		return formJSON
	default:
		return formText
	}
}

// findMarkupForm tells XML from HTML.
func findMarkupForm(start []byte) bodyForm {
	head := bytes.ToLower(start[:min(len(start), 256)])
	if bytes.Contains(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<!doctype html")) {
		return formText
	}
	return formXML
}

// errTooDeep is the error of a body that is nested deeper than any reader of this module goes.
var errTooDeep = errors.New("the body is nested too deeply, and is left out")

// errHidden is the error of a text that has JSON or XML somewhere in it, which a client may read.
var errHidden = errors.New("the body is JSON or XML behind something else, and is left out")

// rewriteBody writes a body again. It returns an error for one that is not what it seems to be: written as a text it
// would be read as something else than the original.
func (w *rewriter) rewriteBody(contentType string, body []byte) ([]byte, error) {
	switch findBodyForm(contentType, body) {
	case formJSON:
		return w.rewriteJSON(body)
	case formXML:
		return w.rewriteXML(body)
	case formURLEncoded:
		return []byte(w.rewriteForm(string(body))), nil
	default:
		if !isMarkup(body) && bytes.ContainsAny(body, "{[<") {
			return nil, errHidden
		}
		return w.rewriteText(body), nil
	}
}

// isMarkup reports whether a body begins as an HTML page does.
func isMarkup(body []byte) bool { return bytes.HasPrefix(trimByteOrderMark(body), []byte("<")) }

// textName is the name of a body without members.
const textName = "text"

func (w *rewriter) rewriteText(body []byte) []byte {
	return []byte(w.value(&field{path: []string{textName}, value: string(body)}))
}

// rewriteForm writes the parameters of a form or a query again, in their order.
func (w *rewriter) rewriteForm(form string) string {
	if form == "" {
		return ""
	}
	pairs := strings.Split(form, "&")
	for i, pair := range pairs {
		name, value, hasValue := strings.Cut(pair, "=")
		name = unescapeQuery(name)
		pairs[i] = escapeQuery(name)
		if name != "" && isDataParameter(name) {
			pairs[i] = escapeQuery(w.name(name))
		}
		if hasValue {
			pairs[i] += "=" + escapeQuery(w.rewriteParameter(name, unescapeQuery(value)))
		}
	}
	return strings.Join(pairs, "&")
}

// rewriteParameter writes the value of a parameter again.
func (w *rewriter) rewriteParameter(name, value string) string {
	var b strings.Builder
	for _, part := range splitParameter(name, value) {
		if part.isValue {
			part.text = w.value(&field{path: []string{name}, value: part.text, isParameter: true})
		}
		b.WriteString(part.text)
	}
	return b.String()
}

// parameterPart is a value in a parameter, or what is around it.
type parameterPart struct {
	text    string
	isValue bool
}

// splitParameter returns the parts of a parameter. In a filter of OData, values are what stands in quotes, and numbers;
// one whose quotes are not closed is a value as a whole.
func splitParameter(name, value string) (parts []parameterPart) {
	quoted := strings.Split(value, "'")
	if name != "$filter" || len(quoted)%2 == 0 {
		return []parameterPart{{value, true}}
	}
	for i, text := range quoted {
		if i > 0 {
			parts = append(parts, parameterPart{text: "'"})
		}
		if i%2 == 1 {
			parts = append(parts, parameterPart{text, true})
			continue
		}
		for word := range splitWords(text) {
			parts = append(parts, parameterPart{word, wordKind(firstRune(word)) == kindDigits})
		}
	}
	return parts
}

// rewritePath writes an escaped path again, segment by segment. The name of an identifier is the segment before it.
func (w *rewriter) rewritePath(path string) string {
	segments := strings.Split(path, "/")
	before := ""
	for i, segment := range segments {
		text, err := url.PathUnescape(segment)
		if err != nil {
			text = segment
		}
		if isKeptSegment(text) {
			before = strings.ToLower(text)
			continue
		}
		segments[i] = url.PathEscape(w.value(&field{path: []string{before}, value: text}))
	}
	return strings.Join(segments, "/")
}

// isKeptSegment reports whether a segment names a resource, an action or a version.
func isKeptSegment(text string) bool {
	return keptSegments[strings.ToLower(text)] || versionForm.MatchString(text)
}

func unescapeQuery(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return plain
}

// escapeQuery escapes as the clients do: a space is %20, and a dollar sign stays.
func escapeQuery(text string) string {
	return strings.NewReplacer("+", "%20", "%24", "$").Replace(url.QueryEscape(text))
}
