package shop

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// invoiced places an order of one A and closes it as one that is in the accounts.
func invoiced(t *testing.T, s *Shop) int64 {
	t.Helper()
	id, err := buy(t.Context(), s, "A", "1")
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(t.Context(), id, OrderSent, ""))
	return id
}

// An invoice in ERP XT says nothing to Resico: its goods stay taken however often the stock is read, until somebody has entered
// their issue in Resico and the stock was read after that.
func TestShop_GoodsIssued(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	readNow(t, s)
	first, second := invoiced(t, s), invoiced(t, s)
	readNow(t, s)
	assert.Equal(t, "7", left(t, s, "A"), "Resico still has them")
	g, err := s.GoodsToIssue(t.Context(), 50)
	require.NoError(t, err)
	assert.Equal(t, GoodsIssue{Orders: []int64{first, second}, Goods: []Goods{
		{SKU: "A", Name: "Bowl", Quantity: shelfwire.MustDecimal("2")},
	}}, g)

	require.NoError(t, s.GoodsIssued(t.Context(), []int64{first, first}))
	assert.Equal(t, "7", left(t, s, "A"), "the stock is the one from before")
	readNow(t, s)
	assert.Equal(t, "8", left(t, s, "A"))
	require.NoError(t, s.GoodsIssued(t.Context(), []int64{first, second}), "a click that came late")
	assert.Equal(t, "8", left(t, s, "A"), "said twice is entered once")
	readNow(t, s)
	assert.Equal(t, "9", left(t, s, "A"))
	g, err = s.GoodsToIssue(t.Context(), 50)
	require.NoError(t, err)
	assert.Equal(t, GoodsIssue{}, g)
}

// An order that is not invoiced is named, and then nothing is written.
func TestShop_GoodsIssued_notInvoiced(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]State{"open": OrderOpen, "parked": OrderParked, "failed": OrderFailed, "none": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
			first, other := invoiced(t, s), int64(999)
			if state != "" {
				var err error
				other, err = buy(t.Context(), s, "A", "1")
				require.NoError(t, err)
			}
			if state != "" && state != OrderOpen {
				require.NoError(t, s.CloseOrder(t.Context(), other, state, "why"))
			}
			err := s.GoodsIssued(t.Context(), []int64{first, other})
			wrong, ok := errors.AsType[*NotInvoicedError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, other, wrong.Order)
			assert.ErrorContains(t, err, "is not invoiced, so there are no goods to issue")
			g, err := s.GoodsToIssue(t.Context(), 50)
			require.NoError(t, err)
			assert.Equal(t, []int64{first}, g.Orders)
		})
	}
}

// Invoices in Resico lower the stock by themselves.
func TestShop_GoodsToIssue_inResico(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.KeepAccounts(t.Context(), InResico))
	readNow(t, s)
	invoiced(t, s)
	g, err := s.GoodsToIssue(t.Context(), 50)
	require.NoError(t, err)
	assert.Equal(t, GoodsIssue{}, g)
	readNow(t, s)
	assert.Equal(t, "9", left(t, s, "A"))
}

func TestShop_GoodsToIssue_many(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	var all []int64
	for range 3 {
		all = append(all, invoiced(t, s))
	}
	for most, want := range []GoodsIssue{
		1: {Orders: all[:1], More: 2, Goods: []Goods{{SKU: "A", Name: "Bowl", Quantity: shelfwire.MustDecimal("1")}}},
		2: {Orders: all[:2], More: 1, Goods: []Goods{{SKU: "A", Name: "Bowl", Quantity: shelfwire.MustDecimal("2")}}},
		3: {Orders: all, Goods: []Goods{{SKU: "A", Name: "Bowl", Quantity: shelfwire.MustDecimal("3")}}},
	} {
		if most > 0 {
			g, err := s.GoodsToIssue(t.Context(), most)
			require.NoError(t, err)
			assert.Equal(t, want, g)
		}
	}
	assert.Equal(t, "1 2 3", OrderList(all))
}

// An order that was closed by hand, and is taken up again by mistake or not, has its goods issued once.
func TestShop_GoodsIssued_takenUpAgain(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	readNow(t, s)
	id, err := buy(t.Context(), s, "A", "1")
	require.NoError(t, err)
	o, err := s.Order(t.Context(), id)
	require.NoError(t, err)
	rejected(t, s, o, InvoiceStep(o))
	require.NoError(t, settle(t, s, id, Dealt))
	require.NoError(t, s.GoodsIssued(t.Context(), []int64{id}))
	require.NoError(t, s.Settle(t.Context(), id, AskedClosed, NotThere))
	readNow(t, s)
	assert.Equal(t, "9", left(t, s, "A"), "Resico has been told")
	require.NoError(t, s.CloseOrder(t.Context(), id, OrderSent, ""))
	g, err := s.GoodsToIssue(t.Context(), 50)
	require.NoError(t, err)
	assert.Empty(t, g.Orders)
}
