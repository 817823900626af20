package shopinventorytest

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// productColumn is a member of a product in the list. It appends nothing for an absent one.
type productColumn struct {
	name         string
	appendMember func(c *catalogue, buf []byte, i *Item) []byte
}

// productColumns are the members of a product in their order. The first one is always sent.
var productColumns = slices.Concat(descriptionColumns, priceColumns)

var descriptionColumns = []productColumn{
	{"id", func(c *catalogue, buf []byte, i *Item) []byte { return c.forms.appendID(buf, "id", i.ID) }},
	{"type", func(c *catalogue, buf []byte, i *Item) []byte { return appendNamed(buf, "type", string(c.typeOf(i))) }},
	{"sku", func(_ *catalogue, buf []byte, i *Item) []byte { return appendNamed(buf, "sku", i.SKU) }},
	{"ean", func(c *catalogue, buf []byte, i *Item) []byte {
		return c.forms.appendEAN(append(buf, `,"ean":`...), i.EAN)
	}},
	{"ext_ref", func(_ *catalogue, buf []byte, i *Item) []byte { return appendNamed(buf, "ext_ref", i.ExtRef) }},
	{"name", func(_ *catalogue, buf []byte, i *Item) []byte { return appendNamed(buf, "name", i.Name) }},
	{"status", func(_ *catalogue, buf []byte, i *Item) []byte { return appendNamed(buf, "status", string(i.status())) }},
	{"inventory_enabled", func(_ *catalogue, buf []byte, i *Item) []byte { return appendTracking(buf, i) }},
	{"stock", func(c *catalogue, buf []byte, i *Item) []byte { return c.forms.appendOnHand(buf, i) }},
	{"warehouses", func(c *catalogue, buf []byte, i *Item) []byte { return c.forms.appendWarehouses(buf, i.Warehouses) }},
}

var priceColumns = []productColumn{
	newNumberColumn("price_net", func(i *Item) optDecimal { return i.PriceNet }),
	newNumberColumn("price_gross", func(i *Item) optDecimal { return i.PriceGross }),
	newNumberColumn("old_price_net", func(i *Item) optDecimal { return i.OldPriceNet }),
	newNumberColumn("old_price_gross", func(i *Item) optDecimal { return i.OldPriceGross }),
	newNumberColumn("tax_value", func(i *Item) optDecimal { return shelfwire.Set(i.Tax) }),
}

func newNumberColumn(name string, number func(*Item) optDecimal) productColumn {
	return productColumn{name, func(c *catalogue, buf []byte, i *Item) []byte {
		return c.forms.appendMember(buf, name, number(i))
	}}
}

// typeOf returns the type of a product.
func (c *catalogue) typeOf(i *Item) shopinventory.ProductType {
	if c.hasVariants(i.ID) {
		return cmp.Or(i.Type, shopinventory.ProductMultiVariant)
	}
	return cmp.Or(i.Type, shopinventory.ProductBasic)
}

// appendProduct appends a product with the members that a request asks for.
func (c *catalogue) appendProduct(buf []byte, item *Item, form productForm) []byte {
	i := c.viewItem(item)
	from := len(buf)
	for _, column := range productColumns {
		if form.fields == nil || column.name == "id" || slices.Contains(form.fields, column.name) {
			buf = column.appendMember(c, buf, &i)
		}
	}
	buf[from] = '{' // in place of the first comma
	if form.variants && c.hasVariants(item.ID) {
		buf = append(buf, `,"variants":[`...)
		for _, variant := range c.variantsOf(item.ID) {
			buf = append(c.appendVariant(buf, variant), ',')
		}
		buf[len(buf)-1] = ']'
	}
	return append(buf, '}')
}

func (c *catalogue) variantsOf(id int64) (list []*Item) {
	for _, item := range c.items {
		if item.Parent == id {
			list = append(list, item)
		}
	}
	return list
}

func (c *catalogue) appendVariant(buf []byte, i *Item) []byte {
	f := &c.forms
	from := len(buf)
	buf = f.appendID(buf, "id", i.ID)
	buf[from] = '{'
	buf = appendNamed(appendNamed(buf, "sku", i.SKU), "ext_ref", i.ExtRef)
	buf = f.appendWarehouses(f.appendOnHand(appendTracking(buf, i), i), i.Warehouses)
	buf = f.appendPrices(buf, i)
	buf = append(buf, `,"variant_options":[`...)
	for at, option := range i.Options {
		if at > 0 {
			buf = append(buf, ',')
		}
		buf = fake.AppendJSONString(append(buf, `{"name":`...), option.Name)
		buf = append(fake.AppendJSONString(append(buf, `,"value":`...), option.Value), '}')
	}
	return append(buf, `]}`...)
}

// appendNamed appends a member with a text; null for an empty one.
func appendNamed(buf []byte, name, text string) []byte {
	buf = append(fake.AppendJSONString(append(buf, ','), name), ':')
	return appendText(buf, text)
}

// appendID appends a member with an id.
func (f *wireForms) appendID(buf []byte, name string, id int64) []byte {
	buf = append(fake.AppendJSONString(append(buf, ','), name), ':')
	return f.appendNumber(buf, strconv.FormatInt(id, 10))
}
