package flows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// mover is a MerchantPro shop whose orders are picked up and invoiced, and the flow that moves them on there.
type mover struct {
	*pickUp

	status   *flows.SendStatus
	rejected []string
	forHuman []string
}

func newMover(t *testing.T) *mover {
	t.Helper()
	m := newUnbegunMover(t)
	_, err := m.status.Begin(t.Context())
	require.NoError(t, err)
	return m
}

// newUnbegunMover is one of a program that was never asked to set a status.
func newUnbegunMover(t *testing.T) *mover {
	t.Helper()
	m := &mover{pickUp: newPickUp(t)}
	m.status = &flows.SendStatus{
		Shop: m.Shop, Orders: m.server.Client(behindGate()).Orders, Action: shopinventory.ActionInProcess, IsGated: true,
		Rejected: func(r shop.Remote, reason string) { m.rejected = append(m.rejected, r.ID+": "+reason) },
		Parked:   func(r shop.Remote, reason string) { m.forHuman = append(m.forHuman, r.ID+": "+reason) },
	}
	return m
}

// invoice picks an order up, and brings it into the accounts.
func (m *mover) invoice(change ...func(*shopinventory.Order)) (id string) {
	m.t.Helper()
	id = m.server.AddOrders(paid(change...))[0]
	before := len(m.placed)
	m.run()
	require.Len(m.t, m.placed, before+1)
	require.NoError(m.t, m.Shop.CloseOrder(m.t.Context(), m.placed[before], shop.OrderSent, ""))
	return id
}

func (m *mover) move() flows.Statuses {
	m.t.Helper()
	done, err := m.status.Run(m.t.Context(), true)
	require.NoError(m.t, err)
	return done
}

// sets counts the requests that ask for a status.
func (m *mover) sets() int { return m.server.Calls("Orders.SetStatus") }

// there is what the shop has written down about the status of its order 1.
func (m *mover) there() string {
	m.t.Helper()
	o, err := m.Shop.Order(m.t.Context(), 1)
	require.NoError(m.t, err)
	require.Equal(m.t, shop.OrderSent, o.State, "whatever becomes of its status")
	return o.StatusThere
}

// waitFor lets so much time go by for what is unclear, and for what was rejected.
func (m *mover) waitFor(by time.Duration) { passTime(m.t, m.Shop, by) }

func passTime(t *testing.T, s *shop.Shop, by time.Duration) {
	t.Helper()
	shoptest.Age(t, s.DB(), by)
	const form = "2006-01-02T15:04:05.000000Z"
	_, err := s.DB().ExecContext(t.Context(), `UPDATE remote_orders SET status_next_at = $1 WHERE status_next_at < $2`,
		"0001-01-01T00:00:00.000000Z", time.Now().Add(by).UTC().Format(form))
	require.NoError(t, err)
}

// problems are those of a run, in short.
func problems(done flows.Statuses) (list []flows.ProblemKind) {
	for _, p := range done.Problems {
		list = append(list, p.Kind)
	}
	return list
}
