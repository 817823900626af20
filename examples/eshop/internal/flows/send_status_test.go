package flows_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

var inProcess = []shopinventory.OrderAction{shopinventory.ActionInProcess}

// An order is moved on when its invoice is in, and once.
func TestSendStatus(t *testing.T) {
	t.Parallel()
	for _, accounts := range []shop.Accounts{shop.InResico, shop.InERPXT} {
		t.Run(string(accounts), func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			require.NoError(t, m.Shop.KeepAccounts(t.Context(), accounts))
			id := m.invoice()
			others := m.server.AddOrders(paid(), paid(func(o *shopinventory.Order) { o.PaymentStatus = "awaiting" }))
			m.run()
			reads := m.server.Calls("Orders.Get")
			assert.Equal(t, flows.Statuses{Set: 1}, m.move())
			assert.Equal(t, inProcess, m.server.Actions(id))
			assert.Equal(t, "in_process", m.there())
			assert.Equal(t, reads+1, m.server.Calls("Orders.Get"))
			for _, other := range others {
				assert.Empty(t, m.server.Actions(other), "its invoice is not in")
			}
			o, err := m.Shop.Order(t.Context(), 1)
			require.NoError(t, err)
			steps, err := m.Shop.StepsOf(t.Context(), o)
			require.NoError(t, err)
			assert.Equal(t, "status done", fmt.Sprint(steps[len(steps)-1].Kind, " ", steps[len(steps)-1].State))

			m.run() // which reads the order as it is now
			calls := m.server.Calls()
			assert.Equal(t, flows.Statuses{}, m.move())
			m.server.SetOrder(id, func(o *shopinventory.Order) { o.ShippingStatus = shopinventory.ShippingAwaiting })
			assert.Equal(t, flows.Statuses{}, m.move(), "what a person takes back stays so")
			assert.Equal(t, calls, m.server.Calls())
		})
	}
}

// Buyers of the time before the flow was asked for get no mail, however often it runs.
func TestSendStatus_begins(t *testing.T) {
	t.Parallel()
	m := newUnbegunMover(t)
	early := m.invoice()
	late := m.server.AddOrders(paid())[0]
	m.run()
	assert.Equal(t, flows.Statuses{}, m.move())
	require.NoError(t, m.Shop.CloseOrder(t.Context(), m.placed[1], shop.OrderSent, ""))
	assert.Equal(t, flows.Statuses{Set: 1}, m.move(), "it was placed before, and invoiced after")
	assert.Equal(t, inProcess, m.server.Actions(late))
	first, err := m.status.Begin(t.Context())
	require.NoError(t, err)
	again, err := m.status.Begin(t.Context())
	require.NoError(t, err)
	assert.Equal(t, first, again)
	assert.Equal(t, flows.Statuses{}, m.move())
	assert.Empty(t, m.server.Actions(early))
}

// Each way in which a request can end: the status is set once, however often the flow runs. Until a request cannot arrive any
// more, there is no second one.
func TestSendStatus_faults(t *testing.T) {
	t.Parallel()
	const unclear, rejected = flows.Unclear, flows.Rejected
	for name, test := range map[string]struct {
		fault   faults.Fault
		problem flows.ProblemKind // of the first run; empty when the status is set
		applied bool              // by the first request
	}{
		"request lost":                 {faults.DropRequest(), unclear, false},
		"response lost":                {faults.DropResponse(), unclear, true},
		"half a response":              {faults.CutBody(), "", true}, // the half with the status
		"half, and no length":          {faults.CutBodyWithoutLength(), "", true},
		"another type":                 {faults.WrongType(), unclear, true},
		"unavailable":                  {faults.Status(503), unclear, false},
		"unavailable afterwards":       {faults.Status(503).AfterApplying(), unclear, true},
		"an error afterwards":          {faults.Status(500).AfterApplying(), unclear, true},
		"a proxy's page":               {faults.HTML(502), unclear, false},
		"a page for people":            {faults.HTML(200), unclear, false},
		"a page afterwards":            {faults.HTML(200).AfterApplying(), unclear, true},
		"PHP's words":                  {faults.PHPError(200), unclear, false},
		"PHP's words before":           {faults.Prefix("Notice: x\n"), unclear, true},
		"an empty list":                {faults.JSON(200, "[]"), unclear, false},
		"no success":                   {faults.JSON(200, `{"success":false}`), unclear, false},
		"another status":               {faults.JSON(200, `{"shipping_status":"awaiting"}`), unclear, false},
		"another status, after all":    {faults.JSON(200, `{"shipping_status":"awaiting"}`).AfterApplying(), unclear, true},
		"no body":                      {faults.Body(200, "text/plain", "").AfterApplying(), "", true},
		"sent elsewhere":               {faults.Redirect("https://elsewhere.example/"), unclear, false},
		"cannot say":                   {faults.JSON(400, `{"error":{"message":"Operation could not be completed"}}`), unclear, false},
		"slow":                         {faults.Delay(time.Millisecond), "", true},
		"another header":               {faults.Header("Content-Type", "text/plain; charset=windows-1251"), "", true},
		"too many calls":               {faults.RateLimited("0").Times(2), "", true},
		"rejected":                     {faults.ErrorBody(422, "not from this status"), rejected, false},
		"no such action":               {faults.ErrorBody(405, "no such action"), rejected, false},
		"not found":                    {faults.ErrorBody(404, "there is no order with this id"), rejected, false},
		"a stranger's 404":             {faults.HTML(404), rejected, false},
		"rejected, with the key in it": {faults.EchoKey(), rejected, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			id := m.invoice()
			m.server.Fail(test.fault.On("Orders.SetStatus"))
			done := m.move()
			if test.problem == "" {
				assert.Equal(t, flows.Statuses{Set: 1}, done)
			} else {
				assert.Equal(t, []flows.ProblemKind{test.problem}, problems(done))
			}
			assert.Equal(t, test.problem == rejected, len(m.rejected) == 1)
			sets := m.sets()
			done = m.move()
			assert.Equal(t, sets, m.sets(), "within the time of the first request")
			if test.applied {
				assert.Equal(t, inProcess, m.server.Actions(id))
				assert.Equal(t, test.problem != "", done.Set == 1, "it is found")
			} else {
				assert.Equal(t, []flows.ProblemKind{test.problem}, problems(done), "it is still told")
				m.waitFor(shop.LandingTime)
				if test.problem == rejected {
					assert.Zero(t, m.move().Set, "which waits longer")
					m.waitFor(shop.StatusPause)
				}
				assert.Equal(t, flows.Statuses{Set: 1}, m.move())
			}
			m.waitFor(24 * time.Hour)
			calls := m.server.Calls()
			assert.Equal(t, flows.Statuses{}, m.move())
			assert.Equal(t, calls, m.server.Calls())
			assert.Equal(t, inProcess, m.server.Actions(id))
			assert.Equal(t, "in_process", m.there())
			assert.NotContains(t, fmt.Sprint(m.rejected), m.server.Credentials().APISecret.Reveal())
		})
	}
}

// A request that arrives late is waited for, and looked for before there is another one.
func TestSendStatus_landsLater(t *testing.T) {
	t.Parallel()
	arrive := func(m *mover, id string) {
		assert.NoError(m.t, m.server.Client(nil).Orders.SetStatus(m.t.Context(), id, shopinventory.ActionInProcess))
	}
	t.Run("in its time", func(t *testing.T) {
		t.Parallel()
		m := newMover(t)
		id := m.invoice()
		m.server.Fail(faults.DropRequest().On("Orders.SetStatus"))
		assert.Contains(t, m.move().Problems[0].Reason, "it is looked for until")
		m.waitFor(shop.LandingTime - 10*time.Second)
		assert.Equal(t, []flows.ProblemKind{flows.Unclear}, problems(m.move()))
		arrive(m, id)
		assert.Equal(t, flows.Statuses{Set: 1}, m.move())
		assert.Equal(t, inProcess, m.server.Actions(id))
	})
	t.Run("when it is looked for the last time", func(t *testing.T) {
		t.Parallel()
		m := newMover(t)
		id := m.invoice()
		m.server.Fail(faults.DropRequest().On("Orders.SetStatus"))
		m.move()
		m.waitFor(shop.LandingTime)
		m.server.Fail(faults.Between(func() {
			m.server.SetOrder(id, func(o *shopinventory.Order) { o.ShippingStatus = shopinventory.ShippingInProcess })
		}).On("Orders.Get"))
		assert.Equal(t, flows.Statuses{Set: 1}, m.move())
		assert.Equal(t, 1, m.sets())
	})
}

// The time of a request ends while the order is read: what was read may be older than what has arrived.
func TestSendStatus_looksFirst(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	m.invoice()
	m.server.Fail(faults.DropRequest().On("Orders.SetStatus"))
	m.move()
	m.server.Fail(faults.Between(func() { m.waitFor(shop.LandingTime) }).On("Orders.Get"))
	assert.Equal(t, []flows.ProblemKind{flows.Unclear}, problems(m.move()))
	assert.Equal(t, 1, m.sets())
	assert.Equal(t, flows.Statuses{Set: 1}, m.move(), "which has read it since")
}

// Which orders stay as they are, and why.
func TestSendStatus_leaves(t *testing.T) {
	t.Parallel()
	shipment := func(status shopinventory.ShippingStatus) func(*shopinventory.Order) {
		return func(o *shopinventory.Order) { o.ShippingStatus = status }
	}
	for name, test := range map[string]struct {
		action shopinventory.OrderAction
		change func(*shopinventory.Order)
		reason string // empty when it is moved on
	}{
		"awaiting":            {"in_process", shipment("awaiting"), ""},
		"confirmed":           {"in_process", shipment("confirmed"), ""},
		"there":               {"in_process", shipment("in_process"), "it is in_process already"},
		"further on":          {"in_process", shipment("shipped"), "it is shipped already"},
		"at the end":          {"in_process", shipment("delivered"), "it is delivered already"},
		"to be shipped":       {"shipped", shipment("in_process"), ""},
		"shipped":             {"shipped", shipment("shipped"), "it is shipped already"},
		"to be delivered":     {"delivered", shipment("shipped"), ""},
		"cancelled":           {"shipped", shipment("cancelled"), "its shipment is cancelled"},
		"returned":            {"shipped", shipment("returned"), "its shipment is returned"},
		"a status of its own": {"shipped", shipment("packed"), `its status is "packed", and nobody knows whether that comes before shipped`},
		"refunded":            {"shipped", func(o *shopinventory.Order) { o.PaymentStatus = "refunded" }, "its payment is refunded"},
		"goods came back":     {"shipped", func(o *shopinventory.Order) { o.HasReturns = shelfwire.Set(true) }, "goods of it were returned"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			m.status.Action = test.action
			id := m.invoice()
			m.server.SetOrder(id, test.change)
			if test.reason == "" {
				assert.Equal(t, flows.Statuses{Set: 1}, m.move())
				assert.Equal(t, []shopinventory.OrderAction{test.action}, m.server.Actions(id))
				return
			}
			assert.Equal(t, flows.Statuses{Left: 1}, m.move())
			assert.Equal(t, "left as it was: "+test.reason, m.there())
			m.server.SetOrder(id, shipment("awaiting"))
			assert.Equal(t, flows.Statuses{}, m.move(), "for good")
			assert.Zero(t, m.sets())
		})
	}
}

// A next try that is further away than any was set by a clock that was ahead.
func TestSendStatus_clockAhead(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	id := m.invoice()
	require.NoError(t, m.Shop.StatusFailed(t.Context(), 1, "422", time.Now().Add(1000*time.Hour)))
	assert.Equal(t, flows.Statuses{Set: 1}, m.move())
	assert.Equal(t, inProcess, m.server.Actions(id))
}

func TestSendStatus_gone(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	m.server.DeleteOrders(m.invoice())
	assert.Equal(t, flows.Statuses{Left: 1}, m.move())
	assert.Equal(t, "left as it was: the channel has it no longer", m.there())
}

// An invoice of long ago is not told to anybody: the flow was not asked for in between.
func TestSendStatus_old(t *testing.T) {
	t.Parallel()
	for name, isUnclear := range map[string]bool{"never begun": false, "unclear": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			id := m.invoice()
			if isUnclear {
				m.server.Fail(faults.DropRequest().On("Orders.SetStatus"))
				m.move()
				m.waitFor(shop.LandingTime)
			}
			sets := m.sets()
			const form = "2006-01-02T15:04:05.000000Z"
			long := time.Now().Add(-shop.StatusWatch - time.Minute).UTC()
			require.NoError(t, m.Shop.SetMark(t.Context(), flows.StatusStart, long))
			_, err := m.Shop.DB().ExecContext(t.Context(), `UPDATE orders SET closed_at = $1`, long.Format(form))
			require.NoError(t, err)
			assert.Equal(t, flows.Statuses{Left: 1}, m.move())
			assert.Equal(t, "left as it was: its invoice is older than a week", m.there())
			assert.Equal(t, sets, m.sets())
			assert.Empty(t, m.server.Actions(id))
		})
	}
}

// What the shop rejects holds up nothing else, and is for a person in the end.
func TestSendStatus_rejected(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	id := m.invoice()
	m.server.Fail(faults.ErrorBody(422, "not from this status").On("Orders.SetStatus").Times(shop.StatusTries))
	for tries := 1; tries < shop.StatusTries; tries++ {
		done := m.move()
		assert.Equal(t, []flows.ProblemKind{flows.Rejected}, problems(done))
		assert.Contains(t, done.Problems[0].Reason, "not from this status")
		assert.Contains(t, done.Problems[0].Reason, "it is tried again after")
		assert.Equal(t, "order 1", done.Problems[0].Name())
		assert.Len(t, m.rejected, tries)
		assert.Equal(t, tries, m.sets())
		m.waitFor(shop.StatusPause + time.Minute)
	}
	assert.Equal(t, flows.Statuses{Parked: 1}, m.move())
	assert.Equal(t, flows.Statuses{}, m.move())
	assert.Equal(t, shop.StatusTries, m.sets())
	const reason = "its invoice is in, and its status could not be set to in_process: "
	require.Len(t, m.forHuman, 1)
	assert.Contains(t, m.forHuman[0], id+": "+reason)
	assert.True(t, strings.HasPrefix(m.there(), reason), m.there())

	list, err := m.Shop.RemoteToSettle(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, shop.RemotePlaced, list[0].State)
	assert.Contains(t, list[0].Reason, "not from this status")
	next := m.invoice()
	assert.Equal(t, flows.Statuses{Set: 1}, m.move())
	assert.Equal(t, inProcess, m.server.Actions(next))

	// What else happens to it is seen, and told with it.
	m.server.SetOrder(id, func(o *shopinventory.Order) { o.ShippingStatus = shopinventory.ShippingCancelled })
	m.run()
	list, err = m.Shop.RemoteToSettle(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Contains(t, list[0].Reason, "after it was placed here: its shipment is cancelled; its invoice is in")
	counts, err := m.Shop.CountRemote(t.Context(), time.Now())
	require.NoError(t, err)
	assert.Equal(t, 1, counts.Parked)
	r := shop.Remote{Channel: flows.MerchantPro, ID: id}
	require.ErrorIs(t, settleRemote(t, m.Shop, r, shop.NotThere), shop.ErrNothingToSettle, "its invoice is in")
	require.NoError(t, settleRemote(t, m.Shop, r, shop.Dealt))
	require.ErrorIs(t, settleRemote(t, m.Shop, r, shop.Dealt), shop.ErrNothingToSettle)
	assert.True(t, strings.HasPrefix(m.there(), "a person has dealt with it: its invoice"), m.there())
}

// A person who deals with the status alone lets the order be watched as before.
func TestSendStatus_dealt(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	id := m.invoice()
	require.NoError(t, m.Shop.EndStatus(t.Context(), 1, shop.StatusParked, "rejected"))
	require.NoError(t, settleRemote(t, m.Shop, shop.Remote{Channel: flows.MerchantPro, ID: id}, shop.Dealt))
	state, reason := m.state(id)
	assert.Equal(t, shop.RemotePlaced, state)
	assert.Empty(t, reason)
	assert.Equal(t, flows.Statuses{}, m.move())
	assert.Zero(t, m.sets())
}

// A request that is unclear again and again is for a person as well.
func TestSendStatus_unclearAgain(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	id := m.invoice()
	m.server.Fail(faults.Status(503).On("Orders.SetStatus").Always())
	for tries := 1; tries <= shop.StatusTries; tries++ {
		assert.Equal(t, []flows.ProblemKind{flows.Unclear}, problems(m.move()))
		assert.Equal(t, tries, m.sets())
		m.waitFor(shop.LandingTime + time.Minute)
		if tries > 1 { // the second time is no accident: there is a longer pause
			done := m.move()
			assert.Equal(t, []flows.ProblemKind{flows.Unclear}, problems(done))
			assert.Contains(t, done.Problems[0].Reason, "it is tried again after")
			assert.Equal(t, tries, m.sets())
			m.waitFor(shop.StatusPause)
		}
	}
	assert.Equal(t, flows.Statuses{Parked: 1}, m.move())
	assert.Contains(t, m.there(), "503")
	assert.Empty(t, m.server.Actions(id))
	assert.Equal(t, shop.StatusTries, m.sets())
}

// What is no fault of an order ends the run, and counts as no try.
func TestSendStatus_ends(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault faults.Fault
		op    string
	}{
		"no key":                    {faults.Status(401), "Orders.SetStatus"},
		"a key that may only read":  {faults.Status(403), "Orders.SetStatus"},
		"too many calls":            {faults.RateLimited("0"), "Orders.SetStatus"},
		"no key to read with":       {faults.Status(401), "Orders.Get"},
		"too many calls that read":  {faults.RateLimited("0"), "Orders.Get"},
		"unavailable":               {faults.Status(503), "Orders.Get"},
		"no connection":             {faults.DropRequest(), "Orders.Get"},
		"no connection that writes": {faults.DropRequest(), "Orders.SetStatus"}, // after a few orders
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			var ids []string
			for range 5 {
				ids = append(ids, m.invoice())
			}
			m.server.Fail(test.fault.On(test.op).Always())
			for range 2 * shop.StatusTries {
				_, err := m.status.Run(t.Context(), true)
				require.Error(t, err)
				if name == "no connection that writes" {
					assert.Equal(t, 3, m.sets())
					break
				}
			}
			m.server.ClearFaults()
			m.waitFor(shop.LandingTime)
			assert.Equal(t, flows.Statuses{Set: 5}, m.move())
			for _, id := range ids {
				assert.Equal(t, inProcess, m.server.Actions(id))
			}
		})
	}
}

// Requests that are unclear now and then do not end a run.
func TestSendStatus_unclearNowAndThen(t *testing.T) {
	t.Parallel()
	for name, between := range map[string]faults.Fault{
		"set": faults.Delay(time.Millisecond), "rejected": faults.ErrorBody(422, "not from this status"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			for range 5 {
				m.invoice()
			}
			lost := faults.DropRequest()
			for i, fault := range []faults.Fault{lost, lost, between, lost, lost} {
				m.server.Fail(fault.On("Orders.SetStatus").Skip(i))
			}
			done := m.move()
			want := []flows.ProblemKind{flows.Unclear, flows.Unclear, flows.Rejected, flows.Unclear, flows.Unclear}
			if name == "set" {
				want = slices.Delete(want, 2, 3)
			}
			assert.Equal(t, want, problems(done))
			assert.Equal(t, 5, m.sets())
		})
	}
}

// An order that is not in the accounts is not moved on, whatever has become of it.
func TestSendStatus_notInvoiced(t *testing.T) {
	t.Parallel()
	for _, state := range []shop.State{shop.OrderFailed, shop.OrderParked} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			m.server.AddOrders(paid())
			m.run()
			require.NoError(t, m.Shop.CloseOrder(t.Context(), 1, state, "rejected"))
			assert.Equal(t, flows.Statuses{}, m.move())
			assert.Zero(t, m.server.Calls("Orders.Get", "Orders.SetStatus"))
		})
	}
}

// An order that cannot be read keeps no other from its status.
func TestSendStatus_unread(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault func(id string) faults.Fault
		kind  flows.ProblemKind
	}{
		"rejected": {func(string) faults.Fault { return faults.ErrorBody(400, "no such id") }, flows.Rejected},
		"broken": {func(id string) faults.Fault {
			return faults.Edit(func(body []byte) []byte { // which the client reads again, in vain
				if bytes.Contains(body, []byte(id)) {
					return []byte("[]")
				}
				return body
			}).Always()
		}, flows.Unclear},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMover(t)
			first, second := m.invoice(), m.invoice()
			m.server.Fail(test.fault(first).On("Orders.Get"))
			done := m.move()
			assert.Equal(t, 1, done.Set)
			assert.Equal(t, []flows.ProblemKind{test.kind}, problems(done))
			assert.Empty(t, m.server.Actions(first))
			assert.Equal(t, inProcess, m.server.Actions(second))
			m.server.ClearFaults()
			assert.Equal(t, flows.Statuses{Set: 1}, m.move())
			assert.Equal(t, inProcess, m.server.Actions(first))
		})
	}
}

// What has changed there after the invoice is a person's affair, and so is its status.
func TestSendStatus_changed(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	id := m.invoice()
	m.server.SetOrder(id, func(o *shopinventory.Order) { o.TotalAmount = amount("31.00") })
	m.run()
	state, _ := m.state(id)
	require.Equal(t, shop.RemoteParked, state)
	assert.Equal(t, flows.Statuses{}, m.move())
	require.NoError(t, settleRemote(t, m.Shop, shop.Remote{Channel: flows.MerchantPro, ID: id}, shop.Dealt))
	assert.Equal(t, flows.Statuses{}, m.move())
	assert.Zero(t, m.server.Calls("Orders.Get", "Orders.SetStatus"))
}

// Another status is asked for while a request is unclear: that one is waited for as well.
func TestSendStatus_otherAction(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	id := m.invoice()
	m.server.Fail(faults.DropResponse().On("Orders.SetStatus"))
	m.move()
	m.status.Action = shopinventory.ActionShipped
	assert.Equal(t, []flows.ProblemKind{flows.Unclear}, problems(m.move()))
	m.waitFor(shop.LandingTime)
	assert.Equal(t, flows.Statuses{Set: 1}, m.move())
	assert.Equal(t, []shopinventory.OrderAction{"in_process", "shipped"}, m.server.Actions(id))
	assert.Equal(t, "shipped", m.there())
}

// An order of the shop's own has no status elsewhere.
func TestSendStatus_ownOrder(t *testing.T) {
	t.Parallel()
	m := newMover(t)
	id, err := m.Shop.PlaceOrder(t.Context(), shop.NewOrder{
		Customer: buyer(), PlacedAt: time.Now(), Items: []shop.Item{{SKU: "A", Quantity: shelfwire.NewDecimal(1)}},
	}, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
	require.NoError(t, m.Shop.CloseOrder(t.Context(), id, shop.OrderSent, ""))
	assert.Equal(t, flows.Statuses{}, m.move())
	assert.Zero(t, m.server.Calls())
}

// settleRemote answers what an order of a channel asks now.
func settleRemote(t *testing.T, s *shop.Shop, r shop.Remote, found string) error {
	t.Helper()
	asked, err := s.RemoteAsked(t.Context(), r)
	if err != nil {
		return err
	}
	return s.SettleRemote(t.Context(), r, asked, found)
}
