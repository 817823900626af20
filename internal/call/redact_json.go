package call

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// redactJSON replaces the secrets in the texts, names and numbers of a JSON value, however they are escaped there.
// The rest stays as it is, without white space. A value that is too long to keep, or no JSON, is dropped: cut JSON
// helps nobody.
func redactJSON(raw json.RawMessage, redact func(string) string) json.RawMessage {
	var in bytes.Buffer
	if json.Compact(&in, raw) != nil {
		return nil
	}
	r := jsonRedactor{rest: in.Bytes(), redact: redact}
	for len(r.rest) > 0 && r.out.Len() <= maxDetails {
		r.copyToken()
	}
	if r.out.Len() > maxDetails {
		return nil
	}
	return r.out.Bytes()
}

// jsonRedactor copies valid JSON without white space, token by token.
type jsonRedactor struct {
	rest   []byte
	out    bytes.Buffer
	redact func(string) string
	names  []memberNames // of the objects that are open, the innermost last
}

// memberNames are the names of an object that have been written, and whether a secret was replaced in them.
type memberNames map[string]bool

func (r *jsonRedactor) copyToken() {
	token := nextToken(r.rest)
	r.rest = r.rest[len(token):]
	switch c := token[0]; {
	case c == '{':
		r.names = append(r.names, memberNames{})
	case c == '}':
		r.names = r.names[:len(r.names)-1]
	case c == '"':
		token = r.redactText(token)
	case c == '-' || c >= '0' && c <= '9':
		if number := string(token); r.redact(number) != number {
			token = quoted(r.redact(number))
		}
	}
	r.out.Write(token)
}

// nextToken returns the token at the beginning of valid JSON; if it is neither a text nor punctuation, it is a number
// or a word.
func nextToken(in []byte) []byte {
	switch {
	case in[0] == '"':
		return in[:textEnd(in)]
	case strings.IndexByte("{}[],:", in[0]) >= 0:
		return in[:1]
	}
	return in[:len(in)-len(bytes.TrimLeft(in, "+-.0123456789Eaeflnrstu"))]
}

func textEnd(in []byte) int {
	end := 1
	for in[end] != '"' {
		if in[end] == '\\' {
			end++
		}
		end++
	}
	return end + 1
}

// redactText returns a text as it is written, unless a secret stands in it or its name is taken.
func (r *jsonRedactor) redactText(token []byte) []byte {
	var text string
	_ = json.Unmarshal(token, &text) // valid JSON
	clean := r.redact(text)
	if len(r.rest) > 0 && r.rest[0] == ':' {
		clean = r.names[len(r.names)-1].add(clean, clean != text)
	}
	if clean == text {
		return token
	}
	return quoted(clean)
}

// add returns the name under which a member is written: with a number behind it where the name of another member has
// become the same. Names that were the same before stay so.
func (n memberNames) add(name string, replaced bool) string {
	free := name
	for i := 2; n.clashes(free, replaced); i++ {
		free = name + " " + strconv.Itoa(i)
	}
	n[free] = replaced || free != name
	return free
}

func (n memberNames) clashes(name string, replaced bool) bool {
	other, taken := n[name]
	return taken && (replaced || other)
}

func quoted(text string) []byte {
	out, _ := encodeJSON(text) // a string always has a form
	return out
}
