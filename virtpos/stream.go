package virtpos

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// stockSink takes what readStock reads.
type stockSink struct {
	warehouse func(id int64, name string)
	row       func(StockRow) (more bool)
}

// readStock reads the reply to a question for stock while it arrives. The sink is told of each warehouse before its
// rows, and of an empty one as well, and of each row; itemDone is called before it is told of either. When the sink
// wants no more rows, readStock returns nil at once.
//
// An error after rows is final for the reply: what has been delivered is not all.
func readStock(body io.Reader, itemDone func(), sink stockSink) error {
	src := newSource(body, readSize)
	doc, err := open(src)
	if err != nil {
		return err
	}
	r := stockReader{doc: doc, src: src, itemDone: itemDone, sink: sink}
	err = r.read()
	switch {
	case err == nil, errors.Is(err, errLeft):
		return nil
	case r.verdict.failed() && !src.broken():
		return r.verdict.err()
	default:
		return r.explained(err)
	}
}

// errLeft says that nobody wants more rows.
var errLeft = errors.New("the consumer has left")

// maxInfo is how far a reply that is no success is read on for its info.
const maxInfo = 64 << 10

// stockType is the type of a reply that lists stock. Others, such as that which lists warehouses, look alike.
const stockType = "store"

// stockReader reads a reply in either format.
type stockReader struct {
	doc      document
	src      *source
	itemDone func()
	sink     stockSink

	verdict verdict
	kind    string // the type that the reply says it is of, or the first that is not stockType
	listed  bool   // the list of warehouses has begun
	shop    *shop  // the warehouse that is being read
	tree    tree
}

func (r *stockReader) read() error {
	if err := r.doc.root(r.member); err != nil {
		return err
	}
	if err := r.verdict.err(); err != nil {
		return err
	}
	if err := r.checkType(); err != nil {
		return err
	}
	if !r.listed {
		return errors.New("the reply has no list of warehouses")
	}
	return r.doc.end()
}

// member reads an element in the root.
func (r *stockReader) member(name string) error {
	switch name {
	case "success", "info", "type":
		return r.head(name)
	case "warehouses":
		return r.warehouses()
	default:
		return r.doc.skip()
	}
}

// head reads what a reply says of itself. Once it says that the call failed, only its info is wanted.
func (r *stockReader) head(name string) error {
	r.tree.reset()
	if err := r.doc.value(&r.tree, name); err != nil {
		return err
	}
	for n := range r.tree.roots() {
		e := r.tree.element(n)
		r.verdict.hear(e)
		if e.Name == "type" && (r.kind == "" || r.kind == stockType && e.Text != "") {
			r.kind = e.Text
		}
	}
	if r.verdict.failed() {
		if len(r.verdict.info) > 0 {
			return r.verdict.err()
		}
		r.src.allowOnly(maxInfo)
	}
	return nil
}

func (r *stockReader) checkType() error {
	if r.kind != "" && r.kind != stockType {
		return fmt.Errorf("the reply is of type %q, not %s", clip(r.kind), stockType)
	}
	return nil
}

func (r *stockReader) warehouses() error {
	if r.verdict.failed() {
		return r.doc.skip()
	}
	if err := r.checkType(); err != nil {
		return err
	}
	r.listed = true
	return r.doc.list("warehouse", r.warehouse)
}

// item reads an item; under one key in JSON there may be a list of them, the lots of one item.
func (r *stockReader) item(key string) error {
	r.shop.rows++
	r.shop.inItem = true
	r.tree.reset()
	if err := r.doc.value(&r.tree, "item"); err != nil {
		return err
	}
	for n := range r.tree.roots() {
		row, err := r.tree.row(n, key)
		if err != nil {
			return err
		}
		if err := r.deliver(row); err != nil {
			return err
		}
	}
	r.shop.inItem = false
	return nil
}

func (r *stockReader) deliver(row StockRow) error {
	r.itemDone()
	if err := r.tell(); err != nil {
		return err
	}
	row.WarehouseID, row.WarehouseName = r.shop.id, r.shop.name
	if !r.sink.row(row) {
		return errLeft
	}
	return nil
}

// explained adds where it happened.
func (r *stockReader) explained(err error) error {
	place := []string{r.doc.place()}
	if s := r.shop; s != nil {
		if id := max(s.id, s.ownID); id != 0 {
			place = append(place, fmt.Sprintf("warehouse %d", id))
		}
		switch {
		case s.inItem:
			place = append(place, fmt.Sprintf("row %d", s.rows))
		case s.rows > 0:
			place = append(place, fmt.Sprintf("after row %d", s.rows))
		}
	}
	return fmt.Errorf("%s: %w", strings.Join(place, ", "), err)
}
