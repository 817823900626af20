package shop

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func TestShop_KeepAccounts(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	accounts := func() Accounts {
		a, err := s.Accounts(t.Context())
		require.NoError(t, err)
		return a
	}
	assert.Equal(t, InResico, accounts(), "the default")
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	assert.Equal(t, InERPXT, accounts())
	other, ok := errors.AsType[*OtherAccountsError](s.KeepAccounts(t.Context(), InResico))
	require.True(t, ok)
	assert.Equal(t, OtherAccountsError{Have: InERPXT, Want: InResico}, *other)
	assert.Contains(t, other.Error(), "become invoices in ERP XT, and must not go to Resico as well")

	o := place(t, s)
	assert.Equal(t, InERPXT, o.Accounts)
	all, err := s.OrdersForERPXT(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []Order{o}, all)
}

// A database with orders from before there was a choice has sent them to Resico.
func TestShop_KeepAccounts_older(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	makeFormer(t, database, "008_remote_orders.sql",
		`INSERT INTO customers (id, email, name, phone, address, post_code) VALUES (1, 'buyer@shop.example', '', '', '', '')`,
		`INSERT INTO orders (customer_id, placed_at, location) VALUES (1, '2026-03-20T22:30:00.000000Z', '')`)
	s, err := Open(t.Context(), database)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	_, ok := errors.AsType[*OtherAccountsError](s.KeepAccounts(t.Context(), InERPXT))
	assert.True(t, ok)
	require.NoError(t, s.KeepAccounts(t.Context(), InResico))
	all, err := s.OrdersForERPXT(t.Context())
	require.NoError(t, err)
	assert.Empty(t, all)
}

// age makes a step's last news so much older.
func age(t *testing.T, s *Shop, by time.Duration) {
	t.Helper()
	_, err := s.db.ExecContext(t.Context(), `UPDATE remote_steps SET answered_at = $1`, stamp(time.Now().Add(-by)))
	require.NoError(t, err)
}

// What may still arrive is not sent again before its time is over, by nobody.
func TestShop_Begin_landing(t *testing.T) {
	t.Parallel()
	const killed, silence = "the program was killed", "silence"
	almost := LandingTime - 5*time.Second
	for name, test := range map[string]struct {
		before  func(*testing.T, *Shop, Step)
		aged    time.Duration
		other   bool // it was another order's
		closed  bool // which is not on its way any more
		landing string
		err     error
		state   string
	}{
		"cut off":                       {before: isSending, landing: killed, state: "parked"},
		"cut off, seen before":          {before: isLandingCutOff, landing: killed, state: "parked"},
		"parked":                        {before: isParked, landing: silence, state: "parked"},
		"parked for a while":            {before: isParked, aged: almost, landing: silence, state: "parked"},
		"parked for long":               {before: isParked, aged: LandingTime, state: "sending"},
		"sent long ago, and just seen":  {before: isSending, aged: 2 * LandingTime, landing: killed, state: "parked"},
		"parked by another":             {before: isParked, other: true, landing: silence, state: "parked"},
		"parked by another for long":    {before: isParked, aged: LandingTime, other: true, state: "sending"},
		"being sent by another":         {before: isSending, other: true, err: ErrBusy, state: "sending"},
		"left by another that is ended": {before: isSending, other: true, closed: true, landing: killed, state: "parked"},
		"rejected":                      {before: isRefused, state: "sending"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			first, second := place(t, s), place(t, s)
			test.before(t, s, BuyerStep(first))
			if test.aged > 0 {
				age(t, s, test.aged)
			}
			step := BuyerStep(first)
			if test.other {
				step = BuyerStep(second)
			}
			if test.closed {
				require.NoError(t, s.CloseOrder(t.Context(), first.ID, OrderFailed, "x"))
			}
			_, done, err := s.Begin(t.Context(), step, nil)
			assert.False(t, done)
			landing, isLanding := errors.AsType[*LandingError](err)
			assert.Equal(t, test.landing != "", isLanding)
			switch {
			case isLanding:
				assert.Contains(t, landing.Error(), test.landing)
				assert.WithinDuration(t, time.Now().Add(LandingTime-test.aged%(2*LandingTime)), landing.Until, 4*time.Second)
			case test.err != nil:
				require.ErrorIs(t, err, test.err)
			default:
				require.NoError(t, err)
			}
			assert.Equal(t, test.state, stateOf(t, s, step))
		})
	}
}

// A clock that was ahead when a step became unclear, and was put back, does not let it be looked for as long as that.
func TestShop_Begin_landingAhead(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	step := BuyerStep(place(t, s))
	isParked(t, s, step)
	age(t, s, -1000*time.Hour)
	for range 2 {
		_, _, err := s.Look(t.Context(), step)
		landing, ok := errors.AsType[*LandingError](err)
		require.True(t, ok)
		assert.Contains(t, landing.Error(), "silence")
		assert.WithinDuration(t, time.Now().Add(LandingTime), landing.Until, 4*time.Second)
	}
	age(t, s, LandingTime)
	_, _, err := s.Begin(t.Context(), step, nil)
	require.NoError(t, err)
}

func isLandingCutOff(t *testing.T, s *Shop, step Step) {
	t.Helper()
	isSending(t, s, step)
	_, _, err := s.Look(t.Context(), step)
	_, ok := errors.AsType[*LandingError](err)
	require.True(t, ok)
}

func TestStep_Unclear(t *testing.T) {
	t.Parallel()
	o := Order{ID: 7}
	assert.Equal(t, &ParkedError{Target: "invoice of order 7", Reason: "x"}, InvoiceStep(o).Unclear("x"))
	landing, ok := errors.AsType[*LandingError](DraftStep(o).Unclear("x"))
	require.True(t, ok)
	assert.Equal(t, "invoice of order 7", landing.Target)
	assert.WithinDuration(t, time.Now().Add(10*time.Minute), landing.Until, time.Second)
}

func TestShop_Settle_inERPXT(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		step           func(Order) Step
		found, problem string
		state          string
	}{
		"a card":              {BuyerStep, "17", "", "done"},
		"no ID of a card":     {BuyerStep, "C-1", `"C-1" is not the ID of a customer`, "parked"},
		"no card":             {BuyerStep, NotThere, "", "refused"},
		"an invoice":          {DraftStep, "17", "", "done"},
		"no ID of an invoice": {DraftStep, "0", `"0" is not the ID of an invoice`, "parked"},
		"a confirmation":      {ConfirmationStep, "FS/20/6/1", "", "done"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
			o := place(t, s)
			isParked(t, s, test.step(o))
			require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderParked, "x"))
			err := settle(t, s, o.ID, test.found)
			if test.problem != "" {
				require.ErrorContains(t, err, test.problem)
			} else {
				require.NoError(t, err)
			}
			assert.Equal(t, test.state, stateOf(t, s, test.step(o)))
			steps, err := s.StepsOf(t.Context(), o)
			require.NoError(t, err)
			assert.Len(t, steps, 3)
		})
	}
}
