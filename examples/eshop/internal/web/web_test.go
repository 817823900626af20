package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	foreign := func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }
	for name, reply := range map[string]*httptest.ResponseRecorder{
		"page":         w.do(http.MethodGet, "/", nil),
		"style":        w.do(http.MethodGet, "/style.css", nil),
		"not found":    w.do(http.MethodGet, "/nowhere", nil),
		"health":       w.do(http.MethodGet, "/healthz", nil),
		"metrics":      w.do(http.MethodGet, "/metrics", nil),
		"refused form": w.do(http.MethodPost, "/products/A/orders", nil, foreign),
		"wrong method": w.do(http.MethodDelete, "/products/A", nil),
		"redirection":  w.do(http.MethodPost, "/products/A/orders", w.filled("A")),
		"other host":   w.do(http.MethodGet, "/", nil, func(r *http.Request) { r.Host = "shop.example" }),
	} {
		h := reply.Header()
		assert.Contains(t, h.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self'", name)
		assert.NotContains(t, h.Get("Content-Security-Policy"), "unsafe", name)
		assert.Contains(t, h.Get("Content-Security-Policy"), "frame-ancestors 'none'", name)
		assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), name)
		assert.Equal(t, "same-origin", h.Get("Referrer-Policy"), name)
		assert.NotEmpty(t, h.Get("Cache-Control"), name)
		assert.Empty(t, h.Get("Set-Cookie"), name)
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, test := range []struct {
		method, path string
		status       int
	}{
		{http.MethodHead, "/", http.StatusOK},
		{http.MethodGet, "/style.css", http.StatusOK},
		{http.MethodGet, "/icon.svg", http.StatusOK},
		{http.MethodGet, "/office", http.StatusOK},
		{http.MethodGet, "/nowhere", http.StatusNotFound},
		{http.MethodGet, "/templates/layout.html", http.StatusNotFound},
		{http.MethodGet, "/products/nobody", http.StatusNotFound},
		{http.MethodGet, "/products/%00", http.StatusNotFound},
		{http.MethodGet, "/orders/1", http.StatusNotFound}, // orders cannot be counted through
		{http.MethodGet, "/office/orders/x", http.StatusNotFound},
		{http.MethodGet, "/office/orders/17", http.StatusNotFound},
		{http.MethodGet, "/office/orders/99999999999999999999", http.StatusNotFound},
		{http.MethodPost, "/", http.StatusMethodNotAllowed},
		{http.MethodPut, "/products/A/orders", http.StatusMethodNotAllowed},
		{http.MethodPost, "/metrics", http.StatusMethodNotAllowed},
	} {
		reply := w.do(test.method, test.path, nil)
		assert.Equal(t, test.status, reply.Code, "%s %s", test.method, test.path)
	}
	assert.Contains(t, words(w.do(http.MethodGet, "/nowhere", nil).Body.String()), "There is no such page")
}

func TestHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	get := func(host string) int {
		return w.do(http.MethodGet, "/", nil, func(r *http.Request) { r.Host = host }).Code
	}
	for _, host := range []string{"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.0.0.2", "[::1]:8080", "[::1]"} {
		assert.Equal(t, http.StatusOK, get(host), host)
	}
	// A name of another site can lead here.
	others := []string{"shop.example", "shop.example:8080", "127.0.0.1.shop.example", "192.0.2.7:8080", ""}
	for _, host := range others {
		assert.Equal(t, http.StatusMisdirectedRequest, get(host), host)
	}
	w.site.AnyHost = true
	w.open()
	for _, host := range others {
		assert.Equal(t, http.StatusOK, get(host), host)
	}
}

// What customers type, and the names of their orders, are in no log.
func TestLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A")
	w.do(http.MethodPost, "/products/A/orders", form)
	w.get("/orders/" + form.Get("form"))
	w.get("/?q=private")
	require.NoError(t, w.shop.Close())
	reply := w.do(http.MethodPost, "/products/A/orders", form)
	assert.Equal(t, http.StatusInternalServerError, reply.Code)
	assert.Contains(t, words(reply.Body.String()), "Something went wrong here")
	assert.NotContains(t, reply.Body.String(), "sql", "what went wrong inside is for the log")
	assert.Contains(t, w.log.String(), `page="GET /orders/{form}" status=200`)
	assert.Contains(t, w.log.String(), "database is closed")
	for _, secret := range []string{"Example", "buyer@", "11000099", "LV-0000", form.Get("form"), "private"} {
		assert.NotContains(t, w.log.String(), secret)
	}
}

// A browser that is opened again asks for the address at which a rejected form was shown.
func TestSite_addressOfForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, want := range map[string]string{
		"/products/A/orders":           "/products/A",
		"/products/C%2F1%20%25/orders": "/products/C%2F1%20%25",
		"/office/orders/17/settle":     "/office/orders/17",
		"/office/remote":               "/office",
		"/office/goods":                "/office",
	} {
		reply := w.do(http.MethodGet, path, nil)
		assert.Equal(t, http.StatusSeeOther, reply.Code, path)
		assert.Equal(t, want, reply.Header().Get("Location"), path)
	}
}
