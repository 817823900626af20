package virtpostest

import (
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/virtpos"
)

// AddGroups adds groups of items, or replaces those with the same ID, and returns their ids.
func (s *Server) AddGroups(groups ...virtpos.ItemGroup) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.groups.add(groups, func(g *virtpos.ItemGroup) *int64 { return &g.ID })
}

// listGroups responds with the groups that a call selects.
func (s *Server) listGroups(c *call) (fake.Response, *rejection) {
	if err := c.checkID(); err != nil {
		return fake.Response{}, err
	}
	selected := selectFrom(slices.Values(s.store.groups.list), func(g *virtpos.ItemGroup) bool {
		return c.matchesID(g.ID, g.ExternalID)
	})
	return respondSection(c, sectionList{name: "itemGroup", list: "item_groups", element: "item_group"}, selected,
		func(g *virtpos.ItemGroup) int64 { return g.ID }, writeGroup), nil
}

func writeGroup(d document, g *virtpos.ItemGroup) {
	d.writeInt("id", g.ID)
	d.writeText("external_id", g.ExternalID)
	d.writeText("name", g.Name)
	writeID(d, "parent_id", g.ParentID)
	d.writeText("parent_ext_id", g.ParentExternalID)
	writeOptFlag(d, "not_show_in_shop", g.HiddenInShop)
	writeTimes(d, g.Created, g.Updated)
	writeElements(d, g.Extra)
}
