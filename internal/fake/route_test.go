package fake_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// startWithRoutes is a provider whose responses say which endpoint has served them, and with which variables.
func startWithRoutes(t *testing.T, routerError func(*fake.Request, int, string) fake.Response) *fake.Server {
	t.Helper()
	reject := func(_ *fake.Request, status int, message string) fake.Response {
		return fake.Response{Status: status, Header: http.Header{"X-Own": {"yes"}}, Body: []byte(message)}
	}
	endpoint := func(op, method, path string) fake.Endpoint {
		return fake.Endpoint{Op: op, Method: method, Path: path, Serve: func(r *fake.Request) fake.Response {
			body := op + "(" + r.PathValue("sku") + "," + r.PathValue("n") + ")"
			return fake.Response{Status: http.StatusOK, Body: []byte(body)}
		}}
	}
	return startProvider(t, fake.Provider{
		Name: "routetest",
		Base: "/api",
		Endpoints: []fake.Endpoint{
			endpoint("Things.List", "GET", "things/"),
			endpoint("Things.Create", "POST", "things/"),
			endpoint("Things.Get", "GET POST", "things/{sku}"),
			endpoint("Lines.Get", "GET", "things/{sku}/lines/{n}"),
			endpoint("Lines.Get", "PUT", "lines"),
		},
		Error: reject, RouterError: routerError, Redact: func(*fake.Record) {},
	})
}

func TestServer_Route(t *testing.T) {
	t.Parallel()
	const nothing = "there is nothing at this address"
	for name, tc := range map[string]struct {
		method, path string
		status       int
		body         string
		op           string
	}{
		"plain":                    {"GET", "/api/things", 200, "Things.List(,)", "Things.List"},
		"slash at the end":         {"GET", "/api/things/", 200, "Things.List(,)", "Things.List"},
		"another method":           {"POST", "/api/things", 200, "Things.Create(,)", "Things.Create"},
		"variable":                 {"GET", "/api/things/BOWL", 200, "Things.Get(BOWL,)", "Things.Get"},
		"one of several methods":   {"POST", "/api/things/BOWL", 200, "Things.Get(BOWL,)", "Things.Get"},
		"unescaped by itself":      {"GET", "/api/things/A%2FB", 200, "Things.Get(A/B,)", "Things.Get"},
		"two variables":            {"GET", "/api/things/A/lines/7", 200, "Lines.Get(A,7)", "Lines.Get"},
		"an operation elsewhere":   {"PUT", "/api/lines", 200, "Lines.Get(,)", "Lines.Get"},
		"no slash where there is":  {"PUT", "/api/lines/", 404, nothing, ""},
		"empty variable":           {"GET", "/api/things//lines/7", 404, nothing, ""},
		"other text":               {"GET", "/api/things/A/rows/7", 404, nothing, ""},
		"too short":                {"GET", "/api/things/A/lines", 404, nothing, ""},
		"too long":                 {"GET", "/api/things/A/lines/7/x", 404, nothing, ""},
		"another base":             {"GET", "/v1/things", 404, nothing, ""},
		"the base alone":           {"GET", "/api", 404, nothing, ""},
		"a method that nobody has": {"DELETE", "/api/things", 405, "this address does not take this method", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := startWithRoutes(t, nil)
			status, body := sendRequest(t, newClient(t), newRequest(t, srv, tc.method, tc.path))
			assert.Equal(t, tc.status, status)
			assert.Equal(t, tc.body, body)
			assert.Equal(t, tc.op, srv.Records()[0].Op)
		})
	}
}

func TestServer_Route_NamesAllowedMethods(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{
		"/api/things":           {"GET, POST"},
		"/api/things/A":         {"GET, POST"},
		"/api/things/A/lines/7": {"GET"},
		"/api/elsewhere":        nil,
	} {
		srv := startWithRoutes(t, nil)
		header := headerOf(t, newClient(t), newRequest(t, srv, http.MethodDelete, path))
		assert.Equal(t, want, header["Allow"], path)
		assert.Equal(t, "yes", header.Get("X-Own"), "the provider's own headers stay")
	}
}

// A provider's router may word its errors otherwise than the provider.
func TestProvider_RouterError(t *testing.T) {
	t.Parallel()
	srv := startWithRoutes(t, func(r *fake.Request, status int, _ string) fake.Response {
		return fake.Response{Status: status, Body: []byte("no " + r.Method + " of " + r.Path)}
	})
	client := newClient(t)
	status, body := sendRequest(t, client, newRequest(t, srv, http.MethodGet, "/api/x"))
	assert.Equal(t, 404, status)
	assert.Equal(t, "no GET of /api/x", body)
	status, body = sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/api/things"))
	assert.Equal(t, 405, status)
	assert.Equal(t, "no PUT of /api/things", body)
}

func TestServer_Fail_NamesOperationsOnce(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, `routetest: there is no operation "Things.Gt"; there are Things.List, Things.Create, `+
		`Things.Get, Lines.Get`, func() { startWithRoutes(t, nil).Calls("Things.Gt") })
}
