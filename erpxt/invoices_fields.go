package erpxt

// The fields of an invoice, for filters and for the order of a list. The vendor's examples filter and order
// by IssueDate and Id; whether the server filters by the others is undocumented (probe: erpxt/invoice-filter,
// erpxt/invoice-filter-codes).
const (
	InvoiceID                 IDField                   = "Id"
	InvoiceNumber             TextField                 = "Number"
	InvoiceStatus             EnumField[DocumentStatus] = "Status"
	InvoicePaymentStatus      EnumField[PaymentStatus]  = "PaymentStatus"
	InvoicePurchasingPartyID  IDField                   = "PurchasingPartyId"
	InvoiceReceivingPartyID   IDField                   = "ReceivingPartyId"
	InvoicePaymentTypeID      IDField                   = "PaymentTypeId"
	InvoicePaymentDeadline    DateField                 = "PaymentDeadline"
	InvoiceBankAccountID      IDField                   = "BankAccountId"
	InvoiceSalesDate          DateField                 = "SalesDate"
	InvoiceIssueDate          DateField                 = "IssueDate"
	InvoiceTypeField          EnumField[InvoiceType]    = "InvoiceType"
	InvoiceDescription        TextField                 = "Description"
	InvoiceOSSCountryCode     TextField                 = "OSSProcedureCountryCode"
	InvoiceNetTotal           NumberField               = "NetTotal"
	InvoiceVATTotal           NumberField               = "VatTotal"
	InvoiceGrossTotal         NumberField               = "GrossTotal"
	InvoiceCurrencyNetTotal   NumberField               = "CurrencyNetTotal"
	InvoiceCurrencyVATTotal   NumberField               = "CurrencyVatTotal"
	InvoiceCurrencyGrossTotal NumberField               = "CurrencyGrossTotal"
	InvoiceCurrencyCode       TextField                 = "CurrencyCode"
)
