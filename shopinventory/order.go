package shopinventory

import (
	"encoding/json"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Order is an order of the shop. Amounts are in Currency. An amount that the shop leaves out is absent; it is no zero.
//
// The vendor documents the first members, up to the status of the shipment (https://www.merchantpro.bg/help/kb/api/api-orders).
// The others follow orders of real shops that other clients have seen.
type Order struct {
	// ID is the number of the order. It can have a suffix, such as "95750870.3", without which the shop does not find it.
	ID             string `json:"id"`
	SysID          int64  `json:"sys_id,omitzero"`           // the shop's own number of the order
	PublicCode     string `json:"public_code,omitempty"`     // as the buyer sees it
	ParentID       int64  `json:"parent_id,omitzero"`        // of the order that this one was split from
	ReturnSourceID int64  `json:"return_source_id,omitzero"` // of the order that this one returns
	ChannelName    string `json:"channel_name,omitempty"`    // the marketplace that the order came from
	ChannelRefID   string `json:"channel_ref_id,omitempty"`  // the order's number there

	PaymentStatus        PaymentStatus `json:"payment_status"`
	PaymentStatusText    string        `json:"payment_status_text,omitempty"`
	PaymentMethodCode    string        `json:"payment_method_code,omitempty"` // such as "cash_delivery", "wire"; an open list
	PaymentMethodName    string        `json:"payment_method_name,omitempty"`
	PaymentTransactionID string        `json:"payment_transaction_id,omitempty"`
	PaymentDate          time.Time     `json:"payment_date,omitzero"`

	ShippingStatus     ShippingStatus `json:"shipping_status"`
	ShippingStatusText string         `json:"shipping_status_text,omitempty"`
	ShippingMethodID   int64          `json:"shipping_method_id,omitzero"`
	ShippingMethodName string         `json:"shipping_method_name,omitempty"`

	// ShippingAmount is what the shipment costs the buyer. By the experience of one client it includes tax; that is not
	// documented. Whether it includes ShippingCODAmount, the fee for cash on delivery, is unknown.
	ShippingAmount     shelfwire.Opt[shelfwire.Decimal] `json:"shipping_amount,omitzero"`
	ShippingTaxPercent shelfwire.Opt[shelfwire.Decimal] `json:"shipping_tax_percent,omitzero"`
	ShippingTaxAmount  shelfwire.Opt[shelfwire.Decimal] `json:"shipping_tax_amount,omitzero"`
	ShippingCODAmount  shelfwire.Opt[shelfwire.Decimal] `json:"shipping_cod_amount,omitzero"`

	SubtotalIncludingTax shelfwire.Opt[shelfwire.Decimal] `json:"subtotal_including_tax,omitzero"` // of the lines
	SubtotalExcludingTax shelfwire.Opt[shelfwire.Decimal] `json:"subtotal_excluding_tax,omitzero"`
	TaxAmount            shelfwire.Opt[shelfwire.Decimal] `json:"tax_amount,omitzero"`
	TotalAmount          shelfwire.Opt[shelfwire.Decimal] `json:"total_amount,omitzero"`  // what the buyer pays
	PaidAmount           shelfwire.Opt[shelfwire.Decimal] `json:"paid_amount,omitzero"`   // of it, what is paid
	WalletAmount         shelfwire.Opt[shelfwire.Decimal] `json:"wallet_amount,omitzero"` // of it, from the buyer's balance
	Currency             string                           `json:"currency,omitempty"`     // such as "RON"

	HasReturns    shelfwire.Opt[bool] `json:"has_returns,omitzero"`
	CustomerID    int64               `json:"customer_id,omitzero"`
	CustomerEmail string              `json:"customer_email,omitempty"`
	CustomerNote  string              `json:"customer_note,omitempty"`

	// Created is read as UTC where the shop writes no offset (probe: shopinventory/orders-dates).
	Created  time.Time `json:"date_created,omitzero"`
	Modified time.Time `json:"date_modified,omitzero"`

	// Billing and Shipping are the addresses: all members that begin with "billing_" and "shipping_", apart from those
	// above, by the rest of their names, such as "name", "phone", "city", "country_name". Empty ones are left out, and
	// their names are undocumented.
	Billing  map[string]string `json:"-"`
	Shipping map[string]string `json:"-"`

	// Lines are the lines. HasLines says that the shop sent them and that each is an object; without it the lines are
	// unknown, and Lines is empty.
	Lines    []OrderLine `json:"line_items,omitempty"`
	HasLines bool        `json:"-"`

	// Raw is the order as it came, with the members that this module does not know. It is left out of the JSON of an Order.
	Raw json.RawMessage `json:"-"`

	// Unread are the members in an ambiguous form, such as "line_items[2].quantity". Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// OrderLine is a line of an order. Reductions are lines, too: see ItemType.
type OrderLine struct {
	// ItemType is LineProduct for goods. Other lines are reductions, such as those of the constants.
	ItemType LineType `json:"item_type"`

	ProductID int64  `json:"product_id,omitzero"` // of the product or variant
	SKU       string `json:"product_sku"`         // empty where there is none
	EAN       string `json:"product_ean"`
	Name      string `json:"product_name"`

	Quantity       shelfwire.Opt[shelfwire.Decimal] `json:"quantity,omitzero"`
	UnitPriceNet   shelfwire.Opt[shelfwire.Decimal] `json:"unit_price_net,omitzero"`   // without tax; four decimal places are common
	UnitPriceGross shelfwire.Opt[shelfwire.Decimal] `json:"unit_price_gross,omitzero"` // with tax
	UnitTaxAmount  shelfwire.Opt[shelfwire.Decimal] `json:"unit_tax_amount,omitzero"`
	SubtotalNet    shelfwire.Opt[shelfwire.Decimal] `json:"line_subtotal_net,omitzero"`   // of the line, without tax
	SubtotalGross  shelfwire.Opt[shelfwire.Decimal] `json:"line_subtotal_gross,omitzero"` // of the line, with tax
	TaxAmount      shelfwire.Opt[shelfwire.Decimal] `json:"line_tax_amount,omitzero"`     // of the line
	TaxPercent     shelfwire.Opt[shelfwire.Decimal] `json:"product_tax_percent,omitzero"`
	TaxName        string                           `json:"product_tax_name,omitempty"`

	// BackorderQuantity is what was sold beyond the stock, as the shop writes it: below zero in the one order seen.
	BackorderQuantity shelfwire.Opt[shelfwire.Decimal] `json:"backorder_quantity,omitzero"`

	// Unread are the members in an ambiguous form. Order.Unread lists them, too, with their place.
	Unread []shelfwire.Unread `json:"-"`
}

// LineType is the type of a line of an order. Other values than the constants are possible.
type LineType string

// The types of lines that other clients know.
const (
	LineProduct      LineType = "product"
	LinePromoCart    LineType = "promo_cart"    // a reduction of the whole order
	LinePromoProduct LineType = "promo_product" // a reduction of a product
	LineDiscount     LineType = "discount"
	LineCoupon       LineType = "coupon"
)
