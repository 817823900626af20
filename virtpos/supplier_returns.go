package virtpos

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
)

// SupplierReturn is a return of goods to their supplier. Its id is always there; any other field may be empty.
type SupplierReturn struct {
	ID          int64     // in VirtualPOS
	WarehouseID int64     // that the goods leave, in VirtualPOS; 0 when it is missing
	Number      string    // of the document
	Date        Timestamp // of the document

	SupplierID   int64 // in VirtualPOS; 0 for none
	SupplierName string

	Status     string                           // the codes are not documented
	StatusName string                           // the same for people
	Amount     shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // of all lines, in the company's currency
	Lines      []DocumentLine                   // in the order of the response

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero. Those of lines are in the lines.
	Unread []shelfwire.Unread `json:"-"`
}

// Returns reads returns to suppliers one by one while the response arrives: POST /returns; page "API :: Returns",
// https://wiki.virtualpos.ru/doc:dev:api:returns. It reads: the call is retried before the first document, and an error
// after it is final. One document with its lines is in memory at a time; Options.MaxResponseBytes bounds it, and so do
// 262,144 elements.
//
// The documents are complete only when the loop ends without an error: see [DocumentsService] for periods that the server
// shortens. The id of each is required: documents whose id cannot be read are skipped, and the loop then ends with a
// [*GapsError] that lists them. A response that is no list of returns, or has the same one twice, matches
// shelfwire.ErrMalformed.
func (s *DocumentsService) Returns(ctx context.Context, q DocumentQuery) iter.Seq2[SupplierReturn, error] {
	return allDocuments(ctx, &s.service, returnType, q)
}

var returnType = &documentType[SupplierReturn]{
	op: opReturns, period: documentPeriod,
	dates: func(d *SupplierReturn) []Timestamp { return []Timestamp{d.Date} },
	recordType: newRecordType(recordType[SupplierReturn]{
		section:   &returnSection,
		moreNodes: maxDocumentNodes - maxNodes,
		id:        func(d *SupplierReturn) *int64 { return &d.ID },
		extra:     func(d *SupplierReturn) *[]Element { return &d.Extra },
		unread:    func(d *SupplierReturn) *[]shelfwire.Unread { return &d.Unread },
		lines:     func(d *SupplierReturn) []DocumentLine { return d.Lines },
		members: []member[SupplierReturn]{
			newMember("id", func(d *SupplierReturn) *int64 { return &d.ID }, readID),
			newMember("warehouse_id", func(d *SupplierReturn) *int64 { return &d.WarehouseID }, readOptionalID),
			newMember("docnum", func(d *SupplierReturn) *string { return &d.Number }, readText),
			newMember("docdate", func(d *SupplierReturn) *Timestamp { return &d.Date }, readTimestamp),
			newMember("supplier_id", func(d *SupplierReturn) *int64 { return &d.SupplierID }, readOptionalID),
			newMember("supplier_name", func(d *SupplierReturn) *string { return &d.SupplierName }, readText),
			newMember("status", func(d *SupplierReturn) *string { return &d.Status }, readText),
			newMember("status_name", func(d *SupplierReturn) *string { return &d.StatusName }, readText),
			newMember("amount", func(d *SupplierReturn) *optDecimal { return &d.Amount }, readDecimal),
			newLinesMember(func(d *SupplierReturn) *[]DocumentLine { return &d.Lines }),
		},
	}),
}
