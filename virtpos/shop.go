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
	listed bool // its list of items has begun
	count  int64
	rows   int // that have come
	row    int // that is being read; 0 for none
}

// warehouse reads a warehouse.
func (r *stockReader) warehouse(f filing) error {
	r.shop = &shop{key: f.key}
	if err := r.doc.members(r.shopMember); err != nil {
		return err
	}
	r.itemDone()
	if err := r.tell(); err != nil {
		return err
	}
	if !r.shop.listed {
		return noList("item")
	}
	r.counts.seen++
	if r.shop.rows == 0 {
		r.counts.empty += max(r.shop.count, 0)
	}
	r.shop = nil
	return nil
}

func (r *stockReader) shopMember(name string) error {
	switch name {
	case "items":
		r.shop.listed = true
		return r.doc.list("item", r.item)
	case "id", "name", "count":
	default:
		return r.doc.skip()
	}
	r.tree.reset()
	if err := r.doc.value(&r.tree, name); err != nil {
		return err
	}
	for n := range r.tree.roots() {
		if err := r.shopField(name, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *stockReader) shopField(name string, n int) error {
	s, t := r.shop, &r.tree
	switch name {
	case "id":
		return r.shopID(n)
	case "count":
		s.count, _ = parseWhole(t.textOf(n))
	case "name":
		if !s.told {
			r := record{tree: t, notes: &r.notes}
			r.readName(n, &s.name)
		}
	}
	return nil
}

// shopID reads the id of a warehouse. Without it nobody can tell where its rows belong, so that one that cannot be read
// is an error.
func (r *stockReader) shopID(n int) error {
	s, t := r.shop, &r.tree
	if t.isEmpty(n) {
		return nil
	}
	if s.ownID != 0 {
		return errors.New("the id of a warehouse comes twice")
	}
	var ok bool
	if s.ownID, ok = readID(t, n); !ok {
		return fmt.Errorf("the id %q of a warehouse is not a whole number above zero", r.redact.quote(t.raw(n)))
	}
	if s.told && s.ownID != s.id {
		return fmt.Errorf("the items of warehouse %d came under the name %q, before its id", s.ownID, r.redact.quote(s.key))
	}
	return nil
}

// tell tells the sink of the warehouse, once.
func (r *stockReader) tell() error {
	s := r.shop
	if s.told {
		return nil
	}
	switch s.id = s.ownID; {
	case s.id == 0 && isID(s.key):
		var ok bool
		if s.id, ok = parseID([]byte(s.key)); !ok {
			return fmt.Errorf("the id %q of a warehouse is not a whole number above zero", r.redact.quote(s.key))
		}
	case s.id == 0 && s.rows > 0:
		return errors.New("a warehouse with items before its id, or without one")
	case s.id == 0:
		return errors.New("a warehouse without an id")
	}
	if err := r.asked.checkWarehouse(s.id); err != nil {
		return err
	}
	s.told = true
	r.sink.warehouse(WarehouseStock{ID: s.id, Name: s.name, Unread: r.notes.take()})
	return nil
}

// item reads an item; under one key in JSON there may be a list of them, the lots of one item.
func (r *stockReader) item(f filing) error {
	r.shop.row = r.shop.rows + 1
	r.tree.reset()
	if err := r.doc.value(&r.tree, "item"); err != nil {
		return err
	}
	if f.alone && !r.tree.hasChild(0, "id") {
		return noList("item")
	}
	for n := range r.tree.roots() {
		if err := r.deliver(n, f.key); err != nil {
			return err
		}
	}
	r.shop.row = 0
	return nil
}

func (r *stockReader) deliver(n int, key string) error {
	s := r.shop
	s.rows++
	s.row = s.rows
	r.counts.rows++
	r.itemDone()
	if err := r.tell(); err != nil {
		return err
	}
	row, ok := r.tree.row(n, key, &r.notes)
	if !ok {
		r.sink.gap(Gap{WarehouseID: s.id, Position: s.rows, Unread: r.tree.members(n, r.redact)})
		return nil
	}
	row.WarehouseID, row.WarehouseName = s.id, s.name
	if err := r.asked.checkRow(&row, r.redact); err != nil {
		return err
	}
	if !r.sink.row(row) {
		return errLeft
	}
	return nil
}
