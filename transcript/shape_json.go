package transcript

import (
	"bytes"
	"encoding/json"
)

// maxDepth is how deep the shape of a body goes.
const maxDepth = 64

// addJSON adds a JSON body, as far as it can be read.
func addJSON(n *node, text []byte) {
	j := jsonShaper{in: json.NewDecoder(bytes.NewReader(trimByteOrderMark(text)))}
	j.in.UseNumber()
	j.addValue(n, "", 0)
}

type jsonShaper struct{ in *json.Decoder }

// addValue adds the next value, which has a name, and returns false when the body ends within it.
func (j *jsonShaper) addValue(n *node, name string, depth int) bool {
	token, err := j.in.Token()
	if err != nil || depth > maxDepth {
		return false
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return j.addObject(n.object(), name, depth)
		}
		return j.addList(n.list(), name, depth)
	case string:
		n.addString(token)
	case json.Number:
		n.addNumber(token.String())
	case bool:
		n.addScalar(kindFlag, 0, -1, true)
	default:
		n.addScalar(kindNull, 0, -1, true)
	}
	return true
}

func (j *jsonShaper) addObject(o *object, name string, depth int) bool {
	o.begin()
	defer o.end()
	for j.in.More() {
		token, err := j.in.Token()
		if err != nil {
			return false
		}
		inner, _ := token.(string)
		if !j.addValue(&o.member(name, inner).node, inner, depth+1) {
			return false
		}
	}
	_, err := j.in.Token()
	return err == nil
}

func (j *jsonShaper) addList(l *list, name string, depth int) bool {
	l.count++
	n := 0
	defer func() { l.length.add(n) }()
	for j.in.More() {
		if !j.addValue(&l.item, name, depth+1) {
			return false
		}
		n++
	}
	_, err := j.in.Token()
	return err == nil
}
