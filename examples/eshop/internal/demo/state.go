package demo

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// State is what the fakes hold, as far as a person or a test wants to count it.
type State struct {
	Resico      ResicoState      `json:"resico"`
	ERPXT       ERPXTState       `json:"erpxt"`
	MerchantPro MerchantProState `json:"merchantpro"`
	VirtPOS     VirtPOSState     `json:"virtualpos"`
}

// ResicoState is what the fake Resico was given.
type ResicoState struct {
	Customers []CustomerState `json:"customers"`
	Invoices  []InvoiceState  `json:"invoices"`
	Calls     map[string]int  `json:"calls"` // by operation, failed ones included
}

// CustomerState is a customer in Resico.
type CustomerState struct {
	Code    string `json:"code"`
	Email   string `json:"email"`
	Address string `json:"address"`
}

// InvoiceState is an invoice in Resico. Its notes name the order.
type InvoiceState struct {
	ID       int64       `json:"id"`
	Customer string      `json:"customer"` // by code
	Delivery string      `json:"delivery"` // the address
	Notes    string      `json:"notes"`
	Lines    []LineState `json:"lines"`
}

// LineState is a line of an invoice.
type LineState struct {
	ID       int64             `json:"id"`
	SKU      string            `json:"sku"`
	Quantity shelfwire.Decimal `json:"quantity"`
	Price    shelfwire.Decimal `json:"price"` // of one unit, VAT included
}

// ERPXTState is what the fake ERP XT holds.
type ERPXTState struct {
	Cards     []CardState         `json:"cards"`
	Customers []BuyerState        `json:"customers"`
	Invoices  []ERPXTInvoiceState `json:"invoices"`
	Calls     map[string]int      `json:"calls"`
}

// BuyerState is a customer in ERP XT.
type BuyerState struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Address string `json:"address"`
}

// ERPXTInvoiceState is an invoice in ERP XT. Its description names the order.
type ERPXTInvoiceState struct {
	ID          int64             `json:"id"`
	Number      string            `json:"number"`
	Description string            `json:"description"`
	Customer    int64             `json:"customer"`
	Confirmed   bool              `json:"confirmed"`
	Lines       []LineState       `json:"lines"` // the ID is that of the product card
	Gross       shelfwire.Decimal `json:"gross"`
	VAT         shelfwire.Decimal `json:"vat"`
}

// CardState is a product card.
type CardState struct {
	ID    int64             `json:"id"`
	Code  string            `json:"code"` // the SKU
	Name  string            `json:"name"`
	Price shelfwire.Decimal `json:"price"` // VAT included
}

// MerchantProState is what the fake MerchantPro shop holds.
type MerchantProState struct {
	Listings []ListingState `json:"listings"`
	Orders   []RemoteState  `json:"orders"`
	Calls    map[string]int `json:"calls"`
}

// RemoteState is an order in the MerchantPro shop.
type RemoteState struct {
	ID       string                      `json:"id"`
	IsPaid   bool                        `json:"is_paid"`
	Total    shelfwire.Decimal           `json:"total"` // VAT included
	Currency string                      `json:"currency"`
	Statuses []shopinventory.OrderAction `json:"statuses,omitempty"` // that it was set to, in their order
}

// ListingState is a product in the MerchantPro shop. What is not there is left out.
type ListingState struct {
	SKU      string                           `json:"sku"`
	Stock    shelfwire.Opt[shelfwire.Decimal] `json:"stock,omitzero"`
	Price    shelfwire.Opt[shelfwire.Decimal] `json:"price,omitzero"` // VAT included
	OldPrice shelfwire.Opt[shelfwire.Decimal] `json:"old_price,omitzero"`
}

// VirtPOSState is what the fake VirtualPOS holds.
type VirtPOSState struct {
	Till     []TillState    `json:"till"`
	Zeroings int            `json:"zeroings"`
	Calls    map[string]int `json:"calls"`
}

// TillState is how much of a product is in the till's warehouse.
type TillState struct {
	SKU      string            `json:"sku"`
	Quantity shelfwire.Decimal `json:"quantity"`
}

// counted asks for the calls of each operation.
func counted(calls func(op ...string) int, operations ...string) map[string]int {
	counts := map[string]int{}
	for _, op := range operations {
		counts[op] = calls(op)
	}
	return counts
}

func (p *Providers) resicoState() ResicoState {
	s := ResicoState{Calls: counted(p.resico.Calls, "Products.List", "Products.Balance",
		"Customers.Create", "Customers.Update", "Invoices.Create", "Invoices.AddLine")}
	for _, c := range p.resico.Customers() {
		s.Customers = append(s.Customers, CustomerState{Code: c.Code, Email: c.Email, Address: c.Address})
	}
	for _, i := range p.resico.Invoices() {
		invoice := InvoiceState{
			ID: int64(i.ID), Customer: i.Customer.Code, Delivery: i.Customer.DeliveryAddress, Notes: i.Notes,
		}
		for _, l := range i.Lines {
			line := LineState{ID: int64(l.ID), SKU: l.SKU, Quantity: l.Quantity, Price: l.Price}
			invoice.Lines = append(invoice.Lines, line)
		}
		s.Invoices = append(s.Invoices, invoice)
	}
	return s
}

func (p *Providers) erpxtState() ERPXTState {
	s := ERPXTState{Calls: counted(p.erpxt.Calls,
		"Token", "Products.List", "Products.Get", "Products.Create", "Products.Replace", "Products.Delete",
		"Customers.List", "Customers.Create", "Invoices.List", "Invoices.Create", "Invoices.Confirm", "Invoices.Print")}
	skus := map[int64]string{}
	for _, c := range p.erpxt.Products() {
		price, _ := c.SaleGrossPrice.Get()
		skus[c.ID] = c.ProductCode
		s.Cards = append(s.Cards, CardState{ID: c.ID, Code: c.ProductCode, Name: c.Name, Price: price})
	}
	for _, c := range p.erpxt.Customers() {
		s.Customers = append(s.Customers, BuyerState{ID: c.ID, Name: c.Name, Email: c.Mail, Address: c.Address.Street})
	}
	for _, i := range p.erpxt.Invoices() {
		gross, _ := i.GrossTotal.Get()
		vat, _ := i.VATTotal.Get()
		invoice := ERPXTInvoiceState{
			ID: i.ID, Number: i.Number, Description: i.Description, Customer: i.PurchasingPartyID,
			Confirmed: i.Status == erpxt.DocumentStatusConfirmed, Gross: gross, VAT: vat,
		}
		for _, l := range i.Items {
			quantity, _ := l.Quantity.Get()
			price, _ := l.ProductCurrencyPrice.Get()
			line := LineState{ID: l.ProductID, SKU: skus[l.ProductID], Quantity: quantity, Price: price}
			invoice.Lines = append(invoice.Lines, line)
		}
		s.Invoices = append(s.Invoices, invoice)
	}
	return s
}

func (p *Providers) merchantProState() MerchantProState {
	s := MerchantProState{Calls: counted(p.merchantPro.Calls,
		"Inventory.Get", "Inventory.Update", "Orders.List", "Orders.Get", "Orders.SetStatus")}
	for _, o := range p.merchantPro.Orders() {
		total, _ := o.TotalAmount.Get()
		s.Orders = append(s.Orders, RemoteState{
			ID: o.ID, IsPaid: o.PaymentStatus == shopinventory.PaymentPaid, Total: total, Currency: o.Currency,
			Statuses: p.merchantPro.Actions(o.ID),
		})
	}
	for _, i := range p.merchantPro.Items() {
		s.Listings = append(s.Listings, ListingState{
			SKU: i.SKU, Stock: i.OnHand, Price: i.PriceGross, OldPrice: i.OldPriceGross,
		})
	}
	return s
}

func (p *Providers) virtPOSState() VirtPOSState {
	s := VirtPOSState{Zeroings: p.till.server.Zeroings(p.till.warehouse), Calls: counted(p.till.server.Calls,
		"Store.List", "Store.UpdateOnHand", "Store.OnHandVersion", "Store.ZeroOutdated")}
	for _, row := range p.till.server.Stock(p.till.warehouse) {
		s.Till = append(s.Till, TillState{SKU: p.till.skus[row.ItemID], Quantity: row.OnHand})
	}
	return s
}
