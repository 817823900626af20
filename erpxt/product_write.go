package erpxt

import (
	"fmt"
	"strconv"
)

// object is written with its members in their order.
type object []member

// MarshalJSON returns the object.
func (o object) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(appendText(text, m.name), ':'), m.value...)
	}
	return append(text, '}'), nil
}

// appendTo appends the member of a product: as it came where that could not be read and has not been set since.
func (m *productMember) appendTo(list object, p *Product) (object, error) {
	if u := p.unreadOf(m); u != nil {
		return append(list, member{u.shown.Field, u.value}), nil
	}
	value, err := m.write(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	return append(list, member{m.name, value}), nil
}

// body is a product as it is written: the parameters that the guide lists for POST and PUT, the product's type, which
// goes back as it came, and behind them what this module does not know.
type body struct{ product *Product }

// MarshalJSON returns the body.
func (b body) MarshalJSON() ([]byte, error) {
	var list object
	var err error
	for i := range productMembers {
		m := &productMembers[i]
		isSent := m.isSent == nil || m.isSent(b.product) || b.product.unreadOf(m) != nil
		if m.readOnly || !isSent {
			continue
		}
		if list, err = m.appendTo(list, b.product); err != nil {
			return nil, err
		}
	}
	if b.product.ID != 0 {
		list = append(list, member{"Id", appendInt(b.product.ID)})
	}
	return append(list, b.product.unknown...).MarshalJSON()
}

func appendInt(n int64) []byte { return strconv.AppendInt(nil, n, 10) }

// appendText appends a JSON string. Bytes that are not UTF-8 stay as they are, so that the text reads back the same.
func appendText(buf []byte, text string) []byte {
	buf = append(buf, '"')
	for _, c := range []byte(text) {
		switch {
		case c == '"' || c == '\\':
			buf = append(buf, '\\', c)
		case c < ' ':
			buf = fmt.Appendf(buf, `\u%04x`, c)
		default:
			buf = append(buf, c)
		}
	}
	return append(buf, '"')
}

// asProduct returns the card as the product that it will be.
func (n *NewProduct) asProduct() *Product {
	return &Product{
		Name: n.Name, Description: n.Description, ItemCode: n.ItemCode, ProductCode: n.ProductCode,
		UnitOfMeasurement: n.UnitOfMeasurement, Rate: n.Rate,
		SaleNetPrice: n.SaleNetPrice, SaleGrossPrice: n.SaleGrossPrice,
	}
}
