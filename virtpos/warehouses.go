package virtpos

import (
	"context"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opListWarehouses = call.Op{Name: "Warehouses.List", Method: http.MethodPost, Effect: shelfwire.EffectRead}

// WarehousesService reads warehouses, which are shops: the vendor's page "API :: Warehouse",
// https://wiki.virtualpos.ru/doc:dev:api:warehouse. It is safe for concurrent use.
type WarehousesService struct{ service }

// WarehouseInfo is a warehouse: a shop or a point of sale. Its id is always there; any other field may be empty. The page
// shows the parameters only: the elements are those that public programs read.
type WarehouseInfo struct {
	ID         int64  // in VirtualPOS
	ExternalID string // in the company's accounting system
	Number     string // as people number shops
	Name       string
	Address    string
	Phone      string

	AlwaysOpen          shelfwire.Opt[bool] `json:",omitzero"` // flag24hours: open day and night
	OpenTime, CloseTime string              // as the server wrote them: the form is not documented
	Latitude, Longitude string              // likewise
	ShownInShop         shelfwire.Opt[bool] `json:",omitzero"` // show_in_shop: probably that the e-shop shows it

	LocationID       int64 // in VirtualPOS; 0 for none
	LocationName     string
	OrganisationID   int64  // of the legal entity, in VirtualPOS; 0 for none
	OrganisationName string // with WarehouseOrganisationName

	Created, Updated Timestamp
	Attributes       map[int]string // the company's own fields attribute1 to attribute15, by number

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// WarehouseField is an additional field of a warehouse, for [WarehouseQuery].Fields. Any other one can be requested as
// WarehouseField("its name") and comes in [WarehouseInfo].Extra.
type WarehouseField string

// WarehouseOrganisationName fills OrganisationName. It is the only field that the vendor's page names.
const WarehouseOrganisationName WarehouseField = "organisation_name"

// WarehouseQuery selects warehouses. The zero value selects all of them.
type WarehouseQuery struct {
	Warehouse WarehouseRef     // only this one
	Fields    []WarehouseField // additional fields
	Format    Format           // FormatXML when empty
}

func (q *WarehouseQuery) validate(problems *check.Problems) {
	q.Warehouse.validateOptional(problems, "Warehouse")
	validateFields(problems, q.Fields)
	q.Format.validate(problems)
}

func (q *WarehouseQuery) toParams() params {
	p := q.Format.newParams()
	q.Warehouse.selectIn(p.queryOnly)
	if fields := joinFields(q.Fields); fields != "" {
		p.queryOrBody.Set("fields", fields)
	}
	return p
}

// List returns the warehouses that a query selects: POST /warehouse; page "API :: Warehouse". It reads, so it is retried.
//
// The id of each warehouse is required. Beside a [*GapsError], which lists those whose id cannot be read,
// List returns all others; beside any other error it returns none. A response that is no list of warehouses,
// such as one of type store, matches shelfwire.ErrMalformed; so does one that has another warehouse than
// asked for, or the same one twice. What the server does for an unknown warehouse is not documented
// (probe: virtpos/section-unknown-id): an empty list is no error.
func (s *WarehousesService) List(ctx context.Context, q WarehouseQuery) ([]WarehouseInfo, error) {
	var problems check.Problems
	if q.validate(&problems); problems.Err() != nil {
		return nil, s.caller.InvalidInput(opListWarehouses, problems.Err())
	}
	return listRecords(ctx, &s.service, &recordQuery[WarehouseInfo]{
		op: opListWarehouses, of: warehouseType, params: q.toParams(),
		check: func(w *WarehouseInfo) error {
			return q.Warehouse.verifySelected("warehouse", w.ID, w.ExternalID, s.redact)
		},
	})
}
