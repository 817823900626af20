package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// world is a shop, a Resico and perhaps other providers that all outlive the runs of the program.
type world struct {
	t      *testing.T
	server *resicotest.Server
	size   int // of the catalogue
	cfg    config

	// Nil leaves the channel out.
	cards *erpxttest.Server
	shop  *shopinventorytest.Server
	till  *virtpostest.Server

	out bytes.Buffer // of the last run
}

func newWorld(t *testing.T, products int) *world {
	t.Helper()
	return newWorldIn(t, shoptest.Made(t, shop.Open), products)
}

func newWorldIn(t *testing.T, database string, products int) *world {
	t.Helper()
	w := &world{t: t, server: resicotest.NewServer(t), size: products}
	require.NoError(t, demo.Fill(t.Context(), w.server, products, 1))
	w.cfg = config{
		database: database, seed: 1,
		patience: 3 * time.Second, stopPatience: 10 * time.Second,
	}
	return w
}

// stocked is a world whose shop has the catalogue.
func stocked(t *testing.T) *world {
	t.Helper()
	if !shoptest.IsPostgres() {
		return stockedFile(t)
	}
	w := newWorld(t, 12)
	w.inShop(func(s *shop.Shop) {
		none := func(int, int) {}
		products := w.server.Client(nil).Products
		_, err := (&flows.ImportProducts{Shop: s, Products: products, Progress: none}).Run(t.Context(), false)
		require.NoError(t, err)
		_, err = (&flows.ImportBalances{Shop: s, Products: products, Progress: none}).Run(t.Context(), false)
		require.NoError(t, err)
	})
	return w
}

// stockedFile is such a world whose database is a file. The file is a copy: most of what a run costs a test is the making
// of tables.
func stockedFile(t *testing.T) *world {
	t.Helper()
	database, err := template()
	require.NoError(t, err)
	w := newWorldIn(t, shoptest.File(t), 12)
	copyDatabase(t, database, w.cfg.database)
	return w
}

// listed is such a world with an ERP XT, which is empty.
func listed(t *testing.T) *world {
	t.Helper()
	w := stocked(t)
	w.cards = erpxttest.NewServer(t)
	return w
}

// withChannels gives the world all channels, empty but for what a push needs to find there.
func (w *world) withChannels() {
	w.cards = erpxttest.NewServer(w.t)
	w.withListings()
	w.withTill()
}

var template = sync.OnceValues(func() (database string, err error) {
	dir, err := os.MkdirTemp("", "eshop-test-")
	if err != nil {
		return "", err
	}
	w := world{server: resicotest.New(), cfg: config{database: filepath.Join(dir, "eshop.db")}}
	defer w.server.Close()
	if err := demo.Fill(context.Background(), w.server, 12, 1); err != nil {
		return "", err
	}
	_, err = cycle(context.Background(), w.cfg, w.connectors(w.cfg), io.Discard, slog.New(slog.DiscardHandler))
	return w.cfg.database, err
})

// copyDatabase copies what is on the disk, as a power cut would leave it.
func copyDatabase(t *testing.T, from, to string) {
	for _, suffix := range []string{"", "-wal"} {
		text, err := os.ReadFile(from + suffix)
		if errors.Is(err, fs.ErrNotExist) && suffix != "" {
			continue
		}
		if assert.NoError(t, err) {
			assert.NoError(t, os.WriteFile(to+suffix, text, 0o600))
		}
	}
}

// connectors connect to the world's providers, which the program must not close.
func (w *world) connectors(cfg config) connectors {
	c := connectors{resico: connectTo(demoAccount, w.server.Client)}
	if w.cards != nil {
		c.channels = append(c.channels,
			priceListVia(connectTo("ERP XT at "+w.cards.URL(), w.cards.Client), cfg.onlyLooks()))
	}
	if w.shop != nil {
		c.channels = append(c.channels, listingsVia(connectTo("MerchantPro at "+w.shop.URL(), w.shop.Client)))
	}
	if w.till != nil {
		c.channels = append(c.channels,
			tillVia(connectTo("VirtualPOS at "+w.till.URL(), w.till.Client), place{location: demo.Till, warehouse: "1C-7"}))
	}
	return c
}

func connectTo[C any](account string, client func(*shelfwire.Options) C) connector[C] {
	return connector[C]{
		account: account,
		connect: func(_ context.Context, _ *shop.Shop, options *shelfwire.Options) (provider[C], error) {
			return provider[C]{name: "a fake inside this program", client: client(options)}, nil
		},
	}
}

// run runs the program once and reports whether it was content.
func (w *world) run(change ...func(*config)) bool {
	w.t.Helper()
	return w.runUntil(w.t.Context(), change...)
}

func (w *world) runUntil(ctx context.Context, change ...func(*config)) bool {
	w.t.Helper()
	cfg := w.cfg
	for _, c := range change {
		c(&cfg)
	}
	w.out.Reset()
	ok, err := cycle(ctx, cfg, w.connectors(cfg), &w.out, slog.New(slog.NewTextHandler(io.Discard, nil)))
	require.NoError(w.t, err)
	return ok
}

// said is what the last run said, however it was aligned.
func (w *world) said() string { return strings.Join(strings.Fields(w.out.String()), " ") }

// settle is what a person does between two runs.
func (w *world) settle(order int64, found string) {
	w.t.Helper()
	var asked shop.Asked
	w.inShop(func(s *shop.Shop) {
		var err error
		asked, err = s.Asked(w.t.Context(), order)
		require.NoError(w.t, err)
	})
	status, said := w.settleAs(strconv.FormatInt(order, 10), string(asked.Question), found)
	require.Equal(w.t, statusOK, status, said)
	require.Equal(w.t, fmt.Sprintf("Order %d is open again: %s was settled with %s.\n", order, asked.Question, found), said)
}

// settleAs settles with the command, and returns what that says.
func (w *world) settleAs(args ...string) (status int, said string) {
	w.t.Helper()
	var out bytes.Buffer
	args = append([]string{"orders", "settle", "-database", w.cfg.database}, args...)
	status = run(w.t.Context(), args, environment(), &out, &out)
	return status, out.String()
}

func orders(n int) func(*config) { return func(c *config) { c.orders = n } }

// inShop looks into the shop's database, which no program may be using.
func (w *world) inShop(look func(*shop.Shop)) {
	w.t.Helper()
	s, err := shop.Open(w.t.Context(), w.cfg.database)
	require.NoError(w.t, err)
	defer func() { require.NoError(w.t, s.Close()) }()
	look(s)
}

// argument is the database in printed advice.
func (w *world) argument() (argument string) {
	w.t.Helper()
	w.inShop(func(s *shop.Shop) { argument = shellWord(s.Argument()) })
	return argument
}

// asksAbout is what an order of the MerchantPro shop asks about, as the command wants it.
func (w *world) asksAbout(id string) (step string) {
	w.t.Helper()
	w.inShop(func(s *shop.Shop) {
		asked, err := s.RemoteAsked(w.t.Context(), shop.Remote{Channel: flows.MerchantPro, ID: id})
		require.NoError(w.t, err)
		require.NotEmpty(w.t, asked, id)
		step = string(asked)
	})
	return step
}

// order places an order for two products, which the next run takes up.
func (w *world) order() (id int64) {
	w.t.Helper()
	w.inShop(func(s *shop.Shop) {
		products, err := s.ForSale(w.t.Context())
		require.NoError(w.t, err)
		o := shop.NewOrder{
			Customer: shop.Customer{Email: "buyer@shop.example", Name: "Example Buyer", Phone: "+37111000099"},
			PlacedAt: time.Now(), Location: "NOL",
		}
		for _, p := range products[:2] {
			o.Items = append(o.Items, shop.Item{SKU: p.SKU, Quantity: shelfwire.NewDecimal(2)})
		}
		id, err = s.PlaceOrder(w.t.Context(), o, func(context.Context, *sql.Tx, int64) error { return nil })
		require.NoError(w.t, err)
	})
	return id
}

func (w *world) state(order int64) (state shop.State, reason string) {
	w.t.Helper()
	w.inShop(func(s *shop.Shop) {
		o, err := s.Order(w.t.Context(), order)
		require.NoError(w.t, err)
		state, reason = o.State, o.Reason
	})
	return state, reason
}

// writes counts the calls that change something.
func (w *world) writes() int {
	return w.server.Calls("Customers.Create", "Invoices.Create", "Invoices.AddLine")
}

// checkInvoices compares Resico's invoices with the shop's orders: each once, line by line.
func (w *world) checkInvoices(want int) {
	w.t.Helper()
	invoices := w.server.Invoices()
	require.Len(w.t, invoices, want)
	byID := map[int64]resico.FullInvoice{}
	for _, invoice := range invoices {
		byID[int64(invoice.ID)] = invoice
	}
	w.inShop(func(s *shop.Shop) {
		sent, err := s.OrdersInResico(w.t.Context())
		require.NoError(w.t, err)
		require.Len(w.t, sent, want)
		for _, o := range sent {
			w.checkInvoice(o, byID[o.InvoiceID])
			delete(byID, o.InvoiceID)
		}
	})
	assert.Empty(w.t, byID, "no two orders share an invoice")
}

func (w *world) checkInvoice(o shop.Order, invoice resico.FullInvoice) {
	w.t.Helper()
	assert.Equal(w.t, shop.OrderSent, o.State, o.Reason)
	assert.Equal(w.t, o.Customer.ResicoCode, invoice.Customer.Code)
	require.Len(w.t, invoice.Lines, len(o.Lines), "order %d", o.ID)
	for i, line := range o.Lines {
		assert.Equal(w.t, line.SKU, invoice.Lines[i].SKU)
		assert.True(w.t, line.Price.Equal(invoice.Lines[i].Price), "line %d of order %d", line.No, o.ID)
		assert.True(w.t, line.Quantity.Equal(invoice.Lines[i].Quantity), "line %d of order %d", line.No, o.ID)
	}
}
