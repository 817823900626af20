package virtpostest_test

import (
	"fmt"
	"iter"
	"testing"

	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// yieldList yields a list, or its error.
func yieldList[T any](list []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, record := range list {
			if !yield(record, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

func TestServer_Groups_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.ItemGroup {
		return virtpos.ItemGroup{
			ExternalID: textGen.Draw(t, "external"), Name: textGen.Draw(t, "name"), ParentID: idGen.Draw(t, "parent"),
			ParentExternalID: textGen.Draw(t, "parent external"), HiddenInShop: flagGen.Draw(t, "hidden"),
			Created: timestampGen.Draw(t, "created"), Updated: timestampGen.Draw(t, "updated"),
		}
	})
	checkSection(t, gen, func(g *virtpos.ItemGroup) *int64 { return &g.ID },
		func(srv *virtpostest.Server, list []virtpos.ItemGroup) { srv.AddGroups(list...) },
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.ItemGroup, error] {
			return yieldList(c.ItemGroups.List(t.Context(), virtpos.ItemGroupQuery{Format: f}))
		})
}

func TestServer_Warehouses_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.WarehouseInfo {
		return virtpos.WarehouseInfo{
			Number: textGen.Draw(t, "number"), Name: textGen.Draw(t, "name"),
			Address: textGen.Draw(t, "address"), Phone: textGen.Draw(t, "phone"), AlwaysOpen: flagGen.Draw(t, "always"),
			OpenTime: textGen.Draw(t, "open"), CloseTime: textGen.Draw(t, "close"), Latitude: textGen.Draw(t, "lat"),
			Longitude: textGen.Draw(t, "lon"), ShownInShop: flagGen.Draw(t, "shown"), LocationID: idGen.Draw(t, "location"),
			LocationName: textGen.Draw(t, "location name"), OrganisationID: idGen.Draw(t, "organisation"),
			OrganisationName: textGen.Draw(t, "organisation name"), Created: timestampGen.Draw(t, "created"),
			Updated: timestampGen.Draw(t, "updated"), Attributes: attributesGen.Draw(t, "attributes"),
		}
	})
	checkSection(t, gen, func(w *virtpos.WarehouseInfo) *int64 { return &w.ID },
		func(srv *virtpostest.Server, list []virtpos.WarehouseInfo) {
			for i := range list {
				list[i].ExternalID = fmt.Sprint("1C-", i) // two warehouses cannot have the same
				srv.AddWarehouses(virtpostest.Warehouse{
					ID: list[i].ID, ExternalID: list[i].ExternalID, Name: list[i].Name, Info: list[i],
				})
			}
		},
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.WarehouseInfo, error] {
			return yieldList(c.Warehouses.List(t.Context(), virtpos.WarehouseQuery{
				Format: f, Fields: []virtpos.WarehouseField{virtpos.WarehouseOrganisationName},
			}))
		})
}

func TestServer_Items_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.CatalogueItem {
		item := virtpos.CatalogueItem{
			Name: textGen.Draw(t, "name"), Description: textGen.Draw(t, "description"), Article: textGen.Draw(t, "article"),
			Type: textGen.Draw(t, "type"), ManufacturerID: idGen.Draw(t, "manufacturer"),
			Enabled: shelfwire.Set(rapid.Bool().Draw(t, "enabled")), SoldByWeight: shelfwire.Set(rapid.Bool().Draw(t, "by weight")),
			HiddenInShop: flagGen.Draw(t, "hidden"), VATPercent: decimalGen.Draw(t, "vat"), SortWeight: decimalGen.Draw(t, "weight"),
			Volume: decimalGen.Draw(t, "volume"), Created: timestampGen.Draw(t, "created"), Updated: timestampGen.Draw(t, "updated"),
			Attributes: attributesGen.Draw(t, "attributes"),
		}
		item.Barcodes = append(item.Barcodes, rapid.SliceOfN(wordGen, 0, 3).Draw(t, "barcodes")...)
		for _, group := range rapid.SliceOfNDistinct(rapid.Int64Range(1, 3), 0, 3, rapid.ID).Draw(t, "groups") {
			item.GroupIDs = append(item.GroupIDs, group)
			item.GroupExternalIDs = append(item.GroupExternalIDs, fmt.Sprint("{G-", group, "}"))
		}
		return item
	})
	checkSection(t, gen, func(i *virtpos.CatalogueItem) *int64 { return &i.ID },
		func(srv *virtpostest.Server, list []virtpos.CatalogueItem) {
			srv.AddGroups(virtpos.ItemGroup{ExternalID: "{G-1}"}, virtpos.ItemGroup{ExternalID: "{G-2}"}, virtpos.ItemGroup{ExternalID: "{G-3}"})
			for i := range list {
				list[i].ExternalID = fmt.Sprint("X-", i)
				srv.AddItems(fakeItem(&list[i]))
			}
		},
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.CatalogueItem, error] {
			return c.Items.All(t.Context(), virtpos.ItemQuery{Format: f})
		})
}

// fakeItem returns an item of the server that reads as a given one.
func fakeItem(item *virtpos.CatalogueItem) virtpostest.Item {
	return virtpostest.Item{
		ID: item.ID, ExternalID: item.ExternalID, Name: item.Name, Article: item.Article, Disabled: !item.Enabled.Or(true),
		Barcodes: item.Barcodes, GroupIDs: item.GroupIDs, SoldByWeight: item.SoldByWeight.Or(false), VATPercent: item.VATPercent,
		Attributes: item.Attributes, Info: *item,
	}
}
