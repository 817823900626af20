package resico

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var (
	opCreateInvoice = call.Op{Name: "Invoices.Create", Method: http.MethodPut, Effect: shelfwire.EffectWrite}
	opAddLine       = call.Op{Name: "Invoices.AddLine", Method: http.MethodPut, Effect: shelfwire.EffectWrite}
)

// InvoicesService writes sales invoices. The guide shows no call that reads, changes, approves or deletes
// them.
type InvoicesService struct{ service }

// InvoiceType is the kind of a sale.
type InvoiceType string

// InvoiceLocal is a sale within the country, the type of the guide's example.
const InvoiceLocal InvoiceType = "local"

// PaymentMethod is how an invoice is paid.
type PaymentMethod string

// PaymentBank is a bank transfer, the method of the guide's example.
const PaymentBank PaymentMethod = "BANK"

// NewInvoice is the head of a sales invoice. CustomerCode is required, and the customer must exist. The
// server's defaults for fields that are left out are undocumented.
type NewInvoice struct {
	CustomerCode            string         `json:"CustomerCode"`                      // required: [Customer].Code
	CustomerDeliveryAddress string         `json:"CustomerDeliveryAddress,omitempty"` // for this invoice only
	Type                    InvoiceType    `json:"Type,omitempty"`                    // such as InvoiceLocal
	Description             string         `json:"Description"`
	PaymentMethod           PaymentMethod  `json:"PaymentMethod,omitempty"` // such as PaymentBank
	LocationCode            string         `json:"LocationCode,omitempty"`  // where the goods leave from
	PaymentTerms            string         `json:"PaymentTerms,omitempty"`  // days, "0" for at once
	ApproveDate             shelfwire.Date `json:"ApproveDate,omitzero"`
	ShipmentStartDate       shelfwire.Date `json:"ShipmentStartDate,omitzero"`
	ShipmentEndDate         shelfwire.Date `json:"ShipmentEndDate,omitzero"`
	ShipmentAsPeriod        bool           `json:"ShipmentAsPeriod"` // presumably from start to end date
	PaymentDueDate          shelfwire.Date `json:"PaymentDueDate,omitzero"`
	Transporter             string         `json:"Transporter"`
	TransporterNotes        string         `json:"TransporterNotes"`
	Notes                   string         `json:"Notes"`                    // such as the shop's own order number
	Paid                    bool           `json:"Paid"`                     // whether the order is paid already
	PrintoutHeader          int            `json:"PrintoutHeader,omitempty"` // number in the tenant's settings
	ElectronicPrintout      bool           `json:"ElectronicPrintout"`
}

func (n *NewInvoice) validate(problems *check.Problems) {
	problems.Required("CustomerCode", n.CustomerCode)
	n.validateTexts(problems)
	problems.Date("ApproveDate", n.ApproveDate)
	problems.Date("ShipmentStartDate", n.ShipmentStartDate)
	problems.Date("ShipmentEndDate", n.ShipmentEndDate)
	problems.Date("PaymentDueDate", n.PaymentDueDate)
	problems.NotNegative("PrintoutHeader", int64(n.PrintoutHeader))
}

func (n *NewInvoice) validateTexts(problems *check.Problems) {
	problems.Text("CustomerCode", n.CustomerCode)
	problems.Text("CustomerDeliveryAddress", n.CustomerDeliveryAddress)
	problems.Text("Type", string(n.Type))
	problems.Text("Description", n.Description)
	problems.Text("PaymentMethod", string(n.PaymentMethod))
	problems.Text("LocationCode", n.LocationCode)
	problems.Text("PaymentTerms", n.PaymentTerms)
	problems.Text("Transporter", n.Transporter)
	problems.Text("TransporterNotes", n.TransporterNotes)
	problems.Text("Notes", n.Notes)
}

// Invoice is the head of a sales invoice as the server returns it.
type Invoice struct {
	Meta `json:"-"`

	ID                 InvoiceID         `json:"ID"`           // key for adding lines
	Number             string            `json:"Number"`       // the document's number, assigned at creation
	DocumentType       string            `json:"DocumentType"` // such as "sales_invoice"
	Type               InvoiceType       `json:"Type"`
	Description        string            `json:"Description"`
	PaymentMethod      PaymentMethod     `json:"PaymentMethod"`
	OtherPaymentMethod string            `json:"OtherPaymentMethod"`
	POSCode            string            `json:"POSCode"`
	LocationCode       string            `json:"LocationCode"`
	PaymentTerms       string            `json:"PaymentTerms"`
	ShipmentStartDate  shelfwire.Date    `json:"ShipmentStartDate"`
	ShipmentEndDate    shelfwire.Date    `json:"ShipmentEndDate"`
	ShipmentAsPeriod   bool              `json:"ShipmentAsPeriod"`
	ReceiptNo          string            `json:"ReceiptNo"`
	PaymentDueDate     shelfwire.Date    `json:"PaymentDueDate"`
	Transporter        string            `json:"Transporter"`
	TransporterNotes   string            `json:"TransporterNotes"`
	Notes              string            `json:"Notes"`
	CurrencyCode       string            `json:"CurrencyCode"` // ISO 4217: "EUR"
	ExchangeRate       shelfwire.Decimal `json:"ExchangeRate"`
	ExchangeRateDate   shelfwire.Date    `json:"ExchangeRateDate"`
	Status             int               `json:"Status"` // 1 for a fresh invoice; others are undocumented
	Paid               bool              `json:"Paid"`
	LinkedNumber       string            `json:"LinkedNumber"`
	CreationDate       shelfwire.Date    `json:"CreationDate"`
	ApproveDate        shelfwire.Date    `json:"ApproveDate"`
	ApprovedDate       shelfwire.Date    `json:"ApprovedDate"` // zero until somebody approves it
	ApprovedBy         string            `json:"ApprovedBy"`
	PrintoutHeader     int               `json:"PrintoutHeader"`
	ElectronicPrintout bool              `json:"ElectronicPrintout"`
	ModifiedBy         string            `json:"ModifiedBy"` // "JSON API" for changes through this API
	DeleteReason       string            `json:"DeleteReason"`
	Client             Party             `json:"Client"`   // the seller
	Customer           Party             `json:"Customer"` // the buyer
	Total              InvoiceTotal      `json:"Total"`
	Custom             json.RawMessage   `json:"Custom"`  // null in all examples; its form is undocumented
	Created            time.Time         `json:"Created"` // by the server's clock
	Updated            time.Time         `json:"Updated"` // by the server's clock

	// Unread lists the members in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Party is a side of an invoice, as it stood when the invoice was written.
type Party struct {
	Code                 string `json:"Code"`
	Name                 string `json:"Name"`
	LegalAddress         string `json:"LegalAddress"`
	Phone                string `json:"Phone"`
	Email                string `json:"Email"`
	RegistrationNo       string `json:"RegistrationNo"`
	VATRegistrationNo    string `json:"VATRegistrationNo"`
	DeliveryAddress      string `json:"DeliveryAddress"`
	PrimaryBankName      string `json:"PrimaryBankName"`
	PrimaryBankCode      string `json:"PrimaryBankCode"`
	PrimaryBankAccount   string `json:"PrimaryBankAccount"`
	SecondaryBankName    string `json:"SecondaryBankName"`
	SecondaryBankCode    string `json:"SecondaryBankCode"`
	SecondaryBankAccount string `json:"SecondaryBankAccount"`
}

// InvoiceTotal is the sum of an invoice, in its currency. The difference between InclVAT and InclVAT2 and the
// form of the entries are undocumented.
type InvoiceTotal struct {
	ExclVAT           shelfwire.Decimal `json:"total_excl_vat"` // net
	InclVAT           shelfwire.Decimal `json:"total_incl_vat"` // gross
	InclVAT2          shelfwire.Decimal `json:"total_incl_vat2"`
	Discount          shelfwire.Decimal `json:"total_discount"`
	Currency          string            `json:"currency"`  // ISO 4217: "EUR"
	RowCount          int               `json:"row_count"` // number of lines
	VATEntries        json.RawMessage   `json:"vat_entries"`
	ReverseVATEntries json.RawMessage   `json:"reverse_vat_entries"`
	TotalEntries      json.RawMessage   `json:"total_entries"`
}

var invoiceRecord = &recordType[Invoice]{
	response: invoiceResponse,
	fields:   invoiceFields,
	complete: func(i *Invoice, e *envelope, echo lenientjson.Value) bool {
		i.Meta, i.Unread = e.Meta, e.notes.TakeUnread()
		i.ID = positiveID(i.ID, echo)
		return i.ID > 0
	},
}

// positiveID returns the ID of a row, or else the one that its echo repeats; 0 when both are missing.
func positiveID[T InvoiceID | LineID](id T, echo lenientjson.Value) T {
	if id > 0 {
		return id
	}
	repeated, _, _ := echo.Member("ID").Int()
	return T(max(repeated, 0))
}

// verifyCreated returns an error for the invoice of another customer.
func (n *NewInvoice) verifyCreated(created *Invoice, e *envelope) error {
	code := &created.Customer.Code
	restoreKey(code, e.row.Member("Customer").Member("Code"), n.CustomerCode)
	if isBlank(*code) || isSameKey(*code, n.CustomerCode) {
		return nil
	}
	return fmt.Errorf("an invoice for customer %q was to be created, and invoice %d for %q came",
		n.CustomerCode, created.ID, *code)
}

// Create creates the head of an invoice, without lines: PUT /salesinvoice, a write, which is retried only
// while it cannot have happened. Guide, heading "Rēķina izveide". The document gets its number at once.
//
// The response must hold the invoice's ID; when the record lacks it, it is taken from the echo "fields". All
// other members are best effort; see Invoice.Unread. When a response with success holds no ID, the outcome of
// the error is [shelfwire.OutcomeApplied]. The Invoice beside an error holds the members that were read,
// above all the ID. An invoice for another customer, apart from case and outer spaces of the code, matches
// shelfwire.ErrMalformed, outcome unknown.
//
// When the outcome of a failed call is unknown, somebody has to look in the ERP: the provider documents
// neither an idempotency key nor a reference of the caller's own, and has no call that finds an invoice.
func (s *InvoicesService) Create(ctx context.Context, invoice NewInvoice) (created Invoice, err error) {
	var problems check.Problems
	invoice.validate(&problems)
	if err := problems.Err(); err != nil {
		return Invoice{}, s.caller.InvalidInput(opCreateInvoice, err)
	}
	err = s.caller.Do(ctx, call.Request{
		Op: opCreateInvoice, Path: []string{"salesinvoice"}, Body: invoice,
	}, func(body []byte) error {
		return readRecord(&s.service, body, invoiceRecord, &created, invoice.verifyCreated)
	})
	s.logWarnings(ctx, opCreateInvoice, created.Warning, created.Unread)
	return created, err
}
