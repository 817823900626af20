package virtpostest

import (
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// listWarehouses responds with the warehouses that a call selects.
func (s *Server) listWarehouses(c *call) (fake.Response, *rejection) {
	if err := c.checkID(); err != nil {
		return fake.Response{}, err
	}
	selected := selectFrom(slices.Values(s.store.warehouses), func(w *warehouseStock) bool {
		return c.matchesID(w.ID, w.ExternalID)
	})
	withOrganisation := slices.Contains(strings.Split(c.param("fields"), ":"), "organisation_name")
	return respondSection(c, sectionList{name: "warehouse", list: "warehouses", element: "warehouse"}, selected,
		func(w *warehouseStock) int64 { return w.ID },
		func(d document, w *warehouseStock) { w.writeInfo(d, withOrganisation) }), nil
}

// writeInfo writes the elements in an order that public programs have seen.
func (w *warehouseStock) writeInfo(d document, withOrganisation bool) {
	info := &w.Info
	d.writeText("open_time", info.OpenTime)
	d.writeText("close_time", info.CloseTime)
	d.writeInt("id", w.ID)
	d.writeText("number", info.Number)
	d.writeText("name", w.Name)
	d.writeText("address", info.Address)
	d.writeText("phone", info.Phone)
	writeTimes(d, info.Created, info.Updated)
	writeOptFlag(d, "flag24hours", info.AlwaysOpen)
	d.writeText("lat", info.Latitude)
	d.writeText("lon", info.Longitude)
	writeID(d, "location_id", info.LocationID)
	d.writeText("external_id", w.ExternalID)
	writeOptFlag(d, "show_in_shop", info.ShownInShop)
	writeAttributes(d, info.Attributes)
	writeID(d, "organisation_id", info.OrganisationID)
	d.writeText("location_name", info.LocationName)
	if withOrganisation {
		d.writeText("organisation_name", info.OrganisationName)
	}
	writeElements(d, info.Extra)
}
