package virtpos

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
)

// Transfer is a transfer of goods between warehouses. Its id is always there; any other field may be empty. The vendor's page
// shows the parameters only: the elements are those that public programs read.
type Transfer struct {
	ID                int64 // in VirtualPOS
	SourceWarehouseID int64 // that the goods leave, in VirtualPOS; 0 when it is missing
	TargetWarehouseID int64 // that the goods reach, in VirtualPOS; 0 when it is missing

	Status     string                           // the codes are not documented
	StatusName string                           // the same for people
	Amount     shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // of all lines, in the company's currency
	Created    Timestamp
	Lines      []DocumentLine // in the order of the response

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero. Those of lines are in the lines.
	Unread []shelfwire.Unread `json:"-"`
}

// Transfers reads transfers between warehouses one by one while the response arrives: POST /movegood; page
// "API :: Movegoods", https://wiki.virtualpos.ru/doc:dev:api:movegoods. The period is about their creation.
//
// It reads: the call is retried before the first document, and an error
// after it is final. One document with its lines is in memory at a time; Options.MaxResponseBytes bounds it, and so do
// 262,144 elements.
//
// The documents are complete only when the loop ends without an error: see [DocumentsService] for periods that the server
// shortens. The id of each is required: documents whose id cannot be read are skipped, and the loop then ends with a
// [*GapsError] that lists them. A response that is no list of transfers, or has the same one twice, matches
// shelfwire.ErrMalformed.
func (s *DocumentsService) Transfers(ctx context.Context, q DocumentQuery) iter.Seq2[Transfer, error] {
	return allDocuments(ctx, &s.service, transferType, q)
}

var transferType = &documentType[Transfer]{
	op: opTransfers, period: creationPeriod,
	dates: func(d *Transfer) []Timestamp { return []Timestamp{d.Created} },
	recordType: newRecordType(recordType[Transfer]{
		section:   &transferSection,
		moreNodes: maxDocumentNodes - maxNodes,
		id:        func(d *Transfer) *int64 { return &d.ID },
		extra:     func(d *Transfer) *[]Element { return &d.Extra },
		unread:    func(d *Transfer) *[]shelfwire.Unread { return &d.Unread },
		lines:     func(d *Transfer) []DocumentLine { return d.Lines },
		members: []member[Transfer]{
			newMember("id", func(d *Transfer) *int64 { return &d.ID }, readID),
			newMember("src_warehouse_id", func(d *Transfer) *int64 { return &d.SourceWarehouseID }, readOptionalID),
			newMember("dst_warehouse_id", func(d *Transfer) *int64 { return &d.TargetWarehouseID }, readOptionalID),
			newMember("status", func(d *Transfer) *string { return &d.Status }, readText),
			newMember("status_name", func(d *Transfer) *string { return &d.StatusName }, readText),
			newMember("amount", func(d *Transfer) *optDecimal { return &d.Amount }, readDecimal),
			newMember("created_date", func(d *Transfer) *Timestamp { return &d.Created }, readTimestamp),
			newLinesMember(func(d *Transfer) *[]DocumentLine { return &d.Lines }),
		},
	}),
}
