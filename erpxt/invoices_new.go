package erpxt

import (
	"context"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// NewInvoice is a sales invoice to create, as a draft in PLN.
type NewInvoice struct {
	PurchasingPartyID int64 // required: the customer
	PaymentTypeID     int64 // required: one of the [PaymentType] records
	// InvoiceType is required: prices of Items are net or gross.
	InvoiceType InvoiceType
	Items       []NewItem // the provider allows an invoice without lines
	// Description is the shop's own reference, such as the number of an order: FindByDescription and CreateOnce look
	// for it.
	Description      string
	PaymentStatus    PaymentStatus  // PaymentStatusUnpaid or PaymentStatusPaid; zero: unpaid
	ReceivingPartyID int64          // 0: none
	BankAccountID    int64          // 0: left to the server
	IssueDate        shelfwire.Date // zero: today, by the server
	SalesDate        shelfwire.Date // zero: today, by the server
	// OSSCountryCode is the country of a sale under the OSS procedure. The customer needs CustomerStatusOSS, and every
	// line a VATRateID.
	OSSCountryCode string
}

// toInvoice returns the invoice that a new one will be, without an ID.
func (n *NewInvoice) toInvoice() *Invoice {
	i := &Invoice{
		PaymentStatus: n.PaymentStatus, PurchasingPartyID: n.PurchasingPartyID, ReceivingPartyID: n.ReceivingPartyID,
		PaymentTypeID: n.PaymentTypeID, BankAccountID: n.BankAccountID, SalesDate: n.SalesDate, IssueDate: n.IssueDate,
		InvoiceType: n.InvoiceType, Description: n.Description, Items: toItems(n.Items),
	}
	if n.OSSCountryCode != "" {
		i.IsOSSProcedure, i.OSSProcedureCountryCode = shelfwire.Set(true), n.OSSCountryCode
	}
	return i
}

// validateNew reports what is wrong with a new invoice.
func (i *Invoice) validateNew(problems *check.Problems) {
	head := i.head()
	head.validateNew(problems)
	validatePaymentStatus(problems, i.PaymentStatus)
	validateOptionalIDs(problems, i.ReceivingPartyID, i.BankAccountID)
	problems.Date("SalesDate", i.SalesDate)
	invoiceSchema.validateTexts(problems, "", i)
}

// validateOptionalIDs reports ids below zero.
func validateOptionalIDs(problems *check.Problems, receivingParty, bankAccount int64) {
	problems.NotNegative("ReceivingPartyID", receivingParty)
	problems.NotNegative("BankAccountID", bankAccount)
}

// validateInvoiceEdit reports problems of the fields that edit changed.
func (s *InvoicesService) validateInvoiceEdit(problems *check.Problems, before, after *Invoice) {
	s.validateEdit(problems, before, after)
	validateOptionalIDs(problems, after.ReceivingPartyID, after.BankAccountID)
	problems.Date("SalesDate", after.SalesDate)
	problems.Date("PaymentDeadline", after.PaymentDeadline)
}

// Create creates a draft and returns its id: POST /v1.4/invoices. It is a write and is repeated only after an attempt
// that certainly created nothing. When its outcome is unknown, look for the invoice before trying again, or use
// [InvoicesService.CreateOnce]. The response is as for [ProductsService.Create].
//
// A customer, a payment type or a product that does not exist is probably an error that matches shelfwire.ErrNotFound;
// its Details name the entity.
func (s *InvoicesService) Create(ctx context.Context, invoice NewInvoice) (int64, error) {
	i := invoice.toInvoice()
	problems := s.newProblems()
	if i.validateNew(problems); problems.Err() != nil {
		return 0, s.caller.InvalidInput(s.ops.create, problems.Err())
	}
	return s.createRecord(ctx, s.ops.create, newBody[Invoice]{invoiceSchema, i})
}

// CreateOnce creates a draft unless there is one with its Description, and returns the id of the one or the other: GET
// /v1.4/invoices with a filter, then perhaps POST /v1.4/invoices. Description is required here, without spaces at its
// ends, several in a row, control characters and emoji, and at most 100 characters long.
//
// The description is all that CreateOnce knows a draft by. A server that alters it when it stores it, say cuts it or turns
// "&" into "&amp;", never finds it again, and each call then makes one more draft: how the server stores descriptions is
// undocumented. Plain letters, digits, spaces and dashes, such as "order 7", are the safest.
//
// An invoice of another customer with this description, several of them, and one whose description differs in capitals
// or spaces are an error that matches shelfwire.ErrConflict. What the invoice that is found holds is not compared: see
// [InvoicesService.Confirm].
//
// Creating is a write; a call sends at most one. When its response is lost, CreateOnce looks again and returns the
// invoice that it finds, or else the error of the write with outcome unknown. The request may still arrive then: wait for
// ten minutes, look with [InvoicesService.FindByDescription], and call CreateOnce again only when there is nothing. Two
// processes that do this for one description at the same time can make two invoices: let one at a time do it.
func (s *InvoicesService) CreateOnce(ctx context.Context, invoice NewInvoice) (int64, error) {
	i := invoice.toInvoice()
	return s.createOnce(ctx, i, i.validateNew)
}
