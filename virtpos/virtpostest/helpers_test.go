package virtpostest_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const key = "virtpostest-key-0123456789"

func mustDecimal(s string) shelfwire.Decimal { return shelfwire.MustDecimal(s) }

func setDecimal(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(mustDecimal(s)) }

func mustDate(s string) shelfwire.Date {
	d, err := shelfwire.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// newGuideServer holds the data of the guide's examples.
func newGuideServer(t *testing.T) *virtpostest.Server {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(
		virtpostest.Warehouse{ID: 1, ExternalID: "1"}, virtpostest.Warehouse{ID: 3, ExternalID: "1C-3", Name: "Магазин 1"},
	)
	srv.AddItems(
		virtpostest.Item{ID: 8, ExternalID: "0000-8", Name: "Миска", Article: "M-8"},
		virtpostest.Item{
			ID: 17007, Name: "63838 Корм для собак 2кг", Article: "63838", Price: setDecimal("1126"),
			Prices: []virtpos.ListPrice{{PriceListID: 4, Price: setDecimal("1126")}, {PriceListID: 3, Price: setDecimal("866")}},
		},
	)
	srv.SetStock(
		virtpostest.Row{ID: 3, WarehouseID: 1, ItemID: 8, OnHand: mustDecimal("1.7")},
		virtpostest.Row{
			WarehouseID: 3, ItemID: 17007, LotNumber: "12345", OnHand: mustDecimal("2"), Reserved: mustDecimal("1"),
			ExpiryDate: mustDate("2027-03-31"),
		},
	)
	return srv
}

// getWithQuery sends a GET with all parameters in the query.
func getWithQuery(t *testing.T, srv *virtpostest.Server, path, query string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+"/api/"+path+"?"+query, http.NoBody)
	require.NoError(t, err)
	return roundTrip(t, r)
}

// postForm sends a POST with a query and a form.
func postForm(t *testing.T, srv *virtpostest.Server, path, query, body string) (*http.Response, string) {
	t.Helper()
	return roundTrip(t, newPostRequest(t, srv, path, query, body))
}

func newPostRequest(t *testing.T, srv *virtpostest.Server, path, query, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/api/"+path+"?"+query,
		strings.NewReader(body))
	require.NoError(t, err)
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
	return resp, string(body)
}

// postWithKey sends a call as clients do, and returns the body of a response with status 200.
func postWithKey(t *testing.T, srv *virtpostest.Server, path, query, body string) string {
	t.Helper()
	resp, text := postForm(t, srv, path, query, "apikey="+key+"&"+body)
	require.Equal(t, http.StatusOK, resp.StatusCode, text)
	return text
}

// readInfo returns the info of a rejected call.
func readInfo(t *testing.T, text string) string {
	t.Helper()
	require.Contains(t, text, "<success>0</success>")
	m := regexp.MustCompile(`<info>(.+)</info>`).FindStringSubmatch(text)
	require.NotNil(t, m, text)
	return m[1]
}

// textsOf returns the texts of all elements of a name, separated by spaces.
func textsOf(text, name string) string {
	var list []string
	for _, m := range regexp.MustCompile("<"+name+">([^<]*)</"+name+">").FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return strings.Join(list, " ")
}

var betweenElements = regexp.MustCompile(`>\s+<`)

// trimBetweenElements removes white space between elements.
func trimBetweenElements(xml string) string {
	return strings.TrimSpace(betweenElements.ReplaceAllString(xml, "><"))
}

// formatStock formats the stock of a warehouse: item, lot, quantity and version of each row.
func formatStock(srv *virtpostest.Server, warehouseID int64) string {
	var list []string
	for _, r := range srv.Stock(warehouseID) {
		list = append(list, strings.Join([]string{
			formatInt(r.ItemID), r.LotNumber, r.OnHand.String(), "v" + formatInt(r.Version),
		}, "/"))
	}
	return strings.Join(list, " ")
}

func formatInt(n int64) string { return shelfwire.NewDecimal(n).String() }

// encodeQuery encodes a query of alternating names and values.
func encodeQuery(list ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(list); i += 2 {
		values.Add(list[i], list[i+1])
	}
	return values.Encode()
}
