package virtpos

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// addRow adds a row of the feed to the preview.
func (r *previewRun) addRow(update OnHandUpdate) {
	checked := RowResult{Update: update}
	err := r.feed.checkInput(&checked)
	row := PreviewRow{Index: checked.Index, Update: checked.Update}
	if err != nil {
		row.reject(r.store.caller.InvalidInput(opUpdateOnHand, err))
	}
	r.findItem(&row)
	if row.Err == nil {
		r.compareRow(&row)
	}
	if row.ItemID != 0 {
		r.fed[row.ItemID] = true
	}
	if row.Kind == PreviewUnknown {
		row.Tolerated = r.opts.Tolerate != nil && r.opts.Tolerate(row)
	}
	if row.Err == nil {
		r.kept++
	}
	r.preview.Rows = append(r.preview.Rows, row)
}

func (p *PreviewRow) reject(err error) { p.Kind, p.Err = PreviewRejected, err }

// findItem finds the item of a row, also of a rejected one, so that its stock does not count as lacking in the feed.
func (r *previewRun) findItem(row *PreviewRow) {
	item := row.Update.Item
	if item.external == "" {
		row.ItemID = max(item.id, 0)
		r.verifyItem(row)
		return
	}
	if r.opts.Items == nil {
		if row.Err == nil {
			var problems check.Problems
			problems.Add("Items", "is missing, and the feed names "+item.String())
			row.reject(r.store.caller.InvalidInput(opPreview, problems.Err()))
		}
		return
	}
	id, err := r.opts.Items.lookupExact(item.external)
	row.ItemID = id
	row.markUnknown(err)
}

// verifyItem looks for an item that a row names by its id. Without an index it may exist, and with stock it does.
func (r *previewRun) verifyItem(row *PreviewRow) {
	if r.opts.Items != nil && len(r.places[row.ItemID]) == 0 {
		row.markUnknown(r.opts.Items.verifyID(row.ItemID))
	}
}

// markUnknown takes an error about the item into account, unless the row is rejected already.
func (p *PreviewRow) markUnknown(err error) {
	if err != nil && p.Err == nil {
		p.Kind, p.Err = PreviewUnknown, err
	}
}

// compareRow finds the stock that a row is about.
func (r *previewRun) compareRow(row *PreviewRow) {
	if first, twice := r.feed.noteWritten(&RowResult{
		Index: row.Index, Update: row.Update, Result: OnHandResult{ItemID: row.ItemID},
	}); twice {
		row.reject(fmt.Errorf("%w: the rows %d and %d are both about item %d",
			shelfwire.ErrConflict, first, row.Index, row.ItemID))
		return
	}
	places, isClear := r.findPlaces(row)
	for _, place := range places {
		r.taken[place] = true
		row.Now = append(row.Now, r.shelf[place])
	}
	switch {
	case len(places) == 0:
		row.Kind = PreviewNew
	case !isClear:
		row.Kind = PreviewUnclear
	case hasQuantity(&row.Now[0], row.Update.OnHand):
		row.Kind = PreviewUnchanged
	default:
		row.Kind = PreviewChanged
	}
}

// findPlaces returns the rows of the shelf that an update may be about. It is clear which one it is about when there is no
// choice: a lot that is named, or the only row of an item, without a lot.
func (r *previewRun) findPlaces(row *PreviewRow) (places []int, isClear bool) {
	lot := row.Update.LotNumber.Or("")
	all := r.places[row.ItemID]
	if lot == "" {
		return all, len(all) == 1 && r.shelf[all[0]].LotNumber == ""
	}
	for _, place := range all {
		if r.shelf[place].LotNumber == lot {
			places = append(places, place)
		}
	}
	return places, len(places) == 1
}

func hasQuantity(row *StockRow, quantity shelfwire.Opt[shelfwire.Decimal]) bool {
	now, known := row.OnHand.Get()
	wanted, _ := quantity.Get()
	return known && now.Equal(wanted)
}
