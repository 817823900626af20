package virtpos

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
)

// WriteOff is a write-off of goods. Its id is always there; any other field may be empty.
type WriteOff struct {
	ID                  int64  // in VirtualPOS
	ExternalID          string // in the company's accounting system
	GUID                string
	WarehouseID         int64     // that the goods are taken from, in VirtualPOS; 0 when it is missing
	WarehouseExternalID string    // of the same warehouse, in the company's accounting system
	Number              string    // of the document
	Date                Timestamp // of the document
	Type                string    // "G" in the vendor's sample; other codes are not documented

	Status               string // "draft" in the vendor's sample; others are not documented
	StatusName           string // the same for people
	Comment              string
	CreatedBy, UpdatedBy string                           // as the server names its users
	Amount               shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // of all lines, in the company's currency
	Created, Updated     Timestamp
	Lines                []DocumentLine // in the order of the response

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero. Those of lines are in the lines.
	Unread []shelfwire.Unread `json:"-"`
}

// WriteOffs reads write-offs one by one while the response arrives: POST /writeoff; page "API :: Writeoff",
// https://wiki.virtualpos.ru/doc:dev:api:writeoff. It reads: the call is retried before the first document, and an error
// after it is final. One document with its lines is in memory at a time; Options.MaxResponseBytes bounds it, and so do
// 262,144 elements.
//
// The documents are complete only when the loop ends without an error: see [DocumentsService] for periods that the server
// shortens. The id of each is required: documents whose id cannot be read are skipped, and the loop then ends with a
// [*GapsError] that lists them. A response that is no list of write-offs, or has the same one twice, matches
// shelfwire.ErrMalformed.
func (s *DocumentsService) WriteOffs(ctx context.Context, q DocumentQuery) iter.Seq2[WriteOff, error] {
	return allDocuments(ctx, &s.service, writeOffType, q)
}

var writeOffType = &documentType[WriteOff]{
	op: opWriteOffs, period: documentPeriod,
	dates: func(d *WriteOff) []Timestamp { return []Timestamp{d.Date, d.Created} },
	recordType: newRecordType(recordType[WriteOff]{
		section:   &writeOffSection,
		moreNodes: maxDocumentNodes - maxNodes,
		id:        func(d *WriteOff) *int64 { return &d.ID },
		extra:     func(d *WriteOff) *[]Element { return &d.Extra },
		unread:    func(d *WriteOff) *[]shelfwire.Unread { return &d.Unread },
		lines:     func(d *WriteOff) []DocumentLine { return d.Lines },
		members: []member[WriteOff]{
			newMember("id", func(d *WriteOff) *int64 { return &d.ID }, readID),
			newMember("external_id", func(d *WriteOff) *string { return &d.ExternalID }, readText),
			newMember("guid", func(d *WriteOff) *string { return &d.GUID }, readText),
			newMember("warehouse_id", func(d *WriteOff) *int64 { return &d.WarehouseID }, readOptionalID),
			newMember("warehouse_external_id", func(d *WriteOff) *string { return &d.WarehouseExternalID }, readText),
			newMember("docnum", func(d *WriteOff) *string { return &d.Number }, readText),
			newMember("docdate", func(d *WriteOff) *Timestamp { return &d.Date }, readTimestamp),
			newMember("type", func(d *WriteOff) *string { return &d.Type }, readText),
			newMember("status", func(d *WriteOff) *string { return &d.Status }, readText),
			newMember("status_name", func(d *WriteOff) *string { return &d.StatusName }, readText),
			newMember("comment", func(d *WriteOff) *string { return &d.Comment }, readText),
			newMember("created_by", func(d *WriteOff) *string { return &d.CreatedBy }, readText),
			newMember("last_update_by", func(d *WriteOff) *string { return &d.UpdatedBy }, readText),
			newMember("amount", func(d *WriteOff) *optDecimal { return &d.Amount }, readDecimal),
			newMember("created_date", func(d *WriteOff) *Timestamp { return &d.Created }, readTimestamp),
			newMember("last_update_date", func(d *WriteOff) *Timestamp { return &d.Updated }, readTimestamp),
			newLinesMember(func(d *WriteOff) *[]DocumentLine { return &d.Lines }),
		},
	}),
}
