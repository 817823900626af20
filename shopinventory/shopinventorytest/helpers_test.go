package shopinventorytest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func optDecimal(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

// newRequest returns a request as the shop wants it, with the key.
func newRequest(t *testing.T, srv *shopinventorytest.Server, method, path, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	cred := srv.Credentials()
	r.SetBasicAuth(cred.APIKey.Reveal(), cred.APISecret.Reveal())
	r.Header.Set("Content-Type", "application/json")
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

func send(t *testing.T, srv *shopinventorytest.Server, method, path, body string) (int, string) {
	t.Helper()
	resp, text := roundTrip(t, newRequest(t, srv, method, path, body))
	return resp.StatusCode, text
}

// read returns an item as the server sends it.
func read(t *testing.T, srv *shopinventorytest.Server, path string) string {
	t.Helper()
	status, body := send(t, srv, http.MethodGet, "/api/v2/inventory/"+path, "")
	require.Equal(t, http.StatusOK, status, body)
	return body
}

// patch changes an item and returns it as the server sends it.
func patch(t *testing.T, srv *shopinventorytest.Server, path, body string) string {
	t.Helper()
	status, response := send(t, srv, http.MethodPatch, "/api/v2/inventory/"+path, body)
	require.Equal(t, http.StatusOK, status, response)
	assert.Equal(t, read(t, srv, path), response, "it responds with the item")
	return response
}

// rejection is an error of the shop.
type rejection struct {
	Name    string
	Message string
	Details map[string]json.RawMessage
}

// decodeRejection reads an error, which has exactly the documented members.
func decodeRejection(t *testing.T, body string) rejection {
	t.Helper()
	var response map[string]map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(body), &response), body)
	require.Len(t, response, 1)
	require.Len(t, response["error"], 3)
	var r struct{ Error rejection }
	require.NoError(t, json.Unmarshal([]byte(body), &r))
	require.NotEmpty(t, r.Error.Name)
	require.NotEmpty(t, r.Error.Message)
	require.NotNil(t, r.Error.Details)
	return r.Error
}

// rejected sends a change that is not accepted, and that changes nothing.
func rejectedPatch(t *testing.T, srv *shopinventorytest.Server, path, body string) rejection {
	t.Helper()
	before := srv.Items()
	status, text := send(t, srv, http.MethodPatch, "/api/v2/inventory/"+path, body)
	require.Equal(t, http.StatusBadRequest, status, text)
	assert.Equal(t, before, srv.Items())
	assert.Zero(t, srv.Adjustments())
	return decodeRejection(t, text)
}

// shirt is the guide's product without an EAN, with a stock.
func shirt() shopinventorytest.Item {
	return shopinventorytest.Item{Item: shopinventory.Item{
		ID: 10002, SKU: "TShirt.Blk.XL", OnHand: optDecimal("5"), PriceGross: optDecimal("80"),
	}}
}

var theShirt = shopinventory.BySKU("TShirt.Blk.XL")

// shop returns a server with the shirt.
func shop(t *testing.T) *shopinventorytest.Server {
	t.Helper()
	srv := shopinventorytest.NewServer(t)
	srv.AddItems(shirt())
	return srv
}

// stockOf is the stock of the shirt that the shop holds.
func stockOf(t *testing.T, srv *shopinventorytest.Server) string {
	t.Helper()
	item, ok := srv.Item(theShirt)
	require.True(t, ok)
	return item.OnHand.String()
}
