package virtpos

import (
	"context"
	"iter"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opAllItems = call.Op{
	Name: "Items.All", Method: http.MethodPost, Effect: shelfwire.EffectRead, FirstByteTimeout: slowFirstByte,
}

// ItemsService reads the catalogue: the vendor's page "API :: Item", https://wiki.virtualpos.ru/doc:dev:api:item. It is
// safe for concurrent use.
type ItemsService struct{ service }

// CatalogueItem is an item of the catalogue. Its id is always there; any other field may be empty.
type CatalogueItem struct {
	ID               int64  // in VirtualPOS
	ExternalID       string // in the company's accounting system
	Name             string
	Description      string
	Article          string   // the article number, often used as SKU; the page does not show it, public programs read it
	Barcodes         []string // EAN and others, as text: some begin with zeros
	Type             string   // "G" is probably goods; other codes are not documented
	ManufacturerID   int64    // in VirtualPOS; 0 for none
	GroupIDs         []int64  // of [ItemGroup], in VirtualPOS
	GroupExternalIDs []string // of the same groups, in the company's accounting system

	Enabled      shelfwire.Opt[bool] `json:",omitzero"` // on sale
	SoldByWeight shelfwire.Opt[bool] `json:",omitzero"` // weight_good_flag: probably that the till weighs it
	HiddenInShop shelfwire.Opt[bool] `json:",omitzero"` // not_show_in_shop: probably that the e-shop leaves it out

	VATPercent shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // such as 18
	SortWeight shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // sales_weight: probably its place in lists
	Volume     shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // its unit is not documented

	Created, Updated Timestamp
	Attributes       map[int]string // the company's own fields attribute1 to attribute15, by number; their labels are not read

	// Extra are the elements unknown to this package, in the order of the response. With ItemQuery.PriceListID the prices are
	// among them, since the names of their elements are not documented.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// ItemQuery selects items. The zero value selects the whole catalogue, disabled items included.
type ItemQuery struct {
	Item        ItemRef // only this one
	EnabledOnly bool    // only items on sale; the choice is always sent, since the server's default is not documented
	PriceListID int64   // adds the prices of this list, in Extra; 0 for none
	Format      Format  // FormatXML when empty
}

func (q *ItemQuery) validate(problems *check.Problems) {
	q.Item.validateOptional(problems, "Item")
	problems.NotNegative("PriceListID", q.PriceListID)
	q.Format.validate(problems)
}

func (q *ItemQuery) toParams() params {
	p := q.Format.newParams()
	q.Item.selectIn(p.queryOnly)
	p.queryOnly.Set("enabled_only", map[bool]string{true: "1", false: "0"}[q.EnabledOnly])
	if q.PriceListID != 0 {
		p.queryOrBody.Set("pricelist", strconv.FormatInt(q.PriceListID, 10))
	}
	return p
}

// All reads the catalogue item by item while the response arrives: POST /item; page "API :: Item". It reads: the call is
// retried before the first item, and an error after it is final. One response carries everything that the query asks for,
// in constant memory; Options.MaxResponseBytes bounds a single item.
//
// The items are complete only when the loop ends without an error. The id of each is required: items whose id cannot be
// read are skipped, and the loop then ends with a [*GapsError] that lists them. A response that is no catalogue matches
// shelfwire.ErrMalformed; so does one that has another item than asked for, or the same one twice.
func (s *ItemsService) All(ctx context.Context, q ItemQuery) iter.Seq2[CatalogueItem, error] {
	return allRecords(ctx, &s.service, opAllItems, func() (recordQuery[CatalogueItem], error) {
		var problems check.Problems
		q.validate(&problems)
		return recordQuery[CatalogueItem]{
			op: opAllItems, of: itemType, params: q.toParams(),
			check: func(item *CatalogueItem) error {
				return q.Item.verifySelected("item", item.ID, item.ExternalID, s.redact)
			},
		}, problems.Err()
	})
}
