package erpxt

// productBody is the body of a POST or PUT: the parameters that the guide lists, the product's type, which goes back as
// it came, the id of a product that exists, and the unknown members.
type productBody struct{ product *Product }

// MarshalJSON returns the body.
func (b productBody) MarshalJSON() ([]byte, error) {
	var list orderedObject
	var err error
	for i := range productSchema.members {
		m := &productSchema.members[i]
		isSent := m.isSent == nil || m.isSent(b.product) || productSchema.findUnread(b.product, i) != nil
		if m.role != roleParameter || !isSent {
			continue
		}
		if list, err = productSchema.appendMember(list, b.product, i); err != nil {
			return nil, err
		}
	}
	if b.product.ID != 0 {
		list = append(list, member{"Id", encodeInt(b.product.ID)})
	}
	return append(list, productSchema.otherUnknown(b.product)...).MarshalJSON()
}
