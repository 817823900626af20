package shopinventorytest

import (
	"strconv"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// encode writes an item as it goes over the wire: with the members, and in the order, of the guide.
func (c *catalogue) encode(item *Item) []byte {
	i := c.view(item)
	buf := make([]byte, 0, 320)
	buf = append(append(buf, `{"id":`...), strconv.FormatInt(i.ID, 10)...)
	buf = appendText(append(buf, `,"sku":`...), i.SKU)
	buf = appendText(append(buf, `,"ean":`...), i.EAN)
	if i.InventoryEnabled.Or(false) {
		buf = append(buf, `,"inventory_enabled":"on"`...)
		buf = appendNumber(buf, "stock", i.Stock)
	} else {
		buf = append(buf, `,"inventory_enabled":"off"`...)
	}
	buf = i.appendWarehouses(buf)
	buf = appendNumber(buf, "price_net", i.PriceNet)
	buf = appendNumber(buf, "price_gross", i.PriceGross)
	buf = appendNumber(buf, "old_price_net", i.OldPriceNet)
	buf = appendNumber(buf, "old_price_gross", i.OldPriceGross)
	return append(buf, '}')
}

// appendText writes null for a text that there is not.
func appendText(buf []byte, s string) []byte {
	if s == "" {
		return append(buf, "null"...)
	}
	return fake.AppendText(buf, s)
}

// appendNumber leaves out a number that there is not.
func appendNumber(buf []byte, name string, n number) []byte {
	value, ok := n.Get()
	if !ok {
		return buf
	}
	buf = append(fake.AppendText(append(buf, ','), name), ':')
	return append(buf, value.String()...)
}

func (i *Item) appendWarehouses(buf []byte) []byte {
	if len(i.Warehouses) == 0 {
		return buf
	}
	buf = append(buf, `,"warehouses":`...)
	separator := byte('[')
	for _, w := range i.Warehouses {
		buf = append(append(buf, separator), `{"id":`...)
		buf = strconv.AppendInt(buf, w.ID, 10)
		buf = fake.AppendText(append(buf, `,"name":`...), w.Name)
		buf = append(appendNumber(buf, "stock", w.Stock), '}')
		separator = ','
	}
	return append(buf, ']')
}
