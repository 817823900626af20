package shopinventorytest

import (
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// encodeItem encodes an item with the members, and in the order, of the guide.
func (c *catalogue) encodeItem(item *Item) []byte {
	i := c.viewItem(item)
	f := &c.forms
	buf := make([]byte, 0, 320)
	buf = f.appendNumber(append(buf, `{"id":`...), strconv.FormatInt(i.ID, 10))
	buf = appendText(append(buf, `,"sku":`...), i.SKU)
	buf = f.appendEAN(append(buf, `,"ean":`...), i.EAN)
	buf = f.appendOnHand(appendTracking(buf, &i), &i)
	buf = f.appendPrices(f.appendWarehouses(buf, i.Warehouses), &i)
	return append(buf, '}')
}

// appendTracking appends whether the stock is tracked.
func appendTracking(buf []byte, i *Item) []byte {
	if i.InventoryEnabled.Or(false) {
		return append(buf, `,"inventory_enabled":"on"`...)
	}
	return append(buf, `,"inventory_enabled":"off"`...)
}

// appendOnHand appends the stock; that of an untracked item is left out, or 0.
func (f *wireForms) appendOnHand(buf []byte, i *Item) []byte {
	switch {
	case i.InventoryEnabled.Or(false):
		return f.appendMember(buf, "stock", i.OnHand)
	case f.untrackedZero && !i.OnHand.IsZero():
		return f.appendMember(buf, "stock", shelfwire.Set(shelfwire.NewDecimal(0)))
	default:
		return buf
	}
}

func (f *wireForms) appendPrices(buf []byte, i *Item) []byte {
	buf = f.appendMember(buf, "price_net", i.PriceNet)
	buf = f.appendMember(buf, "price_gross", i.PriceGross)
	buf = f.appendMember(buf, "old_price_net", i.OldPriceNet)
	return f.appendMember(buf, "old_price_gross", i.OldPriceGross)
}

// appendText appends a text; null for an empty one.
func appendText(buf []byte, s string) []byte {
	if s == "" {
		return append(buf, "null"...)
	}
	return fake.AppendJSONString(buf, s)
}

// appendMember appends a member with a number; nothing for an absent one.
func (f *wireForms) appendMember(buf []byte, name string, n optDecimal) []byte {
	value, ok := n.Get()
	if !ok {
		return buf
	}
	buf = append(fake.AppendJSONString(append(buf, ','), name), ':')
	return f.appendNumber(buf, value.String())
}

func (f *wireForms) appendWarehouses(buf []byte, list []shopinventory.Warehouse) []byte {
	if len(list) == 0 {
		return buf
	}
	buf = append(buf, `,"warehouses":`...)
	separator := byte('[')
	for _, w := range list {
		buf = append(append(buf, separator), '{')
		if !f.noWarehouseIDs {
			buf = append(f.appendNumber(append(buf, `"id":`...), strconv.FormatInt(w.ID, 10)), ',')
		}
		buf = fake.AppendJSONString(append(buf, `"name":`...), w.Name)
		buf = append(f.appendMember(buf, "stock", w.OnHand), '}')
		separator = ','
	}
	return append(buf, ']')
}
