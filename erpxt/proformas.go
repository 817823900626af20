package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// ProformasVersion is the version of the provider's pro forma invoices that is called.
const ProformasVersion = "v1.4"

// ProformasService reads and writes pro forma invoices: article "API – Faktura proforma",
// https://pomoc.erpxt.pl/dokumentacja/api-faktura-proforma/. The members of the writes are those of the articles on
// version 1.0, https://pomoc.erpxt.pl/?p=6525, and of the German edition,
// https://hilfe.erpxt.de/knowledge-base/api-auftrag.
type ProformasService struct{ documents[Proforma] }

func newProformas(caller *call.Caller) *ProformasService {
	idOf := func(p *Proforma) int64 { return p.ID }
	r := newResource(caller, "Proformas", proformaSchema, ProformaID, idOf, ProformasVersion, "proformas")
	r.isSingle = true // the article shows a list of one as a bare object
	return &ProformasService{newDocuments(r, (*Proforma).head)}
}

func (p *Proforma) head() documentHead {
	return documentHead{
		party: &p.PurchasingPartyID, paymentType: &p.PaymentTypeID, invoiceType: &p.InvoiceType,
		description: &p.Description, issueDate: &p.IssueDate, ossCountry: &p.OSSProcedureCountryCode, items: &p.Items,
	}
}

// Proforma is a pro forma invoice; the German edition calls it an order. It becomes an invoice in the application only.
type Proforma struct {
	kept

	ID     int64          `json:"Id"`              // key, assigned by the server
	Number string         `json:"Number"`          // assigned by the server
	Status ProformaStatus `json:"Status,omitzero"` // open or converted
	// InvoiceDocIDNum is the invoice, the advance invoice or the receipt that was made from it; 0: none yet.
	InvoiceDocIDNum int64 `json:"InvoiceDocIdNum,omitzero"`

	PurchasingPartyID int64          `json:"PurchasingPartyId,omitzero"` // the customer
	ReceivingPartyID  int64          `json:"ReceivingPartyId,omitzero"`  // 0: none
	PaymentTypeID     int64          `json:"PaymentTypeId,omitzero"`     // one of the [PaymentType] records
	BankAccountID     int64          `json:"BankAccountId,omitzero"`     // one of the [BankAccount] records; 0: none
	IssueDate         shelfwire.Date `json:"IssueDate,omitzero"`
	InvoiceType       InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross
	Description       string         `json:"Description"`

	// Sold to another country of the EU under OSS.
	IsOSSProcedure shelfwire.Opt[bool] `json:"IsOSSProcedure,omitzero"`
	// "EL" for Greece, "XI" for Northern Ireland.
	OSSProcedureCountryCode string `json:"OSSProcedureCountryCode,omitzero"`

	Currency // read only

	Items []Item `json:"Items"`

	// Unread lists the members that came in a form which could not be read for certain, those of lines among them
	// ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// NewProforma is a pro forma invoice to create, in PLN.
type NewProforma struct {
	PurchasingPartyID int64 // required: the customer
	PaymentTypeID     int64 // required: one of the [PaymentType] records
	// InvoiceType is required: prices of Items are net or gross.
	InvoiceType InvoiceType
	Items       []NewItem // the provider allows a document without lines
	// Description is the shop's own reference, such as the number of an order: FindByDescription and CreateOnce look
	// for it.
	Description      string
	ReceivingPartyID int64          // 0: none
	BankAccountID    int64          // 0: left to the server
	IssueDate        shelfwire.Date // zero: today, by the server
	// OSSCountryCode is the country of a sale under the OSS procedure. The customer needs CustomerStatusOSS, and every
	// line a VATRateID.
	OSSCountryCode string
}

// List reads one page of pro forma invoices: GET /v1.4/proformas. It is as [ProductsService.List] is. A single document
// in place of a list is a list of one.
func (s *ProformasService) List(ctx context.Context, q Query) ([]Proforma, error) {
	return s.listRecords(ctx, q)
}

// All walks through the pro forma invoices that match: GET /v1.4/proformas. It promises what [ProductsService.All] does.
// Those that have not become an invoice yet are those with ProformaInvoiceDocIDNum.IsNull().
func (s *ProformasService) All(ctx context.Context, q Query) iter.Seq2[Proforma, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [ProformasService.All], but yields whole pages.
func (s *ProformasService) Pages(ctx context.Context, q Query) iter.Seq2[Page[Proforma], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one pro forma invoice by its id: GET /v1.4/proformas/{id}. For an unknown id the error matches
// shelfwire.ErrNotFound.
func (s *ProformasService) Get(ctx context.Context, id int64) (Proforma, error) {
	return s.getRecord(ctx, s.ops.get, id)
}

// FindByNumber returns the pro forma invoice with a number: GET /v1.4/proformas with a filter. It is as
// [InvoicesService.FindByNumber] is.
func (s *ProformasService) FindByNumber(ctx context.Context, number string) (Proforma, error) {
	return s.findByNumber(ctx, number, func(p *Proforma) string { return p.Number })
}

// FindByDescription returns the pro forma invoices with a description, to the letter: GET /v1.4/proformas with a filter.
// It is as [InvoicesService.FindByDescription] is.
func (s *ProformasService) FindByDescription(ctx context.Context, description string) ([]Proforma, error) {
	return s.findByDescription(ctx, description)
}

// Edit reads a pro forma invoice, lets edit change it, writes it back, and reads it again: GET /v1.4/proformas/{id}, PUT
// /v1.4/proformas, GET /v1.4/proformas/{id}. It is as [InvoicesService.Edit] is; InvoiceDocIDNum belongs to the server.
func (s *ProformasService) Edit(ctx context.Context, id int64, edit func(*Proforma) error) (Proforma, error) {
	return s.editDocument(ctx, id, edit, s.validateProformaEdit)
}

// Delete deletes a pro forma invoice: DELETE /proformas/{id}, without a version, as a third party's notes have it. When
// a response was lost, the call is repeated, and a document that is missing then was deleted. For an unknown id the
// error matches shelfwire.ErrNotFound.
func (s *ProformasService) Delete(ctx context.Context, id int64) error {
	return s.deleteRecord(ctx, s.path[len(s.path)-1:], id)
}

// Print reads the PDF of a pro forma invoice: GET /v1.4/proformas/{id}/print. It is as [InvoicesService.Print] is.
func (s *ProformasService) Print(ctx context.Context, id int64, options PrintOptions) ([]byte, error) {
	return s.printDocument(ctx, id, options, "proformas")
}
