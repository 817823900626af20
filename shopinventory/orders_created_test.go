package shopinventory_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// handClock is a clock of the client that tests set. Its waits end at once.
type handClock struct{ now time.Time }

func (c *handClock) Now() time.Time { return c.now }

func (c *handClock) Sleep(ctx context.Context, until time.Time) (time.Duration, error) {
	return until.Sub(c.now), ctx.Err()
}

func (*handClock) Begin() {}
func (*handClock) End()   {}

func clientAt(t fatal, transport http.RoundTripper, clock *handClock) *shopinventory.Client {
	return clientWith(t, &shelfwire.Options{
		HTTPClient: call.WithClock(&http.Client{Transport: transport}, clock), Limiter: shelfwire.Unlimited,
	})
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// ordersCreated is a page of orders by their times.
func ordersCreated(times ...string) string {
	text := ""
	for i, created := range times {
		text += fmt.Sprintf(`,{"id":"%d","date_created":%q}`, i+1, created)
	}
	return fmt.Sprintf(`{"data":[%s],"meta":{"count":{"total":%d}}}`, text[min(1, len(text)):], len(times))
}

func TestNewOrders_Checkpoint(t *testing.T) {
	t.Parallel()
	const now = "2026-03-10T12:00:00Z"
	for name, tc := range map[string]struct {
		since  string // empty for the whole history
		orders string
		want   string // empty for none
	}{
		"the newest order":       {"2026-03-09T00:00:00Z", ordersCreated("2026-03-10T11:00:00+02:00", "2026-03-09T10:00:00+02:00"), "2026-03-10T09:00:00Z"},
		"the newest, wherever":   {"2026-03-09T00:00:00Z", ordersCreated("2026-03-09T10:00:00+02:00", "2026-03-10T11:00:00+02:00"), "2026-03-10T09:00:00Z"},
		"an order of tomorrow":   {"2026-03-09T00:00:00Z", ordersCreated("2026-03-11T11:00:00+02:00"), now},
		"orders of the overlap":  {"2026-03-09T00:00:00Z", ordersCreated("2026-03-07T11:00:00Z"), "2026-03-09T00:00:00Z"},
		"no orders":              {"2026-03-09T00:00:00Z", ordersCreated(), "2026-03-09T00:00:00Z"},
		"a checkpoint ahead":     {"2026-03-12T00:00:00Z", ordersCreated("2026-03-13T11:00:00Z"), now},
		"ahead, without orders":  {"2026-03-10T12:00:01Z", ordersCreated(), now},
		"a year ahead":           {"2027-03-12T00:00:00Z", ordersCreated("2026-03-09T11:00:00Z"), now},
		"a time that is unread":  {"2026-03-09T00:00:00Z", ordersCreated("today"), "2026-03-09T00:00:00Z"},
		"history":                {"", ordersCreated("2026-03-10T11:00:00Z"), "2026-03-10T11:00:00Z"},
		"history without orders": {"", ordersCreated(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var since time.Time
			if tc.since != "" {
				since = at(tc.since)
			}
			s := newShop(response{status: 200, body: tc.orders})
			n := clientAt(t, s, &handClock{now: at(now)}).Orders.CreatedSince(t.Context(), since, shopinventory.OrderQuery{})
			_, ok := n.Checkpoint()
			assert.False(t, ok, "before the walk")
			for o, err := range n.All() {
				require.NoError(t, err)
				_, ok := n.Checkpoint()
				assert.False(t, ok, "during the walk, at %s", o.ID)
			}
			got, ok := n.Checkpoint()
			assert.Equal(t, tc.want != "", ok)
			if ok {
				assert.True(t, at(tc.want).Equal(got), got)
			}
			assert.Equal(t, tc.since != "", s.calls()[0].query.Has("created_after"))
		})
	}
}

// The checkpoint is by the clock at the beginning of the walk: orders that come meanwhile may be missing in it.
func TestNewOrders_Checkpoint_SlowWalk(t *testing.T) {
	t.Parallel()
	clock := &handClock{now: at("2026-03-10T12:00:00Z")}
	s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
		clock.now = clock.now.Add(time.Hour)
		return respond(r, response{status: 200, body: ordersCreated("2026-03-20T00:00:00Z")})
	}}
	n := clientAt(t, s, clock).Orders.CreatedSince(t.Context(), at("2026-03-01T00:00:00Z"), shopinventory.OrderQuery{})
	_, err := collect(n.All())
	require.NoError(t, err)
	got, _ := n.Checkpoint()
	assert.True(t, at("2026-03-10T12:00:00Z").Equal(got), got)
}

// A walk that fails, or is left, moves no checkpoint; one with gaps does.
func TestNewOrders_Checkpoint_Unfinished(t *testing.T) {
	t.Parallel()
	since := at("2026-03-01T00:00:00Z")
	row := func(id int) object { return object{"id": fmt.Sprint(id), "date_created": "2026-03-05T00:00:00Z"} }
	for name, tc := range map[string]struct {
		spoil func(s *shelf)
		leave bool
		moves bool
	}{
		"whole": {func(*shelf) {}, false, true},
		"left":  {func(*shelf) {}, true, false},
		"incomplete": {func(s *shelf) {
			s.beforePage(2, func() { s.tell = func(_ int, _, list object) { delete(list, "data") } })
		}, false, false},
		"orders of one second change places": {func(s *shelf) {
			s.before = func(n int) {
				if n%3 == 2 {
					s.swap(50, 150)
				}
			}
		}, false, false},
		"gaps": {func(s *shelf) {
			s.row = func(id int) object {
				if id == 3 {
					return object{"date_created": "2026-03-06T00:00:00Z"}
				}
				return row(id)
			}
		}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newOrderShelf(250)
			s.row = row
			tc.spoil(s)
			n := clientAt(t, s.shop, &handClock{now: at("2026-03-10T12:00:00Z")}).Orders.CreatedSince(t.Context(), since, shopinventory.OrderQuery{})
			var last error
			for o, err := range n.All() {
				if last = err; tc.leave && o.ID == "150" {
					break
				}
			}
			_, isGaps := errors.AsType[*shopinventory.GapsError](last)
			assert.Equal(t, name == "gaps", isGaps)
			got, ok := n.Checkpoint()
			assert.Equal(t, tc.moves, ok)
			if ok {
				assert.True(t, at("2026-03-05T00:00:00Z").Equal(got), got)
			}
		})
	}
}

// A checkpoint in the future leaves out no order of the overlap before now.
func TestOrdersService_CreatedSince_Future(t *testing.T) {
	t.Parallel()
	for since, day := range map[string]string{
		"2026-03-10T11:59:59Z": "2026-03-07", "2026-03-10T12:00:00Z": "2026-03-07", "2026-03-11T12:00:00Z": "2026-03-07",
		"2036-01-01T00:00:00Z": "2026-03-07", "2026-03-09T23:00:00Z": "2026-03-06",
	} {
		s := newShop(response{status: 200, body: ordersCreated()})
		n := clientAt(t, s, &handClock{now: at("2026-03-10T12:00:00Z")}).Orders.CreatedSince(t.Context(), at(since), shopinventory.OrderQuery{})
		_, err := collect(n.All())
		require.NoError(t, err)
		assert.Equal(t, day, s.calls()[0].query.Get("created_after"), since)
	}
}

// The filters are those of the call, whatever becomes of the caller's map until the walk.
func TestOrdersService_CreatedSince_KeepsFilters(t *testing.T) {
	t.Parallel()
	filters := map[string]string{"channel_name": "x"}
	s := newShop(response{status: 200, body: ordersCreated()})
	n := s.client(t).Orders.CreatedSince(t.Context(), time.Time{}, shopinventory.OrderQuery{Filters: filters})
	filters["modified[gte]"], filters["channel_name"] = "2026-11-01", "y"
	_, err := collect(n.All())
	require.NoError(t, err)
	assert.Equal(t, "x", s.calls()[0].query.Get("channel_name"))
	assert.False(t, s.calls()[0].query.Has("modified[gte]"))
}

// A second iteration is a new walk, with a checkpoint of its own.
func TestNewOrders_Again(t *testing.T) {
	t.Parallel()
	s := newShop(response{status: 200, body: ordersCreated("2026-03-05T00:00:00Z")}, response{status: 400, body: `{"error":{"name":"a"}}`})
	n := clientAt(t, s, &handClock{now: at("2026-03-10T12:00:00Z")}).Orders.CreatedSince(t.Context(), at("2026-03-01T00:00:00Z"), shopinventory.OrderQuery{})
	_, err := collect(n.All())
	require.NoError(t, err)
	_, err = collect(n.All())
	require.Error(t, err)
	_, ok := n.Checkpoint()
	assert.False(t, ok)
}

// Filters of what an order may become, and of parts of the list, are invalid in any form; the others go to the shop.
func TestOrdersService_CreatedSince_Filters(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"status", "payment_status[in]", "Shipping_Status[ne]", " status_id", "state", "modified[gte]", "date_modified", "updated[gt]",
		"changed_after", "created[gt]", "created_after[]", "date_created[lt]", "timestamp", "paid", "has_cancellation",
		"id", "ids", "ids[in]", "id[gt]", "page", "page[number]", "per_page", "offset", "after", "before", "since", "until", "from", "to",
	} {
		n := newUnusedClient(t).Orders.CreatedSince(t.Context(), at("2026-03-01T00:00:00Z"),
			shopinventory.OrderQuery{Filters: map[string]string{name: "1", "channel_name": "x"}})
		_, err := collect(n.All())
		clienttest.AssertRejected(t, err, fmt.Sprintf("Filters[%q]", name))
	}
	s := newShop(response{status: 200, body: ordersCreated()})
	n := s.client(t).Orders.CreatedSince(t.Context(), at("2026-03-01T00:00:00Z"), shopinventory.OrderQuery{
		Filters: map[string]string{"channel_name": "x", "customer_id[in]": "7", "total_amount[gte]": "1", "store": "2"},
	})
	_, err := collect(n.All())
	require.NoError(t, err)
	assert.Equal(t, "7", s.calls()[0].query.Get("customer_id[in]"))
}

func TestOrdersService_CreatedSince_Invalid(t *testing.T) {
	t.Parallel()
	type query = shopinventory.OrderQuery
	since := at("2026-03-01T00:00:00Z")
	day := shelfwire.DateOf(since)
	for name, tc := range map[string]struct {
		since  time.Time
		query  query
		fields []string
	}{
		"statuses": {since, query{PaymentStatus: "paid", ShippingStatus: "shipped"}, []string{"PaymentStatus", "ShippingStatus"}},
		"days":     {since, query{CreatedAfter: day, CreatedBefore: day}, []string{"CreatedAfter", "CreatedBefore"}},
		"paging":   {since, query{PageSize: 101}, []string{"PageSize"}},
		"history":  {time.Time{}, query{PaymentStatus: "paid"}, []string{"PaymentStatus"}},
		"too old":  {time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), query{}, []string{"since"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newUnusedClient(t).Orders.CreatedSince(t.Context(), tc.since, tc.query)
			_, err := collect(n.All())
			clienttest.AssertRejected(t, err, tc.fields...)
			_, ok := n.Checkpoint()
			assert.False(t, ok)
		})
	}
}
