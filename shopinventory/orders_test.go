package shopinventory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

func TestOrdersService_Get(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		response response
		kind     error
		calls    int
	}{
		"found":                     {response{status: 200, body: `{"id":"95750870.3","total_amount":"3.50"}`}, nil, 1},
		"found, the id as a number": {response{status: 200, body: `{"id":95750870.3,"total_amount":3.50}`}, nil, 1},
		"without the suffix":        {response{status: 200, body: `{"id":"95750870"}`}, shelfwire.ErrMalformed, 2},
		"no id":                     {response{status: 200, body: `{"total_amount":1}`}, shelfwire.ErrMalformed, 2},
		"a list":                    {response{status: 200, body: `[]`}, shelfwire.ErrMalformed, 2},
		"an error":                  {response{status: 200, body: `{"id":"95750870.3","error":"no"}`}, shelfwire.ErrMalformed, 2},
		"no success":                {response{status: 200, body: `{"id":"95750870.3","success":false}`}, shelfwire.ErrMalformed, 2},
		"errors":                    {response{status: 200, body: `{"id":"95750870.3","errors":["no"]}`}, shelfwire.ErrMalformed, 2},
		"found, with other words": {response{status: 200, body: `{"id":"95750870.3","total_amount":3.50,"status":"error","code":404,"error_message":"of the courier"}`},
			nil, 1},
		"gone":                       {response{status: 404, body: `{"error":{"name":"not_found","message":"no"}}`}, shelfwire.ErrNotFound, 1},
		"gone, as some shops say so": {response{status: 400, body: `{"error":{"name":"x","message":"no"}}`}, shelfwire.ErrInvalid, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(tc.response)
			o, err := s.client(t).Orders.Get(t.Context(), "95750870.3")
			assert.Len(t, s.calls(), tc.calls)
			assert.Equal(t, "/api/v2/orders/95750870.3?include=line_items", s.calls()[0].path+"?"+s.calls()[0].query.Encode())
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
				assert.Equal(t, shopinventory.Order{}, o)
				assert.Equal(t, "Orders.Get", clienttest.RequireError(t, err).Op)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "3.50", o.TotalAmount.String())
		})
	}
}

func TestOrdersService_InvalidID(t *testing.T) {
	t.Parallel()
	orders := newUnusedClient(t).Orders
	for _, id := range []string{"", " ", ".", "..", " .. ", "\xff", "7 ", " 7", "7\t", "\u00a07"} {
		_, err := orders.Get(t.Context(), id)
		clienttest.AssertRejected(t, err, "id")
		clienttest.AssertRejected(t, orders.SetStatus(t.Context(), id, shopinventory.ActionShipped), "id")
	}
	for _, action := range []shopinventory.OrderAction{"", "Shipped", "create_invoice", "../1"} {
		clienttest.AssertRejected(t, orders.SetStatus(t.Context(), "", action), "id", "action")
		clienttest.AssertRejected(t, orders.SetStatus(t.Context(), "1", action), "action")
	}
}

// Any other id stays one segment of the path.
func TestOrdersService_Get_EscapesID(t *testing.T) {
	t.Parallel()
	for id, path := range map[string]string{"a/b": "a%2Fb", "1?x#": "1%3Fx%23", "é 1": "%C3%A9%201", "...": "..."} {
		s := newShop(response{status: 404, body: `{"error":{"name":"a","message":"b"}}`})
		_, err := s.client(t).Orders.Get(t.Context(), id)
		require.ErrorIs(t, err, shelfwire.ErrNotFound)
		assert.Equal(t, "/api/v2/orders/"+path, s.calls()[0].path)
	}
}

func TestOrderQuery_Invalid(t *testing.T) {
	t.Parallel()
	type query = shopinventory.OrderQuery
	day := func(day int) shelfwire.Date { return shelfwire.Date{Year: 2026, Month: time.February, Day: day} }
	for name, tc := range map[string]struct {
		query  query
		start  int
		fields []string
	}{
		"paging":        {query{PageSize: 101, Prefetch: 101}, 0, []string{"PageSize", "Prefetch"}},
		"no days":       {query{CreatedAfter: day(30), CreatedBefore: day(31)}, 0, []string{"CreatedAfter", "CreatedBefore"}},
		"the wrong way": {query{CreatedAfter: day(2), CreatedBefore: day(1)}, 0, []string{"CreatedBefore"}},
		"not UTF-8":     {query{PaymentStatus: "\xff", ShippingStatus: "\xff", PaymentMethodCode: "\xff"}, 0, []string{"PaymentStatus", "ShippingStatus", "PaymentMethodCode"}},
		"start":         {query{}, -1, []string{"start"}},
		"filters": {query{Filters: map[string]string{
			"sort": "x", "payment_status": "x", "shipping_status": "x", "payment_method_code": "x", "created_after": "x",
			"created_before": "x", "": "x", "status": "ok",
		}}, 0, []string{
			`Filters[""]`, `Filters["created_after"]`, `Filters["created_before"]`, `Filters["payment_method_code"]`,
			`Filters["payment_status"]`, `Filters["shipping_status"]`, `Filters["sort"]`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			orders := newUnusedClient(t).Orders
			_, err := orders.List(t.Context(), tc.query, tc.start)
			clienttest.AssertRejected(t, err, tc.fields...)
			if tc.start == 0 {
				_, err = collect(orders.All(t.Context(), tc.query))
				clienttest.AssertRejected(t, err, tc.fields...)
			}
		})
	}
	s := newOrderShelf(0)
	_, err := s.shop.client(t).Orders.List(t.Context(), query{CreatedAfter: day(1), CreatedBefore: day(1), PaymentStatus: "of tomorrow"}, 0)
	require.NoError(t, err, "one day, and a status that this module does not know")
}

// An order that the query does not select shows that the shop ignored the filter: the page is read once more.
func TestOrderQuery_FilterIgnored(t *testing.T) {
	t.Parallel()
	const rows = `{"id":"1","payment_status":"paid","shipping_status":"shipped","payment_method_code":"wire"},` +
		`{"id":"2","payment_status":"Awaiting ","shipping_status":"","payment_method_code":null}`
	for name, tc := range map[string]struct {
		query   shopinventory.OrderQuery
		ignored string // in the error; empty for none
	}{
		"payment":           {shopinventory.OrderQuery{PaymentStatus: "paid"}, `PaymentStatus "paid" was asked for, and a row with "Awaiting " came`},
		"payment, the rest": {shopinventory.OrderQuery{PaymentStatus: "awaiting"}, `a row with "paid" came`},
		"several":           {shopinventory.OrderQuery{PaymentStatus: "AWAITING, paid"}, ""},
		"shipping":          {shopinventory.OrderQuery{ShippingStatus: "returned"}, `ShippingStatus "returned"`},
		"shipping, or none": {shopinventory.OrderQuery{ShippingStatus: "shipped"}, ""},
		"method":            {shopinventory.OrderQuery{PaymentMethodCode: "cash_delivery"}, `PaymentMethodCode "cash_delivery"`},
		"method, or none":   {shopinventory.OrderQuery{PaymentMethodCode: "wire"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := `{"data":[` + rows + `],"meta":{"count":{"total":2}}}`
			read := map[string]func(*shop) (int, error){
				"List": func(s *shop) (int, error) {
					page, err := s.client(t).Orders.List(t.Context(), tc.query, 0)
					return len(page.Orders), err
				},
				"All": func(s *shop) (int, error) {
					orders, err := collect(s.client(t).Orders.All(t.Context(), tc.query))
					return len(orders), err
				},
			}
			for call, read := range read {
				s := newShop(response{status: 200, body: body})
				n, err := read(s)
				if tc.ignored == "" {
					require.NoError(t, err, call)
					assert.Equal(t, 2, n, call)
					continue
				}
				require.ErrorIs(t, err, shelfwire.ErrIncomplete, call)
				require.ErrorContains(t, err, tc.ignored, call)
				assert.Zero(t, n, call)
				assert.Len(t, s.calls(), 2, call)
			}
		})
	}
	s := newShop(response{status: 200, body: ordersCreated("2026-03-05T00:00:00Z")},
		response{status: 200, body: `{"data":[{"id":"1","payment_status":"` + testSecret + `"}]}`})
	day := shelfwire.Date{Year: 2026, Month: time.March, Day: 8}
	_, err := s.client(t).Orders.List(t.Context(), shopinventory.OrderQuery{CreatedAfter: day}, 0)
	require.NoError(t, err, "days are not compared")
	_, err = s.client(t).Orders.List(t.Context(), shopinventory.OrderQuery{PaymentStatus: "paid"}, 0)
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	assert.NotContains(t, err.Error(), testSecret)
}

// A list that tells of a failure is none, least of all an empty shop.
func TestOrdersService_List_Verdicts(t *testing.T) {
	t.Parallel()
	const one = `[{"id":"1"}]`
	for body, orders := range map[string]int{ // -1 for an error
		`{"data":[]}`: 0, `{"data":[],"success":true,"status":"ok","code":200,"message":"nothing"}`: 0, `{"data":[],"errors":[],"error":null}`: 0,
		`{"data":` + one + `,"status":"new","code":"A7","warnings":["slow"]}`: 1, `{"data":[],"warnings":[],"success":1}`: 0,
		`{"data":[],"success":false}`: -1, `{"data":[],"success":null}`: -1, `{"data":[],"status":false}`: -1, `{"data":[],"status":"error"}`: -1,
		`{"data":[],"errors":["x"]}`: -1, `{"data":[],"error":"x"}`: -1, `{"data":[],"Error":{"name":"x"}}`: -1, `{"data":[],"statusCode":503}`: -1,
		`{"data":[],"code":"denied"}`: -1, `{"data":[],"warnings":["slow"]}`: -1, `{"data":[],"meta":{"status":500}}`: -1,
		`{"data":[],"meta":{"error":"x","count":{"total":0}}}`: -1, `{"data":[],"status":{"code":500}}`: -1, `{"data":[],"error_message":"x"}`: -1,
		`{"data":` + one + `,"success":false}`: -1, `{"data":` + one + `,"result":"failed"}`: -1, `{"data":{"1":{"id":"1"}},"ok":0}`: -1,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: body})
			page, err := s.client(t).Orders.List(t.Context(), shopinventory.OrderQuery{}, 0)
			if orders < 0 {
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				assert.Len(t, s.calls(), 2, "read once more")
				return
			}
			require.NoError(t, err)
			assert.Len(t, page.Orders, orders)
		})
	}
}

func TestOrdersService_List(t *testing.T) {
	t.Parallel()
	s := newOrderShelf(150)
	orders := s.shop.client(t).Orders
	page, err := orders.List(t.Context(), shopinventory.OrderQuery{PageSize: 7}, 140)
	require.NoError(t, err)
	assert.Equal(t, []int{140, 150, 7}, []int{page.Start, page.Total, page.Delivered})
	assert.Equal(t, "10", page.Orders[0].ID)
	page, err = orders.List(t.Context(), shopinventory.OrderQuery{}, 200)
	require.NoError(t, err)
	assert.Equal(t, shopinventory.OrderPage{Start: 200, Total: 150}, page)
	assert.Equal(t, "140+7 200+100", strings.Join(s.windows(), " "))
}

func TestOrdersService_OnTheWire(t *testing.T) {
	t.Parallel()
	const none = `{"data":[],"meta":{"count":{"total":0}}}`
	day := func(month time.Month, day int) shelfwire.Date {
		return shelfwire.Date{Year: 2026, Month: month, Day: day}
	}
	created := func(at string) func(*testing.T, string) {
		return func(t *testing.T, name string) {
			since, err := time.Parse(time.RFC3339, at)
			require.NoError(t, err)
			orders := goldenServer(t, name, none).Orders
			_, err = collect(orders.CreatedSince(t.Context(), since, shopinventory.OrderQuery{}).All())
			require.NoError(t, err)
		}
	}
	calls := map[string]func(*testing.T, string){
		"orders": func(t *testing.T, name string) {
			_, err := collect(goldenServer(t, name, none).Orders.All(t.Context(), shopinventory.OrderQuery{}))
			require.NoError(t, err)
		},
		"orders_query": func(t *testing.T, name string) {
			_, err := goldenServer(t, name, none).Orders.List(t.Context(), shopinventory.OrderQuery{
				PaymentStatus: shopinventory.PaymentPaid, ShippingStatus: shopinventory.ShippingAwaiting, PaymentMethodCode: "wire",
				CreatedAfter: day(time.January, 31), CreatedBefore: day(time.March, 1), WithoutLines: true, PageSize: 10,
				Filters: map[string]string{"channel": "eMAG"},
			}, 30)
			require.NoError(t, err)
		},
		"created_turn_of_day":  created("2026-03-04T01:30:00+02:00"), // the 3rd in UTC
		"created_turn_of_year": created("2026-01-03T00:00:00Z"),
		"refresh": func(t *testing.T, name string) {
			ids := make([]string, 51)
			rows := [2][]string{}
			for i := range ids {
				ids[i] = fmt.Sprintf("95750870.%d", i)
				rows[i/50] = append(rows[i/50], fmt.Sprintf(`{"id":%q}`, ids[i]))
			}
			orders := goldenServer(t, name,
				`{"data":[`+strings.Join(rows[0], ",")+`]}`, `{"data":[`+strings.Join(rows[1], ",")+`]}`).Orders
			for r := range orders.Refresh(t.Context(), ids) {
				require.NoError(t, r.Err)
			}
		},
		"order": func(t *testing.T, name string) {
			_, err := goldenServer(t, name, `{"id":"95750870.3"}`).Orders.Get(t.Context(), "95750870.3")
			require.NoError(t, err)
		},
	}
	for _, action := range allActions {
		calls["action_"+string(action)] = func(t *testing.T, name string) {
			require.NoError(t, goldenServer(t, name, `{"success":true}`).Orders.SetStatus(t.Context(), "95750870.3", action))
		}
	}
	for name, run := range calls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, name)
		})
	}
}

var allActions = []shopinventory.OrderAction{
	shopinventory.ActionInProcess, shopinventory.ActionShipped, shopinventory.ActionDelivered, shopinventory.ActionReturned,
	shopinventory.ActionCancelled,
}
