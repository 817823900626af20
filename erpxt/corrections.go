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
)

// The versions of the provider's corrections that are called.
const (
	CorrectionsVersion     = "v1.4"
	CorrectionEditsVersion = "v1.5" // of Draft, Edit, Confirm and Delete, and of the reads inside of them
)

// CorrectionsService reads and makes corrections of sales invoices: article "API – Korekty",
// https://pomoc.erpxt.pl/dokumentacja/api-korekty/, which documents the reads. Draft, Edit, Confirm and Delete are those
// of a third party's summary of the vendor's pages, which has them at version 1.5: treat them with care.
type CorrectionsService struct {
	reads  documents[Correction]
	writes documents[Correction]
}

func newCorrections(caller *call.Caller) *CorrectionsService {
	idOf := func(c *Correction) int64 { return c.ID }
	newAt := func(version string) documents[Correction] {
		r := newResource(caller, "Corrections", correctionSchema, CorrectionID, idOf, version, "correctiveinvoices")
		return newDocuments(r, (*Correction).head)
	}
	return &CorrectionsService{reads: newAt(CorrectionsVersion), writes: newAt(CorrectionEditsVersion)}
}

func (c *Correction) head() documentHead {
	return documentHead{status: &c.Status, paymentStatus: &c.PaymentStatus, items: &c.Items}
}

// The fields of a correction, for filters and for the order of a list. Whether the server filters by each of them is
// undocumented.
const (
	CorrectionID                IDField                   = "Id"
	CorrectionNumber            TextField                 = "Number"
	CorrectionStatus            EnumField[DocumentStatus] = "Status"
	CorrectionPaymentStatus     EnumField[PaymentStatus]  = "PaymentStatus"
	CorrectionCorrectedID       IDField                   = "CorrectedId" // the invoice that is corrected
	CorrectionReasonText        TextField                 = "CorrectionReasonText"
	CorrectionPurchasingPartyID IDField                   = "PurchasingPartyId"
	CorrectionReceivingPartyID  IDField                   = "ReceivingPartyId"
	CorrectionPaymentTypeID     IDField                   = "PaymentTypeId"
	CorrectionPaymentDeadline   DateField                 = "PaymentDeadline"
	CorrectionSalesDate         DateField                 = "SalesDate"
	CorrectionIssueDate         DateField                 = "IssueDate"
	CorrectionInvoiceType       EnumField[InvoiceType]    = "InvoiceType"
	CorrectionCurrencyCode      TextField                 = "CurrencyCode"
)

// Correction is a correction of a sales invoice.
type Correction struct {
	kept

	ID            int64          `json:"Id"`              // key, assigned by the server
	Number        string         `json:"Number"`          // assigned by the server
	Status        DocumentStatus `json:"Status,omitzero"` // draft or confirmed
	PaymentStatus PaymentStatus  `json:"PaymentStatus,omitzero"`

	CorrectedID          int64  `json:"CorrectedId,omitzero"` // the invoice that is corrected
	CorrectionReasonText string `json:"CorrectionReasonText"`

	PurchasingPartyID int64  `json:"PurchasingPartyId,omitzero"` // the customer
	PurchasingParty   *Party `json:"PurchasingParty,omitzero"`   // as on the document
	ReceivingPartyID  int64  `json:"ReceivingPartyId,omitzero"`  // 0: none
	ReceivingParty    *Party `json:"ReceivingParty,omitzero"`    // as on the document
	PaymentTypeID     int64  `json:"PaymentTypeId,omitzero"`     // one of the [PaymentType] records
	// A code whose meaning is undocumented here.
	PaymentType     shelfwire.Opt[int64] `json:"PaymentType,omitzero"`
	PaymentDeadline shelfwire.Date       `json:"PaymentDeadline,omitzero"`
	// One of the [BankAccount] records; 0: none.
	BankAccountID     int64  `json:"BankAccountId,omitzero"`
	BankAccountNumber string `json:"BankAccountNumber,omitzero"`

	SalesDate   shelfwire.Date `json:"SalesDate,omitzero"`
	IssueDate   shelfwire.Date `json:"IssueDate,omitzero"`
	InvoiceType InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross

	IsOSSProcedure          shelfwire.Opt[bool] `json:"IsOSSProcedure,omitzero"`
	OSSProcedureCountryCode string              `json:"OSSProcedureCountryCode,omitzero"`

	Currency

	Items []Item `json:"Items"` // as they are after the correction

	// Unread lists the members that came in a form which could not be read for certain, those of lines and parties
	// among them ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// At returns the service for another version of the provider's corrections, from [CorrectionEditsVersion] on, as
// [InvoicesService.At] does. Every call but Print goes there.
func (s *CorrectionsService) At(version string) *CorrectionsService {
	other := *s
	other.reads.resource = s.reads.atVersion(version, CorrectionEditsVersion)
	other.writes.resource = s.writes.atVersion(version, CorrectionEditsVersion)
	return &other
}

// List reads one page of corrections: GET /v1.4/correctiveinvoices. It is as [ProductsService.List] is.
func (s *CorrectionsService) List(ctx context.Context, q Query) ([]Correction, error) {
	return s.reads.listRecords(ctx, q)
}

// All walks through the corrections that match: GET /v1.4/correctiveinvoices. It promises what [ProductsService.All]
// does.
func (s *CorrectionsService) All(ctx context.Context, q Query) iter.Seq2[Correction, error] {
	return s.reads.walkRecords(ctx, q)
}

// Pages is like [CorrectionsService.All], but yields whole pages.
func (s *CorrectionsService) Pages(ctx context.Context, q Query) iter.Seq2[Page[Correction], error] {
	return s.reads.yieldPages(ctx, q)
}

// Get reads one correction by its id: GET /v1.4/correctiveinvoices/{id}. For an unknown id the error matches
// shelfwire.ErrNotFound.
func (s *CorrectionsService) Get(ctx context.Context, id int64) (Correction, error) {
	return s.reads.getRecord(ctx, s.reads.ops.get, id)
}

// Draft makes a draft that corrects a confirmed invoice, and returns the id of the draft: POST
// /v1.5/correctiveinvoices?documentId={invoiceID}. It is a write and is repeated only after an attempt that certainly
// made nothing. When its outcome is unknown, look for a draft of the invoice before trying again:
//
//	q := erpxt.Query{Filter: erpxt.CorrectionCorrectedID.Eq(invoiceID)}
//
// The response is as for [ProductsService.Create].
func (s *CorrectionsService) Draft(ctx context.Context, invoiceID int64) (int64, error) {
	op := call.Op{Name: "Corrections.Draft", Method: http.MethodPost, Effect: shelfwire.EffectWrite}
	problems := s.writes.newProblems()
	if validateID(problems, "invoiceID", invoiceID); problems.Err() != nil {
		return 0, s.writes.caller.InvalidInput(op, problems.Err())
	}
	var id int64
	err := s.writes.caller.Do(ctx, call.Request{
		Op: op, Path: s.writes.path, Query: url.Values{"documentId": {strconv.FormatInt(invoiceID, 10)}},
	}, func(body []byte) (err error) {
		id, err = s.writes.decodeNewID(body)
		return err
	})
	return id, err
}

// Edit reads the draft of a correction, lets edit change it, writes it back, and reads it again: GET
// /v1.5/correctiveinvoices/{id}, PUT /v1.5/correctiveinvoices, GET /v1.5/correctiveinvoices/{id}. edit may change
// CorrectionReasonText, and Quantity and ProductCurrencyPrice of the lines, which are set to what they should have been;
// a quantity of 0 takes a line back. All other members go back byte for byte; a change is rejected, and so is a line
// that is added or taken out.
//
// Outcomes are those of [InvoicesService.Edit]. A partly paid draft is sent back as it came.
func (s *CorrectionsService) Edit(ctx context.Context, id int64, edit func(*Correction) error) (Correction, error) {
	return s.writes.editDocument(ctx, id, edit, validateCorrectionEdit)
}

// validateCorrectionEdit reports lines that were added or taken out, and amounts that cannot be.
func validateCorrectionEdit(problems *check.Problems, before, after *Correction) {
	if len(after.Items) != len(before.Items) || hasNewLine(after.Items) {
		problems.Add("Items", "must be the lines that were read: a correction changes their amounts only")
	}
	for i := range after.Items {
		item := &after.Items[i]
		at := findLine(before.Items, item.ID)
		if at < 0 {
			continue
		}
		field := "Items[" + strconv.Itoa(i) + "]."
		validateCorrectedAmount(problems, field+"Quantity", before.Items[at].Quantity, item.Quantity)
		validateCorrectedAmount(problems, field+"ProductCurrencyPrice",
			before.Items[at].ProductCurrencyPrice, item.ProductCurrencyPrice)
	}
}

// validateCorrectedAmount reports a changed amount that is missing or negative.
func validateCorrectedAmount(problems *check.Problems, field string, before, after shelfwire.Opt[shelfwire.Decimal]) {
	if !equalNumbers(before, after) {
		amount, _ := after.Get()
		problems.Amount(field, amount)
	}
}

// Confirm confirms the draft of a correction for good: PUT /v1.5/correctiveinvoices/confirm between two reads. It is as
// [InvoicesService.Confirm] is: read the warning about KSeF there.
func (s *CorrectionsService) Confirm(ctx context.Context, id int64, inspect func(*Correction) error) (Correction, error) {
	return s.writes.confirmDraft(ctx, id, inspect)
}

// Delete deletes the draft of a correction: DELETE /v1.5/correctiveinvoices/{id}. When a response was lost, the call is
// repeated, and a draft that is missing then was deleted. For an unknown id the error matches shelfwire.ErrNotFound.
func (s *CorrectionsService) Delete(ctx context.Context, id int64) error {
	return s.writes.deleteRecord(ctx, s.writes.path, id)
}

// Print reads the PDF of a correction: GET /v1.4/correctiveinvoices/{id}/print. It is as [InvoicesService.Print] is.
func (s *CorrectionsService) Print(ctx context.Context, id int64, options PrintOptions) ([]byte, error) {
	return s.reads.printDocument(ctx, id, options, "correctiveinvoices")
}
