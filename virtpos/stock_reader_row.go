package virtpos

import "slices"

// readStockRow reads an item. key is its name in a JSON object that is keyed by id, and stands in for a missing
// id. It returns false when the id cannot be read. Of name and itemname, the first readable one counts.
func (t *tree) readStockRow(n int, key string, notes *unreadNotes) (row StockRow, ok bool) {
	r := fieldReader{tree: t, notes: notes}
	if len(t.textOf(n)) > 0 {
		notes.addUnread("item", string(t.textOf(n)))
	}
	for child := range t.children(n) {
		r.readStockField(child, &row)
	}
	if r.seenIn[fieldID] == 0 && isID(key) {
		row.ItemID, _ = parseID([]byte(key))
	}
	row.Unread = notes.takeUnread()
	return row, row.ItemID != 0
}

func (r *fieldReader) readStockField(n int, row *StockRow) {
	switch r.tree.nodes[n].name {
	case "id":
		readField(r, n, fieldID, &row.ItemID, readID)
	case "quantity":
		readField(r, n, fieldQuantity, &row.OnHand, readDecimal)
	case "available_quantity":
		readField(r, n, fieldAvailable, &row.Available, readDecimal)
	case "lot_number":
		readField(r, n, fieldLot, &row.LotNumber, readText)
	case "name", "itemname":
		r.readName(n, &row.Name)
	case "article":
		readField(r, n, fieldArticle, &row.Article, readText)
	case "cogs":
		readField(r, n, fieldCOGS, &row.COGS, readDecimal)
	case "price":
		readField(r, n, fieldPrice, &row.Price, readDecimal)
	case "prices", "optionalprices":
		r.readPrices(n, row)
	case "expdate":
		readField(r, n, fieldExpiry, &row.ExpiryDate, readText)
	default:
		row.Extra = append(row.Extra, r.tree.copyElement(n))
	}
}

// readPrices reads the prices by further price lists: a list of elements named price, a single price, or a JSON
// object keyed by price list. Any other form goes to Extra.
func (r *fieldReader) readPrices(n int, row *StockRow) {
	t := r.tree
	var list, keyed, single, other int
	for child := range t.children(n) {
		switch name := t.nodes[child].name; {
		case name == "price":
			list++
		case name == "pricelistid":
			single++
		case isID(name):
			keyed++
		default:
			other++
		}
	}
	switch {
	case len(t.textOf(n)) > 0, single == 0 && other > 0, keyed > 0 && list+single > 0:
		row.Extra = append(row.Extra, t.copyElement(n))
		return
	case single > 0:
		r.readListPrice(n, "", row)
		return
	}
	row.Prices = slices.Grow(row.Prices, list+keyed)
	for child := range t.children(n) {
		r.readListPrice(child, t.nodes[child].name, row)
	}
}

// readListPrice reads the price of one price list; key is its name in a JSON object that is keyed by id.
func (r *fieldReader) readListPrice(n int, key string, row *StockRow) {
	t := r.tree
	if t.isEmpty(n) {
		return
	}
	p := fieldReader{tree: t, notes: r.notes, prefix: "prices."}
	var price ListPrice
	for child := range t.children(n) {
		switch t.nodes[child].name {
		case "pricelistid":
			readField(&p, child, fieldListID, &price.PriceListID, readOptionalID)
		case "price":
			readField(&p, child, fieldPrice, &price.Price, readDecimal)
		default:
			price.Extra = append(price.Extra, t.copyElement(child))
		}
	}
	switch {
	case !t.hasChildren(n):
		p.readBarePrice(n, &price)
	case len(t.textOf(n)) > 0:
		p.notes.addUnread("prices", string(t.textOf(n)))
	}
	if p.seenIn[fieldListID] == 0 && isID(key) {
		price.PriceListID, _ = parseID([]byte(key))
	}
	if p.seenIn == [maxFields]int32{} && price.PriceListID == 0 && len(price.Extra)+len(t.textOf(n)) == 0 {
		return // it has only empty elements
	}
	row.Prices = append(row.Prices, price)
}

// readBarePrice reads a price that stands without its price list.
func (r *fieldReader) readBarePrice(n int, price *ListPrice) {
	var ok bool
	if price.Price, ok = readDecimal(r.tree, n); !ok {
		r.notes.addUnread("prices.price", r.tree.rawText(n))
	}
}
