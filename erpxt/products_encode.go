package erpxt

import "fmt"

// MarshalJSON encodes the whole product in the server's form, for storing. An unreadable member is written as
// it came, unless its field has been set since.
func (p Product) MarshalJSON() ([]byte, error) {
	var list orderedObject
	var err error
	for i := range productMembers {
		m := &productMembers[i]
		if m.isStored != nil && !m.isStored(&p) && p.findUnread(m) == nil {
			continue
		}
		if list, err = m.appendMember(list, &p); err != nil {
			return nil, err
		}
	}
	return append(list, p.unknown...).MarshalJSON()
}

// appendMember appends the member of a product: its unread value as it came, or else the value of its field.
func (m *productMember) appendMember(list orderedObject, p *Product) (orderedObject, error) {
	if u := p.findUnread(m); u != nil {
		return append(list, member{u.shown.Field, u.value}), nil
	}
	value, err := m.encode(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	return append(list, member{m.name, value}), nil
}

// productBody is the body of a POST or PUT: the parameters that the guide lists, the product's type, which goes back as
// it came, and the unknown members.
type productBody struct{ product *Product }

// MarshalJSON returns the body.
func (b productBody) MarshalJSON() ([]byte, error) {
	var list orderedObject
	var err error
	for i := range productMembers {
		m := &productMembers[i]
		isSent := m.isSent == nil || m.isSent(b.product) || b.product.findUnread(m) != nil
		if m.readOnly || !isSent {
			continue
		}
		if list, err = m.appendMember(list, b.product); err != nil {
			return nil, err
		}
	}
	if b.product.ID != 0 {
		list = append(list, member{"Id", encodeInt(b.product.ID)})
	}
	return append(list, b.product.unknown...).MarshalJSON()
}
