package shopinventory

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Item is the stock and the prices of a product or variant. Prices are in the shop's currency, which the API leaves
// unnamed, before running promotions.
//
// A number that the shop leaves out is absent, one that it sends as null is null; neither is zero. A number in an
// ambiguous form, such as "1,5", is absent and listed in Unread. Undocumented members are dropped, as the guide
// advises.
//
// Guide: "API Stocuri", section "Campuri disponibile", https://www.merchantpro.ro/help/kb/api/stocuri.
type Item struct {
	// ID is the id of the product or variant. It is zero when it was unreadable in the response to a call by SKU or
	// EAN.
	ID int64 `json:"id"`

	// SKU and EAN are as the shop writes them, empty where there is none. A shop that stores them as numbers drops
	// leading zeros.
	SKU string `json:"sku"`
	EAN string `json:"ean"`

	// InventoryEnabled is whether the shop tracks the stock. OnHand is meaningless when it does not; whether
	// the shop leaves it out then is undocumented (probe: shopinventory/untracked-stock).
	InventoryEnabled shelfwire.Opt[bool] `json:"inventory_enabled,omitzero"`

	// OnHand is the quantity on hand in all warehouses together. It can be negative. On the wire it is "stock".
	OnHand shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`

	// Warehouses are the quantities by warehouse, in a shop with the app Multi Warehouse ("Gestiuni multiple").
	Warehouses []Warehouse `json:"warehouses,omitempty"`

	PriceNet      shelfwire.Opt[shelfwire.Decimal] `json:"price_net,omitzero"`       // without tax
	PriceGross    shelfwire.Opt[shelfwire.Decimal] `json:"price_gross,omitzero"`     // with tax
	OldPriceNet   shelfwire.Opt[shelfwire.Decimal] `json:"old_price_net,omitzero"`   // before a discount, without tax
	OldPriceGross shelfwire.Opt[shelfwire.Decimal] `json:"old_price_gross,omitzero"` // before a discount, with tax

	// Unread are the members in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Warehouse is the stock of an item in one warehouse. Its unread members are listed in Item.Unread, as
// "warehouses[0].stock".
type Warehouse struct {
	ID     int64                            `json:"id"`             // zero when the shop leaves it out
	Name   string                           `json:"name"`           // as the shop writes it
	OnHand shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"` // the quantity in this warehouse
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

// readID decodes an id. A negative number is unread.
func readID(m lenientjson.Member, into *int64) {
	if m.Int(into); *into < 0 {
		*into = 0
		m.NoteUnread()
	}
}

// readEAN decodes a text, or the digits of a whole number in any form: 8690842009112.0, 8.690842009112e+12.
func readEAN(m lenientjson.Member, into *string) {
	m.Text(into)
	number, _ := m.Decimal()
	if digits, ok := number.Get(); ok && m.IsNumber() && digits.IsInteger() {
		*into = digits.BigInt().String()
	}
}

// readOnOff decodes a flag that the shop writes as "on" or "off".
func readOnOff(m lenientjson.Member, into *shelfwire.Opt[bool]) {
	text, _ := m.Value.Text()
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "on":
		*into = shelfwire.Set(true)
	case "off":
		*into = shelfwire.Set(false)
	default:
		m.Bool(into)
	}
}

// readWarehouses decodes a list. Entries other than objects are left out.
func readWarehouses(m lenientjson.Member, into *[]Warehouse) {
	*into = nil
	m.EachElement(func(entry lenientjson.Member) {
		var w Warehouse
		if lenientjson.ReadObject(entry, warehouseFields, &w); entry.IsObject() {
			*into = append(*into, w)
		}
	})
}

// UnmarshalJSON decodes the shop's form. It accepts numbers in quotes and texts without them, an empty text for no
// number, and true or 1 for "on". A member in any other form leaves its field zero and is listed in Unread.
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
	i.Unread = notes.TakeUnread()
	return nil
}

// wireItem is an item in the shop's form.
type wireItem struct {
	plainItem
	InventoryEnabled shelfwire.Opt[onOff] `json:"inventory_enabled,omitzero"`
}

// plainItem is an Item without its methods.
type plainItem Item

// MarshalJSON encodes the shop's form, so that an item can be stored and decoded again. Unread is left out, and invalid
// UTF-8 is replaced as package encoding/json does.
func (i Item) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireItem{plainItem(i), toOnOff(i.InventoryEnabled)})
}

// onOff is a flag whose JSON is "on" or "off".
type onOff bool

// toOnOff converts a flag to its form on the wire.
func toOnOff(flag shelfwire.Opt[bool]) shelfwire.Opt[onOff] {
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
