package shopinventory

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Variant is a variant of a product: what is sold of it, such as one size. Its stock and prices are as in
// [Item]. That a variant has an EAN and warehouses is undocumented (probe: shopinventory/products-variants).
type Variant struct {
	ID               int64                            `json:"id"` // zero when it is missing or unreadable
	SKU              string                           `json:"sku"`
	EAN              string                           `json:"ean"`
	ExtRef           string                           `json:"ext_ref"` // the supplier's reference
	InventoryEnabled shelfwire.Opt[bool]              `json:"inventory_enabled,omitzero"`
	OnHand           shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`
	Warehouses       []Warehouse                      `json:"warehouses,omitempty"`
	PriceNet         shelfwire.Opt[shelfwire.Decimal] `json:"price_net,omitzero"`
	PriceGross       shelfwire.Opt[shelfwire.Decimal] `json:"price_gross,omitzero"`
	OldPriceNet      shelfwire.Opt[shelfwire.Decimal] `json:"old_price_net,omitzero"`
	OldPriceGross    shelfwire.Opt[shelfwire.Decimal] `json:"old_price_gross,omitzero"`
	Options          []VariantOption                  `json:"variant_options,omitempty"` // what makes it this variant

	// Unread are the members in an ambiguous form. Product.Unread lists them, too, with their place.
	Unread []shelfwire.Unread `json:"-"`
}

// VariantOption is one property of a variant: Name "Size", Value "XL".
type VariantOption struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

var variantFields = lenientjson.NewFields(map[string]func(*Variant, lenientjson.Member){
	"id":                func(v *Variant, m lenientjson.Member) { readID(m, &v.ID) },
	"sku":               func(v *Variant, m lenientjson.Member) { m.Text(&v.SKU) },
	"ean":               func(v *Variant, m lenientjson.Member) { readEAN(m, &v.EAN) },
	"ext_ref":           func(v *Variant, m lenientjson.Member) { m.Text(&v.ExtRef) },
	"inventory_enabled": func(v *Variant, m lenientjson.Member) { readOnOff(m, &v.InventoryEnabled) },
	"stock":             func(v *Variant, m lenientjson.Member) { m.Number(&v.OnHand) },
	"warehouses":        func(v *Variant, m lenientjson.Member) { readWarehouses(m, &v.Warehouses) },
	"price_net":         func(v *Variant, m lenientjson.Member) { m.Number(&v.PriceNet) },
	"price_gross":       func(v *Variant, m lenientjson.Member) { m.Number(&v.PriceGross) },
	"old_price_net":     func(v *Variant, m lenientjson.Member) { m.Number(&v.OldPriceNet) },
	"old_price_gross":   func(v *Variant, m lenientjson.Member) { m.Number(&v.OldPriceGross) },
	"variant_options":   readOptions,
})

var optionFields = lenientjson.NewFields(map[string]func(*VariantOption, lenientjson.Member){
	"name":  func(o *VariantOption, m lenientjson.Member) { m.Text(&o.Name) },
	"value": func(o *VariantOption, m lenientjson.Member) { m.Text(&o.Value) },
})

// readVariants decodes a list. An entry that is no object is a variant without an id. A list that cannot be read counts
// as one that did not come.
func readVariants(p *Product, m lenientjson.Member) {
	p.Variants, p.HasVariants = nil, false
	if m.IsNull() {
		return
	}
	_, p.HasVariants = m.List()
	m.EachElement(func(entry lenientjson.Member) {
		var v Variant
		lenientjson.ReadObject(entry, variantFields, &v)
		p.Variants = append(p.Variants, v)
	})
}

func readOptions(v *Variant, m lenientjson.Member) {
	v.Options = nil
	m.EachElement(func(entry lenientjson.Member) {
		var o VariantOption
		if lenientjson.ReadObject(entry, optionFields, &o); entry.IsObject() {
			v.Options = append(v.Options, o)
		}
	})
}

// item returns the variant as the inventory has it.
func (v *Variant) item() Item {
	return Item{
		ID: v.ID, SKU: v.SKU, EAN: v.EAN, InventoryEnabled: v.InventoryEnabled, OnHand: v.OnHand, Warehouses: v.Warehouses,
		PriceNet: v.PriceNet, PriceGross: v.PriceGross, OldPriceNet: v.OldPriceNet, OldPriceGross: v.OldPriceGross,
		Unread: v.Unread,
	}
}
