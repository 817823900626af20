package virtpos

import (
	"context"
	"fmt"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// previewRun makes a preview.
type previewRun struct {
	store   *StoreService
	opts    *PreviewOptions
	preview ReplacePreview
	feed    *feedChecker

	shelf  []StockRow      // the stock of the warehouse
	places map[int64][]int // in shelf, by item
	taken  map[int]bool    // places that a row of the feed is about
	fed    map[int64]bool  // items that the feed has
	kept   int             // rows that ReplaceOnHand would confirm
}

func newPreviewRun(s *StoreService, opts *PreviewOptions, preview ReplacePreview) *previewRun {
	return &previewRun{
		store: s, opts: opts, preview: preview, feed: newFeedChecker(preview.Warehouse),
		places: map[int64][]int{}, taken: map[int]bool{}, fed: map[int64]bool{},
	}
}

// findWarehouse returns the id of a warehouse in VirtualPOS.
func (s *StoreService) findWarehouse(ctx context.Context, op call.Op, warehouse WarehouseRef) (int64, error) {
	if warehouse.id != 0 {
		return warehouse.id, nil
	}
	list, err := (&WarehousesService{s.service}).List(ctx, WarehouseQuery{Warehouse: warehouse})
	switch {
	case err != nil:
		return 0, err
	case len(list) == 0:
		err = fmt.Errorf("%w: there is no %s", shelfwire.ErrNotFound, warehouse)
	case len(list) > 1:
		err = fmt.Errorf("%w: %s is the warehouse %d and the warehouse %d",
			shelfwire.ErrConflict, warehouse, list[0].ID, list[1].ID)
	default:
		return list[0].ID, nil
	}
	return 0, s.caller.Error(op, shelfwire.OutcomeRejected, err)
}

func (r *previewRun) readShelf(ctx context.Context) error {
	query := StoreQuery{WarehouseID: r.preview.WarehouseID, Fields: r.opts.Fields}
	for row, err := range r.store.All(ctx, query) {
		if err != nil {
			return err
		}
		r.places[row.ItemID] = append(r.places[row.ItemID], len(r.shelf))
		r.shelf = append(r.shelf, row)
	}
	return nil
}

// readFeed adds a row for each one of the feed, and finds the obstacle, which is the first that ReplaceOnHand would meet.
func (r *previewRun) readFeed(ctx context.Context, feed iter.Seq2[OnHandUpdate, error]) error {
	var feedErr error
	for update, err := range feed {
		if feedErr = err; err != nil || ctx.Err() != nil {
			break
		}
		r.addRow(update)
	}
	if ctx.Err() != nil {
		return r.store.caller.Error(opPreview, shelfwire.OutcomeNotSent, ctx.Err())
	}
	r.preview.Obstacle = r.findObstacle(feedErr)
	return nil
}

// findObstacle names the reasons of ReplaceOnHand, in its order.
func (r *previewRun) findObstacle(feedErr error) string {
	rows := r.preview.Rows
	switch {
	case feedErr != nil:
		return fmt.Sprintf("the feed ended with an error: %v", feedErr)
	case len(rows) == 0 && !r.opts.AllowEmpty:
		return "the feed was empty"
	}
	for i := range rows {
		if rows[i].Err != nil && !rows[i].Tolerated {
			return fmt.Sprintf("row %d would not be confirmed: %v", rows[i].Index, rows[i].Err)
		}
	}
	if r.kept == 0 && !r.opts.AllowEmpty {
		return "no row would be confirmed"
	}
	return ""
}

// sortRest sorts the stock that no row of the feed is about.
func (r *previewRun) sortRest() {
	for place, row := range r.shelf {
		isZero := row.OnHand.Or(shelfwire.NewDecimal(1)).IsZero()
		switch {
		case isZero || r.taken[place]:
		case r.fed[row.ItemID]:
			r.preview.InDoubt = append(r.preview.InDoubt, row)
		default:
			r.preview.Zeroed = append(r.preview.Zeroed, row)
		}
	}
}
