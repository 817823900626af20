package virtpos

import (
	"errors"
	"fmt"
)

// shop is a warehouse while it is read. A name that follows the items comes too late for their rows.
type shop struct {
	key    string // what it is filed under in JSON
	ownID  int64  // the id that it gives itself
	id     int64  // the id by which the sink knows it: its own, or else its key
	name   string
	told   bool // the sink knows it
	rows   int
	inItem bool
}

// warehouse reads a warehouse.
func (r *stockReader) warehouse(key string) error {
	r.shop = &shop{key: key}
	if err := r.doc.members(r.shopMember); err != nil {
		return err
	}
	r.itemDone()
	if err := r.tell(); err != nil {
		return err
	}
	r.shop = nil
	return nil
}

func (r *stockReader) shopMember(name string) error {
	switch name {
	case "items":
		return r.doc.list("item", r.item)
	case "id", "name":
	default:
		return r.doc.skip()
	}
	r.tree.reset()
	if err := r.doc.value(&r.tree, name); err != nil {
		return err
	}
	for n := range r.tree.roots() {
		if err := r.shop.field(&r.tree, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *shop) field(t *tree, n int) error {
	if t.nodes[n].name == "name" {
		return t.firstWords(n, &s.name)
	}
	if err := t.id(n, &s.ownID); err != nil {
		return err
	}
	if s.told && s.ownID != 0 && s.ownID != s.id {
		return fmt.Errorf("the items of warehouse %d came under the name %q, before its id", s.ownID, clip(s.key))
	}
	return nil
}

// tell tells the sink of the warehouse, once.
func (r *stockReader) tell() (err error) {
	s := r.shop
	if s.told {
		return nil
	}
	switch s.id = s.ownID; {
	case s.id == 0 && isID(s.key):
		if s.id, err = parseID("warehouse", s.key); err != nil {
			return err
		}
	case s.id == 0 && s.rows > 0:
		return errors.New("a warehouse with items before its id, or without one")
	case s.id == 0:
		return errors.New("a warehouse without an id")
	}
	s.told = true
	r.sink.warehouse(s.id, s.name)
	return nil
}
