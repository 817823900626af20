package virtpos

import (
	"context"
	"iter"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// The operations on documents.
var (
	opInflows   = documentOp("Documents.Inflows")
	opWriteOffs = documentOp("Documents.WriteOffs")
	opTransfers = documentOp("Documents.Transfers")
	opReturns   = documentOp("Documents.Returns")
)

func documentOp(name string) call.Op {
	return call.Op{Name: name, Method: http.MethodPost, Effect: shelfwire.EffectRead, FirstByteTimeout: slowFirstByte}
}

// DocumentsService reads stock documents: inflows, write-offs, transfers and returns to suppliers. It is safe for
// concurrent use.
//
// Documents change after they were read, as when a draft is accepted, and no filter for changes is documented: read a
// period again to see them.
//
// # Shortened periods
//
// Without a period the server returns the last 30 days, and responses about inflows, write-offs and returns say to how many
// days they keep. When that differs from Period.Days, or is less than 30 without a period, the walk ends with an error that
// matches shelfwire.ErrIncomplete, after all documents that came. It also does when a period by date begins before these
// days, or has no first day, and no document from before them came (probe: virtpos/period-limit), and when a response does
// not say a number of days. The documents that came are valid.
type DocumentsService struct{ service }

// DocumentQuery selects documents. The zero value selects those of the last 30 days.
type DocumentQuery struct {
	Period Period
	Format Format // FormatXML when empty
}

func (q *DocumentQuery) validate(problems *check.Problems) {
	q.Period.validate(problems)
	q.Format.validate(problems)
}

// DocumentLine is a line of a document. A number that the server left out or left empty is absent, which differs from zero.
// The vendor's pages show no lines: the elements are those that public programs read.
type DocumentLine struct {
	LineID     int64                            // in VirtualPOS; 0 when the section has none
	ItemID     int64                            // in VirtualPOS; 0 when it is missing or cannot be read
	Quantity   shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // in the item's unit
	Price      shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // of one unit, in the company's currency
	Amount     shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // of the line, likewise
	ExpiryDate string                           // of returns; as the server wrote it: its form is not documented

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// documentType is a type of document.
type documentType[T any] struct {
	*recordType[T]
	op     call.Op
	period periodParams
	dates  func(*T) []Timestamp // that the period may be about
}

// allDocuments returns an iterator over documents.
func allDocuments[T any](ctx context.Context, s *service, dt *documentType[T], q DocumentQuery) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var problems check.Problems
		if q.validate(&problems); problems.Err() != nil {
			var none T
			yield(none, s.caller.InvalidInput(dt.op, problems.Err()))
			return
		}
		p := q.Format.newParams()
		q.Period.setParams(p.queryOrBody, dt.period)
		limit := newPeriodCheck(q.Period, s.caller.Now())
		summary, err := streamRecords(ctx, s, &recordQuery[T]{op: dt.op, of: dt.recordType, params: p},
			yieldRecords(func(document T, err error) bool {
				limit.addDocument(dt.dates(&document))
				return yield(document, err)
			}))
		if err == nil {
			if err = limit.verify(&summary.daysLimit); err != nil {
				err = s.caller.Error(dt.op, shelfwire.OutcomeUnknown, err)
			}
		}
		if err != nil && !summary.left {
			var none T
			yield(none, err)
		}
	}
}
