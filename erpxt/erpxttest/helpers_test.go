package erpxttest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func price(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(shelfwire.MustDecimal(s)) }

// newRequest returns a request as the provider wants it, with the token.
func newRequest(t *testing.T, srv *erpxttest.Server, token, method, path, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	return r
}

// tokenRequest returns a request for a token.
func tokenRequest(t *testing.T, srv *erpxttest.Server) *http.Request {
	t.Helper()
	r := newRequest(t, srv, "", http.MethodPost, "/token", "grant_type=client_credentials")
	cred := srv.Credentials()
	r.SetBasicAuth(cred.ClientID.Reveal(), cred.ClientSecret.Reveal())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// roundTrip sends a request on a connection of its own and returns the response with its body.
func roundTrip(t *testing.T, r *http.Request) (*http.Response, string) {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	resp, err := transport.RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.True(t, len(body) == 0 || json.Valid(body), "%s", body)
	return resp, string(body)
}

// newToken fetches a token.
func newToken(t *testing.T, srv *erpxttest.Server) string {
	t.Helper()
	resp, body := roundTrip(t, tokenRequest(t, srv))
	require.Equal(t, http.StatusOK, resp.StatusCode, body)
	var response struct {
		Token string `json:"access_token"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &response))
	return response.Token
}

func sendRequest(t *testing.T, srv *erpxttest.Server, method, path, body string) (int, string) {
	t.Helper()
	resp, text := roundTrip(t, newRequest(t, srv, newToken(t, srv), method, path, body))
	return resp.StatusCode, text
}

// listPath are those of a list: names and values by turns.
func listPath(list ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(list); i += 2 {
		query.Add(list[i], list[i+1])
	}
	return "/products?" + query.Encode()
}

// listIDs returns the ids of a list, separated by spaces.
func listIDs(t *testing.T, srv *erpxttest.Server, query ...string) string {
	t.Helper()
	status, body := sendRequest(t, srv, http.MethodGet, listPath(query...), "")
	require.Equal(t, http.StatusOK, status, body)
	var rows []struct {
		ID int64 `json:"Id"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &rows))
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = strconv.FormatInt(r.ID, 10)
	}
	return strings.Join(ids, " ")
}

// rejection is an error of the provider.
type apiError struct {
	Message    string
	Data       map[string]string
	Code       string
	ModelState map[string][]string
}

func mustReject(t *testing.T, srv *erpxttest.Server, method, path, body string) apiError {
	t.Helper()
	status, text := sendRequest(t, srv, method, path, body)
	require.Equal(t, http.StatusBadRequest, status, text)
	var r apiError
	require.NoError(t, json.Unmarshal([]byte(text), &r))
	require.NotEmpty(t, r.Message)
	return r
}

// addNumbered adds n products with the ids from 1.
func addNumbered(srv *erpxttest.Server, n int) {
	products := make([]erpxt.Product, n)
	for i := range products {
		products[i].Name = "Product " + strconv.Itoa(i+1)
	}
	srv.AddProducts(products...)
}
