package virtpostest

import (
	"iter"
	"strconv"
)

// firstGenerated is the id of the first generated item.
const firstGenerated = 1_000_001

// Generate adds n items with one row each to what a warehouse shows: for benchmarks, since they are made up
// while the response is written and take no memory. With all fields of the guide an item has about 430 bytes of
// XML, so 200,000 items have 86 MB. A response with generated items is uncompressed.
//
// The items have the ids from 1,000,001 on and are in stock. They cannot be changed: updates reject them as
// unknown, zeroings and Stock skip them. Generating 0 removes them. It panics for an unknown warehouse.
func (s *Server) Generate(warehouseID int64, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.mustWarehouse(warehouseID).generated = n
}

// generateLines makes up n lines, the same ones each time. A line is valid until the next one.
func generateLines(n int) iter.Seq[*stockLine] {
	return func(yield func(*stockLine) bool) {
		const quantities, prices = 97, 1999
		var quantity [quantities + 1]string
		for i := range quantity {
			quantity[i] = strconv.Itoa(i) + ".000"
		}
		var price [prices + 1]string
		for i := range price {
			price[i] = strconv.Itoa(i) + ".50"
		}
		l := &stockLine{inStock: true, cogs: "0.00", prices: []linePrice{{listID: 4}, {listID: 3}}}
		for i := range n {
			l.rowID, l.itemID = int64(firstGenerated+i), int64(firstGenerated+i)
			l.article = strconv.Itoa(firstGenerated + i)
			l.name = l.article + " Корм для собак с говядиной, 12 x 2 кг"
			l.lot = "L-" + l.article
			l.quantity, l.available = quantity[1+i%quantities], quantity[i%quantities]
			l.price, l.prices[0].price, l.prices[1].price = price[i%prices], price[i%prices], price[(i+7)%prices]
			l.expiry = "2027-01-31"
			if !yield(l) {
				return
			}
		}
	}
}
