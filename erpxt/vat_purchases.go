package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// VATPurchasesVersion is the version of the provider's VAT purchase register that is called.
const VATPurchasesVersion = "v1.4"

// VATPurchasesService reads the VAT purchase register: article "API – Rejestr VAT zakupu",
// https://pomoc.erpxt.pl/dokumentacja/api-rejestr-vat-zakupu/. There is no way to write it. The costs of a company may
// be here alone, and its purchase invoices empty.
type VATPurchasesService struct{ resource[VATPurchase] }

func newVATPurchases(caller *call.Caller) *VATPurchasesService {
	idOf := func(v *VATPurchase) int64 { return v.ID }
	return &VATPurchasesService{newResource(caller, "VATPurchases", vatPurchaseSchema, VATPurchaseID, idOf,
		VATPurchasesVersion, "vatpurchasebooks")}
}

// The fields of an entry of the register, for filters and for the order of a list. Whether the server filters by each of
// them is undocumented.
const (
	VATPurchaseID              IDField                  = "Id"
	VATPurchaseNumber          TextField                = "Number"
	VATPurchasePaymentStatus   EnumField[PaymentStatus] = "PaymentStatus"
	VATPurchaseCustomerID      IDField                  = "CustomerId"
	VATPurchasePaymentTypeID   IDField                  = "PaymentTypeId"
	VATPurchasePaymentDeadline DateField                = "PaymentDeadline"
	VATPurchasePurchaseDate    DateField                = "PurchaseDate"
	VATPurchaseIssueDate       DateField                = "IssueDate"
	VATPurchaseReceiptDate     DateField                = "ReceiptDate"
	VATPurchaseDescription     TextField                = "Description"
	VATPurchaseNetTotal        NumberField              = "NetTotal"
	VATPurchaseVATTotal        NumberField              = "VatTotal"
	VATPurchaseGrossTotal      NumberField              = "GrossTotal"
	VATPurchaseCurrencyCode    TextField                = "CurrencyCode"
)

// VATPurchase is an entry of the VAT purchase register. The article's list of the members of a line is incomplete, so
// the lines are left to [VATPurchase.Member], as "Items".
type VATPurchase struct {
	kept

	ID            int64         `json:"Id"`     // key, assigned by the server
	Number        string        `json:"Number"` // the supplier's number
	PaymentStatus PaymentStatus `json:"PaymentStatus,omitzero"`

	CustomerID                int64  `json:"CustomerId,omitzero"` // the supplier's card among the customers
	CustomerBankAccountNumber string `json:"CustomerBankAccountNumber,omitzero"`
	CustomerBankAccountName   string `json:"CustomerBankAccountName,omitzero"`

	PaymentTypeID int64 `json:"PaymentTypeId,omitzero"` // one of the [PaymentType] records
	// A code whose meaning is undocumented here.
	PaymentType       shelfwire.Opt[int64] `json:"PaymentType,omitzero"`
	PaymentDeadline   shelfwire.Date       `json:"PaymentDeadline,omitzero"`
	BankAccountID     int64                `json:"BankAccountId,omitzero"`
	BankAccountNumber string               `json:"BankAccountNumber,omitzero"`

	PurchaseDate shelfwire.Date `json:"PurchaseDate,omitzero"`
	IssueDate    shelfwire.Date `json:"IssueDate,omitzero"`
	ReceiptDate  shelfwire.Date `json:"ReceiptDate,omitzero"`
	Description  string         `json:"Description"`

	Correction              shelfwire.Opt[bool] `json:"Correction,omitzero"`
	CorrectedDocumentNumber string              `json:"CorrectedDocumentNumber,omitzero"`
	InternalDocument        shelfwire.Opt[bool] `json:"InternalDocument,omitzero"`
	IncludedInJPKV7         shelfwire.Opt[bool] `json:"IncludedInJPKV7,omitzero"`
	// VATDeclarationDate is the month of the declaration, as it came. The article spells it VATDeclatationDate; both
	// spellings are read.
	VATDeclarationDate string              `json:"VATDeclatationDate,omitzero"`
	IncludedInVATUE    shelfwire.Opt[bool] `json:"IncludedInVATUE,omitzero"`
	// The month of the VAT-EU declaration, as it came.
	VATUEDeclarationDate string `json:"VATUEDeclarationDate,omitzero"`

	Totals
	Currency

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// List reads one page of entries: GET /v1.4/vatpurchasebooks. It is as [ProductsService.List] is.
func (s *VATPurchasesService) List(ctx context.Context, q Query) ([]VATPurchase, error) {
	return s.listRecords(ctx, q)
}

// All walks through the entries that match: GET /v1.4/vatpurchasebooks. It promises what [ProductsService.All]
// does.
func (s *VATPurchasesService) All(ctx context.Context, q Query) iter.Seq2[VATPurchase, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [VATPurchasesService.All], but yields whole pages.
func (s *VATPurchasesService) Pages(ctx context.Context, q Query) iter.Seq2[Page[VATPurchase], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one entry by its id: GET /v1.4/vatpurchasebooks/{id}. For an unknown id the error matches
// shelfwire.ErrNotFound.
func (s *VATPurchasesService) Get(ctx context.Context, id int64) (VATPurchase, error) {
	return s.getRecord(ctx, s.ops.get, id)
}
