package erpxttest

import (
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// column is a member of a product that has a name on the wire, and that lists can be filtered and ordered by.
type column struct {
	name  string
	kind  kind
	value func(*row) value
}

// columns are the documented members of a product, in the order of the guide.
func columns() []column {
	return []column{
		texts("Name", func(r *row) string { return r.Name }),
		texts("Description", func(r *row) string { return r.Description }),
		texts("ItemCode", func(r *row) string { return r.ItemCode }),
		texts("ProductCode", func(r *row) string { return r.ProductCode }),
		texts("UnitOfMeasurment", func(r *row) string { return r.UnitOfMeasurement }),
		codes("Rate", func(r *row) (int, bool) { return r.Rate.Code() }),
		numbers("SaleNetPrice", func(r *row) shelfwire.Opt[shelfwire.Decimal] { return r.SaleNetPrice }),
		numbers("SaleGrossPrice", func(r *row) shelfwire.Opt[shelfwire.Decimal] { return r.SaleGrossPrice }),
		numbers("Quantity", func(r *row) shelfwire.Opt[shelfwire.Decimal] { return r.OnHand }),
		codes("ProductType", func(r *row) (int, bool) { return r.ProductType.Code() }),
		wholes("Id", func(r *row) int64 { return r.ID }),
	}
}

func texts(name string, get func(*row) string) column {
	return column{name, kindText, func(r *row) value { return value{text: get(r)} }}
}

func wholes(name string, get func(*row) int64) column {
	return column{name, kindNumber, func(r *row) value { return value{number: shelfwire.NewDecimal(get(r))} }}
}

// codes is a column of codes. Every product has one.
func codes(name string, get func(*row) (int, bool)) column {
	return wholes(name, func(r *row) int64 {
		code, ok := get(r)
		if !ok {
			panic("erpxttest: a product without " + name)
		}
		return int64(code)
	})
}

func numbers(name string, get func(*row) shelfwire.Opt[shelfwire.Decimal]) column {
	return column{name, kindNumber, func(r *row) value {
		n, ok := get(r).Get()
		return value{null: !ok, number: n}
	}}
}

func columnNamed(name string) (column, bool) {
	for _, c := range columns() {
		if c.name == name {
			return c, true
		}
	}
	return column{}, false
}

// encoded returns the product as it goes over the wire: the documented members in the order of the guide, and
// then the others.
func (r *row) encoded() []byte {
	if r.json != nil {
		return r.json
	}
	buf := make([]byte, 0, 320)
	for _, c := range columns() {
		buf = appendName(buf, c.name)
		if form, ok := r.odd[c.name]; ok {
			buf = append(buf, form...)
		} else {
			buf = c.appendValue(buf, r)
		}
	}
	for _, m := range r.extra {
		buf = append(appendName(buf, m.name), m.value...)
	}
	buf = append(buf, '}')
	r.json = buf
	return r.json
}

func (c *column) appendValue(buf []byte, r *row) []byte {
	switch v := c.value(r); {
	case v.null:
		return append(buf, "null"...)
	case c.kind == kindText:
		return fake.AppendText(buf, v.text)
	default:
		return append(buf, v.number.String()...)
	}
}

// appendName begins a member of an object, and with the first one the object.
func appendName(buf []byte, name string) []byte {
	separator := byte(',')
	if len(buf) == 0 {
		separator = '{'
	}
	return append(fake.AppendText(append(buf, separator), name), ':')
}

func (r *row) idText() string { return strconv.FormatInt(r.ID, 10) }
