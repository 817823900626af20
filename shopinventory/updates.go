package shopinventory

import "github.com/shelfwire/shelfwire"

// ItemUpdate is a change of a product or variant. Only the fields that are set are sent, and the shop keeps
// the others (probe: shopinventory/set-keeps-prices). How the shop treats null, and how to remove an old
// price, is undocumented.
//
//	shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(20), PriceNet: shelfwire.Set(price)}
type ItemUpdate struct {
	// InventoryEnabled switches the tracking of the stock on or off.
	InventoryEnabled shelfwire.Opt[bool] `json:"inventory_enabled,omitzero"`

	// OnHand sets or adjusts the quantity on hand; make it with [SetOnHand] or [AdjustOnHand]. A shop with the app
	// Multi Warehouse takes Warehouses instead. On the wire it is "stock".
	OnHand shelfwire.Opt[OnHandChange] `json:"stock,omitzero"`

	// Warehouses set the stock of single warehouses, in a shop with the app Multi Warehouse. Name all of them: whether
	// the others keep their stock is undocumented.
	Warehouses shelfwire.Opt[[]WarehouseUpdate] `json:"warehouses,omitzero"`

	// Set either the net or the gross form of a price, zero or more, in the shop's currency. The shop computes the
	// other form from the product's tax. The old price is the one before a discount.
	PriceNet      shelfwire.Opt[shelfwire.Decimal] `json:"price_net,omitzero"`
	PriceGross    shelfwire.Opt[shelfwire.Decimal] `json:"price_gross,omitzero"`
	OldPriceNet   shelfwire.Opt[shelfwire.Decimal] `json:"old_price_net,omitzero"`
	OldPriceGross shelfwire.Opt[shelfwire.Decimal] `json:"old_price_gross,omitzero"`
}

// WarehouseUpdate sets the stock in one warehouse, which is identified by its ID, its Name, or both.
type WarehouseUpdate struct {
	ID     int64             `json:"id,omitzero"`    // zero to go by Name
	Name   string            `json:"name,omitempty"` // empty to go by ID
	OnHand shelfwire.Decimal `json:"stock"`          // the new quantity; required, zero or more
}

// wireUpdate is an update in the shop's form.
type wireUpdate struct {
	InventoryEnabled shelfwire.Opt[onOff] `json:"inventory_enabled,omitzero"`
	updateFields
}

// updateFields is an ItemUpdate without its methods.
type updateFields ItemUpdate

func (u *ItemUpdate) toWire() wireUpdate {
	return wireUpdate{toOnOff(u.InventoryEnabled), updateFields(*u)}
}

// isAdjustment reports whether the update is relative, so that it must be made at most once.
func (u *ItemUpdate) isAdjustment() bool {
	change, _ := u.OnHand.Get()
	return change.adjust
}
