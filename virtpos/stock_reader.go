package virtpos

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// stockSink receives what readStock reads.
type stockSink struct {
	addWarehouse func(WarehouseStock) // called before its rows, with Rows empty
	addRow       func(StockRow) (more bool)
	addGap       func(Gap)
}

// readStock reads the response to a read of stock, and checks it against the query. The sink gets each warehouse before
// its rows, including empty ones, each row, and each gap. When addRow returns false, readStock returns nil at once.
func readStock(from listSource, query StoreQuery, sink stockSink) error {
	r := stockReader{query: query, sink: sink}
	return r.readFrom(from, &storeSection, &r)
}

// stockReader reads the warehouses of a stock with their rows.
type stockReader struct {
	listing
	query   StoreQuery
	sink    stockSink
	current *pendingWarehouse // the warehouse that is being read
	missing int64             // rows that are announced in warehouses that hold none
}

// readElement reads a warehouse.
func (r *stockReader) readElement(f listElement) error {
	r.current = &pendingWarehouse{key: f.key}
	if err := r.doc.readMembers(r.readWarehouseMember); err != nil {
		return err
	}
	r.itemDone()
	if err := r.emitWarehouse(); err != nil {
		return err
	}
	if !r.current.hasItems {
		return noListError("item")
	}
	if r.current.rows == 0 {
		r.missing += max(r.current.count, 0)
	}
	r.current = nil
	return nil
}

// verifyList returns an error for a stock that announces rows and holds none.
func (r *stockReader) verifyList() error {
	if r.rows == 0 && r.missing > 0 {
		return fmt.Errorf("%w: the response counts %d rows of stock, and holds none", shelfwire.ErrIncomplete, r.missing)
	}
	return nil
}

// describePlace names the warehouse and the row that is being read.
func (r *stockReader) describePlace() (place []string) {
	s := r.current
	if s == nil {
		return nil
	}
	if id := max(s.id, s.ownID); id != 0 {
		place = append(place, fmt.Sprintf("warehouse %d", id))
	}
	switch {
	case s.row > 0:
		place = append(place, fmt.Sprintf("row %d", s.row))
	case s.rows > 0:
		place = append(place, fmt.Sprintf("after row %d", s.rows))
	}
	return place
}
