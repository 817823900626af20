package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// PurchaseInvoicesVersion is the version of the provider's purchase invoices that is called.
const PurchaseInvoicesVersion = "v1.4"

// PurchaseInvoicesService reads invoices that the company received: the vendor's article on them,
// https://pomoc.erpxt.pl/?p=11019. There is no way to write them.
type PurchaseInvoicesService struct{ resource[PurchaseInvoice] }

func newPurchaseInvoices(caller *call.Caller) *PurchaseInvoicesService {
	idOf := func(p *PurchaseInvoice) int64 { return p.ID }
	return &PurchaseInvoicesService{newResource(caller, "PurchaseInvoices", purchaseInvoiceSchema, PurchaseInvoiceID, idOf,
		PurchaseInvoicesVersion, "purchaseinvoices")}
}

// The fields of a purchase invoice, for filters and for the order of a list. Whether the server filters by each of them
// is undocumented.
const (
	PurchaseInvoiceID              IDField                  = "Id"
	PurchaseInvoicePaymentStatus   EnumField[PaymentStatus] = "PaymentStatus"
	PurchaseInvoiceSellingPartyID  IDField                  = "SellingPartyId"
	PurchaseInvoicePaymentTypeID   IDField                  = "PaymentTypeId"
	PurchaseInvoicePaymentDeadline DateField                = "PaymentDeadline"
	PurchaseInvoicePurchaseDate    DateField                = "PurchaseDate"
	PurchaseInvoiceInvoiceType     EnumField[InvoiceType]   = "InvoiceType"
	PurchaseInvoiceNetTotal        NumberField              = "NetTotal"
	PurchaseInvoiceVATTotal        NumberField              = "VatTotal"
	PurchaseInvoiceGrossTotal      NumberField              = "GrossTotal"
	PurchaseInvoiceCurrencyCode    TextField                = "CurrencyCode"
)

// PurchaseInvoice is an invoice that the company received.
type PurchaseInvoice struct {
	kept

	ID            int64         `json:"Id"` // key, assigned by the server
	PaymentStatus PaymentStatus `json:"PaymentStatus,omitzero"`

	SellingPartyID                int64  `json:"SellingPartyId,omitzero"` // the supplier's card among the customers
	SellingPartyBankAccountNumber string `json:"SellingPartyBankAccountNumber,omitzero"`
	SellingPartyBankAccountName   string `json:"SellingPartyBankAccountName,omitzero"`
	ReceivingPartyID              int64  `json:"ReceivingPartyId,omitzero"` // 0: none

	PaymentTypeID int64 `json:"PaymentTypeId,omitzero"` // one of the [PaymentType] records
	// A code whose meaning is undocumented here.
	PaymentType       shelfwire.Opt[int64] `json:"PaymentType,omitzero"`
	PaymentDeadline   shelfwire.Date       `json:"PaymentDeadline,omitzero"`
	BankAccountID     int64                `json:"BankAccountId,omitzero"`
	BankAccountNumber string               `json:"BankAccountNumber,omitzero"`

	PurchaseDate shelfwire.Date `json:"PurchaseDate,omitzero"`
	InvoiceType  InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross

	Totals
	Currency

	Items []Item `json:"Items"`

	// Unread lists the members that came in a form which could not be read for certain, those of lines among them
	// ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// List reads one page of purchase invoices: GET /v1.4/purchaseinvoices. It is as [ProductsService.List] is.
func (s *PurchaseInvoicesService) List(ctx context.Context, q Query) ([]PurchaseInvoice, error) {
	return s.listRecords(ctx, q)
}

// All walks through the purchase invoices that match: GET /v1.4/purchaseinvoices. It promises what [ProductsService.All]
// does.
func (s *PurchaseInvoicesService) All(ctx context.Context, q Query) iter.Seq2[PurchaseInvoice, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [PurchaseInvoicesService.All], but yields whole pages.
func (s *PurchaseInvoicesService) Pages(ctx context.Context, q Query) iter.Seq2[Page[PurchaseInvoice], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one purchase invoice by its id: GET /v1.4/purchaseinvoices/{id}. For an unknown id the error matches
// shelfwire.ErrNotFound.
func (s *PurchaseInvoicesService) Get(ctx context.Context, id int64) (PurchaseInvoice, error) {
	return s.getRecord(ctx, s.ops.get, id)
}
