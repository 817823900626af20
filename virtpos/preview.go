package virtpos

import (
	"context"
	"iter"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// opPreview stands for PreviewReplace when its input is rejected.
var opPreview = call.Op{Name: "Store.PreviewReplace", Method: http.MethodPost, Effect: shelfwire.EffectRead}

// PreviewOptions are settings of [StoreService.PreviewReplace].
type PreviewOptions struct {
	// Items finds the items that the feed names by external ids: an index of the whole catalogue by KeyExternalID. Without it
	// such rows are PreviewRejected. With it, ids that neither the catalogue nor the stock has are PreviewUnknown. External ids
	// are compared exactly, as the server may (probe: virtpos/external-id-spaces): one with spaces around it is unknown.
	Items *ItemIndex

	AllowEmpty bool // as in ReplaceOptions: an empty feed is no obstacle

	// Tolerate reports whether a row of kind PreviewUnknown is no obstacle, as ReplaceOptions.Tolerate will for the row that
	// the provider rejects. It is called in the order of the feed; nil tolerates none.
	Tolerate func(PreviewRow) bool

	Fields []StockField // additional fields of the rows of stock, such as StockItemName
}

func (o *PreviewOptions) validate(problems *check.Problems, warehouse WarehouseRef, feed iter.Seq2[OnHandUpdate, error]) {
	warehouse.validate(problems, "warehouse")
	if feed == nil {
		problems.Add("feed", "is missing")
	}
	if o.Items != nil && o.Items.by != KeyExternalID {
		problems.Add("Items", "must be an index by KeyExternalID")
	}
	validateFields(problems, o.Fields)
}

// ReplacePreview says what a replacement would do.
type ReplacePreview struct {
	Warehouse   WarehouseRef
	WarehouseID int64 // in VirtualPOS

	Rows []PreviewRow // of the feed, in order

	// Zeroed is stock of items that the feed lacks. These rows would be set to 0; those that are 0 already are left out. A
	// row without a quantity counts as above 0.
	Zeroed []StockRow
	// InDoubt is stock of items that the feed has, in lots that it lacks, other than 0: whether the server sets them to 0 is
	// not documented. Rows of kind PreviewUnclear have theirs in Now.
	InDoubt []StockRow

	// Obstacle is why ReplaceOnHand would zero nothing; empty when nothing is in its way. Zeroed and InDoubt are then what
	// would be zeroed without the obstacle, if the feed is whole.
	Obstacle string
}

// PreviewRow is what a replacement would do to one row of a feed.
type PreviewRow struct {
	Index  int          // in the feed, from 0
	Update OnHandUpdate // with its Warehouse
	ItemID int64        // in VirtualPOS; 0 when it is unknown
	Kind   PreviewKind
	Now    []StockRow // the row that the update is about, or for PreviewUnclear, all rows that it may be about
	Err    error      // for PreviewUnknown and PreviewRejected

	// Tolerated says that PreviewOptions.Tolerate accepted the row.
	Tolerated bool
}

// PreviewKind is what becomes of a row of a feed.
type PreviewKind string

// The kinds of rows.
const (
	PreviewUnchanged PreviewKind = "unchanged" // the quantity is what it would be set to: 2 is 2.000
	PreviewChanged   PreviewKind = "changed"   // the quantity is another one
	PreviewNew       PreviewKind = "new"       // the warehouse has no stock of the item, or not of this lot
	PreviewUnclear   PreviewKind = "unclear"   // the item's stock is in lots, and the update names none
	PreviewUnknown   PreviewKind = "unknown"   // no item has the id or external id, or several have it
	PreviewRejected  PreviewKind = "rejected"  // ReplaceOnHand rejects the row, or it writes what an earlier row writes
)

// Count returns how many rows of the feed are of a kind.
func (p *ReplacePreview) Count(kind PreviewKind) (n int) {
	for i := range p.Rows {
		if p.Rows[i].Kind == kind {
			n++
		}
	}
	return n
}

// PreviewReplace returns what [StoreService.ReplaceOnHand] would do with a feed: it reads the stock of the warehouse, the
// warehouse itself when it is named by an external id, and the feed. It sends nothing but calls that read, and does not ask
// for the version of the stock.
//
// The rows of the feed are checked as ReplaceOnHand checks them. A feed that ends with an error is no error of the call:
// the preview has the rows before it, and an Obstacle. Only the stock of the one warehouse and the feed are in memory.
//
// A feed cannot be stopped while it makes its next row: when the context ends meanwhile, the call returns its error once
// the feed comes back.
//
// The preview is a snapshot. Tills sell between it and the run; nothing is locked, and nothing is carried over to the run.
//
// When the stock cannot be read as a whole, there is no preview: half of it would hide what is zeroed. That includes rows
// whose id cannot be read ([*GapsError]). An external id of the warehouse that none has matches shelfwire.ErrNotFound, and
// one that several have matches shelfwire.ErrConflict.
func (s *StoreService) PreviewReplace(
	ctx context.Context, warehouse WarehouseRef, feed iter.Seq2[OnHandUpdate, error], opts PreviewOptions,
) (ReplacePreview, error) {
	var problems check.Problems
	if opts.validate(&problems, warehouse, feed); problems.Err() != nil {
		return ReplacePreview{}, s.caller.InvalidInput(opPreview, problems.Err())
	}
	id, err := s.findWarehouse(ctx, opPreview, warehouse)
	if err != nil {
		return ReplacePreview{}, err
	}
	r := newPreviewRun(s, &opts, ReplacePreview{Warehouse: warehouse, WarehouseID: id})
	if err := r.readShelf(ctx); err != nil {
		return ReplacePreview{}, err
	}
	if err := r.readFeed(ctx, feed); err != nil {
		return ReplacePreview{}, err
	}
	r.sortRest()
	return r.preview, nil
}
