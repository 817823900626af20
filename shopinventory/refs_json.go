package shopinventory

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/shelfwire/shelfwire"
)

// refJSON is the JSON form of a reference, with one of its members.
type refJSON struct {
	ID  shelfwire.Opt[int64]  `json:"id,omitzero"`
	SKU shelfwire.Opt[string] `json:"sku,omitzero"`
	EAN shelfwire.Opt[string] `json:"ean,omitzero"`
}

// MarshalJSON returns {"id":10001}, {"sku":"MUG"} or {"ean":"8690842009112"}, and null for the zero value.
func (r ItemRef) MarshalJSON() ([]byte, error) {
	var form refJSON
	switch r.kind {
	case kindID:
		id, err := strconv.ParseInt(r.value, 10, 64)
		if err != nil {
			return nil, err
		}
		form.ID = shelfwire.Set(id)
	case kindSKU:
		form.SKU = shelfwire.Set(r.value)
	case kindEAN:
		form.EAN = shelfwire.Set(r.value)
	default:
		return []byte("null"), nil
	}
	return json.Marshal(form)
}

// UnmarshalJSON parses the forms of MarshalJSON.
func (r *ItemRef) UnmarshalJSON(data []byte) error {
	var form *refJSON
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	if form == nil {
		*r = ItemRef{}
		return nil
	}
	var refs []ItemRef
	if id, ok := form.ID.Get(); ok {
		refs = append(refs, ByID(id))
	}
	if sku, ok := form.SKU.Get(); ok {
		refs = append(refs, BySKU(sku))
	}
	if ean, ok := form.EAN.Get(); ok {
		refs = append(refs, ByEAN(ean))
	}
	if len(refs) != 1 {
		return errors.New(`a reference has either an "id", an "sku" or an "ean"`)
	}
	*r = refs[0]
	return nil
}
