package erpxt

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// The versions of the provider's advance invoices that are called.
const (
	AdvanceInvoicesVersion = "v1.4"
	FinalizeVersion        = "v1.2" // of Finalize alone
)

// AdvanceInvoicesService reads advance invoices, and makes final invoices from them: article "API – Faktura zaliczkowa",
// https://pomoc.erpxt.pl/dokumentacja/api-faktura-zaliczkowa. How they are written was not available, so they are made
// in the application.
type AdvanceInvoicesService struct{ documents[AdvanceInvoice] }

func newAdvanceInvoices(caller *call.Caller) *AdvanceInvoicesService {
	idOf := func(a *AdvanceInvoice) int64 { return a.ID }
	r := newResource(caller, "AdvanceInvoices", advanceInvoiceSchema, AdvanceInvoiceID, idOf,
		AdvanceInvoicesVersion, "advanceInvoices")
	return &AdvanceInvoicesService{newDocuments[AdvanceInvoice](r, nil)}
}

// The fields of an advance invoice, for filters and for the order of a list. Whether the server filters by each of them
// is undocumented.
const (
	AdvanceInvoiceID                IDField                   = "Id"
	AdvanceInvoiceNumber            TextField                 = "Number"
	AdvanceInvoiceStatus            EnumField[DocumentStatus] = "Status"
	AdvanceInvoicePaymentStatus     EnumField[PaymentStatus]  = "PaymentStatus"
	AdvanceInvoicePurchasingPartyID IDField                   = "PurchasingPartyId"
	AdvanceInvoiceReceivingPartyID  IDField                   = "ReceivingPartyId"
	AdvanceInvoicePaymentTypeID     IDField                   = "PaymentTypeId"
	AdvanceInvoicePaymentDeadline   DateField                 = "PaymentDeadline"
	AdvanceInvoiceSalesDate         DateField                 = "SalesDate"
	AdvanceInvoiceIssueDate         DateField                 = "IssueDate"
	AdvanceInvoiceInvoiceType       EnumField[InvoiceType]    = "InvoiceType"
	AdvanceInvoiceDescription       TextField                 = "Description"
	AdvanceInvoiceCurrencyCode      TextField                 = "CurrencyCode"
)

// AdvanceInvoice is an invoice for a payment in advance.
type AdvanceInvoice struct {
	kept

	ID            int64          `json:"Id"`              // key, assigned by the server
	Number        string         `json:"Number"`          // assigned by the server
	Status        DocumentStatus `json:"Status,omitzero"` // draft or confirmed
	PaymentStatus PaymentStatus  `json:"PaymentStatus,omitzero"`

	PurchasingPartyID int64 `json:"PurchasingPartyId,omitzero"` // the customer
	ReceivingPartyID  int64 `json:"ReceivingPartyId,omitzero"`  // 0: none
	PaymentTypeID     int64 `json:"PaymentTypeId,omitzero"`     // one of the [PaymentType] records
	// A code whose meaning is undocumented here.
	PaymentType     shelfwire.Opt[int64] `json:"PaymentType,omitzero"`
	PaymentDeadline shelfwire.Date       `json:"PaymentDeadline,omitzero"`
	// One of the [BankAccount] records; 0: none.
	BankAccountID int64 `json:"BankAccountId,omitzero"`

	SalesDate   shelfwire.Date `json:"SalesDate,omitzero"`
	IssueDate   shelfwire.Date `json:"IssueDate,omitzero"`
	InvoiceType InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross
	Description string         `json:"Description"`

	IsOSSProcedure          shelfwire.Opt[bool] `json:"IsOSSProcedure,omitzero"`
	OSSProcedureCountryCode string              `json:"OSSProcedureCountryCode,omitzero"`

	Currency

	Items []Item `json:"Items"` // with CurrencyAdvance

	// Unread lists the members that came in a form which could not be read for certain, those of lines among them
	// ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// List reads one page of advance invoices: GET /v1.4/advanceInvoices. It is as [ProductsService.List] is.
func (s *AdvanceInvoicesService) List(ctx context.Context, q Query) ([]AdvanceInvoice, error) {
	return s.listRecords(ctx, q)
}

// All walks through the advance invoices that match: GET /v1.4/advanceInvoices. It promises what [ProductsService.All]
// does.
func (s *AdvanceInvoicesService) All(ctx context.Context, q Query) iter.Seq2[AdvanceInvoice, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [AdvanceInvoicesService.All], but yields whole pages.
func (s *AdvanceInvoicesService) Pages(ctx context.Context, q Query) iter.Seq2[Page[AdvanceInvoice], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one advance invoice by its id: GET /v1.4/advanceInvoices/{id}. For an unknown id the error matches
// shelfwire.ErrNotFound.
func (s *AdvanceInvoicesService) Get(ctx context.Context, id int64) (AdvanceInvoice, error) {
	return s.getRecord(ctx, s.ops.get, id)
}

// FinalizeScope is what a final invoice settles.
type FinalizeScope string

// The scopes of a final invoice.
const (
	FinalizeOne FinalizeScope = "one" // the advance invoice alone: convertAll=false
	FinalizeAll FinalizeScope = "all" // all advance invoices that are linked to it: convertAll=true
)

// Finalize makes the final invoice of an advance invoice, or of all those that are linked to it, and returns it: POST
// /v1.2/advanceInvoices/{id}/finalize, article "API – Przekształcanie faktur zaliczkowych",
// https://pomoc.erpxt.pl/dokumentacja/api-przeksztalcanie-faktur-zaliczkowych/. The scope must be given. The invoice is
// in the form of version 1.2: InvoicesService.Get reads it in full.
//
// It is a write and is repeated only after an attempt that certainly made nothing. No documented member links the final
// invoice to its advance invoices. When the outcome is unknown, look for an invoice of the same customer, issued today,
// whose IsFinal is true, before trying again:
//
//	q := erpxt.Query{Filter: erpxt.InvoicePurchasingPartyID.Eq(customer).And(erpxt.InvoiceIssueDate.Ge(today))}
//
// The response must be an object with another id than the advance invoice's, and IsFinal must not be false in it; any
// other one matches shelfwire.ErrMalformed and has outcome unknown. When it breaks off behind the id, Finalize returns
// an invoice with the ID and an error of outcome applied.
func (s *AdvanceInvoicesService) Finalize(ctx context.Context, id int64, scope FinalizeScope) (Invoice, error) {
	op := call.Op{Name: "AdvanceInvoices.Finalize", Method: http.MethodPost, Effect: shelfwire.EffectWrite}
	var problems check.Problems
	validateID(&problems, "id", id)
	if scope != FinalizeOne && scope != FinalizeAll {
		problems.Add("scope", "must be FinalizeOne or FinalizeAll")
	}
	if problems.Err() != nil {
		return Invoice{}, s.caller.InvalidInput(op, problems.Err())
	}
	var final Invoice
	err := s.caller.Do(ctx, call.Request{
		Op: op, Path: []string{FinalizeVersion, s.path[1], strconv.FormatInt(id, 10), "finalize"},
		Query: url.Values{"convertAll": {strconv.FormatBool(scope == FinalizeAll)}},
	}, func(body []byte) (err error) {
		final, err = s.decodeFinal(body, id)
		return err
	})
	if err != nil && shelfwire.OutcomeOf(err) != shelfwire.OutcomeApplied {
		return Invoice{}, err
	}
	var counts call.UnreadCounts
	counts.Add(final.Unread)
	s.caller.WarnUnread(ctx, op, counts)
	return final, err
}

// decodeFinal decodes the response to Finalize: an invoice, whose id is all that it owes. The advance invoice itself, and
// one that is not final, are no final invoice.
func (s *AdvanceInvoicesService) decodeFinal(body []byte, advanceID int64) (Invoice, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return Invoice{}, err
	}
	if err := invoiceSchema.verifyRecord(value); err != nil {
		return Invoice{}, err
	}
	var final Invoice
	notes := s.newNotes()
	invoiceSchema.decode(notes, value, &final)
	switch isFinal, given := final.IsFinal.Get(); {
	case final.ID <= 0:
		return Invoice{}, unexpectedResponse(value, "the response is not an invoice with an id")
	case final.ID == advanceID:
		return Invoice{}, unexpectedResponse(value, "the response is the advance invoice itself")
	case given && !isFinal:
		return Invoice{}, unexpectedResponse(value, "the response is an invoice that is not final")
	}
	if err := notes.Err(); err != nil {
		return final, call.MarkApplied(err)
	}
	return final, nil
}

// Print reads the PDF of an advance invoice: GET /v1.4/advanceInvoices/{id}/print. It is as [InvoicesService.Print] is.
func (s *AdvanceInvoicesService) Print(ctx context.Context, id int64, options PrintOptions) ([]byte, error) {
	return s.printDocument(ctx, id, options, "advanceInvoices")
}
