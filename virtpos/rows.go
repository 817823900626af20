package virtpos

// row reads an item. key is what the item was filed under in JSON; it is the id of an item without one. It returns false
// when there is no id that can be read.
//
// Of names, which may come as name and as itemname, the first counts.
func (t *tree) row(n int, key string, notes *notes) (row StockRow, ok bool) {
	r := record{tree: t, notes: notes}
	if len(t.textOf(n)) > 0 {
		notes.add("item", string(t.textOf(n)))
	}
	for child := range t.children(n) {
		r.stockField(child, &row)
	}
	if r.first[fieldID] == 0 && isID(key) {
		row.ItemID, _ = parseID([]byte(key))
	}
	row.Unread = notes.take()
	return row, row.ItemID != 0
}

func (r *record) stockField(n int, row *StockRow) {
	switch r.tree.nodes[n].name {
	case "id":
		read(r, n, fieldID, &row.ItemID, readID)
	case "quantity":
		read(r, n, fieldQuantity, &row.OnHand, readDecimal)
	case "available_quantity":
		read(r, n, fieldAvailable, &row.Available, readDecimal)
	case "lot_number":
		read(r, n, fieldLot, &row.LotNumber, readText)
	case "name", "itemname":
		r.readName(n, &row.Name)
	case "article":
		read(r, n, fieldArticle, &row.Article, readText)
	case "cogs":
		read(r, n, fieldCOGS, &row.COGS, readDecimal)
	case "price":
		read(r, n, fieldPrice, &row.Price, readDecimal)
	case "prices", "optionalprices":
		r.prices(n, row)
	case "expdate":
		read(r, n, fieldExpiry, &row.ExpiryDate, readText)
	default:
		row.Extra = append(row.Extra, r.tree.element(n))
	}
}

// prices reads the prices by further price lists: a list of them, each an element price; a single one; or, in JSON, an
// object with the ids of price lists as names. What has another form is kept as it is.
func (r *record) prices(n int, row *StockRow) {
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
		row.Extra = append(row.Extra, t.element(n))
		return
	case single > 0:
		r.listPrice(n, "", row)
		return
	}
	for child := range t.children(n) {
		r.listPrice(child, t.nodes[child].name, row)
	}
}

// listPrice reads the price of one price list; key is the name that it was filed under.
func (r *record) listPrice(n int, key string, row *StockRow) {
	t := r.tree
	if t.isEmpty(n) {
		return
	}
	p := record{tree: t, notes: r.notes, place: "prices."}
	var price ListPrice
	for child := range t.children(n) {
		switch t.nodes[child].name {
		case "pricelistid":
			read(&p, child, fieldListID, &price.PriceListID, readListID)
		case "price":
			read(&p, child, fieldPrice, &price.Price, readDecimal)
		default:
			price.Extra = append(price.Extra, t.element(child))
		}
	}
	switch {
	case !t.hasChildren(n):
		p.bare(n, &price)
	case len(t.textOf(n)) > 0:
		p.notes.add("prices", string(t.textOf(n)))
	}
	if p.first[fieldListID] == 0 && isID(key) {
		price.PriceListID, _ = parseID([]byte(key))
	}
	if p.first == [fields]int32{} && price.PriceListID == 0 && len(price.Extra)+len(t.textOf(n)) == 0 {
		return // all of its elements are empty
	}
	row.Prices = append(row.Prices, price)
}

// bare reads a price that stands without its price list around it.
func (r *record) bare(n int, price *ListPrice) {
	var ok bool
	if price.Price, ok = readDecimal(r.tree, n); !ok {
		r.notes.add("prices.price", r.tree.raw(n))
	}
}
