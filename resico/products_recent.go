package resico

// minRecent is the least number of rows delivered last that count as recent.
const minRecent = 200

// maxRemembered bounds the memory of a walk through a large catalogue. A row that a server moves forward by
// more than this can come twice.
const maxRemembered = 5000

// recentSKUs remembers the SKUs delivered last, in order.
type recentSKUs struct {
	ordinals map[string]int // of each SKU, from 1
	skus     []string       // the SKU with each ordinal, modulo maxKnown
	count    int            // rows delivered so far
	newest   string         // SKU delivered last
}

// add remembers a SKU; it returns false for one that it remembers already.
func (l *recentSKUs) add(sku string) bool {
	if l.ordinals[sku] > 0 {
		return false
	}
	if l.ordinals == nil {
		l.ordinals = map[string]int{}
	}
	if place := l.count % maxRemembered; place < len(l.skus) {
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

// lastIndex returns the index of the last row on a page that was delivered recently, within the last two
// pages or minRecent rows; -1 when there is none.
func (l *recentSKUs) lastIndex(rows []Product, pageSize int) int {
	forgotten := l.count - max(minRecent, 2*pageSize)
	for i := len(rows) - 1; i >= 0; i-- {
		if ordinal := l.ordinals[rows[i].SKU]; ordinal > max(0, forgotten) {
			return i
		}
	}
	return -1
}
