package virtpos

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// stockSink receives what readStock reads.
type stockSink struct {
	addWarehouse func(WarehouseStock) // called before its rows, with Rows empty
	addRow       func(StockRow) (more bool)
	addGap       func(Gap)
}

// stockSource is the body to read stock from, and the query to check it against.
type stockSource struct {
	body     io.Reader
	charset  string // from Content-Type
	query    StoreQuery
	redact   redactor
	itemDone func() // called before each call of the sink
}

// readStock reads the response to a read of stock while it arrives. The sink gets each warehouse before its
// rows, including empty ones, each row, and each gap. When addRow returns false, readStock returns nil at once.
//
// After an error, the rows that the sink got are incomplete.
func readStock(from stockSource, sink stockSink) error {
	src := newSource(from.body, readSize, from.charset, from.redact)
	doc, err := openDocument(src)
	if err != nil {
		return err
	}
	r := stockReader{stockSource: &from, doc: doc, src: src, sink: sink, notes: unreadNotes{redact: from.redact}}
	err = r.readResponse()
	switch {
	case err == nil, errors.Is(err, errConsumerLeft):
		return nil
	case r.envelope.isFailure() && !src.readFailed():
		return r.envelope.toAPIError(r.redact)
	default:
		return r.withPosition(err)
	}
}

// errConsumerLeft ends reading when the sink wants no more rows.
var errConsumerLeft = errors.New("the consumer has left")

// maxInfoLen bounds how far a failed response is read for its info.
const maxInfoLen = 64 << 10

// stockType is the type of a response that lists stock. Other lists, such as that of warehouses, look alike.
const stockType = "store"

// stockReader reads a response in either format.
type stockReader struct {
	*stockSource
	doc  document
	src  *source
	sink stockSink

	envelope      envelope
	responseType  string            // the response's type; the first one other than stockType, when there are several
	hasWarehouses bool              // the list of warehouses has begun
	current       *pendingWarehouse // the warehouse that is being read
	counts        counts
	tree          tree
	notes         unreadNotes
}

func (r *stockReader) readResponse() error {
	if err := r.doc.readRoot(r.readMember); err != nil {
		return err
	}
	if err := r.envelope.toError(r.redact); err != nil {
		return err
	}
	if err := r.checkType(); err != nil {
		return err
	}
	if !r.hasWarehouses {
		return errors.New("the response has no list of warehouses")
	}
	if err := r.counts.verifyCounts(); err != nil {
		return err
	}
	return r.doc.expectEnd()
}

// readMember reads an element in the root.
func (r *stockReader) readMember(name string) error {
	switch name {
	case "success", "info", "type", "count":
		return r.readEnvelopeMember(name)
	case "warehouses":
		return r.readWarehouses()
	default:
		return r.doc.skipElement()
	}
}

// readEnvelopeMember reads success, info, type or count. After a failure, only the info is read.
func (r *stockReader) readEnvelopeMember(name string) error {
	r.tree.reset()
	if err := r.doc.readValue(&r.tree, name); err != nil {
		return err
	}
	for n := range r.tree.roots() {
		r.envelope.addElement(&r.tree, n)
		switch text := r.tree.textOf(n); {
		case name == "count":
			r.counts.warehouses, _ = parseWhole(text)
		case name == "type" && (r.responseType == "" || r.isStock() && len(text) > 0):
			r.responseType = string(text)
		}
	}
	if r.envelope.isFailure() {
		if len(r.envelope.info) > 0 {
			return r.envelope.toAPIError(r.redact)
		}
		r.src.limitRemaining(maxInfoLen)
	}
	return nil
}

func (r *stockReader) isStock() bool { return strings.EqualFold(r.responseType, stockType) }

func (r *stockReader) checkType() error {
	if r.responseType != "" && !r.isStock() {
		return fmt.Errorf("the response is of type %q, not %s", r.redact.quote(r.responseType), stockType)
	}
	return nil
}

func (r *stockReader) readWarehouses() error {
	if r.envelope.isFailure() {
		return r.doc.skipElement()
	}
	if err := r.checkType(); err != nil {
		return err
	}
	r.hasWarehouses = true
	return r.doc.readList("warehouse", r.readWarehouse)
}

// withPosition adds the position in the response to an error.
func (r *stockReader) withPosition(err error) error {
	place := []string{r.doc.position()}
	if s := r.current; s != nil {
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
