package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// InvoicesVersion is the version of the provider's sales invoices that is called.
const InvoicesVersion = "v1.4"

// InvoicesService reads and writes sales invoices. The vendor's article on version 1.4 was not available: the members
// are those of the articles on versions 1.0 and 1.1, https://pomoc.erpxt.pl/spis-tresci/?print=157, of an example of
// 2024, https://pomoc.erpxt.pl/dokumentacja/api-przeksztalcanie-faktur-zaliczkowych/, and of the list of changes,
// https://pomoc.erpxt.pl/dokumentacja/api-historia-zmian/; the paths of the writes are those of a third party's notes.
type InvoicesService struct{ documents[Invoice] }

func newInvoices(caller *call.Caller) *InvoicesService {
	idOf := func(i *Invoice) int64 { return i.ID }
	r := newResource(caller, "Invoices", invoiceSchema, InvoiceID, idOf, InvoicesVersion, "invoices")
	return &InvoicesService{newDocuments(r, (*Invoice).head)}
}

func (i *Invoice) head() documentHead {
	return documentHead{
		status: &i.Status, paymentStatus: &i.PaymentStatus, party: &i.PurchasingPartyID, paymentType: &i.PaymentTypeID,
		invoiceType: &i.InvoiceType, totals: &i.Totals, description: &i.Description, issueDate: &i.IssueDate,
		ossCountry: &i.OSSProcedureCountryCode, items: &i.Items,
	}
}

// Invoice is a sales invoice. A new invoice is a draft until it is confirmed.
//
// An invoice that was read remembers its unknown and unreadable members, also those of its lines: Edit and Confirm send
// them back as they came, and JSON keeps them.
type Invoice struct {
	kept

	ID            int64          `json:"Id"`              // key, assigned by the server
	Number        string         `json:"Number"`          // such as "FS/20/6/1", assigned by the server
	Status        DocumentStatus `json:"Status,omitzero"` // draft or confirmed
	PaymentStatus PaymentStatus  `json:"PaymentStatus,omitzero"`

	PurchasingPartyID int64  `json:"PurchasingPartyId,omitzero"` // the customer
	PurchasingParty   *Party `json:"PurchasingParty,omitzero"`   // as on the invoice, read only
	ReceivingPartyID  int64  `json:"ReceivingPartyId,omitzero"`  // 0: none
	ReceivingParty    *Party `json:"ReceivingParty,omitzero"`    // as on the invoice, read only

	PaymentTypeID int64 `json:"PaymentTypeId,omitzero"` // one of the [PaymentType] records
	// PaymentType is a code of the provider whose meaning is undocumented here. It is read only; see PaymentTypeID.
	PaymentType     shelfwire.Opt[int64] `json:"PaymentType,omitzero"`
	PaymentDeadline shelfwire.Date       `json:"PaymentDeadline,omitzero"` // when the payment is due
	// One of the [BankAccount] records; 0: none.
	BankAccountID     int64  `json:"BankAccountId,omitzero"`
	BankAccountNumber string `json:"BankAccountNumber,omitzero"` // as on the invoice, read only

	SalesDate   shelfwire.Date `json:"SalesDate,omitzero"`
	IssueDate   shelfwire.Date `json:"IssueDate,omitzero"`
	InvoiceType InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross
	Description string         `json:"Description"`

	// Sold to another country of the EU under OSS.
	IsOSSProcedure shelfwire.Opt[bool] `json:"IsOSSProcedure,omitzero"`
	// "EL" for Greece, "XI" for Northern Ireland.
	OSSProcedureCountryCode string `json:"OSSProcedureCountryCode,omitzero"`
	// Settles advance invoices; read only.
	IsFinal shelfwire.Opt[bool] `json:"IsFinal,omitzero"`

	Totals   // computed by the server
	Currency // read only

	Items []Item `json:"Items"`

	// Unread lists the members that came in a form which could not be read for certain, those of lines and parties
	// among them ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// At returns the service for another version of the provider's invoices, for the day when the vendor retires
// [InvoicesVersion]: notes of a third party call it archived, and name v1.5 and v1.7. Every call but Print
// goes there. What the newer versions contain is undocumented (probe: erpxt/invoice-versions): members that
// this package does not know stay with the records, and the meaning of the others is the caller's risk. With
// a version below InvoicesVersion, or in another form, each call fails before anything is sent, with an error
// that matches shelfwire.ErrInvalid.
func (s *InvoicesService) At(version string) *InvoicesService {
	other := *s
	other.resource = s.atVersion(version, InvoicesVersion)
	return &other
}

// List reads one page of invoices: GET /v1.4/invoices. It is as [ProductsService.List] is. The last 50 invoices:
//
//	q := erpxt.Query{Top: 50, OrderBy: []erpxt.Order{
//		{Field: erpxt.InvoiceIssueDate, Descending: true}, {Field: erpxt.InvoiceID, Descending: true},
//	}}
func (s *InvoicesService) List(ctx context.Context, q Query) ([]Invoice, error) {
	return s.listRecords(ctx, q)
}

// All walks through the invoices that match: GET /v1.4/invoices. It promises what [ProductsService.All] does.
func (s *InvoicesService) All(ctx context.Context, q Query) iter.Seq2[Invoice, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [InvoicesService.All], but yields whole pages.
func (s *InvoicesService) Pages(ctx context.Context, q Query) iter.Seq2[Page[Invoice], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one invoice by its id: GET /v1.4/invoices/{id}. The response must be an object with this id; all other
// members are best effort: see Invoice.Unread. For an unknown id the error matches shelfwire.ErrNotFound.
func (s *InvoicesService) Get(ctx context.Context, id int64) (Invoice, error) {
	return s.getRecord(ctx, s.ops.get, id)
}

// FindByNumber returns the invoice with a number such as "FS/20/6/1": GET /v1.4/invoices with a filter. It reads. None
// is an error that matches shelfwire.ErrNotFound, several are one that matches shelfwire.ErrConflict. An invoice with
// another number in the response means that the server ignored the filter: the error then matches
// shelfwire.ErrIncomplete.
func (s *InvoicesService) FindByNumber(ctx context.Context, number string) (Invoice, error) {
	return s.findByNumber(ctx, number, func(i *Invoice) string { return i.Number })
}

// FindByDescription returns the invoices with a description, to the letter: GET /v1.4/invoices with a filter.
// It reads. None is an empty list. That the server filters by the description is inferred from filters
// working on all lists (probe: erpxt/find-no-invoice, erpxt/invoice-filter); a rejection is an error. Invoices
// whose descriptions differ in capitals and spaces alone are left out where the server finds them, too
// (probe: erpxt/description-letters). Any other description in the response means that the server ignored the
// filter: the error then matches shelfwire.ErrIncomplete.
func (s *InvoicesService) FindByDescription(ctx context.Context, description string) ([]Invoice, error) {
	return s.findByDescription(ctx, description)
}

// Edit reads a draft, lets edit change it, writes it back, and reads it again: GET /v1.4/invoices/{id}, PUT
// /v1.4/invoices, GET /v1.4/invoices/{id}. When edit returns an error, the invoice stays as it is, and the error of Edit
// wraps that of edit. There are three kinds of members:
//
//   - parameters are sent, as edit left them: the ids of the parties, of the payment type and of the bank account, the
//     days, InvoiceType, Description, PaymentStatus and the members of the OSS procedure; of a line its ID, ProductID,
//     Quantity, ProductCurrencyPrice, ProductDescription and VATRateID. An id of 0, an absent day and an absent number
//     are left out, which clears them;
//   - the members of Currency, IsFinal, CurrencyAdvance and all unknown members go back byte for byte, those of lines as
//     well; a change is rejected;
//   - all others belong to the server: Number, Status, the parties and the bank account as on the invoice, PaymentType,
//     the totals, and ProductPrice, ProductName and UnitOfMeasurement of a line. They are never sent; a change is
//     rejected.
//
// A member in Unread goes back as it came, unless edit sets its field. Lines are matched by their ids, also when edit
// puts others in their place. A line without ID is a new one, one that is taken out is deleted; an id that was not read
// is rejected, and so is a draft with a line whose id could not be read.
//
// Writing the same invoice twice has the effect of writing it once, so the write is repeated after a lost response,
// unless edit adds a line: then it is a write, in case the server adds lines to those that it has. The invoice that was
// read again must have the lines that were sent, and the parameters that edit changed; otherwise Edit returns it with an
// error of outcome applied that matches shelfwire.ErrConflict and names what differs.
//
// A write whose outcome is unknown may still arrive, and would take a later Edit back. Wait for ten minutes, and read the
// invoice, before editing it again: above all when edit adds a line, which a second call could add twice.
//
// A partly paid invoice cannot be written, and leaving the status out would mean unpaid: Edit rejects it unless edit
// sets PaymentStatusUnpaid or PaymentStatusPaid. What can be changed of a confirmed invoice is undocumented, and left to
// the server. A change that somebody else makes between the calls is overwritten: the provider offers no check against
// it. For an unknown id the error matches shelfwire.ErrNotFound.
//
// Edit returns the invoice as the server has it. When it could not be read again, it is the one that was written,
// without Totals, beside an error of outcome applied.
func (s *InvoicesService) Edit(ctx context.Context, id int64, edit func(*Invoice) error) (Invoice, error) {
	return s.editDocument(ctx, id, edit, s.validateInvoiceEdit)
}

// Confirm confirms a draft for good: GET /v1.4/invoices/{id}, PUT /v1.4/invoices/confirm, GET /v1.4/invoices/{id}.
//
// DANGER: a confirmed invoice can only be corrected. Since 2026 Polish companies issue invoices through the national
// e-invoice system, KSeF. In a company that is connected to it, confirming may send the invoice to the tax authority.
// Whether this call sends it, and which members have its number and state there, is undocumented: see Invoice.Member. A
// print that is made before the number is there may not be the invoice.
//
// inspect, which may be nil, sees the draft with the server's own totals before anything is sent. When it returns an
// error, nothing was confirmed, and the error of Confirm wraps it. Compare GrossTotal and VATTotal with the order there:
// a product card with 8 % in place of 23 % has the same gross total. inspect sees the confirmed invoice, too; what it
// rejects then is an error of outcome applied that matches shelfwire.ErrConflict. What it sees is a copy.
//
// An invoice that is confirmed already is returned, and nothing is sent. A draft is rejected, before anything is sent,
// while a number, a day, an id or a code of it or of its lines is in Unread, and while it is partly paid.
//
// What the body of the request should hold is undocumented. It is the one that Edit would send for an unchanged
// invoice, so that a server that stores what it gets loses nothing. Success means that the server shows the invoice as
// confirmed afterwards, whatever it said to the request (probe: erpxt/confirmed-invoice). The confirmed invoice must have
// the customer, the InvoiceType and the lines of the draft, and its totals where both have them; otherwise Confirm returns
// it with an error of outcome applied that matches shelfwire.ErrConflict. After a lost response Confirm reads the invoice,
// and sends the request once more only when it is a draft still. When that one is rejected, the first one may still be
// carried out: the outcome is unknown, and the error matches what that of the first one does. An invoice that is a draft
// after a success is an error of outcome unknown, too.
func (s *InvoicesService) Confirm(ctx context.Context, id int64, inspect func(*Invoice) error) (Invoice, error) {
	return s.confirmDraft(ctx, id, inspect)
}

// Delete deletes a draft: DELETE /v1.4/invoices/{id}. When a response was lost, the call is repeated, and an invoice
// that is missing then was deleted. For an unknown id the error matches shelfwire.ErrNotFound.
func (s *InvoicesService) Delete(ctx context.Context, id int64) error {
	return s.deleteRecord(ctx, s.path, id)
}

// Print reads the PDF of an invoice: GET /v1.4/invoices/{id}/print, article "API – Wydruki",
// https://pomoc.erpxt.pl/dokumentacja/api-wydruki/. It comes in base64, so that the limit of
// Options.MaxResponseBytes, 32 MiB by default, allows a PDF of 24 MiB. Any other response than a PDF, and one
// that breaks off before its end (probe: erpxt/print-end), matches shelfwire.ErrMalformed. A print that is made
// before the invoice has its number in KSeF may not be the invoice: see [InvoicesService.Confirm].
func (s *InvoicesService) Print(ctx context.Context, id int64, options PrintOptions) ([]byte, error) {
	return s.printDocument(ctx, id, options, "invoices")
}
