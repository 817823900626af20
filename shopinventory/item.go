package shopinventory

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Item is the stock and the prices of a product, or of a variant. Prices are in the shop's currency, which the API does
// not name, and do not count running promotions.
//
// A number that the shop left out is absent, and null when it said so: neither is zero. So is one that came in a form
// which could not be read for certain, such as "1,5"; it stands in Unread. Members that the vendor does not document are
// dropped, as its guide advises.
type Item struct {
	// ID is that of the product or variant. It is zero where it could not be read, in the response to a call that named
	// the product by its SKU or EAN.
	ID int64 `json:"id"`

	// SKU and EAN are empty when there are none. They are as the shop writes them: one that its database holds as a
	// number has lost its leading zeros.
	SKU string `json:"sku"`
	EAN string `json:"ean"`

	// InventoryEnabled is whether the shop tracks the stock. When it does not, the stock says nothing; whether the shop
	// leaves it out then is not documented.
	InventoryEnabled shelfwire.Opt[bool] `json:"inventory_enabled,omitzero"`

	// OnHand is on hand, in all warehouses together. It can be negative.
	OnHand shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`

	// Warehouses are the parts of the stock, in a shop that has the app Multi Warehouse ("Gestiuni multiple").
	Warehouses []Warehouse `json:"warehouses,omitempty"`

	PriceNet      shelfwire.Opt[shelfwire.Decimal] `json:"price_net,omitzero"`       // without tax
	PriceGross    shelfwire.Opt[shelfwire.Decimal] `json:"price_gross,omitzero"`     // with tax
	OldPriceNet   shelfwire.Opt[shelfwire.Decimal] `json:"old_price_net,omitzero"`   // before a discount, without tax
	OldPriceGross shelfwire.Opt[shelfwire.Decimal] `json:"old_price_gross,omitzero"` // before a discount, with tax

	// Unread are the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Warehouse is the stock of an item in one warehouse. What could not be read of it stands in Item.Unread, as
// "warehouses[0].stock".
type Warehouse struct {
	ID     int64                            `json:"id"` // zero when the shop left it out
	Name   string                           `json:"name"`
	OnHand shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`
}

var itemFields = lenientjson.NewFields(map[string]func(*Item, lenientjson.Member){
	"id":                func(i *Item, m lenientjson.Member) { readID(m, &i.ID) },
	"sku":               func(i *Item, m lenientjson.Member) { m.Text(&i.SKU) },
	"ean":               func(i *Item, m lenientjson.Member) { readEAN(m, &i.EAN) },
	"inventory_enabled": func(i *Item, m lenientjson.Member) { readOnOff(m, &i.InventoryEnabled) },
	"stock":             func(i *Item, m lenientjson.Member) { m.Number(&i.OnHand) },
	"warehouses":        func(i *Item, m lenientjson.Member) { readWarehouses(m, &i.Warehouses) },
	"price_net":         func(i *Item, m lenientjson.Member) { m.Number(&i.PriceNet) },
	"price_gross":       func(i *Item, m lenientjson.Member) { m.Number(&i.PriceGross) },
	"old_price_net":     func(i *Item, m lenientjson.Member) { m.Number(&i.OldPriceNet) },
	"old_price_gross":   func(i *Item, m lenientjson.Member) { m.Number(&i.OldPriceGross) },
})

var warehouseFields = lenientjson.NewFields(map[string]func(*Warehouse, lenientjson.Member){
	"id":    func(w *Warehouse, m lenientjson.Member) { readID(m, &w.ID) },
	"name":  func(w *Warehouse, m lenientjson.Member) { m.Text(&w.Name) },
	"stock": func(w *Warehouse, m lenientjson.Member) { m.Number(&w.OnHand) },
})

// readID reads an id. A number below zero is none.
func readID(m lenientjson.Member, into *int64) {
	if m.Int(into); *into < 0 {
		*into = 0
		m.Unread()
	}
}

// readEAN reads a text. A whole number gives its digits, however it is written: 8690842009112.0, 8.690842009112e+12.
func readEAN(m lenientjson.Member, into *string) {
	m.Text(into)
	number, _ := m.Decimal()
	if digits, ok := number.Get(); ok && m.IsNumber() && digits.IsInteger() {
		*into = digits.BigInt().String()
	}
}

// readOnOff reads a flag that the shop writes as "on" or "off".
func readOnOff(m lenientjson.Member, into *shelfwire.Opt[bool]) {
	text, _ := m.Value.Text()
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "on":
		*into = shelfwire.Set(true)
	case "off":
		*into = shelfwire.Set(false)
	default:
		m.Flag(into)
	}
}

// readWarehouses reads a list. An entry that is no object is left out.
func readWarehouses(m lenientjson.Member, into *[]Warehouse) {
	*into = nil
	m.Each(func(entry lenientjson.Member) {
		var w Warehouse
		if lenientjson.ReadObject(entry, warehouseFields, &w); entry.IsObject() {
			*into = append(*into, w)
		}
	})
}

// UnmarshalJSON reads the shop's form. It takes numbers in quotes and texts without them, an empty text for no number,
// and true or 1 for "on". A member in any other form leaves its field zero and goes into Unread.
func (i *Item) UnmarshalJSON(data []byte) error {
	object, err := lenientjson.Parse(data)
	if err != nil || object.IsNull() {
		return err
	}
	if !object.IsObject() {
		return errors.New("a product is an object")
	}
	*i = Item{}
	var notes lenientjson.Notes
	itemFields.Read(&notes, object, i, nil)
	i.Unread = notes.Take()
	return nil
}

// wireItem is an item as it goes over the wire.
type wireItem struct {
	plainItem
	InventoryEnabled shelfwire.Opt[onOff] `json:"inventory_enabled,omitzero"`
}

type plainItem Item // without its methods

// MarshalJSON writes the shop's form, so that an item can be stored and read again. Unread is left out, and bytes of a
// text that are not UTF-8 are replaced, as package encoding/json does.
func (i Item) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireItem{plainItem(i), onWire(i.InventoryEnabled)})
}

// onOff is a flag that is written as "on" or "off".
type onOff bool

func onWire(flag shelfwire.Opt[bool]) shelfwire.Opt[onOff] {
	if on, ok := flag.Get(); ok {
		return shelfwire.Set(onOff(on))
	}
	if flag.IsNull() {
		return shelfwire.Null[onOff]()
	}
	return shelfwire.Opt[onOff]{}
}

func (f onOff) MarshalJSON() ([]byte, error) {
	if f {
		return []byte(`"on"`), nil
	}
	return []byte(`"off"`), nil
}
