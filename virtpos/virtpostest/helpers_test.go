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

func dec(s string) shelfwire.Decimal { return shelfwire.MustDecimal(s) }

func set(s string) shelfwire.Opt[shelfwire.Decimal] { return shelfwire.Set(dec(s)) }

func day(s string) shelfwire.Date {
	d, err := shelfwire.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// guideServer holds the data of the guide's examples.
func guideServer(t *testing.T) *virtpostest.Server {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(
		virtpostest.Warehouse{ID: 1, ExternalID: "1"}, virtpostest.Warehouse{ID: 3, ExternalID: "1C-3", Name: "Магазин 1"},
	)
	srv.AddItems(
		virtpostest.Item{ID: 8, ExternalID: "0000-8", Name: "Миска", Article: "M-8"},
		virtpostest.Item{
			ID: 17007, Name: "63838 Корм для собак 2кг", Article: "63838", Price: set("1126"),
			Prices: []virtpos.ListPrice{{PriceListID: 4, Price: set("1126")}, {PriceListID: 3, Price: set("866")}},
		},
	)
	srv.SetStock(
		virtpostest.Row{ID: 3, WarehouseID: 1, ItemID: 8, OnHand: dec("1.7")},
		virtpostest.Row{
			WarehouseID: 3, ItemID: 17007, LotNumber: "12345", OnHand: dec("2"), Reserved: dec("1"),
			ExpiryDate: day("2027-03-31"),
		},
	)
	return srv
}

// get sends everything in the query.
func get(t *testing.T, srv *virtpostest.Server, path, query string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+"/api/"+path+"?"+query, http.NoBody)
	require.NoError(t, err)
	return roundTrip(t, r)
}

// post sends one part in the query and one in the body.
func post(t *testing.T, srv *virtpostest.Server, path, query, body string) (*http.Response, string) {
	t.Helper()
	return roundTrip(t, postRequest(t, srv, path, query, body))
}

func postRequest(t *testing.T, srv *virtpostest.Server, path, query, body string) *http.Request {
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

// call sends a call as clients do, and returns the body of a response that has the status 200.
func call(t *testing.T, srv *virtpostest.Server, path, query, body string) string {
	t.Helper()
	resp, text := post(t, srv, path, query, "apikey="+key+"&"+body)
	require.Equal(t, http.StatusOK, resp.StatusCode, text)
	return text
}

// info is the text of a call that was rejected.
func info(t *testing.T, text string) string {
	t.Helper()
	require.Contains(t, text, "<success>0</success>")
	m := regexp.MustCompile(`<info>(.+)</info>`).FindStringSubmatch(text)
	require.NotNil(t, m, text)
	return m[1]
}

// elements are the texts of all elements of a name, separated by spaces.
func elements(text, name string) string {
	var list []string
	for _, m := range regexp.MustCompile("<"+name+">([^<]*)</"+name+">").FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return strings.Join(list, " ")
}

var betweenElements = regexp.MustCompile(`>\s+<`)

// dense takes the white space between elements away.
func dense(xml string) string {
	return strings.TrimSpace(betweenElements.ReplaceAllString(xml, "><"))
}

// stock is the stock of a warehouse in short: item, lot, quantity and version of each row.
func stock(srv *virtpostest.Server, warehouseID int64) string {
	var list []string
	for _, r := range srv.Stock(warehouseID) {
		list = append(list, strings.Join([]string{
			whole(r.ItemID), r.LotNumber, r.OnHand.String(), "v" + whole(r.Version),
		}, "/"))
	}
	return strings.Join(list, " ")
}

func whole(n int64) string { return shelfwire.NewDecimal(n).String() }

// query is a query of names and values by turns.
func query(list ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(list); i += 2 {
		values.Add(list[i], list[i+1])
	}
	return values.Encode()
}
