package shop

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestShop_PlaceOrder(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := place(t, s)
	assert.Equal(t, OrderOpen, o.State)
	assert.Equal(t, "buyer@shop.example", o.Customer.Email, "addresses differ in case only")
	assert.Equal(t, "NOL", o.Location)
	assert.True(t, o.PlacedAt.Equal(time.Date(2026, 3, 20, 21, 30, 0, 0, time.UTC)))
	assert.Zero(t, o.InvoiceID)
	var lines []string
	for _, l := range o.Lines {
		lines = append(lines, l.SKU+" "+l.Name+" "+l.Quantity.String()+" × "+l.Price.String()+" "+l.VAT)
	}
	assert.Equal(t, []string{"A Bowl 1.500 × 12.50 A", "B Lamp 2 × 59.90 A", "C Vase 1 × 5 A"}, lines)

	again := place(t, s)
	assert.Equal(t, o.Customer.ID, again.Customer.ID, "one customer, two orders")
	assert.NotEqual(t, o.ID, again.ID)
}

func TestShop_PlaceOrder_allOrNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sku       string
		alongside error
		want      error
	}{
		"what goes alongside fails": {"A", sql.ErrConnDone, sql.ErrConnDone},
		"unknown product":           {"Z", nil, ErrNotForSale},
		"without a price":           {"unpriced", nil, ErrNotForSale},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			unpriced := Product{SKU: "unpriced", VAT: "A", Active: shelfwire.Set(true)}
			require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{unpriced}))
			id, err := s.PlaceOrder(t.Context(), NewOrder{
				Customer: Customer{Email: "buyer@shop.example"},
				Items: []Item{
					{SKU: "A", Quantity: shelfwire.NewDecimal(1)}, {SKU: test.sku, Quantity: shelfwire.NewDecimal(1)},
				},
			}, func(context.Context, *sql.Tx, int64) error { return test.alongside })
			require.ErrorIs(t, err, test.want)
			assert.Zero(t, id, "no order has this number, or another one has")
			counts, err := s.CountOrders(t.Context())
			require.NoError(t, err)
			assert.Empty(t, counts)
			var customers int
			require.NoError(t, s.db.QueryRowContext(t.Context(), `SELECT count(*) FROM customers`).Scan(&customers))
			assert.Zero(t, customers)
		})
	}
}

func TestShop_Order_unknown(t *testing.T) {
	t.Parallel()
	_, err := open(t).Order(t.Context(), 17)
	require.ErrorIs(t, err, sql.ErrNoRows)
	require.ErrorContains(t, err, "order 17")
}

func TestShop_CloseOrder(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	first, second, third, fourth := place(t, s), place(t, s), place(t, s), place(t, s)
	require.NoError(t, s.CloseOrder(t.Context(), first.ID, OrderFailed, "long ago"))
	_, err := s.db.ExecContext(t.Context(), `UPDATE orders SET closed_at = $1 WHERE id = $2`, stamp(monday), first.ID)
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(t.Context(), second.ID, OrderParked, "who knows"))
	require.NoError(t, s.CloseOrder(t.Context(), second.ID, OrderSent, ""), "closed orders stay as they are")
	require.NoError(t, s.CloseOrder(t.Context(), third.ID, OrderFailed, "refused"))

	troubles, err := s.Troubles(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []Trouble{
		{Order: first.ID, State: OrderFailed, Reason: "long ago", Asked: Asked{Question: AskedOrder}},
		{Order: second.ID, State: OrderParked, Reason: "who knows", Asked: Asked{Question: AskedOrder}},
		{Order: third.ID, State: OrderFailed, Reason: "refused", Asked: Asked{Question: AskedOrder}},
		{Order: fourth.ID, State: OrderOpen},
	}, troubles)
	require.NoError(t, s.CloseOrder(t.Context(), first.ID, OrderFailed, "once more"))
	again, err := s.Troubles(t.Context())
	require.NoError(t, err)
	assert.Equal(t, troubles, again, "nor are they closed once more")
	counts, err := s.CountOrders(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[State]int{OrderOpen: 1, OrderParked: 1, OrderFailed: 2}, counts)
	open, err := s.OpenOrders(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []int64{fourth.ID}, open)
}

func TestShop_OrdersInResico(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	place(t, s) // nothing sent
	o := place(t, s)
	for _, step := range []struct {
		Step
		result string
	}{{CustomerStep(o), "C-1"}, {InvoiceStep(o), "365"}, {LineStep(o, o.Lines[0]), "9"}} {
		_, _, err := s.Begin(t.Context(), step.Step, []byte(`{}`))
		require.NoError(t, err)
		require.NoError(t, s.Done(t.Context(), step.Step, step.result))
	}
	_, _, err := s.Begin(t.Context(), LineStep(o, o.Lines[1]), []byte(`{}`))
	require.NoError(t, err)

	orders, err := s.OrdersInResico(t.Context())
	require.NoError(t, err)
	require.Len(t, orders, 1)
	assert.EqualValues(t, 365, orders[0].InvoiceID)
	require.Len(t, orders[0].Lines, 1, "a line that is being sent is not known to be in")
	assert.Equal(t, "A", orders[0].Lines[0].SKU)
	customers, err := s.CustomersInResico(t.Context())
	require.NoError(t, err)
	require.Len(t, customers, 1)
	assert.Equal(t, "C-1", customers[0].ResicoCode)
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	orders, err = s.OrdersInResico(t.Context())
	require.NoError(t, err)
	assert.Empty(t, orders, "that is an invoice of ERP XT")
}

func TestShop_closed(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.db.Close())
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"BelongTo":          func() error { return s.BelongTo(ctx, "Resico", "x") },
		"Mark":              func() error { _, err := s.Mark(ctx, "x"); return err },
		"SaveProducts":      func() error { return s.SaveProducts(ctx, monday, []Product{{SKU: "A"}}) },
		"TakeOffSale":       func() error { _, err := s.TakeOffSale(ctx, time.Now()); return err },
		"ForSale":           func() error { _, err := s.ForSale(ctx); return err },
		"SaveBalances":      func() error { _, err := s.SaveBalances(ctx, monday, []Balance{{SKU: "A"}}); return err },
		"Stock":             func() error { _, err := s.Stock(ctx, "A"); return err },
		"Cards":             func() error { _, err := s.Cards(ctx); return err },
		"SaveCard":          func() error { return s.SaveCard(ctx, "A", Card{}) },
		"CustomersInResico": func() error { _, err := s.CustomersInResico(ctx); return err },
		"PlaceOrder":        func() error { _, err := s.PlaceOrder(ctx, NewOrder{}, nothingAlongside); return err },
		"Order":             func() error { _, err := s.Order(ctx, 1); return err },
		"CountOrders":       func() error { _, err := s.CountOrders(ctx); return err },
		"Troubles":          func() error { _, err := s.Troubles(ctx); return err },
		"OpenOrders":        func() error { _, err := s.OpenOrders(ctx); return err },
		"OrdersInResico":    func() error { _, err := s.OrdersInResico(ctx); return err },
		"Begin":             func() error { _, _, err := s.Begin(ctx, Step{}, nil); return err },
		"Settle":            func() error { return s.Settle(ctx, 1, AskedOrder, NotThere) },
	} {
		t.Run(name, func(t *testing.T) { assert.Error(t, call(), "an error of the database is reported") })
	}
}
