package shopinventory

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/loose"
)

// Item is the stock and the prices of a product, or of a variant. Prices are in the shop's currency, which the API does
// not name, and do not count running promotions.
//
// A number that the shop left out is absent, and null when it said so: neither is zero. Members that the vendor does not
// document are dropped, as its guide advises.
type Item struct {
	ID  int64  `json:"id"`  // of the product or variant
	SKU string `json:"sku"` // empty when there is none
	EAN string `json:"ean"` // empty when there is none

	// InventoryEnabled is whether the shop tracks the stock. When it does not, the stock says nothing; whether the shop
	// leaves it out then is not documented.
	InventoryEnabled shelfwire.Opt[bool] `json:"inventory_enabled,omitzero"`

	// Stock is on hand, in all warehouses together. It can be negative.
	Stock shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`

	// Warehouses are the parts of the stock, in a shop that has the app Multi Warehouse ("Gestiuni multiple").
	Warehouses []Warehouse `json:"warehouses,omitempty"`

	PriceNet      shelfwire.Opt[shelfwire.Decimal] `json:"price_net,omitzero"`       // without tax
	PriceGross    shelfwire.Opt[shelfwire.Decimal] `json:"price_gross,omitzero"`     // with tax
	OldPriceNet   shelfwire.Opt[shelfwire.Decimal] `json:"old_price_net,omitzero"`   // before a discount, without tax
	OldPriceGross shelfwire.Opt[shelfwire.Decimal] `json:"old_price_gross,omitzero"` // before a discount, with tax
}

// Warehouse is the stock of an item in one warehouse.
type Warehouse struct {
	ID    int64                            `json:"id"`
	Name  string                           `json:"name"`
	Stock shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`
}

// wireItem is an item as it goes over the wire.
type wireItem struct {
	itemFields
	InventoryEnabled shelfwire.Opt[onOff] `json:"inventory_enabled,omitzero"`
}

type itemFields Item // without its methods

// UnmarshalJSON reads the shop's form. It takes numbers in quotes and texts without them, an empty text for no number,
// and true or 1 for "on".
func (i *Item) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	var w wireItem
	if err := loose.Unmarshal(data, &w, time.UTC); err != nil {
		return err
	}
	*i = Item(w.itemFields)
	i.InventoryEnabled = shelfwire.Opt[bool]{}
	if enabled, ok := w.InventoryEnabled.Get(); ok {
		i.InventoryEnabled = shelfwire.Set(bool(enabled))
	} else if w.InventoryEnabled.IsNull() {
		i.InventoryEnabled = shelfwire.Null[bool]()
	}
	return nil
}

// MarshalJSON writes the shop's form, so that an item can be stored and read again.
func (i Item) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireItem{itemFields(i), onWire(i.InventoryEnabled)})
}

// onOff is a flag that the shop writes as "on" or "off".
type onOff bool

func onWire(flag shelfwire.Opt[bool]) shelfwire.Opt[onOff] {
	if on, ok := flag.Get(); ok {
		return shelfwire.Set(onOff(on))
	}
	if flag.IsNull() {
		return shelfwire.Null[onOff]()
	}
	return shelfwire.Opt[onOff]{}
}

func (f onOff) MarshalJSON() ([]byte, error) {
	if f {
		return []byte(`"on"`), nil
	}
	return []byte(`"off"`), nil
}

func (f *onOff) UnmarshalJSON(data []byte) error {
	switch strings.ToLower(strings.Trim(string(data), `"`)) {
	case "on", "true", "1":
		*f = true
	case "off", "false", "0", "":
		*f = false
	default:
		return errors.New("inventory_enabled is neither on nor off")
	}
	return nil
}
