package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// PaymentsVersion is the version of the provider's payments that is called.
const PaymentsVersion = "v1.4"

// PaymentsService reads payments: article "API – Płatności", https://pomoc.erpxt.pl/dokumentacja/api-platnosci. To read
// one payment by its id, use a filter: the provider documents no other way. How the status of a payment is written was
// not available.
type PaymentsService struct{ resource[Payment] }

func newPayments(caller *call.Caller) *PaymentsService {
	idOf := func(p *Payment) int64 { return p.PaymentID }
	return &PaymentsService{newResource(caller, "Payments", paymentSchema, PaymentID, idOf, PaymentsVersion, "paymentdetails")}
}

// The fields of a payment, for filters and for the order of a list. Whether the server filters by each of them is
// undocumented.
const (
	PaymentID             IDField     = "PaymentId"
	PaymentKindField      TextField   = "PaymentType" // compare with string(PaymentKindIncome) and the like
	PaymentDocumentNumber TextField   = "DocumentNumber"
	PaymentCreationDate   DateField   = "CreationDate"
	PaymentUpdateDate     DateField   = "UpdateDate"
	PaymentIssueDate      DateField   = "IssueDate"
	PaymentDueDate        DateField   = "DueDate"
	PaymentSenderName     TextField   = "SenderName"
	PaymentSenderTaxID    TextField   = "SenderTaxId"
	PaymentRecipientName  TextField   = "RecipientName"
	PaymentRecipientTaxID TextField   = "RecipientTaxId"
	PaymentAmount         NumberField = "Amount"
	PaymentVATAmount      NumberField = "VatAmount"
	PaymentCurrency       TextField   = "Currency"
)

// Payment is a payment that is due or made, for a document or to an office. No member says whether it was made: see
// Invoice.PaymentStatus.
type Payment struct {
	kept

	PaymentID      int64       `json:"PaymentId"`            // key, assigned by the server
	Kind           PaymentKind `json:"PaymentType,omitzero"` // spelt PaymentType on the wire, and a text there
	DocumentNumber string      `json:"DocumentNumber"`

	CreationDate shelfwire.Date `json:"CreationDate,omitzero"`
	UpdateDate   shelfwire.Date `json:"UpdateDate,omitzero"`
	IssueDate    shelfwire.Date `json:"IssueDate,omitzero"`
	DueDate      shelfwire.Date `json:"DueDate,omitzero"`

	SenderTaxID            string          `json:"SenderTaxId,omitzero"`
	SenderName             string          `json:"SenderName,omitzero"`
	SenderAddress          *PaymentAddress `json:"SenderAddress,omitzero"`
	RecipientTaxID         string          `json:"RecipientTaxId,omitzero"`
	RecipientName          string          `json:"RecipientName,omitzero"`
	RecipientAddress       *PaymentAddress `json:"RecipientAddress,omitzero"`
	RecipientAccountNumber string          `json:"RecipientAccountNumber,omitzero"` // IBAN

	Amount       shelfwire.Opt[shelfwire.Decimal] `json:"Amount,omitzero"`    // in Currency
	VATAmount    shelfwire.Opt[shelfwire.Decimal] `json:"VatAmount,omitzero"` // the part of Amount that is VAT
	Currency     string                           `json:"Currency,omitzero"`  // "PLN"
	SplitPayment shelfwire.Opt[bool]              `json:"SplitPayment,omitzero"`
	Payable      shelfwire.Opt[bool]              `json:"Payable,omitzero"`

	// The next three are there only for the payment of a correction.
	CorrectedDocumentID   int64  `json:"CorrectedDocumentId,omitzero"`
	CorrectedDocumentType string `json:"CorrectedDocumentType,omitzero"` // its values are undocumented
	CorrectionReason      string `json:"CorrectionReason,omitzero"`

	// Unread lists the members that came in a form which could not be read for certain, those of addresses among them
	// ("SenderAddress.City"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// PaymentAddress is the address of the sender or the recipient of a payment.
type PaymentAddress struct {
	kept

	Street          string `json:"Street"`
	HouseNumber     string `json:"HouseNumber"`
	ApartmentNumber string `json:"ApartmentNumbe"` // spelt so in the article; both spellings are read
	ZipCode         string `json:"ZipCode"`
	City            string `json:"City"`
	Region          string `json:"Region"`

	// Unread lists the members of the address that could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// PaymentKind is what a payment is for: one of the constants, or another text as the server sends it.
type PaymentKind string

// The kinds that the provider documents.
const (
	PaymentKindIncome          PaymentKind = "INCOME"           // of a sales invoice
	PaymentKindOutcome         PaymentKind = "OUTCOME"          // of a purchase invoice
	PaymentKindIncomeTax       PaymentKind = "INCOME_TAX"       // to the tax office
	PaymentKindTaxOrFee        PaymentKind = "TAX_OR_FEE"       // to an office
	PaymentKindVAT             PaymentKind = "VAT"              // to the tax office
	PaymentKindSocialInsurance PaymentKind = "SOCIAL_INSURANCE" // to the social insurance
)

// List reads one page of payments: GET /v1.4/paymentdetails. It is as [ProductsService.List] is, with
// PaymentID as the key.
func (s *PaymentsService) List(ctx context.Context, q Query) ([]Payment, error) {
	return s.listRecords(ctx, q)
}

// All walks through the payments that match: GET /v1.4/paymentdetails. It promises what [ProductsService.All]
// does.
func (s *PaymentsService) All(ctx context.Context, q Query) iter.Seq2[Payment, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [PaymentsService.All], but yields whole pages.
func (s *PaymentsService) Pages(ctx context.Context, q Query) iter.Seq2[Page[Payment], error] {
	return s.yieldPages(ctx, q)
}
