package shopinventory

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// wireOrder is an order in the shop's form, without its addresses.
type wireOrder struct {
	plainOrder
	Lines shelfwire.Opt[[]OrderLine] `json:"line_items,omitzero"`
}

// plainOrder is an Order without its methods.
type plainOrder Order

// MarshalJSON encodes the shop's form, so that an order can be stored and decoded again. Raw and Unread are left out.
func (o Order) MarshalJSON() ([]byte, error) {
	wire := wireOrder{plainOrder: plainOrder(o)}
	if o.HasLines {
		wire.Lines = shelfwire.Set(append([]OrderLine{}, o.Lines...)) // an empty list is no null
	}
	text, err := json.Marshal(wire)
	if err != nil {
		return nil, err
	}
	text = appendAddress(text, billingPrefix, o.Billing)
	return appendAddress(text, shippingPrefix, o.Shipping), nil
}

// appendAddress adds the members of an address to the JSON of an object that has a member.
func appendAddress(object []byte, prefix string, address map[string]string) []byte {
	for _, name := range slices.Sorted(maps.Keys(address)) {
		object[len(object)-1] = ','
		for _, text := range []string{prefix + name, address[name]} {
			quoted, _ := json.Marshal(text) // a text always has a JSON form
			object = append(append(object, quoted...), ':')
		}
		object[len(object)-1] = '}'
	}
	return object
}
