package virtpostest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// A duplicate external id panics when it is added.
func TestServer_AddItems_DuplicateExternalID(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		id       int64
		external string
		problem  string // empty when it is none
	}{
		"of another":         {9, "E", "8 and 9 cannot both have the external id \"E\""},
		"of another, no id":  {0, "E", "8 and 9 cannot both have the external id \"E\""},
		"its own":            {8, "E", ""},
		"none":               {9, "", ""},
		"another case of it": {9, "e", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := virtpostest.NewServer(t)
			srv.AddItems(virtpostest.Item{ID: 8, ExternalID: "E"}, virtpostest.Item{ID: 7})
			srv.AddWarehouses(virtpostest.Warehouse{ID: 8, ExternalID: "E"}, virtpostest.Warehouse{ID: 7})
			addItem := func() { srv.AddItems(virtpostest.Item{ID: tc.id, ExternalID: tc.external}) }
			addWarehouse := func() { srv.AddWarehouses(virtpostest.Warehouse{ID: tc.id, ExternalID: tc.external}) }
			if tc.problem == "" {
				assert.NotPanics(t, addItem)
				assert.NotPanics(t, addWarehouse)
				return
			}
			assert.PanicsWithValue(t, "virtpostest: the items "+tc.problem, addItem)
			assert.PanicsWithValue(t, "virtpostest: the warehouses "+tc.problem, addWarehouse)
			assert.Panics(t, func() { srv.Stock(9) }, "nothing was added")
		})
	}
}

// A free external id can be assigned to another item.
func TestServer_AddItems_ExternalIDMoves(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddItems(virtpostest.Item{ID: 8, ExternalID: "E"})
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, ExternalID: "W"}, virtpostest.Warehouse{ID: 2})
	srv.AddItems(virtpostest.Item{ID: 8}, virtpostest.Item{ID: 9, ExternalID: "E"})
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, ExternalID: "V"}, virtpostest.Warehouse{ID: 2, ExternalID: "W"})
	postWithKey(t, srv, "store/updateOnhand", "ext_warehouseid=W&ext_itemid=E", "quantity=3")
	assert.Empty(t, formatStock(srv, 1))
	assert.Equal(t, "9//3.000/v0", formatStock(srv, 2))
	postWithKey(t, srv, "store/updateOnhand", "ext_warehouseid=V&itemid=8", "quantity=2")
	assert.Equal(t, "8//2.000/v0", formatStock(srv, 1))
	const gone = "ext_warehouseid=X&ext_itemid=E&apikey=" + key
	_, text := getWithQuery(t, srv, "store/updateOnhand", gone)
	assert.Equal(t, "there is no such warehouse", readInfo(t, text))
}
