package flows

import (
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Push says what a push of the price list did.
type Push struct {
	DryRun       bool
	Created      int // cards
	Edited       int // cards that were there, and differed
	Unchanged    int // products whose card needs no change, most of them without a look at it
	WithoutPrice int // products that were not pushed because they have no price
	WithoutRate  int // products that were not pushed because no Polish rate stands for their VAT code
	Attention
}

// polishRate is the demo's table from VAT letters to the rates of Poland. Letters are a company's own, so a shop
// brings its own table. It goes by letter and not by percentage: the 21 % of Latvia do not exist in Poland.
func polishRate(letter string) (rate erpxt.VATRate, ok bool) {
	switch letter {
	case "A": // the full rate
		return erpxt.VAT23, true
	case "B": // the reduced one, such as for medicine
		return erpxt.VAT8, true
	case "C": // the lowest one, such as for books
		return erpxt.VAT5, true
	case "D":
		return erpxt.VAT0, true
	default:
		return "", false
	}
}

// entry is a product of the price list.
type entry struct {
	sku    string
	want   shop.Card
	rate   erpxt.VATRate // the same as in want
	pushed shop.Card     // the zero value when the shop knows of no card
}

func newEntry(p shop.Product, price shelfwire.Decimal, rate erpxt.VATRate, pushed shop.Card) entry {
	code, _ := rate.Code() // every rate of polishRate has one
	want := shop.Card{Name: p.Name, Unit: p.Unit, VAT: strconv.Itoa(code), Price: price}
	return entry{sku: p.SKU, want: want, rate: rate, pushed: pushed}
}

// isPushed reports whether the shop knows of a card and has put on it what is to be there.
func (e *entry) isPushed() bool {
	a, b := e.want, e.pushed
	return b.ID != 0 && a.Name == b.Name && a.Unit == b.Unit && a.VAT == b.VAT && a.Price.Equal(b.Price)
}

// newCard is the card to create. ERP XT works the net price out of the gross one.
func (e *entry) newCard() erpxt.NewProduct {
	return erpxt.NewProduct{
		Name: e.want.Name, ProductCode: e.sku, UnitOfMeasurement: e.want.Unit, Rate: e.rate,
		SaleGrossPrice: shelfwire.Set(e.want.Price),
	}
}

// apply puts on a card what the shop has changed since it last pushed it, and reports whether the card differed.
func (e *entry) apply(card *erpxt.Product) (changed bool) {
	if e.want.Name != e.pushed.Name && card.Name != e.want.Name {
		card.Name, changed = e.want.Name, true
	}
	if e.want.Unit != e.pushed.Unit && card.UnitOfMeasurement != e.want.Unit {
		card.UnitOfMeasurement, changed = e.want.Unit, true
	}
	if e.want.VAT != e.pushed.VAT && card.Rate != e.rate {
		card.Rate, changed = e.rate, true
	}
	price, _ := card.SaleGrossPrice.Get()
	if !e.want.Price.Equal(e.pushed.Price) && !price.Equal(e.want.Price) {
		card.SaleGrossPrice, changed = shelfwire.Set(e.want.Price), true
	}
	return changed
}
