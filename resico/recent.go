package resico

// minRecent is how many of the rows that were delivered last count as recent, at least.
const minRecent = 200

// maxKnown is how many rows are remembered, so that the memory of a walk does not grow with the catalogue. A row that a
// server moves forward by more than this can come twice.
const maxKnown = 5000

// ledger remembers the rows that were delivered last, by SKU, in order.
type ledger struct {
	ordinals map[string]int // of each SKU, from 1
	skus     []string       // the SKU with each ordinal, modulo maxKnown
	count    int            // rows so far
	newest   string
}

// add takes a row in, and returns false for one that was delivered before.
func (l *ledger) add(sku string) bool {
	if l.ordinals[sku] > 0 {
		return false
	}
	if l.ordinals == nil {
		l.ordinals = map[string]int{}
	}
	if place := l.count % maxKnown; place < len(l.skus) {
		delete(l.ordinals, l.skus[place])
		l.skus[place] = sku
	} else {
		l.skus = append(l.skus, sku)
	}
	l.count++
	l.ordinals[sku] = l.count
	l.newest = sku
	return true
}

// lastIn returns the index of the last row on a page that is among the rows delivered last, two pages of them or
// minRecent; -1 when there is none.
func (l *ledger) lastIn(rows []Product, pageSize int) int {
	forgotten := l.count - max(minRecent, 2*pageSize)
	for i := len(rows) - 1; i >= 0; i-- {
		if ordinal := l.ordinals[rows[i].SKU]; ordinal > max(0, forgotten) {
			return i
		}
	}
	return -1
}
