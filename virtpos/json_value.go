package virtpos

import "github.com/shelfwire/shelfwire/internal/jsonscan"

// readValue appends the whole value, or nothing beside an error.
func (j *jsonDocument) readValue(t *tree, name string) error {
	whole, outer := len(t.nodes), len(t.open)
	err := j.appendElement(t, name)
	if err != nil {
		t.nodes, t.open = t.nodes[:whole], t.open[:outer]
	}
	return err
}

// appendElement appends the next value, or the object whose first name is read already.
func (j *jsonDocument) appendElement(t *tree, name string) error {
	if !j.hasFirstName {
		return j.appendNext(t, name)
	}
	if err := t.beginElement(name); err != nil {
		return err
	}
	j.hasFirstName = false
	if err := j.appendNext(t, j.firstName); err != nil {
		return err
	}
	return j.appendMembers(t)
}

func (j *jsonDocument) appendNext(t *tree, name string) error {
	kind, err := j.nextToken()
	if err != nil {
		return err
	}
	return j.appendValue(t, name, kind)
}

// appendValue appends the value of which the last token is the first.
func (j *jsonDocument) appendValue(t *tree, name string, kind jsonscan.Kind) error {
	switch kind {
	case jsonscan.BeginObject:
		if err := t.beginElement(name); err != nil {
			return err
		}
		return j.appendMembers(t)
	case jsonscan.BeginList:
		return j.appendList(t, name)
	case jsonscan.Bool:
		return t.appendBool(name, j.scan.Text())
	case jsonscan.Null:
		return t.appendLeaf(name, nil)
	default:
		return t.appendLeaf(name, j.scan.Text())
	}
}

// appendMembers appends the members of an object, which are left to read, and ends its element.
func (j *jsonDocument) appendMembers(t *tree) error {
	for {
		switch kind, err := j.nextToken(); {
		case err != nil:
			return err
		case kind == jsonscan.EndObject:
			t.endElement()
			return nil
		}
		if err := j.appendNext(t, t.internName(j.scan.Text())); err != nil {
			return err
		}
	}
}

// appendList appends each value of a list under the list's own name; an empty list is one empty element.
func (j *jsonDocument) appendList(t *tree, name string) error {
	kind, err := j.nextToken()
	if err == nil && kind == jsonscan.EndList {
		return t.appendLeaf(name, nil)
	}
	for err == nil && kind != jsonscan.EndList {
		if err := j.appendListValue(t, name, kind); err != nil {
			return err
		}
		kind, err = j.nextToken()
	}
	return err
}

// appendListValue appends a value of a list. A list within a list becomes an element of that name.
func (j *jsonDocument) appendListValue(t *tree, name string, kind jsonscan.Kind) error {
	if kind != jsonscan.BeginList || !j.scan.More() {
		return j.appendValue(t, name, kind)
	}
	if err := t.beginElement(name); err != nil {
		return err
	}
	if err := j.appendList(t, name); err != nil {
		return err
	}
	t.endElement()
	return nil
}
