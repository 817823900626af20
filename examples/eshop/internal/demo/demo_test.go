package demo_test

import (
	"context"
	"database/sql"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/virtpos"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func nothingAlongside(context.Context, *sql.Tx, int64) error { return nil }

// stocked is a shop with the demo's catalogue, and a second ago nothing else.
func stocked(t *testing.T) *shop.Shop {
	t.Helper()
	s, err := shop.Open(t.Context(), shoptest.Made(t, shop.Open))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	fake := start(t, s)
	f := &flows.ImportProducts{Shop: s, Products: fake.Server.Client(nil).Products, Progress: func(int, int) {}}
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	require.Equal(t, flows.Import{Read: 200, Without: 2}, done)
	return s
}

func start(t *testing.T, s *shop.Shop) *demo.Resico {
	t.Helper()
	fake, err := demo.StartResico(t.Context(), s, 200, 1)
	require.NoError(t, err)
	t.Cleanup(fake.Close)
	return fake
}

func TestStartResico_restores(t *testing.T) {
	t.Parallel()
	s := stocked(t)
	placed, err := demo.PlaceOrders(t.Context(), s, 3, 1, nothingAlongside)
	require.NoError(t, err)
	require.Equal(t, 3, placed)
	// The second order got invoice 4 and its first line, the third one invoice 2 and no line.
	for id, invoice := range map[int64]int64{2: 4, 3: 2} {
		o, err := s.Order(t.Context(), id)
		require.NoError(t, err)
		did(t, s, shop.CustomerStep(o), "C-"+strconv.FormatInt(o.Customer.ID, 10))
		did(t, s, shop.InvoiceStep(o), strconv.FormatInt(invoice, 10))
		if id == 2 {
			did(t, s, shop.LineStep(o, o.Lines[0]), "1")
		}
	}
	fake := start(t, s)
	customers, err := s.CustomersInResico(t.Context())
	require.NoError(t, err)
	require.Len(t, fake.Server.Customers(), len(customers))
	assert.Equal(t, customers[0].ResicoCode, fake.Server.Customers()[0].Code)
	invoices := fake.Server.Invoices()
	require.Len(t, invoices, 4)
	assert.Equal(t, "Order 3", invoices[1].Notes)
	assert.Equal(t, "Order 2", invoices[3].Notes)
	assert.Empty(t, invoices[1].Lines)
	assert.Len(t, invoices[3].Lines, 1)
}

// did records a step as done.
func did(t *testing.T, s *shop.Shop, step shop.Step, result string) {
	t.Helper()
	_, _, err := s.Begin(t.Context(), step, []byte(`{}`))
	require.NoError(t, err)
	require.NoError(t, s.Done(t.Context(), step, result))
}

func TestStartResico_touches(t *testing.T) {
	t.Parallel()
	s := stocked(t)
	mark, err := s.Mark(t.Context(), "products")
	require.NoError(t, err)
	changed := 0
	client := start(t, s).Server.Client(nil)
	for _, err := range client.Products.All(t.Context(), resico.ProductQuery{UpdatedAfter: mark}) {
		require.NoError(t, err)
		changed++
	}
	assert.Equal(t, demo.Touched, changed)
}

// The cards that the shop knows are put back as they were; a shop that knows of none finds a few made by hand.
func TestStartERPXT(t *testing.T) {
	t.Parallel()
	s := stocked(t)
	fake, err := demo.StartERPXT(t.Context(), s, 200, 1)
	require.NoError(t, err)
	defer fake.Close()
	fake.Server.SetLatency(0)
	assert.Len(t, fake.Server.Products(), 7)
	f := &flows.PushPriceList{Shop: s, Cards: fake.Server.Client(nil).Products, Progress: func(int, int) {}}
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Created: 189, Edited: 3, Unchanged: 4, WithoutPrice: 1}, done)

	again, err := demo.StartERPXT(t.Context(), s, 200, 1)
	require.NoError(t, err)
	defer again.Close()
	again.Server.SetLatency(0)
	require.Len(t, again.Server.Products(), len(fake.Server.Products()))
	f.Cards = again.Server.Client(nil).Products
	done, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Unchanged: 196, WithoutPrice: 1}, done)
	assert.Equal(t, erpxt.VAT23, again.Server.Products()[0].Rate)
	assert.Equal(t, fake.Server.Products()[50].ID, again.Server.Products()[50].ID)
}

// A MerchantPro shop in which somebody has listed most products; later on, what the shop knows to be listed.
func TestStartMerchantPro(t *testing.T) {
	t.Parallel()
	s := stocked(t)
	first, err := demo.StartMerchantPro(t.Context(), s, 200, 1)
	require.NoError(t, err)
	defer first.Close()
	first.Server.SetLatency(0)
	f := &flows.PushListings{Shop: s, Inventory: first.Server.Client(nil).Inventory, Progress: func(int, int) {}}
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	missing := []string{"SW-0021", "SW-0096", "SW-0171"}
	// Nothing has brought in the balances of this shop.
	assert.Equal(t, flows.Listings{Pushed: 193, WithoutStock: 197, WithoutPrice: 1, NotListed: 3, Missing: missing}, done)

	again, err := demo.StartMerchantPro(t.Context(), s, 200, 1)
	require.NoError(t, err)
	defer again.Close()
	again.Server.SetLatency(0)
	for _, item := range again.Server.Items() {
		before, found := first.Server.Item(shopinventory.BySKU(item.SKU))
		require.True(t, found)
		assert.Equal(t, before.PriceGross, item.PriceGross, item.SKU)
	}
	f.Inventory = again.Server.Client(nil).Inventory
	done, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Listings{Pushed: 193, WithoutStock: 197, WithoutPrice: 1, NotListed: 3, Missing: missing}, done)
}

// A till with what somebody has counted; later on, what the shop knows to be there.
func TestStartVirtPOS(t *testing.T) {
	t.Parallel()
	s := stocked(t)
	first, err := demo.StartVirtPOS(t.Context(), s, 200, 1)
	require.NoError(t, err)
	defer first.Close()
	assert.Len(t, first.Server.Stock(1), 67)

	in := []shop.Quantity{
		{SKU: "SW-0001", Quantity: shelfwire.NewDecimal(3)}, {SKU: "SW-0200", Quantity: shelfwire.MustDecimal("2.5")},
	}
	require.NoError(t, s.SaveTillStock(t.Context(), demo.Till, in))
	again, err := demo.StartVirtPOS(t.Context(), s, 100, 1) // a smaller catalogue than last time
	require.NoError(t, err)
	defer again.Close()
	rows := again.Server.Stock(1)
	require.Len(t, rows, 2)
	assert.Equal(t, "3.000 2.500", rows[0].OnHand.String()+" "+rows[1].OnHand.String())
	client := again.Server.Client(nil)
	_, err = client.Store.UpdateOnHand(t.Context(), virtpos.OnHandUpdate{
		Warehouse: virtpos.ExternalWarehouseID(demo.Till), Item: virtpos.ExternalItemID("SW-0200"),
		OnHand: shelfwire.Set(shelfwire.NewDecimal(1)),
	})
	require.NoError(t, err)
}

func TestPlaceOrders(t *testing.T) {
	t.Parallel()
	s := stocked(t)
	placed, err := demo.PlaceOrders(t.Context(), s, 0, 1, nothingAlongside)
	require.NoError(t, err)
	assert.Zero(t, placed)
	placed, err = demo.PlaceOrders(t.Context(), s, 20, 1, nothingAlongside)
	require.NoError(t, err)
	assert.Equal(t, 20, placed)
	for id := range int64(20) {
		o, err := s.Order(t.Context(), id+1)
		require.NoError(t, err)
		require.NotEmpty(t, o.Lines)
		assert.WithinDuration(t, time.Now(), o.PlacedAt, time.Hour)
	}
	fails := func(context.Context, *sql.Tx, int64) error { return sql.ErrConnDone }
	placed, err = demo.PlaceOrders(t.Context(), s, 3, 1, fails)
	require.ErrorIs(t, err, sql.ErrConnDone)
	assert.Zero(t, placed)
}

func TestPlaceOrders_nothingForSale(t *testing.T) {
	t.Parallel()
	s, err := shop.Open(t.Context(), shoptest.Made(t, shop.Open))
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	_, err = demo.PlaceOrders(t.Context(), s, 1, 1, nothingAlongside)
	require.ErrorIs(t, err, demo.ErrNothingForSale)
}

// countdown is a context that ends after it was asked so many times.
type countdown struct {
	context.Context

	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Filling a fake ends soon after its context.
func TestFill_interrupted(t *testing.T) {
	t.Parallel()
	server := resicotest.NewServer(t)
	require.ErrorIs(t, demo.Fill(&countdown{t.Context(), 1}, server, 100_000, 1), context.Canceled)
	page, err := server.Client(nil).Products.List(t.Context(), resico.ProductQuery{}, 1)
	require.NoError(t, err)
	assert.Equal(t, 1000, page.Total)
	ended := func() context.Context { return &countdown{t.Context(), 0} }
	_, err = demo.StartProviders(ended(), demo.Options{Listen: "127.0.0.1:0", Products: 100_000})
	require.ErrorIs(t, err, context.Canceled)
}
