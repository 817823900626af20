package shopinventory

import (
	"errors"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Product is a product of the shop. It holds the fields that [ProductQuery].Fields asks for; the shop may leave out some
// of them. Prices are in the shop's currency, which the API leaves unnamed. Running promotions are missing in them: a
// product can sell for less than its price here.
//
// A number that the shop leaves out is absent, one that it sends as null is null; neither is zero. Undocumented members
// are dropped.
//
// Vendor: "Products API", table of fields, https://www.merchantpro.bg/help/kb/api/api-products.
type Product struct {
	ID          int64       `json:"id"`
	Type        ProductType `json:"type"` // how it is sold; decides where its stock is
	SKU         string      `json:"sku"`  // as the shop writes it, empty where there is none
	EAN         string      `json:"ean"`
	ExtRef      string      `json:"ext_ref"` // the supplier's reference
	Name        string      `json:"name"`
	Description string      `json:"description,omitempty"`
	URL         string      `json:"url,omitempty"` // of its page in the shop

	Status     ProductStatus `json:"status,omitempty"`     // whether it is for sale
	Visibility string        `json:"visibility,omitempty"` // "visible" or "hidden", in other clients

	// InventoryEnabled, OnHand, Warehouses and the prices are as in [Item]. Those of a product with variants are on the
	// variants. On the wire OnHand is "stock".
	InventoryEnabled shelfwire.Opt[bool]              `json:"inventory_enabled,omitzero"`
	OnHand           shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`
	Warehouses       []Warehouse                      `json:"warehouses,omitempty"`
	PriceNet         shelfwire.Opt[shelfwire.Decimal] `json:"price_net,omitzero"`
	PriceGross       shelfwire.Opt[shelfwire.Decimal] `json:"price_gross,omitzero"`
	OldPriceNet      shelfwire.Opt[shelfwire.Decimal] `json:"old_price_net,omitzero"`
	OldPriceGross    shelfwire.Opt[shelfwire.Decimal] `json:"old_price_gross,omitzero"`

	TaxID    int64                            `json:"tax_id,omitzero"`
	TaxName  string                           `json:"tax_name,omitempty"`
	TaxValue shelfwire.Opt[shelfwire.Decimal] `json:"tax_value,omitzero"` // percent

	// QuantityMultiplier is the step in which the product is sold; 1 unless the shop says otherwise.
	QuantityMultiplier shelfwire.Opt[shelfwire.Decimal] `json:"quantity_multiplier,omitzero"`

	CategoryID       int64     `json:"category_id,omitzero"`
	CategoryName     string    `json:"category_name,omitempty"`
	ManufacturerID   int64     `json:"manufacturer_id,omitzero"`
	ManufacturerName string    `json:"manufacturer_name,omitempty"`
	Modified         time.Time `json:"date_modified,omitzero"` // a time without a zone is read as UTC

	// Variants are the variants. HasVariants says that the shop sent the list: it leaves it out for a product without
	// variants, and so does a query with WithoutVariants for every product.
	Variants    []Variant `json:"variants,omitempty"`
	HasVariants bool      `json:"-"`

	// Unread are the members in an ambiguous form, such as "variants[2].stock". Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// ProductType is how a product is sold. Other values than the constants are possible.
type ProductType string

// The types that the vendor documents.
const (
	ProductBasic        ProductType = "basic"
	ProductMultiVariant ProductType = "multi_variant" // it is sold as its variants, which have the stock and the prices
	ProductDigital      ProductType = "digital"
	ProductBundle       ProductType = "bundle"
)

var productFields = lenientjson.NewFields(map[string]func(*Product, lenientjson.Member){
	"id":                  func(p *Product, m lenientjson.Member) { readID(m, &p.ID) },
	"type":                func(p *Product, m lenientjson.Member) { m.Text((*string)(&p.Type)) },
	"sku":                 func(p *Product, m lenientjson.Member) { m.Text(&p.SKU) },
	"ean":                 func(p *Product, m lenientjson.Member) { readEAN(m, &p.EAN) },
	"ext_ref":             func(p *Product, m lenientjson.Member) { m.Text(&p.ExtRef) },
	"name":                func(p *Product, m lenientjson.Member) { m.Text(&p.Name) },
	"description":         func(p *Product, m lenientjson.Member) { m.Text(&p.Description) },
	"url":                 func(p *Product, m lenientjson.Member) { m.Text(&p.URL) },
	"status":              func(p *Product, m lenientjson.Member) { m.Text((*string)(&p.Status)) },
	"visibility":          func(p *Product, m lenientjson.Member) { m.Text(&p.Visibility) },
	"inventory_enabled":   func(p *Product, m lenientjson.Member) { readOnOff(m, &p.InventoryEnabled) },
	"stock":               func(p *Product, m lenientjson.Member) { m.Number(&p.OnHand) },
	"warehouses":          func(p *Product, m lenientjson.Member) { readWarehouses(m, &p.Warehouses) },
	"price_net":           func(p *Product, m lenientjson.Member) { m.Number(&p.PriceNet) },
	"price_gross":         func(p *Product, m lenientjson.Member) { m.Number(&p.PriceGross) },
	"old_price_net":       func(p *Product, m lenientjson.Member) { m.Number(&p.OldPriceNet) },
	"old_price_gross":     func(p *Product, m lenientjson.Member) { m.Number(&p.OldPriceGross) },
	"tax_id":              func(p *Product, m lenientjson.Member) { readID(m, &p.TaxID) },
	"tax_name":            func(p *Product, m lenientjson.Member) { m.Text(&p.TaxName) },
	"tax_value":           func(p *Product, m lenientjson.Member) { m.Number(&p.TaxValue) },
	"quantity_multiplier": func(p *Product, m lenientjson.Member) { m.Number(&p.QuantityMultiplier) },
	"category_id":         func(p *Product, m lenientjson.Member) { readID(m, &p.CategoryID) },
	"category_name":       func(p *Product, m lenientjson.Member) { m.Text(&p.CategoryName) },
	"manufacturer_id":     func(p *Product, m lenientjson.Member) { readID(m, &p.ManufacturerID) },
	"manufacturer_name":   func(p *Product, m lenientjson.Member) { m.Text(&p.ManufacturerName) },
	"date_modified":       func(p *Product, m lenientjson.Member) { m.Time(&p.Modified) },
	"variants":            readVariants,
})

// readProduct decodes a product. Anything but an object is a product without an id.
func readProduct(notes *lenientjson.Notes, row lenientjson.Value) (p Product) {
	productFields.Read(notes, row, &p, nil)
	p.Unread = notes.TakeUnread()
	eachUnreadOf(p.Unread, "variants", func(at int, u shelfwire.Unread) {
		p.Variants[at].Unread = append(p.Variants[at].Unread, u)
	})
	return p
}

// UnmarshalJSON decodes the shop's form, as leniently as the client does.
func (p *Product) UnmarshalJSON(data []byte) error {
	object, err := lenientjson.Parse(data)
	if err != nil || object.IsNull() {
		return err
	}
	if !object.IsObject() {
		return errors.New("a product is an object")
	}
	var notes lenientjson.Notes
	*p = readProduct(&notes, object)
	return notes.Err()
}

// Items returns what can be sold of a product, as [InventoryService.Get] gives it: the variants, or the product itself.
// The list is the input of [InventoryService.UpdateAll], by [ByID].
//
// Items returns false when the stock cannot be known: the product has variants that did not come, a variant came without
// a readable id, or the type of the product is missing. The items' stock is absent when the query left it out.
func (p *Product) Items() (items []Item, ok bool) {
	switch {
	case len(p.Variants) > 0, p.HasVariants && p.Type == ProductMultiVariant:
		return p.variantItems()
	case p.ID == 0, p.Type == "", p.Type == ProductMultiVariant:
		return nil, false
	}
	return []Item{{
		ID: p.ID, SKU: p.SKU, EAN: p.EAN, InventoryEnabled: p.InventoryEnabled, OnHand: p.OnHand, Warehouses: p.Warehouses,
		PriceNet: p.PriceNet, PriceGross: p.PriceGross, OldPriceNet: p.OldPriceNet, OldPriceGross: p.OldPriceGross,
		Unread: p.Unread,
	}}, true
}

func (p *Product) variantItems() (items []Item, ok bool) {
	items = make([]Item, len(p.Variants))
	for i := range p.Variants {
		if p.Variants[i].ID == 0 {
			return nil, false
		}
		items[i] = p.Variants[i].item()
	}
	return items, true
}
