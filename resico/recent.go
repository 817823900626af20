package resico

import "slices"

// minRecent is how many of the rows that were delivered last are remembered, at least.
const minRecent = 200

// recent remembers the rows that were delivered last, by SKU.
type recent struct {
	order []string
	known map[string]bool
}

// lastIn is the index of the last row on a page that is remembered, -1 when there is none.
func (r *recent) lastIn(rows []Product) int {
	for i, row := range slices.Backward(rows) {
		if r.known[row.SKU] {
			return i
		}
	}
	return -1
}

// add remembers rows, and forgets the oldest beyond two pages.
func (r *recent) add(rows []Product, pageSize int) {
	if r.known == nil {
		r.known = map[string]bool{}
	}
	for _, row := range rows {
		r.order = append(r.order, row.SKU)
		r.known[row.SKU] = true
	}
	if surplus := len(r.order) - max(minRecent, 2*pageSize); surplus > 0 {
		for _, sku := range r.order[:surplus] {
			delete(r.known, sku)
		}
		r.order = slices.Delete(r.order, 0, surplus)
	}
}

func (r *recent) newest() string {
	if len(r.order) == 0 {
		return ""
	}
	return r.order[len(r.order)-1]
}
