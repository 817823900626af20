package virtpos

import (
	"cmp"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// readBack compares the stock of a warehouse after a run with the confirmed rows of the feed, by item and lot.
type readBack struct {
	rows      []RowResult
	fed       map[lotKey]int              // confirmed rows, by their place in rows
	found     map[lotKey]bool             // of these, the ones in stock
	others    map[int64][]StockRow        // stock of the feed's items in lots that the feed lacks
	fedTotals map[int64]shelfwire.Decimal // over the lots of each item of the feed
	hasMatch  map[int64]bool              // items of which a lot was found, so that their lots can be told apart
	left      []StockRow
	checked   int // rows above zero whose item is known
	unchecked int // rows above zero whose item is unknown
}

// lotKey identifies stock by the id of its item and its lot.
type lotKey struct {
	item int64
	lot  string
}

func newReadBack(rows []RowResult) *readBack {
	b := &readBack{
		rows: rows, fed: map[lotKey]int{}, found: map[lotKey]bool{}, others: map[int64][]StockRow{},
		fedTotals: map[int64]shelfwire.Decimal{}, hasMatch: map[int64]bool{},
	}
	for i := range rows {
		row := &rows[i]
		switch id := row.itemID(); {
		case row.Err != nil:
		case id != 0:
			b.fed[row.lotKey()] = i
			b.fedTotals[id] = shelfwire.Sum(b.fedTotals[id], row.Update.OnHand.Or(shelfwire.Decimal{}))
			b.checked += count(row.isAboveZero())
		default:
			b.unchecked += count(row.isAboveZero())
		}
	}
	return b
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (r *RowResult) lotKey() lotKey { return lotKey{r.itemID(), r.Update.LotNumber.Or("")} }

func (r *RowResult) isAboveZero() bool { return r.Update.OnHand.Or(shelfwire.Decimal{}).IsPositive() }

// add takes a row of the stock into account. A row without a quantity counts as in stock.
func (b *readBack) add(row *StockRow) {
	if !quantityOf(row).IsPositive() {
		return
	}
	key := lotKey{row.ItemID, row.LotNumber}
	i, isFed := b.fed[key]
	_, isFedItem := b.fedTotals[row.ItemID]
	switch {
	case isFed:
		b.found[key], b.hasMatch[row.ItemID] = true, true
		if !b.rows[i].isAboveZero() {
			b.left = append(b.left, *row)
		}
	case isFedItem:
		b.others[row.ItemID] = append(b.others[row.ItemID], *row)
	default:
		b.left = append(b.left, *row)
	}
}

func quantityOf(row *StockRow) shelfwire.Decimal { return row.OnHand.Or(shelfwire.NewDecimal(1)) }

// settle decides about lots that the feed lacks. The server may name lots otherwise than the feed: where no lot of an
// item was found, the others stand for it, up to the quantity that the feed has of the item.
func (b *readBack) settle() {
	for id, rows := range b.others {
		total := shelfwire.NewDecimal(0)
		for i := range rows {
			total = total.Add(quantityOf(&rows[i]))
		}
		if b.hasMatch[id] || total.GreaterThan(b.fedTotals[id]) {
			b.left = append(b.left, rows...)
		}
	}
	slices.SortStableFunc(b.left, func(x, y StockRow) int { return cmp.Compare(x.ItemID, y.ItemID) })
}

// missing returns the places of the rows above zero that are out of stock.
func (b *readBack) missing() (places []int) {
	for i := range b.rows {
		row := &b.rows[i]
		if row.Err != nil || row.itemID() == 0 || !row.isAboveZero() {
			continue
		}
		standsForItem := len(b.others[row.itemID()]) > 0 && !b.hasMatch[row.itemID()]
		if !b.found[row.lotKey()] && !standsForItem {
			places = append(places, i)
		}
	}
	return places
}
