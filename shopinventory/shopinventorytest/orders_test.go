package shopinventorytest_test

import (
	"encoding/json"
	"net/http"

	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func moment(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// orderBook is a shop with four orders, the third of which is the newest.
func orderBook(t *testing.T) *shopinventorytest.Server {
	t.Helper()
	srv := catalogue(t)
	srv.SetClock(func() time.Time { return moment("2026-03-05T12:00:00Z") })
	srv.AddOrders(
		shopinventory.Order{Created: moment("2026-03-01T23:30:00Z"), PaymentMethodCode: "wire"},
		shopinventory.Order{ID: "7.1", Created: moment("2026-03-02T10:00:00Z"), PaymentStatus: shopinventory.PaymentPaid},
		shopinventory.Order{Lines: []shopinventory.OrderLine{
			{ItemType: shopinventory.LineProduct, ProductID: 1, Quantity: optDecimal("2")},
			{ItemType: shopinventory.LineProduct, ProductID: 4, Quantity: optDecimal("1")},
			{ItemType: shopinventory.LineProduct, ProductID: 3, Quantity: optDecimal("1")}, // it has variants
			{ItemType: shopinventory.LineProduct, ProductID: 99, Quantity: optDecimal("1")},
			{ItemType: shopinventory.LineProduct, ProductID: 1},
			{ItemType: shopinventory.LineCoupon, ProductID: 1, Quantity: optDecimal("5")},
		}},
		shopinventory.Order{Created: moment("2026-03-03T10:00:00Z"), ShippingStatus: shopinventory.ShippingShipped, Currency: "EUR"},
	)
	return srv
}

// orderIDs returns the ids of a list in their order.
func orderIDs(t *testing.T, srv *shopinventorytest.Server, query string) string {
	t.Helper()
	var list struct{ Data []struct{ ID string } }
	require.NoError(t, json.Unmarshal([]byte(readList(t, srv, query)), &list))
	var ids []string
	for _, row := range list.Data {
		ids = append(ids, row.ID)
	}
	return strings.Join(ids, " ")
}

func TestServer_Orders_List(t *testing.T) {
	t.Parallel()
	srv := orderBook(t)
	for query, want := range map[string]string{
		"orders":                                                    "100001 7.1 100002 100003",
		"orders?sort=date_created.desc":                             "100002 100003 7.1 100001",
		"orders?sort=date_created.asc":                              "100001 7.1 100003 100002",
		"orders?limit=1&start=1":                                    "7.1",
		"orders?ids=7.1,100003,5":                                   "7.1 100003",
		"orders?payment_status=paid":                                "7.1",
		"orders?shipping_status=awaiting":                           "100001 7.1 100002",
		"orders?payment_method_code=wire":                           "100001",
		"orders?created_after=2026-03-02":                           "7.1 100002 100003",
		"orders?created_before=2026-03-02":                          "100001 7.1",
		"orders?created_after=2026-03-02&created_before=2026-03-03": "7.1 100003",
	} {
		assert.Equal(t, want, orderIDs(t, srv, query), query)
	}
	srv.SetCreatedDay(time.FixedZone("", 2*3600), false)
	assert.Equal(t, "100002 100003", orderIDs(t, srv, "orders?created_after=2026-03-02"))
	assert.Equal(t, "100001 7.1", orderIDs(t, srv, "orders?created_before=2026-03-03"))
	assert.Empty(t, orderIDs(t, srv, "orders?created_before=2026-03-02"))
	srv.SetCreatedDay(time.FixedZone("", 2*3600), true)
	assert.Equal(t, "100001 7.1 100002 100003", orderIDs(t, srv, "orders?created_after=2026-03-02"))
}

func TestServer_Orders_Wire(t *testing.T) {
	t.Parallel()
	srv := orderBook(t)
	const first = `{"id":"100001","payment_status":"awaiting","payment_method_code":"wire","shipping_status":"awaiting",` +
		`"currency":"RON","date_created":"2026-03-01T23:30:00Z","date_modified":"2026-03-01T23:30:00Z"}`
	assert.Equal(t, first, readList(t, srv, "orders/100001"))
	assert.Equal(t, strings.Replace(first, `"date_c`, `"line_items":[],"date_c`, 1), moveLines(readList(t, srv, "orders/100001?include=line_items")))
	assert.Contains(t, readList(t, srv, "orders?limit=1"), `{"data":[`+first+`],"meta":{"count":{"total":4,`)
	assert.NotContains(t, readList(t, srv, "orders"), "line_items")
	assert.Contains(t, readList(t, srv, "orders?include=line_items"), `"line_items":[{"item_type":"product","product_id":1,`)
}

// moveLines puts an empty list of lines before the dates: its place is of no importance.
func moveLines(order string) string {
	const empty = `,"line_items":[]`
	return strings.Replace(strings.Replace(order, empty, "", 1), `,"date_c`, empty+`,"date_c`, 1)
}

func TestServer_Orders_Rejections(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		"GET orders?created[gt]=2026-01-01": "undefined_filter", "GET orders?status=paid": "undefined_filter",
		"GET orders/100001?sort=x": "undefined_filter", "PATCH orders/100001/shipped?a=1": "undefined_filter",
		"GET orders?include=lines": "invalid_value", "GET orders/100001?include=x": "invalid_value", "GET orders?sort=id": "invalid_value",
		"GET orders?created_after=yesterday": "invalid_value", "GET orders?created_before=": "invalid_value", "GET orders?limit=0": "invalid_value",
		"GET orders/7": "not_found", "PATCH orders/7/shipped": "not_found", "PATCH orders/100001/confirmed": "not_found",
		"GET taxonomy/taxes?x=1": "undefined_filter", "GET taxonomy/taxes?limit=x": "invalid_value",
	} {
		srv := orderBook(t)
		method, path, _ := strings.Cut(call, " ")
		status, body := send(t, srv, method, "/api/v2/"+path, "")
		assert.Equal(t, map[bool]int{true: 404, false: 400}[want == "not_found"], status, call)
		assert.Equal(t, want, decodeRejection(t, body).Name, call)
	}
}

func TestServer_SetStatus(t *testing.T) {
	t.Parallel()
	srv := orderBook(t)
	for _, action := range []shopinventory.OrderAction{
		shopinventory.ActionInProcess, shopinventory.ActionShipped, shopinventory.ActionDelivered, shopinventory.ActionReturned,
	} {
		status, body := send(t, srv, http.MethodPatch, "/api/v2/orders/7.1/"+string(action), "")
		assert.Equal(t, http.StatusOK, status)
		assert.Contains(t, body, `{"id":"7.1",`)
		assert.Contains(t, body, `"shipping_status":"`+string(action)+`"`)
		assert.Contains(t, body, `"date_modified":"2026-03-05T12:00:00Z"`)
	}
	assert.Equal(t, []shopinventory.OrderAction{"in_process", "shipped", "delivered", "returned"}, srv.Actions("7.1"))
	assert.Empty(t, srv.Actions("100001"))
}

// An order that is canceled gives its goods back, once.
func TestServer_SetStatus_GivesGoodsBack(t *testing.T) {
	t.Parallel()
	for _, warehouses := range []bool{false, true} {
		srv := orderBook(t)
		if warehouses {
			srv.AddWarehouses("Central", "Other")
		}
		srv.SetProductOrder(shopinventorytest.ProductsByModified)
		for range 2 {
			_, body := send(t, srv, http.MethodPatch, "/api/v2/orders/100002/cancelled", "")
			assert.Contains(t, body, `"shipping_status":"cancelled"`)
		}
		for ref, want := range map[int64]string{1: "5", 4: "8"} {
			item, _ := srv.Item(shopinventory.ByID(ref))
			assert.Equal(t, want, item.OnHand.String())
			if warehouses {
				assert.Equal(t, want, item.Warehouses[0].OnHand.String())
			}
		}
		assert.Equal(t, "3 1 2", idsOf(t, srv, "products?fields=id"))
	}
}

func TestServer_Orders_State(t *testing.T) {
	t.Parallel()
	srv := orderBook(t)
	order, ok := srv.Order("100002")
	require.True(t, ok)
	assert.True(t, order.Created.Equal(moment("2026-03-05T12:00:00Z")))
	assert.True(t, order.HasLines)
	order.Lines[0].Name = "changed in a copy"
	again, _ := srv.Order("100002")
	assert.Empty(t, again.Lines[0].Name)
	_, ok = srv.Order("5")
	assert.False(t, ok)

	srv.SetOrder("7.1", func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentRefunded })
	order, _ = srv.Order("7.1")
	assert.Equal(t, shopinventory.PaymentRefunded, order.PaymentStatus)
	assert.True(t, order.Modified.Equal(moment("2026-03-05T12:00:00Z")))
	assert.Panics(t, func() { srv.SetOrder("5", func(*shopinventory.Order) {}) })

	ids := srv.AddOrders(shopinventory.Order{ID: "7.1"}, shopinventory.Order{Modified: moment("2026-01-01T00:00:00Z")})
	assert.Equal(t, []string{"7.1", "100004"}, ids)
	order, _ = srv.Order("7.1")
	assert.Equal(t, shopinventory.PaymentAwaiting, order.PaymentStatus, "it is replaced")
	order, _ = srv.Order("100004")
	assert.True(t, order.Modified.Equal(moment("2026-01-01T00:00:00Z")))
	srv.DeleteOrders("7.1", "5", "100001")
	assert.Equal(t, "100002 100003 100004", orderIDs(t, srv, "orders"))
	assert.Equal(t, 3, len(srv.Orders()))
}

func TestServer_Taxes(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	assert.Equal(t, `[]`, readList(t, srv, "taxonomy/taxes"))
	ids := srv.AddTaxes(shopinventory.Tax{Name: `TVA "19"`, Value: optDecimal("19")}, shopinventory.Tax{ID: 7, Name: "none"},
		shopinventory.Tax{Value: optDecimal("9.00")})
	assert.Equal(t, []int64{1, 7, 8}, ids)
	assert.Equal(t, `[{"id":1,"name":"TVA \"19\"","value":19},{"id":7,"name":"none"},{"id":8,"name":"","value":9.00}]`,
		readList(t, srv, "taxonomy/taxes?limit=100"))
	srv.SetNumbers(shopinventorytest.NumbersQuoted)
	assert.Equal(t, `[{"id":"1","name":"TVA \"19\"","value":"19"}]`, readList(t, srv, "taxonomy/taxes?limit=1"))
	taxes := srv.Taxes()
	taxes[0].Name = "changed in a copy"
	assert.Equal(t, `TVA "19"`, srv.Taxes()[0].Name)
}

// Every call counts against the limits and needs the key.
func TestServer_Lists_KeyAndLimits(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"products", "products/1", "orders", "orders/7.1", "taxonomy/taxes"} {
		srv := orderBook(t)
		r := newRequest(t, srv, http.MethodGet, "/api/v2/"+path, "")
		r.Header.Del("Authorization")
		resp, _ := roundTrip(t, r)
		assert.Equal(t, http.StatusUnauthorized, resp.StatusCode, path)
		srv.SetLimits(shelfwire.Rate{Calls: 1, Per: time.Hour})
		statuses := []int{}
		for range 2 {
			status, _ := send(t, srv, http.MethodGet, "/api/v2/"+path, "")
			statuses = append(statuses, status)
		}
		assert.Equal(t, []int{200, 429}, statuses, path)
	}
}
