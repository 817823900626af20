package virtpostest

import "github.com/shelfwire/shelfwire"

// line is a row of a response, with its numbers as they are written.
type line struct {
	rowID, itemID            int64
	inStock                  bool
	quantity, available, lot string
	name, article            string
	cogs, price              string
	prices                   []linePrice
	expiry                   string
}

type linePrice struct {
	listID int64
	price  string
}

func newLine(row *Row, item *Item) *line {
	l := &line{
		rowID: row.ID, itemID: row.ItemID, inStock: row.OnHand.Sign() > 0,
		quantity: row.OnHand.String(), available: minus(row.OnHand, row.Reserved).String(), lot: row.LotNumber,
		name: item.Name, article: item.Article, cogs: row.COGS.String(), price: money(item.Price),
		expiry: row.ExpiryDate.String(),
	}
	for _, p := range item.Prices {
		l.prices = append(l.prices, linePrice{p.PriceListID, money(p.Price)})
	}
	return l
}

func money(amount shelfwire.Opt[shelfwire.Decimal]) string {
	d, ok := amount.Get()
	if !ok {
		return ""
	}
	return fixed(d, moneyPlaces).String()
}

// stream ends early when nobody reads any more.
func (r *reading) stream(d document) error {
	r.write(d)
	d.end()
	return d.err()
}

func (r *reading) write(d document) {
	d.flag("success", true)
	d.text("type", "store")
	d.flag("stockonly", r.stockOnly)
	d.whole("count", int64(len(r.sections)))
	d.list("warehouses", "warehouse", len(r.sections))
	for _, sec := range r.sections {
		d.element(sec.id)
		d.whole("id", sec.id)
		d.text("name", sec.name)
		d.whole("count", int64(sec.count))
		d.list("items", "item", sec.count)
		for l := range sec.lines {
			if d.err() != nil {
				return
			}
			d.element(l.rowID)
			l.write(d, &r.fields)
			d.endElement()
		}
		d.endList()
		d.endElement()
	}
	d.endList()
}

func (l *line) write(d document, f *fields) {
	d.whole("id", l.itemID)
	d.number("quantity", l.quantity)
	d.number("available_quantity", l.available)
	d.text("lot_number", l.lot)
	if f.name {
		d.text("name", l.name)
	}
	if f.article {
		d.text("article", l.article)
	}
	if f.cogs {
		d.number("cogs", l.cogs)
	}
	if f.price {
		d.number("price", l.price)
	}
	if f.prices {
		l.writePrices(d)
	}
	if f.expiry {
		d.text("expdate", l.expiry)
	}
}

func (l *line) writePrices(d document) {
	d.list("prices", "price", len(l.prices))
	for _, p := range l.prices {
		d.element(p.listID)
		d.whole("pricelistid", p.listID)
		d.number("price", p.price)
		d.endElement()
	}
	d.endList()
}
