package resico

// InvoiceID is the key of an invoice, given by the server: what [InvoicesService.AddLine] needs. The ids of different
// things are of different types, so that one cannot be taken for another.
type InvoiceID int64

// LineID is the key of a line of an invoice, given by the server.
type LineID int64

// CustomerID is the server's own number of a customer. Updates and invoices refer to a customer by its Code.
type CustomerID int64
