package resico

// InvoiceID is the key of an invoice, given by the server; [InvoicesService.AddLine] takes it. Each kind of
// id has a type of its own, so that the compiler tells them apart.
type InvoiceID int64

// LineID is the key of a line of an invoice, given by the server.
type LineID int64

// CustomerID is the server's own number of a customer. Updates and invoices refer to a customer by its Code.
type CustomerID int64
