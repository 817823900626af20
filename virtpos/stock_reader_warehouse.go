package virtpos

import (
	"errors"
	"fmt"
)

// stockElements are the elements of a warehouse's items.
var stockElements = []string{"item"}

// pendingWarehouse is a warehouse while it is read. Rows before its name are emitted without the name.
type pendingWarehouse struct {
	key      string // its name in a JSON object that is keyed by id
	ownID    int64  // its element id
	id       int64  // the id that the sink got: ownID, or else key
	name     string
	emitted  bool // the sink has got it
	hasItems bool // its list of items has begun
	count    int64
	rows     int // read so far
	row      int // the one being read; 0 for none
}

func (r *stockReader) readWarehouseMember(name string) error {
	switch name {
	case "items":
		r.current.hasItems = true
		return r.doc.readList(stockElements, r.readItem)
	case "id", "name", "count":
	default:
		return r.doc.skipElement()
	}
	r.tree.reset()
	if err := r.doc.readValue(&r.tree, name); err != nil {
		return err
	}
	for n := range r.tree.roots() {
		if err := r.readWarehouseField(name, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *stockReader) readWarehouseField(name string, n int) error {
	s, t := r.current, &r.tree
	switch name {
	case "id":
		return r.readWarehouseID(n)
	case "count":
		s.count, _ = parseWhole(t.textOf(n))
	case "name":
		if !s.emitted {
			r := fieldReader{tree: t, notes: &r.notes}
			r.readName(n, &s.name)
		}
	}
	return nil
}

// readWarehouseID reads the id of a warehouse. An id that cannot be read is an error, since the rows would
// belong nowhere.
func (r *stockReader) readWarehouseID(n int) error {
	s, t := r.current, &r.tree
	if t.isEmpty(n) {
		return nil
	}
	if s.ownID != 0 {
		return errors.New("the id of a warehouse comes twice")
	}
	var ok bool
	if s.ownID, ok = readID(t, n); !ok {
		return fmt.Errorf("the id %q of a warehouse is not a whole number above zero", r.redact.quote(t.rawText(n)))
	}
	if s.emitted && s.ownID != s.id {
		return fmt.Errorf("the items of warehouse %d came under the name %q, before its id", s.ownID, r.redact.quote(s.key))
	}
	return nil
}

// emitWarehouse passes the warehouse to the sink, once.
func (r *stockReader) emitWarehouse() error {
	s := r.current
	if s.emitted {
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
	if err := r.query.checkWarehouse(s.id); err != nil {
		return err
	}
	s.emitted = true
	r.sink.addWarehouse(WarehouseStock{ID: s.id, Name: s.name, Unread: r.notes.takeUnread()})
	return nil
}

// readItem reads an item. In JSON, one key may hold a list of items: the lots of one item.
func (r *stockReader) readItem(f listElement) error {
	r.current.row = r.current.rows + 1
	r.tree.reset()
	if err := r.doc.readValue(&r.tree, "item"); err != nil {
		return err
	}
	if f.inPlaceOfList && !r.tree.hasChild("id") {
		return noListError("item")
	}
	for n := range r.tree.roots() {
		if err := r.emitRow(n, f.key); err != nil {
			return err
		}
	}
	r.current.row = 0
	return nil
}

// emitRow passes a row, or a gap, to the sink.
func (r *stockReader) emitRow(n int, key string) error {
	s := r.current
	s.rows++
	s.row = s.rows
	r.beginRow()
	if err := r.emitWarehouse(); err != nil {
		return err
	}
	row, ok := r.tree.readStockRow(n, key, &r.notes)
	if !ok {
		r.sink.addGap(Gap{WarehouseID: s.id, Position: s.rows, Unread: r.tree.unreadMembers(n, r.redact)})
		return nil
	}
	row.WarehouseID, row.WarehouseName = s.id, s.name
	if err := r.query.checkRow(&row, r.redact); err != nil {
		return err
	}
	if !r.sink.addRow(row) {
		return errConsumerLeft
	}
	return nil
}
