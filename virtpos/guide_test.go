package virtpos_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// guideCall is a call that sends the same request as an example of the vendor's guide.
type guideCall struct {
	name     string
	response string // of the fake server
	call     func(t *testing.T, store *virtpos.StoreService)
	added    map[string]string // what the client sends beyond the example
}

func guideCalls(t *testing.T) []guideCall {
	return []guideCall{
		{"store", clienttest.ReadFixture(t, "store.response"), listGuideStock, nil},
		{"update", clienttest.ReadFixture(t, "update.response"), updateGuideItem, nil},
		{"version", `<root><success>1</success><version>42</version></root>`, readGuideVersion, nil},
		{"zero", `<root><success>1</success></root>`, zeroGuideStock, map[string]string{"version": "42"}},
	}
}

// Every example of the guide, as the guide shows it and with the key in the body: the request goes out to the byte as the
// golden file has it, and the response is read in full. The guide shows no response for the last two.
func TestStoreService_GuideExamples(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls(t) {
		for suffix, inQuery := range map[string]bool{"": false, "_key_in_query": true} {
			t.Run(tc.name+suffix, func(t *testing.T) {
				t.Parallel()
				mock, sent := newMockVendor(t, tc.response)
				client := newClientWith(t, virtpos.Credentials{APIKey: shelfwire.NewSecret("MySecret")}, mock)
				if inQuery {
					client = client.WithKeyInQuery()
				}
				tc.call(t, client.Store)
				require.NotEmpty(t, *sent)
				assertLikeGuide(t, (*sent)[0], clienttest.ReadFixture(t, tc.name+".request"), inQuery, tc.added)
				(*sent)[0].AssertGolden(t, tc.name+suffix)
			})
		}
	}
}

// newMockVendor responds to each call with a text, and records the requests as they would go over the wire.
func newMockVendor(t *testing.T, text string) (*shelfwire.Options, *[]*clienttest.Request) {
	t.Helper()
	transport := httpmock.NewMockTransport()
	sent := new([]*clienttest.Request)
	answer := func(r *http.Request) (*http.Response, error) {
		wire, err := httputil.DumpRequestOut(r, true)
		if err != nil {
			return nil, err
		}
		received, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(wire)))
		if err != nil {
			return nil, err
		}
		*sent = append(*sent, clienttest.RecordRequest(t, received))
		response := httpmock.NewStringResponse(http.StatusOK, text)
		response.Header.Set("Content-Type", "text/xml; charset=utf-8")
		return response, nil
	}
	transport.RegisterRegexpResponder(http.MethodPost, anyCall, answer)
	transport.RegisterRegexpResponder(http.MethodGet, anyCall, answer)
	return &shelfwire.Options{
		HTTPClient: &http.Client{Transport: transport}, Limiter: shelfwire.Unlimited,
		Retry: shelfwire.RetryPolicy{BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond},
	}, sent
}

// anyCall matches the URL of every call.
var anyCall = regexp.MustCompile("^" + regexp.QuoteMeta(testBaseURL) + "/api/")

func listGuideStock(t *testing.T, store *virtpos.StoreService) {
	// The guide's request is about warehouse 1, and its response about warehouse 3: the client must notice.
	query := virtpos.StoreQuery{WarehouseID: 1, Fields: []virtpos.StockField{virtpos.StockItemName, virtpos.StockArticle}}
	_, err := store.List(t.Context(), query)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "warehouse 1 was asked for, and warehouse 3 came")
}

// The guide's response to a read, for a request that matches it.
func TestStoreService_List_GuideResponse(t *testing.T) {
	t.Parallel()
	options, _ := newMockVendor(t, clienttest.ReadFixture(t, "store.response"))
	query := virtpos.StoreQuery{WarehouseID: 3, InStockOnly: true, Article: "63838", ItemID: 17007}
	n := 0
	for row, err := range newClientWith(t, testCred, options).Store.All(t.Context(), query) {
		require.NoError(t, err)
		n++
		assert.Equal(t, "3/17007/12345 2.000", formatRow(row))
		assert.Equal(t, "Магазин 1", row.WarehouseName)
		assert.Equal(t, "1.000", row.Available.String())
		assert.Equal(t, "63838 Корм для собак 2кг", row.Name)
		assert.Equal(t, "63838", row.Article)
		assert.Equal(t, "0.00 1126.00", fmt.Sprint(row.COGS, row.Price))
		require.Len(t, row.Prices, 2)
		assert.Equal(t, "4 1126.00, 3 866.00", fmt.Sprint(row.Prices[0].PriceListID, " ", row.Prices[0].Price, ", ",
			row.Prices[1].PriceListID, " ", row.Prices[1].Price))
		assert.Empty(t, row.Extra)
		assert.Nil(t, row.Unread)
	}
	assert.Equal(t, 1, n)
}

func updateGuideItem(t *testing.T, store *virtpos.StoreService) {
	// The guide's request is about item 1, and its response about item 8: the client must notice.
	request := virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(1), OnHand: setDecimal("20")}
	_, err := store.UpdateOnHand(t.Context(), request)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "item 1 was to be changed, and item 8 was")
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
}

func readGuideVersion(t *testing.T, store *virtpos.StoreService) {
	version, err := store.OnHandVersion(t.Context(), virtpos.ExternalWarehouseID("1"))
	require.NoError(t, err)
	assert.Equal(t, "42", version.String())
}

func zeroGuideStock(t *testing.T, store *virtpos.StoreService) {
	_, err := store.ZeroOutdated(t.Context(), virtpos.ExternalWarehouseID("1"), mustVersion("42"))
	require.NoError(t, err)
}

// The guide's response to an update, for a request that matches it.
func TestStoreService_UpdateOnHand_GuideResponse(t *testing.T) {
	t.Parallel()
	options, _ := newMockVendor(t, clienttest.ReadFixture(t, "update.response"))
	r, err := newClientWith(t, testCred, options).Store.UpdateOnHand(t.Context(),
		virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: setDecimal("20")})
	require.NoError(t, err)
	assert.Equal(t, "3 8 1 false 1.700", fmt.Sprint(r.ID, r.ItemID, r.WarehouseID, r.IsNew, " ", r.OnHandBefore))
	assert.Empty(t, r.Extra)
	assert.Nil(t, r.Unread)
}

// freeParams are the parameters without the mark "get only" in the guide.
var freeParams = []string{"apikey", "fields", "quantity", "manuf_date", "cogs", "expir_date", "lot_number"}

// assertLikeGuide compares a request with a URL of the guide: path, parameters, and the place of each
// parameter.
func assertLikeGuide(t *testing.T, r *clienttest.Request, text string, inQuery bool, added map[string]string) {
	t.Helper()
	want, err := url.Parse(strings.TrimSpace(text))
	require.NoError(t, err)
	got, err := url.Parse(r.URI)
	require.NoError(t, err)
	form, err := url.ParseQuery(string(r.Body))
	require.NoError(t, err)
	assert.Equal(t, want.Path, got.Path)
	parameters := want.Query()
	for name, value := range added {
		parameters.Set(name, value)
	}
	inBody := url.Values{}
	if !inQuery {
		for _, name := range freeParams {
			if parameters.Has(name) {
				inBody.Set(name, parameters.Get(name))
				parameters.Del(name)
			}
		}
	}
	assert.Equal(t, map[bool]string{true: http.MethodGet, false: http.MethodPost}[inQuery], r.Method)
	assert.Equal(t, parameters, got.Query())
	assert.Equal(t, inBody, form)
}
