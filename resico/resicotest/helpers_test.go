package resicotest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// loadRiga is the zone of a new server.
func loadRiga(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Riga")
	require.NoError(t, err)
	return zone
}

// newServerAt returns a server whose clock stands still at a wall clock of Riga.
func newServerAt(t *testing.T, wall string) *resicotest.Server {
	t.Helper()
	srv := resicotest.NewServer(t)
	setClock(t, srv, wall)
	return srv
}

func setClock(t *testing.T, srv *resicotest.Server, wall string) {
	t.Helper()
	moment, err := time.ParseInLocation(time.DateTime, wall, loadRiga(t))
	require.NoError(t, err)
	srv.SetClock(func() time.Time { return moment.UTC() })
}

func newProduct(sku string) resico.Product { return resico.Product{SKU: sku, VAT: "A"} }

func newStockedProduct(sku string, locations map[string]shelfwire.Decimal) resicotest.Product {
	p := newProduct(sku)
	p.Balance.Locations = locations
	return resicotest.Product{Product: p}
}

func setPrice(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

// newRequest returns a request as the provider wants it.
func newRequest(t *testing.T, srv *resicotest.Server, method, path, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	cred := srv.Credentials()
	r.Header.Set("X-Client-Code", cred.ClientCode.Reveal())
	r.Header.Set("X-Client-Key", cred.ClientKey.Reveal())
	r.Header.Set("Content-Type", "application/json")
	return r
}

// roundTrip sends a request on a connection of its own and returns the status and the body of the response.
func roundTrip(t *testing.T, r *http.Request) (*http.Response, string) {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	resp, err := transport.RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.True(t, json.Valid(body), "%s", body)
	return resp, string(body)
}

func sendRequest(t *testing.T, srv *resicotest.Server, method, path, body string) (int, string) {
	t.Helper()
	resp, text := roundTrip(t, newRequest(t, srv, method, path, body))
	return resp.StatusCode, text
}

// listProducts returns the page of a list.
func listProducts(t *testing.T, srv *resicotest.Server, query, filter string) listPage {
	t.Helper()
	status, body := sendRequest(t, srv, http.MethodPost, "/products"+query, filter)
	require.Equal(t, http.StatusOK, status, body)
	var response struct{ Products listPage }
	require.NoError(t, json.Unmarshal([]byte(body), &response))
	return response.Products
}

type listPage struct {
	Data        []json.RawMessage
	CurrentPage int     `json:"current_page"`
	LastPage    int     `json:"last_page"`
	PerPage     int     `json:"per_page"`
	Total       int     `json:"total"`
	From        *int    `json:"from"`
	To          *int    `json:"to"`
	First       string  `json:"first_page_url"`
	Last        string  `json:"last_page_url"`
	Next        *string `json:"next_page_url"`
	Prev        *string `json:"prev_page_url"`
}

func (p listPage) joinSKUs(t *testing.T) string {
	t.Helper()
	var list []string
	for _, raw := range p.Data {
		var row struct{ SKU string }
		require.NoError(t, json.Unmarshal(raw, &row))
		list = append(list, row.SKU)
	}
	return strings.Join(list, " ")
}

func compactJSON(t *testing.T, text string) string {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, json.Compact(&buf, []byte(text)))
	return buf.String()
}

// decodeProblems are the errors of a rejection.
func decodeProblems(t *testing.T, body string) map[string][]string {
	t.Helper()
	var rejection struct {
		Message string
		Errors  map[string][]string
	}
	require.NoError(t, json.Unmarshal([]byte(body), &rejection))
	require.NotEmpty(t, rejection.Message)
	return rejection.Errors
}
