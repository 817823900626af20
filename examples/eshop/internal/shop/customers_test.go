package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// Whoever knows an e-mail address can order with it, and changes nothing about the orders that are there.
func TestShop_PlaceOrder_anothersEmail(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	old := Customer{
		Email: "owner@shop.example", Name: "Owner", Phone: "+37111000001", Address: "Own Street 1", PostCode: "LV-0001",
	}
	first := placeFor(t, s, old)
	require.NoError(t, s.Done(t.Context(), CustomerStep(first), "R-1"))
	placeFor(t, s, Customer{Email: "OWNER@shop.example", Name: "Mallory", Address: "Elsewhere 2"})

	now := order(t, s, first.ID)
	assert.Equal(t, old.Contact(), now.Customer.Contact())
	assert.Equal(t, Filed{Contact: old.Contact(), Order: first.ID}, now.Filed)
	customers, err := s.CustomersInResico(t.Context())
	require.NoError(t, err)
	require.Len(t, customers, 1)
	assert.Equal(t, old.Contact(), customers[0].Contact(), "what Resico has is not what it was never told")
}

func placeFor(t *testing.T, s *Shop, c Customer) Order {
	t.Helper()
	id, err := s.PlaceOrder(t.Context(), NewOrder{
		Customer: c, PlacedAt: time.Now(), Items: []Item{{SKU: "A", Quantity: shelfwire.NewDecimal(1)}},
	}, nothingAlongside)
	require.NoError(t, err)
	return order(t, s, id)
}

// While a step changes the details, nobody can say that they are as they should be.
func TestShop_ConfirmDetails(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	at := Customer{Email: "buyer@shop.example", Name: "Buyer", Address: "Street 1"}
	first := placeFor(t, s, at)
	require.NoError(t, s.Done(t.Context(), CustomerStep(first), "R-1"))
	second, third := placeFor(t, s, at), placeFor(t, s, at)
	require.NoError(t, s.ConfirmDetails(t.Context(), third))
	assert.Equal(t, third.ID, order(t, s, third.ID).Filed.Order)
	require.ErrorIs(t, s.ConfirmDetails(t.Context(), second), ErrBusy, "another order has had a word meanwhile")
	third = order(t, s, third.ID)
	_, _, err := s.Begin(t.Context(), DetailsStep(third), []byte("{}"))
	require.NoError(t, err)
	assert.Zero(t, order(t, s, third.ID).Filed.Order, "nobody knows what Resico has")
	require.ErrorIs(t, s.ConfirmDetails(t.Context(), third), ErrBusy)
}

// What an order was read with is not what Resico has any more: what it would send may lack something.
func TestShop_Begin_detailsChanged(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	at := Customer{Email: "buyer@shop.example", Name: "Buyer", Address: "Street 1"}
	first := placeFor(t, s, at)
	require.NoError(t, s.Done(t.Context(), CustomerStep(first), "R-1"))
	second, third := placeFor(t, s, at), placeFor(t, s, at)
	_, _, err := s.Begin(t.Context(), DetailsStep(second), []byte("{}"))
	require.NoError(t, err)
	require.NoError(t, s.Done(t.Context(), DetailsStep(second), "R-1"))
	_, _, err = s.Begin(t.Context(), DetailsStep(third), []byte("{}"))
	require.ErrorIs(t, err, ErrBusy)
	assert.Equal(t, second.ID, order(t, s, third.ID).Filed.Order, "nothing was begun")
	_, _, err = s.Begin(t.Context(), DetailsStep(order(t, s, third.ID)), []byte("{}"))
	require.NoError(t, err)
}

// What may be sent again is: by its own order at once, and by another one when that is not on its way any more.
func TestShop_Begin_repeatable(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	at := Customer{Email: "buyer@shop.example", Name: "Buyer", Address: "Street 1"}
	require.NoError(t, s.Done(t.Context(), CustomerStep(placeFor(t, s, at)), "R-1"))
	second, third := placeFor(t, s, at), placeFor(t, s, at)
	begin := func(id int64) error {
		_, done, err := s.Begin(t.Context(), DetailsStep(order(t, s, id)), []byte("{}"))
		assert.False(t, done)
		return err
	}
	require.NoError(t, begin(second.ID))
	require.NoError(t, begin(second.ID), "the program was killed meanwhile")
	require.ErrorIs(t, begin(third.ID), ErrBusy)
	require.NoError(t, s.CloseOrder(t.Context(), second.ID, OrderFailed, "422"))
	require.NoError(t, begin(third.ID))
}

// To look is to find out what Begin would say, and to write down only that a step was cut off.
func TestShop_Look(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	first, second := place(t, s), place(t, s)
	look := func(step Step) (string, bool, error) { return s.Look(t.Context(), step) }
	_, done, err := look(CustomerStep(first))
	require.NoError(t, err)
	assert.False(t, done)
	var begun int
	require.NoError(t, s.db.QueryRowContext(t.Context(), `SELECT count(*) FROM remote_steps`).Scan(&begun))
	assert.Zero(t, begun)
	isSending(t, s, CustomerStep(first))
	_, _, err = look(CustomerStep(second))
	require.ErrorIs(t, err, ErrBusy)
	assert.Equal(t, "sending", stateOf(t, s, CustomerStep(first)))
	_, _, err = look(CustomerStep(first))
	require.ErrorContains(t, err, "the program was killed")
	assert.Equal(t, "parked", stateOf(t, s, CustomerStep(first)))
	_, _, err = look(CustomerStep(second))
	require.ErrorIs(t, err, ErrBlocked)
	require.NoError(t, s.Done(t.Context(), CustomerStep(first), "R-1"))
	result, done, err := look(CustomerStep(second))
	require.NoError(t, err)
	assert.True(t, done)
	assert.Equal(t, "R-1", result)
	isRefused(t, s, InvoiceStep(first))
	_, done, err = look(InvoiceStep(first))
	require.NoError(t, err)
	assert.False(t, done)
}

// Orders that were placed before they kept a copy get one, and nobody knows what Resico has of their customers.
func TestMigrations_buyers(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	s := &Shop{dialect: dialectOf(database)}
	var err error
	s.connection, err = s.dialect.connect(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.migrateTo(t.Context(), 5))
	_, err = s.db.ExecContext(t.Context(), `
		INSERT INTO customers (email, name, phone, address, post_code, resico_code)
		VALUES ('buyer@shop.example', 'Buyer', '+37111000001', 'Street 1', 'LV-0001', 'R-1')`)
	require.NoError(t, err)
	_, err = s.db.ExecContext(t.Context(),
		`INSERT INTO orders (customer_id, placed_at, location) VALUES (1, $1, 'NOL')`, stamp(time.Now()))
	require.NoError(t, err)
	require.NoError(t, s.Close())

	s, err = Open(t.Context(), database)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	o := order(t, s, 1)
	assert.Equal(t, Contact{"Buyer", "+37111000001", "Street 1", "LV-0001"}, o.Customer.Contact())
	assert.Zero(t, o.Filed.Order)
}
