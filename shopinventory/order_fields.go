package shopinventory

import (
	"bytes"
	"errors"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var orderFields = lenientjson.NewFields(map[string]func(*Order, lenientjson.Member){
	"id":                     func(o *Order, m lenientjson.Member) { readOrderID(m, &o.ID) },
	"sys_id":                 func(o *Order, m lenientjson.Member) { readID(m, &o.SysID) },
	"public_code":            func(o *Order, m lenientjson.Member) { m.Text(&o.PublicCode) },
	"parent_id":              func(o *Order, m lenientjson.Member) { readID(m, &o.ParentID) },
	"return_source_id":       func(o *Order, m lenientjson.Member) { readID(m, &o.ReturnSourceID) },
	"channel_name":           func(o *Order, m lenientjson.Member) { m.Text(&o.ChannelName) },
	"channel_ref_id":         func(o *Order, m lenientjson.Member) { m.Text(&o.ChannelRefID) },
	"payment_status":         func(o *Order, m lenientjson.Member) { m.Text((*string)(&o.PaymentStatus)) },
	"payment_status_text":    func(o *Order, m lenientjson.Member) { m.Text(&o.PaymentStatusText) },
	"payment_method_code":    func(o *Order, m lenientjson.Member) { m.Text(&o.PaymentMethodCode) },
	"payment_method_name":    func(o *Order, m lenientjson.Member) { m.Text(&o.PaymentMethodName) },
	"payment_transaction_id": func(o *Order, m lenientjson.Member) { m.Text(&o.PaymentTransactionID) },
	"payment_date":           func(o *Order, m lenientjson.Member) { m.Time(&o.PaymentDate) },
	"shipping_status":        func(o *Order, m lenientjson.Member) { m.Text((*string)(&o.ShippingStatus)) },
	"shipping_status_text":   func(o *Order, m lenientjson.Member) { m.Text(&o.ShippingStatusText) },
	"shipping_method_id":     func(o *Order, m lenientjson.Member) { readID(m, &o.ShippingMethodID) },
	"shipping_method_name":   func(o *Order, m lenientjson.Member) { m.Text(&o.ShippingMethodName) },
	"shipping_amount":        func(o *Order, m lenientjson.Member) { m.Number(&o.ShippingAmount) },
	"shipping_tax_percent":   func(o *Order, m lenientjson.Member) { m.Number(&o.ShippingTaxPercent) },
	"shipping_tax_amount":    func(o *Order, m lenientjson.Member) { m.Number(&o.ShippingTaxAmount) },
	"shipping_cod_amount":    func(o *Order, m lenientjson.Member) { m.Number(&o.ShippingCODAmount) },
	"subtotal_including_tax": func(o *Order, m lenientjson.Member) { m.Number(&o.SubtotalIncludingTax) },
	"subtotal_excluding_tax": func(o *Order, m lenientjson.Member) { m.Number(&o.SubtotalExcludingTax) },
	"tax_amount":             func(o *Order, m lenientjson.Member) { m.Number(&o.TaxAmount) },
	"total_amount":           func(o *Order, m lenientjson.Member) { m.Number(&o.TotalAmount) },
	"paid_amount":            func(o *Order, m lenientjson.Member) { m.Number(&o.PaidAmount) },
	"wallet_amount":          func(o *Order, m lenientjson.Member) { m.Number(&o.WalletAmount) },
	"currency":               func(o *Order, m lenientjson.Member) { m.Text(&o.Currency) },
	"has_returns":            func(o *Order, m lenientjson.Member) { m.Bool(&o.HasReturns) },
	"customer_id":            func(o *Order, m lenientjson.Member) { readID(m, &o.CustomerID) },
	"customer_email":         func(o *Order, m lenientjson.Member) { m.Text(&o.CustomerEmail) },
	"customer_note":          func(o *Order, m lenientjson.Member) { m.Text(&o.CustomerNote) },
	"date_created":           func(o *Order, m lenientjson.Member) { m.Time(&o.Created) },
	"date_modified":          func(o *Order, m lenientjson.Member) { m.Time(&o.Modified) },
	"line_items":             readLines,
})

var lineFields = lenientjson.NewFields(map[string]func(*OrderLine, lenientjson.Member){
	"item_type":           func(l *OrderLine, m lenientjson.Member) { m.Text((*string)(&l.ItemType)) },
	"product_id":          func(l *OrderLine, m lenientjson.Member) { readID(m, &l.ProductID) },
	"product_sku":         func(l *OrderLine, m lenientjson.Member) { m.Text(&l.SKU) },
	"product_ean":         func(l *OrderLine, m lenientjson.Member) { readEAN(m, &l.EAN) },
	"product_name":        func(l *OrderLine, m lenientjson.Member) { m.Text(&l.Name) },
	"quantity":            func(l *OrderLine, m lenientjson.Member) { m.Number(&l.Quantity) },
	"unit_price_net":      func(l *OrderLine, m lenientjson.Member) { m.Number(&l.UnitPriceNet) },
	"unit_price_gross":    func(l *OrderLine, m lenientjson.Member) { m.Number(&l.UnitPriceGross) },
	"unit_tax_amount":     func(l *OrderLine, m lenientjson.Member) { m.Number(&l.UnitTaxAmount) },
	"line_subtotal_net":   func(l *OrderLine, m lenientjson.Member) { m.Number(&l.SubtotalNet) },
	"line_subtotal_gross": func(l *OrderLine, m lenientjson.Member) { m.Number(&l.SubtotalGross) },
	"line_tax_amount":     func(l *OrderLine, m lenientjson.Member) { m.Number(&l.TaxAmount) },
	"product_tax_percent": func(l *OrderLine, m lenientjson.Member) { m.Number(&l.TaxPercent) },
	"product_tax_name":    func(l *OrderLine, m lenientjson.Member) { m.Text(&l.TaxName) },
	"backorder_quantity":  func(l *OrderLine, m lenientjson.Member) { m.Number(&l.BackorderQuantity) },
})

// readOrderID decodes an id, a text or a number. Of white space it is unread.
func readOrderID(m lenientjson.Member, into *string) {
	if m.Text(into); *into != "" && strings.TrimSpace(*into) == "" {
		*into = ""
		m.NoteUnread()
	}
}

// readLines decodes a list of objects. With any other entry the lines are unknown as a whole: an order without one of its
// lines is another order.
func readLines(o *Order, m lenientjson.Member) {
	o.Lines, o.HasLines = nil, false
	if m.IsNull() {
		return
	}
	_, complete := m.List()
	m.EachElement(func(entry lenientjson.Member) {
		var line OrderLine
		if lenientjson.ReadObject(entry, lineFields, &line); !entry.IsObject() {
			complete = false
			if entry.IsEmpty() {
				entry.NoteUnread()
			}
		}
		o.Lines = append(o.Lines, line)
	})
	if o.HasLines = complete; !complete {
		o.Lines = nil
	}
}

// readOrder decodes an order. Anything but an object is an order without an id.
func readOrder(notes *lenientjson.Notes, row lenientjson.Value) (o Order) {
	orderFields.Read(notes, row, &o, o.readAddress)
	o.Raw = bytes.Clone(row)
	o.Unread = notes.TakeUnread()
	eachUnreadOf(o.Unread, "line_items", func(at int, u shelfwire.Unread) {
		if o.HasLines {
			o.Lines[at].Unread = append(o.Lines[at].Unread, u)
		}
	})
	return o
}

// readAddress keeps a member of an address. Lists and objects are in Raw alone.
func (o *Order) readAddress(name string, value lenientjson.Value) {
	address := &o.Billing
	rest, ok := strings.CutPrefix(name, billingPrefix)
	if !ok {
		address = &o.Shipping
		rest, ok = strings.CutPrefix(name, shippingPrefix)
	}
	text, isText := value.Text()
	if !isText && !value.IsObject() && !value.IsList() {
		text = string(value) // true or false
	}
	if !ok || rest == "" || text == "" {
		return
	}
	if *address == nil {
		*address = map[string]string{}
	}
	(*address)[rest] = text
}

// The beginnings of the names of members of an address.
const (
	billingPrefix  = "billing_"
	shippingPrefix = "shipping_"
)

// UnmarshalJSON decodes the shop's form, as leniently as the client does.
func (o *Order) UnmarshalJSON(data []byte) error {
	object, err := lenientjson.Parse(data)
	if err != nil || object.IsNull() {
		return err
	}
	if !object.IsObject() {
		return errors.New("an order is an object")
	}
	var notes lenientjson.Notes
	*o = readOrder(&notes, object)
	return notes.Err()
}
