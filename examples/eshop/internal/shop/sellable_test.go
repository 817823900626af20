package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// One order of each kind, for one piece of A that leaves from NOL: what counts is what is not in the stock yet.
func TestShop_Sellable_ordered(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		state State // of the order
		read  bool  // the stock was read after the order was closed
		taken int64
	}{
		"on its way":                     {OrderOpen, false, 1},
		"on its way, and read again":     {OrderOpen, true, 1},
		"parked":                         {OrderParked, true, 1},
		"failed, and may be tried again": {OrderFailed, false, 1},
		"in Resico since it was read":    {OrderSent, false, 1},
		"in Resico before it was read":   {OrderSent, true, 0},
		"failed before it was read":      {OrderFailed, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			read(t, s)
			id, err := s.PlaceOrder(t.Context(), oneFrom("NOL"), nothingAlongside)
			require.NoError(t, err)
			require.NoError(t, s.CloseOrder(t.Context(), id, test.state, ""))
			if test.read {
				read(t, s)
			}
			all, err := s.Sellable(t.Context())
			require.NoError(t, err)
			left, known, err := s.Available(t.Context(), "A")
			require.NoError(t, err)
			require.True(t, known)
			assert.Equal(t, shelfwire.NewDecimal(9-test.taken).String(), all["A"].String())
			assert.True(t, left.Equal(all["A"]), "the same as a customer can order")
			assert.Equal(t, []string{"A " + shelfwire.NewDecimal(5-test.taken).String()}, at(t, s, "NOL"))
			assert.Equal(t, []string{"A 4", "B 1"}, at(t, s, "Shop 1"), "nothing leaves from there")
		})
	}
}

// What is ordered from one location and is not there has to come from another one, which no longer has it all.
func TestShop_SellableAt_elsewhere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		location     string // that an order leaves from
		pieces       int64
		nol, atShop1 string
	}{
		"from where it is":           {"NOL", 5, "A 0", "A 4"},
		"more than there is there":   {"NOL", 7, "A -2", "A 2"},
		"from where there is none":   {"Shop 9", 7, "A 2", "A 2"},
		"from where nobody knows":    {"", 8, "A 1", "A 1"},
		"all that there is anywhere": {"NOL", 9, "A -4", "A 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			read(t, s)
			o := oneFrom(test.location)
			o.Items[0].Quantity = shelfwire.NewDecimal(test.pieces)
			_, err := s.PlaceOrder(t.Context(), o, nothingAlongside)
			require.NoError(t, err)
			assert.Equal(t, []string{test.nol}, at(t, s, "NOL"))
			assert.Equal(t, []string{test.atShop1, "B 1"}, at(t, s, "Shop 1"))
		})
	}
}

// More is taken from a location than it has.
func TestShop_SellableAt_oversold(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	read(t, s)
	for range 2 {
		o := oneFrom("Shop 1")
		o.Items = []Item{{SKU: "B", Quantity: shelfwire.NewDecimal(1)}, {SKU: "C", Quantity: shelfwire.NewDecimal(1)}}
		_, err := s.PlaceOrder(t.Context(), o, nothingAlongside)
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"A 4", "B -1"}, at(t, s, "Shop 1"), "C has no stock there that is known")
	all, err := s.Sellable(t.Context())
	require.NoError(t, err)
	assert.NotContains(t, all, "C")
}

// read gives A nine pieces at two locations, and B, whose total is not given, one at one.
func read(t *testing.T, s *Shop) {
	t.Helper()
	readAt(t, s, time.Now())
}

// readAt does so for a stock that was asked for at a moment.
func readAt(t *testing.T, s *Shop, moment time.Time) {
	t.Helper()
	_, err := s.SaveBalances(t.Context(), moment, []Balance{
		{SKU: "A", Total: amount("9"), Locations: map[string]shelfwire.Decimal{
			"NOL": shelfwire.NewDecimal(5), "Shop 1": shelfwire.NewDecimal(4),
		}},
		{SKU: "B", Locations: map[string]shelfwire.Decimal{"Shop 1": shelfwire.NewDecimal(1)}},
	})
	require.NoError(t, err)
}

func oneFrom(location string) NewOrder {
	o := oneBowl()
	o.Location = location
	return o
}

func at(t *testing.T, s *Shop, location string) []string {
	t.Helper()
	list, err := s.SellableAt(t.Context(), location, "", 10)
	require.NoError(t, err)
	return text(list)
}
