package virtpostest

import (
	"iter"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

var itemList = sectionList{name: "item", list: "items", element: "item"}

// GenerateItems adds n items to what Items.All shows: for benchmarks, since they are made up while the response is written
// and take no memory. They have the ids from 1,000,001 on, external ids and barcodes. Stock is not affected: see
// [Server.Generate]. Generating 0 removes them.
func (s *Server) GenerateItems(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.generatedItems = n
}

// listItems responds with the catalogue from memory, or with a stream when items are generated.
func (s *Server) listItems(c *call) (fake.Response, *rejection) {
	if err := c.checkID(); err != nil {
		return fake.Response{}, err
	}
	enabledOnly := c.queryParam("enabled_only") == "1"
	matches := func(item *Item) bool {
		return c.matchesID(item.ID, item.ExternalID) && (!enabledOnly || !item.Disabled)
	}
	id := func(item *Item) int64 { return item.ID }
	selected := selectFrom(s.store.itemsInOrder(), matches)
	externals := s.store.groupExternalIDs()
	write := func(d document, item *Item) { item.writeInfo(d, externals) }
	if s.store.generatedItems == 0 {
		return respondSection(c, itemList, selected, id, write), nil
	}
	list := itemList
	list.count = len(selected)
	generated := generateItems(s.store.generatedItems)
	for item := range generated {
		if matches(item) {
			list.count++
		}
	}
	return streamSection(c, list, func(yield func(*Item) bool) {
		for _, item := range selected {
			if !yield(item) {
				return
			}
		}
		for item := range generated {
			if matches(item) && !yield(item) {
				return
			}
		}
	}, id, write), nil
}

func (st *store) itemsInOrder() iter.Seq[*Item] {
	return func(yield func(*Item) bool) {
		for _, id := range st.itemIDsInOrder {
			if !yield(st.items[id]) {
				return
			}
		}
	}
}

// groupExternalIDs returns the external ids of the groups, by id.
func (st *store) groupExternalIDs() map[int64]string {
	externals := map[int64]string{}
	for _, group := range st.groups.list {
		externals[group.ID] = group.ExternalID
	}
	return externals
}

// generateItems yields the same item again and again, with other contents.
func generateItems(n int) iter.Seq[*Item] {
	return func(yield func(*Item) bool) {
		item := &Item{Barcodes: make([]string, 2)}
		for i := range n {
			item.ID = int64(firstGenerated + i)
			item.Article = strconv.Itoa(firstGenerated + i)
			item.ExternalID = "1C-" + item.Article
			item.Name = item.Article + " Корм для собак с говядиной, 12 x 2 кг"
			item.Barcodes[0], item.Barcodes[1] = "460"+item.Article+"004", "040"+item.Article+"005"
			if !yield(item) {
				return
			}
		}
	}
}

// writeInfo writes the elements in the order of the vendor's sample.
func (i *Item) writeInfo(d document, groupExternals map[int64]string) {
	d.writeInt("id", i.ID)
	d.writeText("name", i.Name)
	d.writeText("description", i.Info.Description)
	d.writeFlag("enabled", !i.Disabled)
	writeDecimal(d, "sales_weight", i.Info.SortWeight)
	writeID(d, "manufacturer_id", i.Info.ManufacturerID)
	d.writeText("type", i.Info.Type)
	d.writeText("weight_good_flag", map[bool]string{true: "Y", false: "N"}[i.SoldByWeight])
	writeOptFlag(d, "not_show_in_shop", i.Info.HiddenInShop)
	d.writeText("external_id", i.ExternalID)
	ids, externals := make([]string, len(i.GroupIDs)), make([]string, len(i.GroupIDs))
	for n, id := range i.GroupIDs {
		ids[n], externals[n] = strconv.FormatInt(id, 10), groupExternals[id]
	}
	d.writeText("group_ids", strings.Join(ids, ","))
	d.writeText("group_ext_ids", strings.Join(externals, ","))
	d.writeText("barcodes", strings.Join(i.Barcodes, ","))
	writeDecimal(d, "vat_percent", i.VATPercent)
	writeTimes(d, i.Info.Created, i.Info.Updated)
	d.writeText("article", i.Article)
	writeDecimal(d, "volume", i.Info.Volume)
	writeAttributes(d, i.Attributes)
	writeElements(d, i.Info.Extra)
}
