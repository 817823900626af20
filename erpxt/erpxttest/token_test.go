package erpxttest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// serverWithClock returns a server whose clock stands still until it is moved on.
func serverWithClock(t *testing.T) (srv *erpxttest.Server, moveOn func(time.Duration)) {
	t.Helper()
	srv = erpxttest.NewServer(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	moveOn = func(d time.Duration) {
		now = now.Add(d)
		at := now
		srv.SetClock(func() time.Time { return at })
	}
	moveOn(0)
	return srv, moveOn
}

// statusWith returns the status of a call with a token.
func statusWith(t *testing.T, srv *erpxttest.Server, token string) int {
	t.Helper()
	resp, _ := roundTrip(t, newRequest(t, srv, token, http.MethodGet, "/products", ""))
	return resp.StatusCode
}

func TestServer_Token_Response(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	for lifetime, want := range map[time.Duration]string{
		0: "600", time.Minute: "60", 1500 * time.Millisecond: "2",
	} {
		if lifetime > 0 {
			srv.SetTokenLifetime(lifetime)
		}
		resp, body := roundTrip(t, tokenRequest(t, srv))
		require.Equal(t, http.StatusOK, resp.StatusCode, body)
		var response struct {
			Token string `json:"access_token"`
		}
		require.NoError(t, json.Unmarshal([]byte(body), &response))
		assert.Greater(t, len(response.Token), 20)
		assert.Equal(t, `{"access_token":"`+response.Token+`","token_type":"bearer","expires":`+want+`}`, body)
		srv.SetTokenLifetime(10 * time.Minute)
	}
}

func TestServer_Token_Rejected(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	id, secret := srv.Credentials().ClientID.Reveal(), srv.Credentials().ClientSecret.Reveal()
	form := func(body string) func(*http.Request) {
		return func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}
	}
	for name, tc := range map[string]struct {
		change func(*http.Request)
		status int
		code   string
	}{
		"no credentials":  {func(r *http.Request) { r.Header.Del("Authorization") }, 401, "invalid_client"},
		"wrong id":        {func(r *http.Request) { r.SetBasicAuth("other", secret) }, 401, "invalid_client"},
		"wrong secret":    {func(r *http.Request) { r.SetBasicAuth(id, "other") }, 401, "invalid_client"},
		"as a bearer":     {func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }, 401, "invalid_client"},
		"only in a form":  {func(r *http.Request) { r.SetBasicAuth("", "") }, 401, "invalid_client"},
		"JSON":            {func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 400, "invalid_request"},
		"broken form":     {form("grant_type=%zz"), 400, "invalid_request"},
		"no grant":        {form(""), 400, "unsupported_grant_type"},
		"another grant":   {form("grant_type=password"), 400, "unsupported_grant_type"},
		"no content type": {func(r *http.Request) { r.Header.Del("Content-Type") }, 400, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := tokenRequest(t, srv)
			tc.change(r)
			resp, body := roundTrip(t, r)
			assert.Equal(t, tc.status, resp.StatusCode)
			assert.Equal(t, tc.status == 401, resp.Header.Get("WWW-Authenticate") != "")
			var response map[string]string
			require.NoError(t, json.Unmarshal([]byte(body), &response))
			assert.Equal(t, tc.code, response["error"])
			assert.NotEmpty(t, response["error_description"])
			assert.Len(t, response, 2)
		})
	}
}

func TestServer_Token_Expires(t *testing.T) {
	t.Parallel()
	srv, moveOn := serverWithClock(t)
	first := newToken(t, srv)
	moveOn(10*time.Minute - 1)
	second := newToken(t, srv)
	assert.NotEqual(t, first, second)
	assert.Equal(t, 200, statusWith(t, srv, first), "it stays valid beside another one")
	moveOn(1)
	assert.Equal(t, 401, statusWith(t, srv, first))
	assert.Equal(t, 200, statusWith(t, srv, second))
	srv.SetTokenLifetime(time.Second)
	third := newToken(t, srv)
	moveOn(time.Second)
	assert.Equal(t, 401, statusWith(t, srv, third))
	assert.Equal(t, 200, statusWith(t, srv, second), "it keeps the lifetime that it was given")
	srv.ClearTokens()
	assert.Equal(t, 401, statusWith(t, srv, second))
	assert.Equal(t, 200, statusWith(t, srv, newToken(t, srv)))
}

func TestServer_Token_IsRequired(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	ids := srv.AddProducts(erpxt.Product{Name: "A"})
	token := newToken(t, srv)
	for name, value := range map[string]string{
		"none": "", "unknown": "Bearer x", "empty": "Bearer ", "as Basic": "Basic " + token, "bare": token,
	} {
		for _, call := range [][2]string{
			{"GET", "/products"}, {"GET", "/products/1"}, {"POST", "/products"}, {"PUT", "/products"}, {"DELETE", "/products/1"},
		} {
			r := newRequest(t, srv, "", call[0], call[1], "{}")
			r.Header.Set("Authorization", value)
			resp, body := roundTrip(t, r)
			assert.Equal(t, 401, resp.StatusCode, name)
			assert.Equal(t, "Bearer", resp.Header.Get("WWW-Authenticate"))
			assert.Contains(t, body, `{"Message":"`)
		}
	}
	r := newRequest(t, srv, "", "DELETE", "/products/1", "")
	r.Header.Set("Authorization", "bearer "+token)
	resp, _ := roundTrip(t, r)
	assert.Equal(t, 204, resp.StatusCode, "the name of the scheme has no case")
	assert.Equal(t, []int64{1}, ids)
}

// A client gets over a token that is valid no more: also with a write, which was rejected.
func TestServer_ClearTokens(t *testing.T) {
	t.Parallel()
	srv, moveOn := serverWithClock(t)
	client := srv.Client(nil)
	create := func() {
		t.Helper()
		_, err := client.Products.Create(t.Context(), newBowl())
		require.NoError(t, err)
	}
	create()
	create()
	assert.Equal(t, 1, srv.Calls("Token"))
	srv.ClearTokens()
	create()
	assert.Equal(t, 2, srv.Calls("Token"))
	moveOn(time.Hour)
	create()
	assert.Equal(t, 3, srv.Calls("Token"))
	assert.Len(t, srv.Products(), 4)
	assert.Equal(t, 6, srv.Calls("Products.Create"))
}

func newBowl() erpxt.NewProduct {
	return erpxt.NewProduct{
		Name: "Bowl", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23, SaleGrossPrice: price("24.99"),
	}
}

func TestServer_WrongCredentials(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	cred := srv.Credentials()
	cred.ClientSecret = shelfwire.NewSecret("invented")
	client, err := erpxt.New(cred, &shelfwire.Options{BaseURL: srv.URL(), Limiter: shelfwire.Unlimited})
	require.NoError(t, err)
	_, err = client.Products.Get(t.Context(), 1)
	require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
	assert.Zero(t, srv.Calls("Products.Get"))
}

func TestServer_Requests_RedactCredentials(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	r := tokenRequest(t, srv)
	body := "client_id=erpxttest-client&client_secret=erpxttest-secret-0123456789&grant_type=client_credentials"
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	resp, _ := roundTrip(t, r)
	require.Equal(t, 200, resp.StatusCode)
	statusWith(t, srv, newToken(t, srv))
	const name = `{"Name": "&client_secret=x"}`
	roundTrip(t, newRequest(t, srv, "none", http.MethodPost, "/products", name))
	r = tokenRequest(t, srv)
	body = "scope=a+b&grant_type=client%5Fcredentials"
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	roundTrip(t, r)
	all := srv.Requests()
	require.Len(t, all, 5)
	assert.Equal(t, name, all[3].Body, "only forms of /token hold credentials")
	assert.Equal(t, body, all[4].Body, "as it came, without a secret")
	for _, r := range all {
		assert.NotContains(t, r.Header, "Authorization")
	}
	assert.Equal(t, "grant_type=client_credentials", all[0].Body)
	assert.Equal(t, "grant_type=client_credentials", all[1].Body)
}
