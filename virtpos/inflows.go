package virtpos

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
)

// Inflow is a receipt of goods. Its id is always there; any other field may be empty.
type Inflow struct {
	ID                  int64     // in VirtualPOS
	WarehouseID         int64     // that received the goods, in VirtualPOS; 0 when it is missing
	WarehouseExternalID string    // of the same warehouse, in the company's accounting system
	Waybill             string    // the number of the supplier's document
	Date                Timestamp // of the document

	SupplierID         int64  // in VirtualPOS; 0 for none
	SupplierExternalID string // in the company's accounting system
	SupplierName       string
	SupplierINN        string // the taxpayer's number
	SupplierKPP        string // the code of the reason for registration with the tax office
	SupplierType       string // the codes are not documented

	Status  string // "accept" in the vendor's sample; others are not documented
	Comment string
	Amount  shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // of all lines, in the company's currency
	Created Timestamp
	Lines   []DocumentLine // in the order of the response

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero. Those of lines are in the lines.
	Unread []shelfwire.Unread `json:"-"`
}

// Inflows reads receipts of goods one by one while the response arrives: POST /inflow; page "API :: Inflow",
// https://wiki.virtualpos.ru/doc:dev:api:inflow. It reads: the call is retried before the first document, and an error
// after it is final. One document with its lines is in memory at a time; Options.MaxResponseBytes bounds it, and so do
// 262,144 elements.
//
// The documents are complete only when the loop ends without an error: see [DocumentsService] for periods that the server
// shortens. The id of each is required: documents whose id cannot be read are skipped, and the loop then ends with a
// [*GapsError] that lists them. A response that is no list of inflows, or has the same one twice, matches
// shelfwire.ErrMalformed.
func (s *DocumentsService) Inflows(ctx context.Context, q DocumentQuery) iter.Seq2[Inflow, error] {
	return allDocuments(ctx, &s.service, inflowType, q)
}

var inflowType = &documentType[Inflow]{
	op: opInflows, period: documentPeriod,
	dates: func(d *Inflow) []Timestamp { return []Timestamp{d.Date, d.Created} },
	recordType: newRecordType(recordType[Inflow]{
		section:   &inflowSection,
		moreNodes: maxDocumentNodes - maxNodes,
		id:        func(d *Inflow) *int64 { return &d.ID },
		extra:     func(d *Inflow) *[]Element { return &d.Extra },
		unread:    func(d *Inflow) *[]shelfwire.Unread { return &d.Unread },
		lines:     func(d *Inflow) []DocumentLine { return d.Lines },
		members: []member[Inflow]{
			newMember("id", func(d *Inflow) *int64 { return &d.ID }, readID),
			newMember("warehouse_id", func(d *Inflow) *int64 { return &d.WarehouseID }, readOptionalID),
			newMember("warehouse_external_id", func(d *Inflow) *string { return &d.WarehouseExternalID }, readText),
			newMember("waybill", func(d *Inflow) *string { return &d.Waybill }, readText),
			newMember("docdate", func(d *Inflow) *Timestamp { return &d.Date }, readTimestamp),
			newMember("supplier_id", func(d *Inflow) *int64 { return &d.SupplierID }, readOptionalID),
			newMember("supplier_external_id", func(d *Inflow) *string { return &d.SupplierExternalID }, readText),
			newMember("supplier_name", func(d *Inflow) *string { return &d.SupplierName }, readText),
			newMember("supplier_inn", func(d *Inflow) *string { return &d.SupplierINN }, readText),
			newMember("supplier_kpp", func(d *Inflow) *string { return &d.SupplierKPP }, readText),
			newMember("supplier_type", func(d *Inflow) *string { return &d.SupplierType }, readText),
			newMember("status", func(d *Inflow) *string { return &d.Status }, readText),
			newMember("comment", func(d *Inflow) *string { return &d.Comment }, readText),
			newMember("amount", func(d *Inflow) *optDecimal { return &d.Amount }, readDecimal),
			newMember("created_date", func(d *Inflow) *Timestamp { return &d.Created }, readTimestamp),
			newLinesMember(func(d *Inflow) *[]DocumentLine { return &d.Lines }),
		},
	}),
}
