package flows_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// The clock was ahead on the first run and was put back: orders seem to be from before it. That is said, and a person says
// from when on they count.
func TestPickUpOrders_startInTheFuture(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.Since = time.Time{}
	before := p.server.AddOrders(paid(func(o *shopinventory.Order) { o.Created = time.Now().AddDate(0, 0, -5) }))[0]
	first := p.server.AddOrders(paid())[0]
	ahead := time.Now().Add(2 * time.Hour).UTC().Truncate(time.Second)
	_, err := p.Shop.Start(t.Context(), flows.PickUpStart, time.Now())
	require.NoError(t, err)
	require.NoError(t, p.Shop.SetMark(t.Context(), flows.PickUpStart, ahead.Add(-2*time.Hour+5*time.Minute)))
	require.NoError(t, p.Shop.SetMark(t.Context(), flows.PickUpMark, time.Now().AddDate(0, 0, -10)))
	assert.Zero(t, p.run().Placed, "a little is no matter")
	for _, flow := range []string{flows.PickUpStart, flows.PickUpMark} {
		require.NoError(t, p.Shop.SetMark(t.Context(), flow, ahead))
	}
	for range 2 {
		_, err = p.Run(t.Context(), true)
		future, ok := errors.AsType[*flows.FutureStartError](err)
		require.True(t, ok, "%v", err)
		assert.True(t, future.Start.Equal(ahead))
		require.EqualError(t, err, "orders of the MerchantPro shop count from "+ahead.Format(time.RFC3339)+" on, which is in the "+
			"future: this machine's clock is wrong, or was on the first run. Put it right; if it is, say with -orders-since "+
			"from when on they count")
		p.Since = ahead // the same again is no answer
	}
	p.Since = time.Now().Add(-time.Hour).Truncate(time.Microsecond)
	second := p.server.AddOrders(paid())[0]
	assert.Equal(t, 2, p.run().Placed)
	for id, want := range map[string]shop.RemoteState{
		before: shop.RemoteEarly, first: shop.RemotePlaced, second: shop.RemotePlaced,
	} {
		state, _ := p.state(id)
		assert.Equal(t, want, state, id)
	}
	p.Since = time.Time{}
	assert.Zero(t, p.run().Placed, "and so it stays")
}

// How far the last run came is of a clock that was wrong.
func TestPickUpOrders_markInTheFuture(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.run()
	p.server.AddOrders(paid(func(o *shopinventory.Order) { o.Created = time.Now() }))
	require.NoError(t, p.Shop.SetMark(t.Context(), flows.PickUpMark, time.Now().AddDate(0, 0, 5)))
	assert.Equal(t, 1, p.run().Placed)
}

// The clock was behind on the first run: orders from before it seem to be from after it, and would be invoiced once more.
// Resico's clock shows it before any is placed, and a person says from when on they count.
func TestPickUpOrders_clockBehind(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.Since = time.Time{}
	_, err := p.Begin(t.Context())
	require.NoError(t, err)
	before := p.server.AddOrders(paid(func(o *shopinventory.Order) { o.Created = time.Now().Add(time.Hour) }))[0]
	there := time.Now().Add(2 * time.Hour).UTC().Truncate(time.Second)
	require.NoError(t, p.Shop.SetMark(t.Context(), "products", there))
	_, err = p.Run(t.Context(), true)
	require.EqualError(t, err, "this machine's clock is behind that of Resico, which says "+there.Format(time.RFC3339)+": orders "+
		"of the MerchantPro shop from before the first run would be taken for new ones. Put it right, and say with -orders-since "+
		"from when on they count")
	require.NoError(t, p.Shop.SetMark(t.Context(), "products", time.Now()))
	for range 2 {
		_, err = p.Run(t.Context(), true)
		_, isFuture := errors.AsType[*flows.FutureStartError](err)
		require.True(t, isFuture, "it is not forgotten when the clock is right: %v", err)
	}
	p.Since = time.Now().Add(90 * time.Minute).Truncate(time.Microsecond)
	after := p.server.AddOrders(paid(func(o *shopinventory.Order) { o.Created = time.Now().Add(100 * time.Minute) }))[0]
	require.NoError(t, p.Shop.SetMark(t.Context(), "products", there))
	assert.Equal(t, 1, p.run().Placed, "what a person has said counts, whatever the clocks say")
	for id, want := range map[string]shop.RemoteState{before: shop.RemoteEarly, after: shop.RemotePlaced} {
		state, _ := p.state(id)
		assert.Equal(t, want, state, id)
	}
}

// Once orders were picked up, a clock that is behind changes nothing: from when on they count is known.
func TestPickUpOrders_clockBehindLater(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.run()
	p.Since = time.Time{}
	p.server.AddOrders(paid())
	require.NoError(t, p.Shop.SetMark(t.Context(), "products", time.Now().Add(2*time.Hour)))
	assert.Equal(t, 1, p.run().Placed)
}
