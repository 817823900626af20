package virtpos

import (
	"context"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opListItemGroups = call.Op{Name: "ItemGroups.List", Method: http.MethodPost, Effect: shelfwire.EffectRead}

// ItemGroupsService reads the groups of the catalogue: the vendor's page "API :: Itemgroup",
// https://virtualpos.ru/wiki/doc:dev:api:itemgroup. It is safe for concurrent use.
type ItemGroupsService struct{ service }

// ItemGroup is a group of items. Its id is always there; any other field may be empty. The page shows the parameters only:
// the elements are those that public programs read.
type ItemGroup struct {
	ID               int64  // in VirtualPOS
	ExternalID       string // in the company's accounting system
	Name             string
	ParentID         int64               // of the group above, in VirtualPOS; 0 at the top
	ParentExternalID string              // of the same group
	HiddenInShop     shelfwire.Opt[bool] `json:",omitzero"` // not_show_in_shop: probably that the e-shop leaves it out
	Created, Updated Timestamp

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// ItemGroupQuery selects groups. The zero value selects all of them.
type ItemGroupQuery struct {
	ID         int64  // only this one, by its id in VirtualPOS; 0 for all
	ExternalID string // only this one, by its id in the company's accounting system; not together with ID
	Format     Format // FormatXML when empty
}

func (q *ItemGroupQuery) validate(problems *check.Problems) {
	validateIDs(problems, "ID", q.ID, "ExternalID", q.ExternalID)
	q.Format.validate(problems)
}

// List returns the groups that a query selects: POST /itemGroup; page "API :: Itemgroup". It reads, so it is retried.
// Gaps, and responses that are not what was asked for, are errors as with [WarehousesService.List].
func (s *ItemGroupsService) List(ctx context.Context, q ItemGroupQuery) ([]ItemGroup, error) {
	var problems check.Problems
	if q.validate(&problems); problems.Err() != nil {
		return nil, s.caller.InvalidInput(opListItemGroups, problems.Err())
	}
	asked := refOf(q.ID, q.ExternalID)
	p := q.Format.newParams()
	asked.selectIn(p.queryOnly)
	return listRecords(ctx, &s.service, &recordQuery[ItemGroup]{
		op: opListItemGroups, of: itemGroupType, params: p,
		check: func(g *ItemGroup) error { return asked.verifySelected("item group", g.ID, g.ExternalID, s.redact) },
	})
}

var itemGroupType = newRecordType(recordType[ItemGroup]{
	section: &itemGroupSection,
	id:      func(g *ItemGroup) *int64 { return &g.ID },
	extra:   func(g *ItemGroup) *[]Element { return &g.Extra },
	unread:  func(g *ItemGroup) *[]shelfwire.Unread { return &g.Unread },
	members: []member[ItemGroup]{
		newMember("id", func(g *ItemGroup) *int64 { return &g.ID }, readID),
		newMember("external_id", func(g *ItemGroup) *string { return &g.ExternalID }, readText),
		newMember("name", func(g *ItemGroup) *string { return &g.Name }, readText),
		newMember("parent_id", func(g *ItemGroup) *int64 { return &g.ParentID }, readOptionalID),
		newMember("parent_ext_id", func(g *ItemGroup) *string { return &g.ParentExternalID }, readText),
		newMember("not_show_in_shop", func(g *ItemGroup) *shelfwire.Opt[bool] { return &g.HiddenInShop }, readYesNo),
		newMember("created_date", func(g *ItemGroup) *Timestamp { return &g.Created }, readTimestamp),
		newMember("last_update_date", func(g *ItemGroup) *Timestamp { return &g.Updated }, readTimestamp),
	},
})
