package call

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// redactJSON replaces the secrets in the strings, names and numbers of a JSON value, however they are escaped
// there, and drops white space. The result is nil when raw is no JSON, or when it is longer than maxDetails:
// cut JSON helps nobody.
func redactJSON(raw json.RawMessage, redact func(string) string) json.RawMessage {
	var in bytes.Buffer
	if json.Compact(&in, raw) != nil {
		return nil
	}
	out := redactTokens(in.Bytes(), redact, maxDetails)
	if len(out) > maxDetails {
		return nil
	}
	return out
}

// redactTokens redacts valid JSON without white space token by token, so that the result is valid as well. It stops
// when the result is longer than most.
func redactTokens(in []byte, redact func(string) string, most int) []byte {
	r := jsonRedactor{rest: in, redact: redact}
	for len(r.rest) > 0 && r.out.Len() <= most {
		r.copyToken()
	}
	return r.out.Bytes()
}

// redactText replaces the secrets in a whole body. JSON stays valid: it is redacted token by token, and loses the white
// space between its tokens where it holds a secret.
func redactText(text string, redact func(string) string) string {
	body := trimByteOrderMarks([]byte(text))
	var in bytes.Buffer
	if len(body) == 0 || json.Compact(&in, body) != nil {
		return redact(text)
	}
	clean := redactTokens(in.Bytes(), redact, math.MaxInt)
	if bytes.Equal(clean, in.Bytes()) {
		return redact(text)
	}
	return redact(string(clean))
}

// jsonRedactor copies valid JSON without white space, token by token.
type jsonRedactor struct {
	rest   []byte
	out    bytes.Buffer
	redact func(string) string
	names  []memberNames // of the objects that are open, the innermost last

	isNamed bool // the next value is that of a secret's name
	hidden  int  // how many objects and lists are open within such a value
}

// memberNames are the names of an object that have been written, and whether a secret was replaced in them.
type memberNames map[string]bool

func (r *jsonRedactor) copyToken() {
	token := nextToken(r.rest)
	r.rest = r.rest[len(token):]
	isName := len(r.rest) > 0 && r.rest[0] == ':'
	isHidden := (r.isNamed || r.hidden > 0) && !isName
	r.noteToken(token, isName)
	switch c := token[0]; {
	case c == '{':
		r.names = append(r.names, memberNames{})
	case c == '}':
		r.names = r.names[:len(r.names)-1]
	case isHidden && holdsText(token):
		token = quoteJSON(redactedText)
	case c == '"':
		token = r.redactString(token)
	case c == '-' || c >= '0' && c <= '9':
		if number := string(token); r.redact(number) != number {
			token = quoteJSON(r.redact(number))
		}
	}
	r.out.Write(token)
}

// holdsText reports whether a token is a text or a number that a secret may be.
func holdsText(token []byte) bool {
	return string(token) != `""` && strings.IndexByte(`"-0123456789`, token[0]) >= 0
}

// noteToken keeps whether what comes next is within the value of a secret's name.
func (r *jsonRedactor) noteToken(token []byte, isName bool) {
	switch c := token[0]; {
	case isName:
		r.isNamed = isSecretName(string(bytes.Trim(token, `"`)))
	case c == ':':
	case c == '{' || c == '[':
		if r.isNamed || r.hidden > 0 {
			r.hidden++
		}
		r.isNamed = false
	case c == '}' || c == ']':
		r.hidden = max(r.hidden-1, 0)
	default:
		r.isNamed = false
	}
}

// nextToken returns the token at the beginning of valid JSON: a string, a punctuation character, a number or a
// word.
func nextToken(in []byte) []byte {
	switch {
	case in[0] == '"':
		return in[:stringEnd(in)]
	case strings.IndexByte("{}[],:", in[0]) >= 0:
		return in[:1]
	}
	return in[:len(in)-len(bytes.TrimLeft(in, "+-.0123456789Eaeflnrstu"))]
}

func stringEnd(in []byte) int {
	end := 1
	for in[end] != '"' {
		if in[end] == '\\' {
			end++
		}
		end++
	}
	return end + 1
}

// redactString returns a string as it is written, unless a secret stands in it or, for a name, it is taken.
func (r *jsonRedactor) redactString(token []byte) []byte {
	var text string
	_ = json.Unmarshal(token, &text) // valid JSON
	clean := r.redact(text)
	if len(r.rest) > 0 && r.rest[0] == ':' {
		clean = r.names[len(r.names)-1].reserveName(clean, clean != text)
	}
	if clean == text {
		return token
	}
	return quoteJSON(clean)
}

// reserveName returns the name under which a member is written, with a number behind it where redaction has
// made two names the same. Names that were the same before stay so.
func (n memberNames) reserveName(name string, replaced bool) string {
	free := name
	for i := 2; n.conflictsWith(free, replaced); i++ {
		free = name + " " + strconv.Itoa(i)
	}
	n[free] = replaced || free != name
	return free
}

func (n memberNames) conflictsWith(name string, replaced bool) bool {
	other, taken := n[name]
	return taken && (replaced || other)
}

func quoteJSON(text string) []byte {
	out, _ := encodeJSON(text) // a string can always be encoded
	return out
}
