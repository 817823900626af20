package erpxt

// The fields of a pro forma invoice, for filters and for the order of a list. The vendor's examples filter by
// InvoiceDocIdNum; whether the server filters by the others is undocumented (probe: erpxt/proforma-filter).
const (
	ProformaID                IDField                   = "Id"
	ProformaNumber            TextField                 = "Number"
	ProformaStatusField       EnumField[ProformaStatus] = "Status"
	ProformaInvoiceDocIDNum   IDField                   = "InvoiceDocIdNum" // null: it has not become an invoice
	ProformaPurchasingPartyID IDField                   = "PurchasingPartyId"
	ProformaReceivingPartyID  IDField                   = "ReceivingPartyId"
	ProformaPaymentTypeID     IDField                   = "PaymentTypeId"
	ProformaBankAccountID     IDField                   = "BankAccountId"
	ProformaIssueDate         DateField                 = "IssueDate"
	ProformaInvoiceType       EnumField[InvoiceType]    = "InvoiceType"
	ProformaDescription       TextField                 = "Description"
	ProformaOSSCountryCode    TextField                 = "OSSProcedureCountryCode"
	ProformaCurrencyCode      TextField                 = "CurrencyCode"
)
