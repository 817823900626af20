package virtpostest

import "github.com/shelfwire/shelfwire"

// stockLine is a row of a response, with its numbers as they are written.
type stockLine struct {
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

func newLine(row *Row, item *Item) *stockLine {
	l := &stockLine{
		rowID: row.ID, itemID: row.ItemID, inStock: row.OnHand.Sign() > 0,
		quantity: row.OnHand.String(), available: subtractQuantity(row.OnHand, row.Reserved).String(), lot: row.LotNumber,
		name: item.Name, article: item.Article, cogs: row.COGS.String(), price: formatMoney(item.Price),
		expiry: row.ExpiryDate.String(),
	}
	for _, p := range item.Prices {
		l.prices = append(l.prices, linePrice{p.PriceListID, formatMoney(p.Price)})
	}
	return l
}

func formatMoney(amount shelfwire.Opt[shelfwire.Decimal]) string {
	d, ok := amount.Get()
	if !ok {
		return ""
	}
	return roundTo(d, moneyPlaces).String()
}

// streamTo writes the document, and ends early when nobody reads it any more.
func (r *stockResponse) streamTo(d document) error {
	r.writeTo(d)
	d.endDocument()
	return d.writeError()
}

func (r *stockResponse) writeTo(d document) {
	d.writeFlag("success", true)
	d.writeText("type", "store")
	d.writeFlag("stockonly", r.stockOnly)
	d.writeInt("count", int64(len(r.sections)))
	d.beginList("warehouses", "warehouse", len(r.sections))
	for _, sec := range r.sections {
		d.beginElement(sec.id)
		d.writeInt("id", sec.id)
		d.writeText("name", sec.name)
		d.writeInt("count", int64(sec.count))
		d.beginList("items", "item", sec.count)
		for l := range sec.lines {
			if d.writeError() != nil {
				return
			}
			d.beginElement(l.rowID)
			l.writeTo(d, &r.fields)
			d.endElement()
		}
		d.endList()
		d.endElement()
	}
	d.endList()
}

func (l *stockLine) writeTo(d document, f *stockFields) {
	d.writeInt("id", l.itemID)
	d.writeNumber("quantity", l.quantity)
	d.writeNumber("available_quantity", l.available)
	d.writeText("lot_number", l.lot)
	if f.name {
		d.writeText("name", l.name)
	}
	if f.article {
		d.writeText("article", l.article)
	}
	if f.cogs {
		d.writeNumber("cogs", l.cogs)
	}
	if f.price {
		d.writeNumber("price", l.price)
	}
	if f.prices {
		l.writePrices(d)
	}
	if f.expiry {
		d.writeText("expdate", l.expiry)
	}
}

func (l *stockLine) writePrices(d document) {
	d.beginList("prices", "price", len(l.prices))
	for _, p := range l.prices {
		d.beginElement(p.listID)
		d.writeInt("pricelistid", p.listID)
		d.writeNumber("price", p.price)
		d.endElement()
	}
	d.endList()
}
