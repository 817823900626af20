package erpxttest

import (
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// column is a documented member of a product, by which lists can be filtered and ordered.
type column struct {
	name  string
	kind  exprKind
	value func(*row) value
}

// productColumns returns the columns in the order of the guide.
func productColumns() []column {
	return []column{
		textColumn("Name", func(r *row) string { return r.Name }),
		textColumn("Description", func(r *row) string { return r.Description }),
		textColumn("ItemCode", func(r *row) string { return r.ItemCode }),
		textColumn("ProductCode", func(r *row) string { return r.ProductCode }),
		textColumn("UnitOfMeasurment", func(r *row) string { return r.UnitOfMeasurement }),
		codeColumn("Rate", func(r *row) (int, bool) { return r.Rate.Code() }),
		numberColumn("SaleNetPrice", func(r *row) shelfwire.Opt[shelfwire.Decimal] { return r.SaleNetPrice }),
		numberColumn("SaleGrossPrice", func(r *row) shelfwire.Opt[shelfwire.Decimal] { return r.SaleGrossPrice }),
		numberColumn("Quantity", func(r *row) shelfwire.Opt[shelfwire.Decimal] { return r.OnHand }),
		codeColumn("ProductType", func(r *row) (int, bool) { return r.ProductType.Code() }),
		integerColumn("Id", func(r *row) int64 { return r.ID }),
	}
}

func textColumn(name string, get func(*row) string) column {
	return column{name, kindText, func(r *row) value { return value{text: get(r)} }}
}

func integerColumn(name string, get func(*row) int64) column {
	return column{name, kindNumber, func(r *row) value { return value{number: shelfwire.NewDecimal(get(r))} }}
}

// codeColumn is a column of codes. Every product has one.
func codeColumn(name string, get func(*row) (int, bool)) column {
	return integerColumn(name, func(r *row) int64 {
		code, ok := get(r)
		if !ok {
			panic("erpxttest: a product without " + name)
		}
		return int64(code)
	})
}

func numberColumn(name string, get func(*row) shelfwire.Opt[shelfwire.Decimal]) column {
	return column{name, kindNumber, func(r *row) value {
		n, ok := get(r).Get()
		return value{null: !ok, number: n}
	}}
}

func findColumn(name string) (column, bool) {
	for _, c := range productColumns() {
		if c.name == name {
			return c, true
		}
	}
	return column{}, false
}

// encodeJSON returns the product as it is sent: the documented members in the order of the guide, and then the others.
func (r *row) encodeJSON() []byte {
	if r.json != nil {
		return r.json
	}
	buf := make([]byte, 0, 320)
	for _, c := range productColumns() {
		buf = appendName(buf, c.name)
		if form, ok := r.oddForms[c.name]; ok {
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
		return fake.AppendJSONString(buf, v.text)
	default:
		return append(buf, v.number.String()...)
	}
}

// appendName appends the name of a member, and the opening brace before the first one.
func appendName(buf []byte, name string) []byte {
	separator := byte(',')
	if len(buf) == 0 {
		separator = '{'
	}
	return append(fake.AppendJSONString(append(buf, separator), name), ':')
}

func (r *row) formatID() string { return strconv.FormatInt(r.ID, 10) }
