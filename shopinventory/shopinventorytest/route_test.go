package shopinventorytest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func TestServer_RejectedCalls(t *testing.T) {
	t.Parallel()
	const get, update = "Inventory.Get", "Inventory.Update"
	const stock = `{"stock": {"adjust_by": 1}}`
	media := func(value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Content-Type", value) }
	}
	for name, tc := range map[string]struct {
		method, path, body string
		change             func(*http.Request)
		status             int
		error, op          string
	}{
		"post":               {"POST", "/api/v2/inventory/id/10002", stock, nil, 405, "method_not_allowed", ""},
		"put":                {"PUT", "/api/v2/inventory/id/10002", stock, nil, 405, "method_not_allowed", ""},
		"delete":             {"DELETE", "/api/v2/inventory/id/10002", ``, nil, 405, "method_not_allowed", ""},
		"list":               {"GET", "/api/v2/inventory", ``, nil, 404, "not_found", ""},
		"no identifier":      {"GET", "/api/v2/inventory/id/", ``, nil, 404, "not_found", ""},
		"no type":            {"GET", "/api/v2/inventory/10002", ``, nil, 404, "not_found", ""},
		"unknown type":       {"GET", "/api/v2/inventory/ext_ref/1", ``, nil, 404, "not_found", ""},
		"other case":         {"PATCH", "/api/v2/Inventory/id/10002", stock, nil, 404, "not_found", ""},
		"longer path":        {"PATCH", "/api/v2/inventory/id/10002/stock", stock, nil, 404, "not_found", ""},
		"slash at the end":   {"PATCH", "/api/v2/inventory/id/10002/", stock, nil, 404, "not_found", ""},
		"other version":      {"GET", "/api/v1/inventory/id/10002", ``, nil, 404, "not_found", ""},
		"without the base":   {"GET", "/inventory/id/10002", ``, nil, 404, "not_found", ""},
		"path to be cleaned": {"GET", "/api/v2/x/../inventory/id/10002", ``, nil, 404, "not_found", ""},
		"unknown id":         {"GET", "/api/v2/inventory/id/1", ``, nil, 404, "not_found", get},
		"id with a zero":     {"GET", "/api/v2/inventory/id/010002", ``, nil, 404, "not_found", get},
		"id is a text":       {"PATCH", "/api/v2/inventory/id/x", stock, nil, 404, "not_found", update},
		"unknown SKU":        {"PATCH", "/api/v2/inventory/sku/tshirt.blk.xl", stock, nil, 404, "not_found", update},
		"unknown EAN":        {"GET", "/api/v2/inventory/ean/10002", ``, nil, 404, "not_found", get},
		"a parameter":        {"GET", "/api/v2/inventory/id/10002?z=1&fields=id", ``, nil, 400, "undefined_filter", get},
		"a parameter of an update": {
			"PATCH", "/api/v2/inventory/id/10002?ignore_nonexistent_fields=1", stock, nil, 400, "undefined_filter", update,
		},
		"no content type":     {"PATCH", "/api/v2/inventory/id/10002", stock, media(""), 400, "bad_request", update},
		"a text":              {"PATCH", "/api/v2/inventory/id/10002", stock, media("text/plain"), 400, "bad_request", update},
		"broken content type": {"PATCH", "/api/v2/inventory/id/10002", stock, media("application/json; ="), 400, "bad_request", update},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shop(t)
			r := newRequest(t, srv, tc.method, tc.path, tc.body)
			if tc.change != nil {
				tc.change(r)
			}
			resp, body := roundTrip(t, r)
			assert.Equal(t, tc.status, resp.StatusCode, body)
			assert.Equal(t, tc.error, decodeRejection(t, body).Name)
			allow := map[bool]string{true: "GET, PATCH"}[tc.status == 405]
			assert.Equal(t, allow, resp.Header.Get("Allow"))
			got := srv.Requests()[0]
			assert.Equal(t, tc.op, got.Op)
			assert.Equal(t, tc.status, got.Status)
			assert.Equal(t, "5", stockOf(t, srv))
		})
	}
}

func TestServer_AcceptedCalls(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	for _, media := range []string{"application/json; charset=utf-8", "Application/JSON"} {
		r := newRequest(t, srv, http.MethodPatch, "/api/v2/inventory/sku/TShirt.Blk.XL", `{"stock": 4}`)
		r.Header.Set("Content-Type", media)
		resp, body := roundTrip(t, r)
		assert.Equal(t, http.StatusOK, resp.StatusCode, body)
	}
	r := newRequest(t, srv, http.MethodGet, "/api/v2/inventory/id/10002", "")
	r.Header.Del("Content-Type")
	resp, body := roundTrip(t, r)
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	assert.Contains(t, body, `"stock":4,`)
}

// Identifiers with any characters pass through the path.
func TestServer_Identifiers(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	for _, sku := range []string{"A/B", "..", "100%", "a b+c", "Ă?#", "id", "%2F", `"`} {
		ids := srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: sku, EAN: sku + "1"}})
		for _, ref := range []shopinventory.ItemRef{
			shopinventory.BySKU(sku), shopinventory.ByEAN(sku + "1"), shopinventory.ByID(ids[0]),
		} {
			item, err := srv.Client(nil).Inventory.Get(t.Context(), ref)
			if assert.NoError(t, err, ref) {
				assert.Equal(t, ids[0], item.ID)
				assert.Equal(t, sku, item.SKU)
			}
		}
	}
}
