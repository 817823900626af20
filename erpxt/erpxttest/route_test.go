package erpxttest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

func TestServer_RejectedCalls(t *testing.T) {
	t.Parallel()
	const create = `{` + required + `}`
	media := func(value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Content-Type", value) }
	}
	for name, tc := range map[string]struct {
		method, path, body string
		change             func(*http.Request)
		status             int
		op                 string
	}{
		"token by GET":        {"GET", "/token", ``, nil, 405, ""},
		"list by PATCH":       {"PATCH", "/products", create, nil, 405, ""},
		"delete all":          {"DELETE", "/products", ``, nil, 405, ""},
		"put with an id":      {"PUT", "/products/1", create, nil, 405, ""},
		"post with an id":     {"POST", "/products/1", create, nil, 405, ""},
		"unknown path":        {"GET", "/customers", ``, nil, 404, ""},
		"versioned path":      {"GET", "/v1.4/products", ``, nil, 404, ""},
		"longer path":         {"GET", "/products/1/price", ``, nil, 404, ""},
		"slash after an id":   {"GET", "/products/1/", ``, nil, 404, ""},
		"two slashes":         {"GET", "/products//", ``, nil, 404, ""},
		"path to be cleaned":  {"GET", "/products/../products", ``, nil, 404, ""},
		"other case":          {"GET", "/Products", ``, nil, 404, ""},
		"no content type":     {"POST", "/products", create, media(""), 415, "Products.Create"},
		"a text":              {"PUT", "/products", create, media("text/plain"), 415, "Products.Replace"},
		"a form":              {"POST", "/products", create, media("application/x-www-form-urlencoded"), 415, "Products.Create"},
		"broken content type": {"POST", "/products", create, media("application/json; ="), 415, "Products.Create"},
		"no body":             {"POST", "/products", ``, nil, 400, "Products.Create"},
		"no JSON":             {"PUT", "/products", `{"Name": `, nil, 400, "Products.Replace"},
		"the guide's comma":   {"POST", "/products", `{` + required + `,}`, nil, 400, "Products.Create"},
		"a list":              {"POST", "/products", `[]`, nil, 400, "Products.Create"},
		"two values":          {"PUT", "/products", `{} {}`, nil, 400, "Products.Replace"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			srv.AddProducts(erpxt.Product{Name: "A"})
			r := newRequest(t, srv, newToken(t, srv), tc.method, tc.path, tc.body)
			if tc.change != nil {
				tc.change(r)
			}
			resp, body := roundTrip(t, r)
			assert.Equal(t, tc.status, resp.StatusCode, body)
			var response map[string]any
			require.NoError(t, json.Unmarshal([]byte(body), &response))
			assert.NotEmpty(t, response["Message"])
			assert.Equal(t, tc.status == 400, response["Code"] != nil, "only the provider's own words have a code")
			assert.Equal(t, tc.status == 404, body == erpxttest.RouterNotFound)
			assert.Equal(t, tc.status == 405, resp.Header.Get("Allow") != "")
			got := srv.Requests()[1]
			assert.Equal(t, tc.op, got.Op)
			assert.Equal(t, tc.status, got.Status)
			assert.Len(t, srv.Products(), 1)
		})
	}
}

func TestServer_AcceptedCalls(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "A"})
	token := newToken(t, srv)
	for _, media := range []string{"application/json; charset=utf-8", "Application/JSON"} {
		r := newRequest(t, srv, token, http.MethodPost, "/products", `{`+required+`}`)
		r.Header.Set("Content-Type", media)
		resp, _ := roundTrip(t, r)
		assert.Equal(t, http.StatusOK, resp.StatusCode, media)
	}
	for _, path := range []string{"/products", "/products/", "/products/1", "/products/?$top=1", "/products?%24top=1"} {
		r := newRequest(t, srv, token, http.MethodGet, path, "")
		r.Header.Del("Content-Type")
		resp, body := roundTrip(t, r)
		assert.Equal(t, http.StatusOK, resp.StatusCode, path)
		assert.Contains(t, body, `"Name":"A"`)
	}
	assert.Equal(t, 4, srv.Calls("Products.List"))
	assert.Equal(t, 1, srv.Calls("Products.Get"))
}
