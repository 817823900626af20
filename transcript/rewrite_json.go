package transcript

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
)

var errNotJSON = errors.New("the body is JSON that cannot be read, and is left out")

// rewriteJSON writes JSON again, without white space. The order of members and the text of numbers stay.
func (w *rewriter) rewriteJSON(body []byte) ([]byte, error) {
	body = trimByteOrderMark(body)
	if !json.Valid(body) {
		return nil, errNotJSON
	}
	j := jsonRewriter{rewriter: w, in: json.NewDecoder(bytes.NewReader(body))}
	j.in.UseNumber()
	if err := j.copyValue(make([]string, 0, maxDepth)); err != nil {
		return nil, err
	}
	return j.out.Bytes(), nil
}

type jsonRewriter struct {
	*rewriter
	in    *json.Decoder
	out   bytes.Buffer
	depth int // of the objects and lists that are open
}

// copyValue copies one value; path is that of its name. Values of one object share the memory of their paths.
func (j *jsonRewriter) copyValue(path []string) error {
	token, err := j.in.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case json.Delim:
		return j.copyContainer(token == '{', path)
	case string:
		j.out.Write(quoteJSON(j.value(&field{path: path, value: token})))
	case json.Number:
		j.copyNumber(path, token.String())
	case bool:
		j.out.WriteString(strconv.FormatBool(token))
	default:
		j.out.WriteString("null")
	}
	return nil
}

func (j *jsonRewriter) copyNumber(path []string, number string) {
	written := j.value(&field{path: path, value: number, isNumber: true})
	if !json.Valid([]byte(written)) {
		j.out.Write(quoteJSON(written))
		return
	}
	j.out.WriteString(written)
}

// copyContainer copies the rest of an object or an array whose opening bracket has been read.
func (j *jsonRewriter) copyContainer(isObject bool, path []string) error {
	if j.depth++; j.depth > maxDepth {
		return errTooDeep
	}
	defer func() { j.depth-- }()
	open, end := "[", "]"
	if isObject {
		open, end = "{", "}"
	}
	j.out.WriteString(open)
	for i := 0; j.in.More(); i++ {
		if i > 0 {
			j.out.WriteByte(',')
		}
		inner := path
		if isObject {
			var err error
			if inner, err = j.copyName(path); err != nil {
				return err
			}
		}
		if err := j.copyValue(inner); err != nil {
			return err
		}
	}
	_, err := j.in.Token()
	j.out.WriteString(end)
	return err
}

// copyName copies the name of a member, and returns the path of its value.
func (j *jsonRewriter) copyName(path []string) ([]string, error) {
	token, err := j.in.Token()
	if err != nil {
		return nil, err
	}
	name, _ := token.(string)
	inner := appendName(path, name)
	written := name
	if isReplacedName(inner, name) {
		written = j.name(name)
	}
	j.out.Write(append(quoteJSON(written), ':'))
	return inner, nil
}

// appendName returns the path of a member: a name that is data counts as "*". It is good until the next name is
// appended to the same path.
func appendName(path []string, name string) []string {
	if isDataName((&field{path: path}).name(), name) {
		name = dataNames
	}
	return append(path, name)
}

// isReplacedName reports whether the name of a member is a personal value. Numbers and the sum stay.
func isReplacedName(path []string, name string) bool {
	return path[len(path)-1] == dataNames && name != sumName && !isShortNumber(name)
}

// isDeep reports whether JSON is nested more than maxDepth levels deep.
func isDeep(text []byte) bool {
	depth, inText, escaped := 0, false, false
	for _, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = inText
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth > maxDepth {
			return true
		}
	}
	return false
}

func quoteJSON(text string) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string can always be encoded
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// trimByteOrderMark drops byte order marks and the spaces around them.
func trimByteOrderMark(body []byte) []byte { return bytes.TrimLeft(body, "\ufeff \t\r\n") }
