package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// answerTime is how long a fake takes for each answer: about what a provider in the same country does.
const answerTime = 20 * time.Millisecond

// databases are where the benchmarks keep the shop. A commit is on the disk before it counts, as in production.
func databases(b *testing.B, run func(*testing.B, string)) {
	b.Run("SQLite", func(b *testing.B) { run(b, shoptest.File(b)) })
	b.Run("PostgreSQL", func(b *testing.B) {
		database := shoptest.Postgres(b)
		database = strings.Replace(database, "synchronous_commit=off", "synchronous_commit=on", 1)
		run(b, strings.Replace(database, "pool_max_conns=4", "pool_max_conns=10", 1))
	})
}

// working is the program with a Resico of so many products, none of which runs out.
func working(b *testing.B, database string, products int) *app {
	b.Helper()
	server := resicotest.NewServer(b)
	for i := range products {
		server.AddProducts(resicotest.Product{Product: resico.Product{
			SKU: fmt.Sprintf("SW-%06d", i+1), Name: fmt.Sprintf("Product %d", i+1), Unit: "GB", VAT: "A",
			Price: shelfwire.Set(shelfwire.MustDecimal("9.90")), Active: shelfwire.Set(true),
		}})
	}
	server.SetLatency(answerTime)
	a, err := open(b.Context(), config{database: database, patience: time.Minute}, progress.New(io.Discard),
		connectors{resico: connectTo(demoAccount, server.Client)}, slog.New(slog.DiscardHandler))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, a.close()) })
	return a
}

// BenchmarkOrders places orders and sends them, from the form to the last line of the invoice.
func BenchmarkOrders(b *testing.B) {
	databases(b, func(b *testing.B, database string) {
		const batch = 100
		a := working(b, database, 200)
		a.cfg.orders = batch
		ctx := context.Background()
		_, err := a.jobs.Import(ctx, jobs.ImportProducts{})
		require.NoError(b, err)
		for b.Loop() {
			require.NoError(b, a.placeOrders(ctx))
			require.NoError(b, a.awaitOrders(ctx))
		}
		counts, err := a.shop.CountOrders(ctx)
		require.NoError(b, err)
		require.Equal(b, map[shop.State]int{shop.OrderSent: batch * b.N}, counts)
		b.ReportMetric(float64(batch*b.N)/b.Elapsed().Seconds(), "orders/s")
	})
}

// BenchmarkImportProducts reads a whole catalogue, page by page, into the shop.
func BenchmarkImportProducts(b *testing.B) {
	databases(b, func(b *testing.B, database string) {
		const products = 10_000
		a := working(b, database, products)
		for b.Loop() {
			done, err := a.jobs.Import(context.Background(), jobs.ImportProducts{Everything: true})
			require.NoError(b, err)
			require.Equal(b, products, done.Read)
		}
		b.ReportMetric(float64(products*b.N)/b.Elapsed().Seconds(), "products/s")
	})
}
