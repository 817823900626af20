package virtpos

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// stockSink takes what readStock reads.
type stockSink struct {
	warehouse func(WarehouseStock) // without its rows
	row       func(StockRow) (more bool)
	gap       func(Gap)
}

// stockSource is where a stock is read from, and what was asked for.
type stockSource struct {
	body     io.Reader
	charset  string // as Content-Type names it
	asked    StoreQuery
	redact   redactor
	itemDone func() // called before the sink is told of anything
}

// readStock reads the response to a question for stock while it arrives. The sink is told of each warehouse before its
// rows, and of an empty one as well, of each row, and of each row that cannot be delivered. When the sink wants no more
// rows, readStock returns nil at once.
//
// An error after rows is final for the response: what has been delivered is not all.
func readStock(from stockSource, sink stockSink) error {
	src := newSource(from.body, readSize, from.charset, from.redact)
	doc, err := open(src)
	if err != nil {
		return err
	}
	r := stockReader{stockSource: &from, doc: doc, src: src, sink: sink, notes: notes{redact: from.redact}}
	err = r.read()
	switch {
	case err == nil, errors.Is(err, errLeft):
		return nil
	case r.verdict.failed() && !src.broken():
		return r.verdict.refusal(r.redact)
	default:
		return r.explained(err)
	}
}

// errLeft says that nobody wants more rows.
var errLeft = errors.New("the consumer has left")

// maxInfo is how far a response that is no success is read on for its info.
const maxInfo = 64 << 10

// stockType is the type of a response that lists stock. Others, such as that which lists warehouses, look alike.
const stockType = "store"

// stockReader reads a response in either format.
type stockReader struct {
	*stockSource
	doc  document
	src  *source
	sink stockSink

	verdict verdict
	kind    string // the type that the response says it is of, or the first that is not stockType
	listed  bool   // the list of warehouses has begun
	shop    *shop  // the warehouse that is being read
	counts  counts
	tree    tree
	notes   notes
}

func (r *stockReader) read() error {
	if err := r.doc.root(r.member); err != nil {
		return err
	}
	if err := r.verdict.err(r.redact); err != nil {
		return err
	}
	if err := r.checkType(); err != nil {
		return err
	}
	if !r.listed {
		return errors.New("the response has no list of warehouses")
	}
	if err := r.counts.check(); err != nil {
		return err
	}
	return r.doc.end()
}

// member reads an element in the root.
func (r *stockReader) member(name string) error {
	switch name {
	case "success", "info", "type", "count":
		return r.head(name)
	case "warehouses":
		return r.warehouses()
	default:
		return r.doc.skip()
	}
}

// head reads what a response says of itself. Once it says that the call failed, only its info is wanted.
func (r *stockReader) head(name string) error {
	r.tree.reset()
	if err := r.doc.value(&r.tree, name); err != nil {
		return err
	}
	for n := range r.tree.roots() {
		r.verdict.add(&r.tree, n)
		switch text := r.tree.textOf(n); {
		case name == "count":
			r.counts.warehouses, _ = parseWhole(text)
		case name == "type" && (r.kind == "" || r.isStock() && len(text) > 0):
			r.kind = string(text)
		}
	}
	if r.verdict.failed() {
		if len(r.verdict.info) > 0 {
			return r.verdict.refusal(r.redact)
		}
		r.src.allowOnly(maxInfo)
	}
	return nil
}

func (r *stockReader) isStock() bool { return strings.EqualFold(r.kind, stockType) }

func (r *stockReader) checkType() error {
	if r.kind != "" && !r.isStock() {
		return fmt.Errorf("the response is of type %q, not %s", r.redact.quote(r.kind), stockType)
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

// explained adds where it happened.
func (r *stockReader) explained(err error) error {
	place := []string{r.doc.place()}
	if s := r.shop; s != nil {
		if id := max(s.id, s.ownID); id != 0 {
			place = append(place, fmt.Sprintf("warehouse %d", id))
		}
		switch {
		case s.row > 0:
			place = append(place, fmt.Sprintf("row %d", s.row))
		case s.rows > 0:
			place = append(place, fmt.Sprintf("after row %d", s.rows))
		}
	}
	return fmt.Errorf("%s: %w", strings.Join(place, ", "), err)
}

// counts are what a response says of its own length, and what came of it.
type counts struct {
	warehouses int64 // that it announces
	empty      int64 // rows that it announces in warehouses in which none came
	seen       int   // warehouses that came
	rows       int   // rows that came
}

// check finds a response that announces something and holds nothing at all. What exactly is counted is not documented,
// so that other numbers prove nothing.
func (c *counts) check() error {
	switch {
	case c.seen == 0 && c.warehouses > 0:
		return fmt.Errorf("%w: the response counts %d, and its list of warehouses is empty", shelfwire.ErrIncomplete, c.warehouses)
	case c.rows == 0 && c.empty > 0:
		return fmt.Errorf("%w: the response counts %d rows of stock, and holds none", shelfwire.ErrIncomplete, c.empty)
	default:
		return nil
	}
}
