package shopinventory_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func refreshed(t *testing.T, client *shopinventory.Client, ids ...string) []shopinventory.OrderResult {
	t.Helper()
	list := slices.Collect(client.Orders.Refresh(t.Context(), ids))
	require.Len(t, list, len(ids))
	for i, r := range list {
		assert.Equal(t, i, r.Index)
		assert.Equal(t, ids[i], r.ID)
		if r.Err == nil {
			assert.Equal(t, r.ID, r.Result.ID)
		} else {
			assert.Equal(t, shopinventory.Order{}, r.Result)
		}
	}
	return list
}

func orderIDs(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprint("A", i))
	}
	return ids
}

func TestOrdersService_Refresh(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	for _, id := range orderIDs(120) {
		srv.AddOrders(shopinventory.Order{ID: id, Lines: []shopinventory.OrderLine{{SKU: "MUG"}}})
	}
	srv.DeleteOrders("A7")
	ids := append(orderIDs(120), "A3", "a,b", "A3", "", "A7")
	list := refreshed(t, srv.Client(nil), ids...)
	for i, r := range list {
		switch ids[i] {
		case "A7":
			require.ErrorIs(t, r.Err, shelfwire.ErrNotFound)
			assert.Equal(t, "Orders.Get", clienttest.RequireError(t, r.Err).Op)
		case "a,b", "":
			clienttest.AssertRejected(t, r.Err, "id")
		default:
			require.NoError(t, r.Err)
			require.Len(t, r.Result.Lines, 1)
			assert.Equal(t, "MUG", r.Result.Lines[0].SKU)
		}
	}
	assert.Equal(t, 3, srv.Calls("Orders.List"))
	assert.Equal(t, 2, srv.Calls("Orders.Get"), "once for each batch that has it")
	assert.Equal(t, "A100,A101,A102,A103,A104,A105,A106,A107,A108,A109,A110,A111,A112,A113,A114,A115,A116,A117,A118,A119,A3,A7",
		srv.Requests()[3].Query.Get("ids"))
	assert.Empty(t, refreshed(t, srv.Client(nil)))
	refreshed(t, newUnusedClient(t), "", ",")
}

// The parameter ids is undocumented: what a shop may make of it.
func TestOrdersService_Refresh_Shops(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		respond func(r *http.Request) response
		kind    error // of every result; nil for success
		code    string
		calls   int
	}{
		"it leaves unknown ids out": {func(r *http.Request) response { return listOf() }, shelfwire.ErrNotFound, "", 1 + 50 + 1},
		"it rejects the parameter": {func(*http.Request) response {
			return response{status: 400, body: `{"error":{"name":"undefined_filter","message":"no"}}`}
		}, shelfwire.ErrInvalid, "undefined_filter", 1},
		"it ignores the parameter": {func(*http.Request) response { return listOf("X1", "X2") }, shelfwire.ErrMalformed, "", 2},
		"it adds one":              {func(*http.Request) response { return listOf(append(orderIDs(50), "X1")...) }, shelfwire.ErrMalformed, "", 2},
		"a page":                   {func(*http.Request) response { return response{status: 200, body: botCheck} }, shelfwire.ErrMalformed, "", 2},
		"the key is rejected":      {func(*http.Request) response { return response{status: 401} }, shelfwire.ErrUnauthorized, "", 1},
		"unavailable":              {func(*http.Request) response { return response{status: 503} }, nil, "", 4 * 2},
		"it has them all": {func(r *http.Request) response { return listOf(strings.Split(r.URL.Query().Get("ids"), ",")...) },
			nil, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
				if !r.URL.Query().Has("ids") {
					return respond(r, response{status: 404, body: `{"error":{"name":"not_found","message":"no"}}`})
				}
				return respond(r, tc.respond(r))
			}}
			list := refreshed(t, s.client(t), orderIDs(70)...)
			assert.Len(t, s.calls(), tc.calls)
			for i, r := range list {
				isLate := name == "it leaves unknown ids out" && i >= 50
				switch {
				case isLate:
					require.ErrorIs(t, r.Err, shelfwire.ErrIncomplete)
					assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(r.Err))
				case name == "unavailable":
					require.Error(t, r.Err)
				case tc.kind == nil:
					require.NoError(t, r.Err)
				default:
					require.ErrorIs(t, r.Err, tc.kind)
				}
				if tc.code != "" {
					assert.Equal(t, tc.code, clienttest.RequireError(t, r.Err).Code)
				}
				if i >= 50 && (name == "it ignores the parameter" || name == "the key is rejected") {
					require.ErrorIs(t, r.Err, shelfwire.ErrIncomplete)
				}
			}
		})
	}
}

// A shop that has fewer orders on a page than were asked for: the numbers beside them tell, and shorter lists follow.
func TestOrdersService_Refresh_LowerLimit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		served int // orders in a response at most
		meta   func(asked int) string
		asked  []int // ids of each call
	}{
		"a limit": {20, func(int) string { return `{"count":{"limit":20}}` }, []int{50, 20, 10, 20, 20, 10, 20}},
		"a total": {20, func(asked int) string { return fmt.Sprintf(`{"count":{"total":%d}}`, asked) },
			[]int{50, 20, 10, 20, 20, 10, 20}},
		"a limit that cuts nothing": {50, func(int) string { return `{"count":{"limit":20}}` }, []int{50, 50, 20}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []int
			s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
				ids := strings.Split(r.URL.Query().Get("ids"), ",")
				asked = append(asked, len(ids))
				rows := ids[:min(tc.served, len(ids))]
				list := listOf(rows...)
				list.body = strings.TrimSuffix(list.body, "}") + `,"meta":` + tc.meta(len(ids)) + `}`
				return respond(r, list)
			}}
			for _, r := range refreshed(t, s.client(t), orderIDs(120)...) {
				require.NoError(t, r.Err)
			}
			assert.Equal(t, tc.asked, asked)
		})
	}
}

// Numbers that show no lower limit: the orders that are missing are read one by one.
func TestOrdersService_Refresh_NoLowerLimit(t *testing.T) {
	t.Parallel()
	for name, meta := range map[string]string{
		"the limit of the request": `{"count":{"limit":100,"total":2}}`, "as many as asked for": `{"count":{"limit":3,"total":2}}`,
		"all orders of the shop": `{"count":{"total":4}}`, "nothing came": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := listOf("A0", "A1")
			list.body = strings.TrimSuffix(list.body, "}") + `,"meta":` + meta + `}`
			if meta == "" {
				list = response{status: 200, body: `{"data":[],"meta":{"count":{"limit":1}}}`}
			}
			s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
				if id, ok := strings.CutPrefix(r.URL.Path, "/api/v2/orders/"); ok {
					return respond(r, response{status: 200, body: fmt.Sprintf(`{"id":%q}`, id)})
				}
				return respond(r, list)
			}}
			for _, r := range refreshed(t, s.client(t), orderIDs(3)...) {
				require.NoError(t, r.Err)
			}
			singles := 1
			if meta == "" {
				singles = 3
			}
			assert.Len(t, s.calls(), 1+singles)
		})
	}
}

func listOf(ids ...string) response {
	rows := make([]string, len(ids))
	for i, id := range ids {
		rows[i] = fmt.Sprintf(`{"id":%q}`, id)
	}
	return response{status: 200, body: `{"data":[` + strings.Join(rows, ",") + `]}`}
}

// A row without an id is no order that was not asked for: the order that it may be is read by itself.
func TestOrdersService_Refresh_RowWithoutID(t *testing.T) {
	t.Parallel()
	s := newShop(response{status: 200, body: `{"data":[{"id":"A0"},{"id":null}]}`}, response{status: 200, body: `{"id":"A1"}`})
	for _, r := range refreshed(t, s.client(t), "A0", "A1") {
		require.NoError(t, r.Err)
	}
	assert.Len(t, s.calls(), 2)
}

// An order in two versions is an error of its own; the same one twice is none.
func TestOrdersService_Refresh_Twice(t *testing.T) {
	t.Parallel()
	s := newShop(response{status: 200, body: `{"data":[{"id":"A0","payment_status":"paid"},{"id":"A1"},
		{"id":"A0","payment_status":"awaiting"},{"id":"A1"},{"id":"A2"}]}`})
	list := refreshed(t, s.client(t), "A0", "A1", "A2", "A0")
	for _, i := range []int{0, 3} {
		require.ErrorIs(t, list[i].Err, shelfwire.ErrMalformed)
		assert.Equal(t, "Orders.List", clienttest.RequireError(t, list[i].Err).Op)
		require.ErrorContains(t, list[i].Err, `the order "A0" came twice`)
	}
	require.NoError(t, list[1].Err)
	require.NoError(t, list[2].Err)
	assert.Len(t, s.calls(), 1)
}

// An order that fails alone does not stop the others; a key that is rejected does.
func TestOrdersService_Refresh_Singles(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault faults.Fault
		gets  int
		rest  error // of the second order
	}{
		"rejected":         {faults.ErrorBody(400, "no"), 2, shelfwire.ErrNotFound},
		"a page":           {faults.HTML(200).Times(2), 3, shelfwire.ErrNotFound},
		"the key":          {faults.Status(401), 1, shelfwire.ErrIncomplete},
		"too long a pause": {faults.RateLimited("3600"), 1, shelfwire.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			srv.Fail(tc.fault.On("Orders.Get"))
			list := refreshed(t, srv.Client(nil), "A0", "A1")
			require.Error(t, list[0].Err)
			assert.NotErrorIs(t, list[0].Err, shelfwire.ErrIncomplete)
			require.ErrorIs(t, list[1].Err, tc.rest)
			assert.Equal(t, tc.gets, srv.Calls("Orders.Get"))
		})
	}
}

// One id that the shop reads in its own way fails alone, or is found by itself; the others come with the list.
func TestOrdersService_Refresh_OddID(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		odd   string
		came  string // the id of the list in its place; "-" for a list that is rejected with 400, "!" with 404
		alone string // the id that Get finds; empty for a 404
		kind  error
	}{
		"a space behind":       {"7 ", "7", "7", shelfwire.ErrInvalid},
		"another case":         {"a7", "A7", "A7", shelfwire.ErrMalformed},
		"zeros dropped":        {"07", "7", "", shelfwire.ErrNotFound},
		"a sign dropped":       {"+7", "7", "+7", nil},
		"a number of its own":  {"7", "7.0", "7", nil},
		"the suffix dropped":   {"95750870.3", "95750870", "95750870.3", nil},
		"in no way known":      {"é7", "e7", "é7", nil},
		"a list with an error": {"x7", "-", "", shelfwire.ErrNotFound},
		"a list not found":     {"7", "!", "7", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const no = `{"error":{"name":"not_found","message":"no"}}`
			s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
				id, isSingle := strings.CutPrefix(r.URL.Path, "/api/v2/orders/")
				ids := strings.Split(r.URL.Query().Get("ids"), ",")
				switch i := slices.Index(ids, tc.odd); {
				case isSingle && id == tc.odd && tc.alone == "":
					return respond(r, response{status: 404, body: no})
				case isSingle && id == tc.odd:
					return respond(r, response{status: 200, body: fmt.Sprintf(`{"id":%q}`, tc.alone)})
				case isSingle:
					return respond(r, response{status: 200, body: fmt.Sprintf(`{"id":%q}`, id)})
				case i >= 0 && tc.came == "-":
					return respond(r, response{status: 400, body: `{"error":{"name":"invalid","message":"no"}}`})
				case i >= 0 && tc.came == "!":
					return respond(r, response{status: 404, body: no})
				case i >= 0:
					ids[i] = tc.came
				}
				return respond(r, listOf(ids...))
			}}
			ids := append([]string{"B1", tc.odd}, orderIDs(60)...)
			for _, r := range refreshed(t, s.client(t), ids...) {
				if r.ID == tc.odd && tc.kind != nil {
					require.ErrorIs(t, r.Err, tc.kind)
					continue
				}
				require.NoError(t, r.Err, r.ID)
			}
		})
	}
}

// A list of one order under another spelling of its id shows that the shop knows the parameter.
func TestOrdersService_Refresh_SpellingAlone(t *testing.T) {
	t.Parallel()
	for asked, came := range map[string]string{"A7": "a7", "07": "7", "7": "7.0", "95750870.3": "95750870"} {
		s := newShop(listOf(came), response{status: 200, body: fmt.Sprintf(`{"id":%q}`, asked)})
		require.NoError(t, refreshed(t, s.client(t), asked)[0].Err, asked)
		assert.Len(t, s.calls(), 2)
	}
}

// A list without one of the orders that were asked for is an answer to something else, and so is one with more strangers
// than ids are missing.
func TestOrdersService_Refresh_Strangers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		came  []string
		isBad bool
	}{
		"strangers alone":       {[]string{"X1"}, true},
		"one for one":           {[]string{"A0", "A1", "X1"}, false},
		"two for one":           {[]string{"A0", "A1", "X1", "X2"}, true},
		"one beside a spelling": {[]string{"a0", "X1"}, false},
		"a spelling too many":   {[]string{"A0", "A1", "A2", "a0"}, false},
		"an order without id":   {[]string{"A0", "A1", ""}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
				if id, ok := strings.CutPrefix(r.URL.Path, "/api/v2/orders/"); ok {
					return respond(r, response{status: 200, body: fmt.Sprintf(`{"id":%q}`, id)})
				}
				return respond(r, listOf(tc.came...))
			}}
			for _, r := range refreshed(t, s.client(t), orderIDs(3)...) {
				if tc.isBad {
					require.ErrorIs(t, r.Err, shelfwire.ErrMalformed)
					require.ErrorContains(t, r.Err, `the order "X`)
				} else {
					require.NoError(t, r.Err)
				}
			}
		})
	}
}

func TestOrdersService_Refresh_Break(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	ids := orderIDs(60)
	for _, id := range ids {
		srv.AddOrders(shopinventory.Order{ID: id})
	}
	for r := range srv.Client(nil).Orders.Refresh(t.Context(), ids) {
		require.NoError(t, r.Err)
		break
	}
	assert.Equal(t, 1, srv.Calls())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for r := range srv.Client(nil).Orders.Refresh(ctx, ids) {
		require.ErrorIs(t, r.Err, context.Canceled)
	}
	assert.Equal(t, 1, srv.Calls())
}

// The faults on the list and on single orders: what passes is overcome, the rest is an error of each order.
func TestOrdersService_Reads_Faults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault faults.Fault
		kind  error // nil when the call gets over it
	}{
		"Status": {faults.Status(503), nil}, "HTML 502": {faults.HTML(502), nil}, "RateLimited": {faults.RateLimited("1"), nil},
		"DropRequest": {faults.DropRequest(), nil}, "DropResponse": {faults.DropResponse(), nil}, "CutBody": {faults.CutBody(), nil},
		"CutBodyWithoutLength": {faults.CutBodyWithoutLength(), nil}, "Delay": {faults.Delay(1), nil},
		"Between": {faults.Between(func() {}), nil}, "transient": {faults.ErrorBody(400, "Operation could not be completed"), nil},
		"HTML 200": {faults.HTML(200), nil}, "PHPError": {faults.PHPError(200), nil}, "Prefix": {faults.Prefix("<br />"), nil},
		"WrongType": {faults.WrongType(), nil}, "RepeatPage": {faults.RepeatPage(), nil},
		"ErrorBody": {faults.ErrorBody(400, "no"), shelfwire.ErrInvalid}, "EchoKey": {faults.EchoKey(), shelfwire.ErrInvalid},
		"401": {faults.Status(401), shelfwire.ErrUnauthorized}, "HTML 404": {faults.HTML(404), shelfwire.ErrMalformed},
		"Redirect":           {faults.Redirect("https://www.example.com/"), errRedirected},
		"WrongType for ever": {faults.WrongType().Always(), shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := func(err error) {
				t.Helper()
				switch tc.kind {
				case nil:
					require.NoError(t, err)
				case errRedirected:
					require.Error(t, err)
				default:
					require.ErrorIs(t, err, tc.kind)
				}
			}
			newServer := func(op string) *shopinventorytest.Server {
				srv := shopinventorytest.NewServer(t)
				for _, id := range orderIDs(9) {
					srv.AddOrders(shopinventory.Order{ID: id})
				}
				srv.Fail(tc.fault.On(op))
				return srv
			}
			orders, err := collect(newServer("Orders.List").Client(nil).Orders.All(t.Context(), shopinventory.OrderQuery{PageSize: 4}))
			if check(err); err == nil {
				assert.Len(t, orders, 9)
			}
			if err := refreshed(t, newServer("Orders.List").Client(nil), "A1")[0].Err; errors.Is(tc.kind, shelfwire.ErrInvalid) {
				require.NoError(t, err, "it may be due to another id, so the order is read by itself")
			} else {
				check(err)
			}
			_, err = newServer("Orders.Get").Client(nil).Orders.Get(t.Context(), "A1")
			check(err)
		})
	}
}
