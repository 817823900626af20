package virtpos

import (
	"context"
	"errors"

	"github.com/shelfwire/shelfwire"
)

// minMaxMissing is the default of MaxMissing for a short feed.
const minMaxMissing = 3

// verifyStock reads the warehouse back, and returns a *CheckError when too many rows of the feed are out of
// stock.
func (r *replacement) verifyStock(ctx context.Context) error {
	report := r.report
	id := r.warehouseID()
	if id == 0 {
		report.CheckErr = errors.New("no response has named the id of the warehouse")
		return nil
	}
	stock, err := r.readStock(ctx, id)
	if report.CheckErr = err; stock == nil {
		return nil
	}
	report.Left = stock.left
	return r.compareStock(stock)
}

// readBack is the stock of a warehouse after a run.
type readBack struct {
	inStock map[int64]shelfwire.Decimal // of the items of the feed, summed over lots
	left    []StockRow                  // above zero, of items outside the feed
}

// readStock reads what is in stock. A row without a quantity counts as in stock. On an error, the result is
// nil.
func (r *replacement) readStock(ctx context.Context, warehouseID int64) (*readBack, error) {
	stock := &readBack{inStock: map[int64]shelfwire.Decimal{}}
	items := map[int64]bool{}
	for i := range r.report.Rows {
		items[r.report.Rows[i].itemID()] = true
	}
	query := StoreQuery{WarehouseID: warehouseID, InStockOnly: true, Fields: []StockField{StockItemName, StockArticle}}
	for row, err := range r.store.All(ctx, query) {
		if err != nil {
			return nil, err
		}
		quantity := row.OnHand.Or(shelfwire.NewDecimal(1))
		switch {
		case items[row.ItemID]:
			stock.inStock[row.ItemID] = shelfwire.Sum(stock.inStock[row.ItemID], quantity)
		case quantity.IsPositive():
			stock.left = append(stock.left, row)
		}
	}
	return stock, nil
}

// compareStock looks for the rows of the feed in the stock.
func (r *replacement) compareStock(stock *readBack) error {
	report, checked := r.report, 0
	for i := range report.Rows {
		row := &report.Rows[i]
		if row.Err != nil || !row.Update.OnHand.Or(shelfwire.Decimal{}).IsPositive() {
			continue
		}
		if row.itemID() == 0 {
			report.Unchecked++
			continue
		}
		checked++
		if !stock.inStock[row.itemID()].IsPositive() {
			report.Missing = append(report.Missing, *row)
		}
	}
	if most := r.maxMissing(checked); len(report.Missing) > most {
		return &CheckError{Missing: len(report.Missing), Max: most, Rows: checked}
	}
	return nil
}

func (r *replacement) maxMissing(rows int) int {
	switch most := r.opts.MaxMissing; {
	case most < 0:
		return 0
	case most > 0:
		return most
	default:
		return max(minMaxMissing, rows/100)
	}
}

// itemID returns the id of the row's item in VirtualPOS, 0 when it is unknown.
func (r *RowResult) itemID() int64 {
	if r.Result.ItemID != 0 {
		return r.Result.ItemID
	}
	return r.Update.Item.id
}

// warehouseID returns the id of the warehouse in VirtualPOS, 0 when it is unknown.
func (r *replacement) warehouseID() int64 {
	if id := r.report.Warehouse.id; id != 0 {
		return id
	}
	for i := range r.report.Rows {
		if row := &r.report.Rows[i]; row.Err == nil && row.Result.WarehouseID != 0 {
			return row.Result.WarehouseID
		}
	}
	return 0
}
