package jobs

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

// refusedKey is what a flow returns when the provider does not accept the key.
var refusedKey = &shelfwire.Error{Provider: "resico", Op: "Products.List", Err: shelfwire.ErrUnauthorized}

// fixture is a shop with a product and a queue whose flows are functions of the test.
type fixture struct {
	*Jobs
	shop     *shop.Shop
	database string
	submit   func(ctx context.Context, order int64) error
	read     func(everything bool) (flows.Import, error)
	push     func(everything bool) (flows.Push, error)
	list     func(everything bool) (flows.Listings, error)
	till     func(everything bool) (flows.Till, error)
	pick     func(everything bool) (flows.PickedUp, error)
	status   func(everything bool) (flows.Statuses, error)
	call     func(ctx context.Context) // that an import makes; nil for none
	logger   *slog.Logger

	mu  sync.Mutex
	ran []int64
}

func (f *fixture) Run(ctx context.Context, order int64) error {
	f.mu.Lock()
	f.ran = append(f.ran, order)
	f.mu.Unlock()
	return f.submit(ctx, order)
}

// sent is a flow that succeeds.
func (f *fixture) sent(ctx context.Context, order int64) error {
	return f.shop.CloseOrder(ctx, order, shop.OrderSent, "")
}

func (f *fixture) GiveUp(context.Context, int64, error) error { return errors.New("given up") }

type reading func(ctx context.Context, everything bool) (flows.Import, error)

func (r reading) Run(ctx context.Context, everything bool) (flows.Import, error) {
	return r(ctx, everything)
}

// pushing is a flow that is a function of the test, which can change it later.
type pushing[R any] struct {
	run *func(everything bool) (R, error)
}

func (p pushing[R]) Run(_ context.Context, everything bool) (R, error) { return (*p.run)(everything) }

func newFixture(t *testing.T) *fixture {
	t.Helper()
	return newFixtureIn(t, shoptest.Made(t, shop.Open))
}

func newFixtureIn(t *testing.T, database string) *fixture {
	t.Helper()
	f := &fixture{database: database, logger: quiet}
	f.submit = f.sent
	f.read = func(everything bool) (flows.Import, error) { return flows.Import{Read: 7}, nil }
	f.status = func(bool) (flows.Statuses, error) { return flows.Statuses{}, nil }
	f.open(t)
	t.Cleanup(func() { f.close(t) })
	require.NoError(t, f.shop.SaveProducts(t.Context(), time.Now(), []shop.Product{{
		SKU: "A", VAT: "A", Price: shelfwire.Set(shelfwire.MustDecimal("1")), Active: shelfwire.Set(true),
	}}))
	return f
}

func (f *fixture) open(t *testing.T) {
	t.Helper()
	var err error
	f.shop, err = shop.Open(t.Context(), f.database)
	require.NoError(t, err)
	read := reading(func(ctx context.Context, everything bool) (flows.Import, error) {
		if f.call != nil {
			f.call(ctx)
		}
		return f.read(everything)
	})
	f.Jobs, err = New(t.Context(), f.shop, Flows{
		ImportProducts: read, ImportBalances: read, SubmitOrder: f,
		PushPriceList: pushing[flows.Push]{&f.push}, PushListings: pushing[flows.Listings]{&f.list},
		ReplaceTill: pushing[flows.Till]{&f.till}, PickUpOrders: pushing[flows.PickedUp]{&f.pick},
		SendStatus: pushing[flows.Statuses]{&f.status},
	}, f.logger)
	require.NoError(t, err)
}

func (f *fixture) close(t *testing.T) {
	t.Helper()
	require.NoError(t, f.Stop(time.Minute))
	require.NoError(t, f.shop.Close())
}

func (f *fixture) place(ctx context.Context, alongside func(context.Context, *sql.Tx, int64) error) (int64, error) {
	return f.shop.PlaceOrder(ctx, shop.NewOrder{
		Customer: shop.Customer{Email: "buyer@shop.example"},
		Items:    []shop.Item{{SKU: "A", Quantity: shelfwire.NewDecimal(1)}},
	}, alongside)
}

// settled waits until no order is open.
func (f *fixture) settled(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		open, err := f.shop.OpenOrders(ctx)
		require.NoError(t, err)
		if len(open) == 0 {
			return
		}
		require.NoError(t, Pause(ctx))
	}
}

func (f *fixture) countJobs(t *testing.T) (n int) {
	t.Helper()
	require.NoError(t, f.shop.DB().QueryRowContext(t.Context(), `SELECT count(*) FROM river_job`).Scan(&n))
	return n
}

func TestAddOrder(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	order, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	assert.Equal(t, 1, f.countJobs(t))
	require.NoError(t, f.Start(t.Context()))
	f.settled(t)
	assert.Equal(t, []int64{order}, f.ran)
}

func TestAddOrder_rolledBack(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for name, alongside := range map[string]func(context.Context, *sql.Tx, int64) error{
		"after the job was added": func(ctx context.Context, tx *sql.Tx, order int64) error {
			return errors.Join(f.AddOrder(ctx, tx, order), errTemporary)
		},
		"instead of the job": func(context.Context, *sql.Tx, int64) error { return errTemporary },
	} {
		_, err := f.place(t.Context(), alongside)
		require.ErrorIs(t, err, errTemporary, name)
		assert.Zero(t, f.countJobs(t), name)
		counts, err := f.shop.CountOrders(t.Context())
		require.NoError(t, err)
		assert.Empty(t, counts, name)
	}
}

func TestAdopt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	orphan, err := f.place(t.Context(), func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
	owned, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	require.NoError(t, f.Adopt(t.Context(), nil))
	require.NoError(t, f.Adopt(t.Context(), []int64{orphan, owned}))
	require.NoError(t, f.Adopt(t.Context(), []int64{orphan, owned}))
	assert.Equal(t, 2, f.countJobs(t), "one job for an order")
	require.NoError(t, f.Start(t.Context()))
	f.settled(t)
	assert.ElementsMatch(t, []int64{orphan, owned}, f.ran)
}

func TestImport(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.read = func(everything bool) (flows.Import, error) {
		if everything {
			return flows.Import{Read: 300, Gone: 2}, nil
		}
		return flows.Import{Since: time.Unix(1_800_000_000, 0).UTC(), Read: 7}, nil
	}
	require.NoError(t, f.Start(t.Context()))
	done, err := f.Import(t.Context(), ImportProducts{Everything: true})
	require.NoError(t, err)
	assert.Equal(t, flows.Import{Read: 300, Gone: 2}, done)
	done, err = f.Import(t.Context(), ImportProducts{})
	require.NoError(t, err, "the next import does not wait for the last one to be forgotten")
	assert.Equal(t, flows.Import{Since: time.Unix(1_800_000_000, 0).UTC(), Read: 7}, done)
	done, err = f.Import(t.Context(), ImportBalances{Everything: true})
	require.NoError(t, err)
	assert.Equal(t, 300, done.Read)
}

func TestImport_fails(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.read = func(bool) (flows.Import, error) {
		return flows.Import{}, refusedKey
	}
	require.NoError(t, f.Start(t.Context()))
	_, err := f.Import(t.Context(), ImportProducts{})
	require.ErrorContains(t, err, "resico: Products.List: unauthorized")

	ctx, cancel := context.WithCancel(t.Context())
	f.read = func(bool) (flows.Import, error) { cancel(); return flows.Import{}, errTemporary }
	_, err = f.Import(ctx, ImportProducts{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestPushes(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	problem := flows.Attention{Problems: []flows.Problem{{SKU: "A", Kind: flows.Twice}}, More: 2}
	runs := 0
	f.push = func(everything bool) (flows.Push, error) {
		runs++
		if everything {
			return flows.Push{}, errTemporary
		}
		return flows.Push{Created: 3, Attention: problem}, nil
	}
	f.list = func(everything bool) (flows.Listings, error) {
		if !everything {
			return flows.Listings{}, errTemporary
		}
		return flows.Listings{Pushed: 3, Missing: []string{"B"}, Attention: problem}, nil
	}
	f.till = func(everything bool) (flows.Till, error) {
		return flows.Till{Unchanged: !everything, Reason: "no such item", Attention: problem}, nil
	}
	require.NoError(t, f.Start(t.Context()))
	cards, err := f.PushPriceList(t.Context(), PushPriceList{})
	require.NoError(t, err)
	assert.Equal(t, flows.Push{Created: 3, Attention: problem}, cards)
	_, err = f.PushPriceList(t.Context(), PushPriceList{Everything: true})
	require.ErrorContains(t, err, errTemporary.Error())
	assert.Equal(t, 2, runs, "a failed one is not tried again")

	listings, err := f.PushListings(t.Context(), PushListings{Everything: true})
	require.NoError(t, err)
	assert.Equal(t, flows.Listings{Pushed: 3, Missing: []string{"B"}, Attention: problem}, listings)
	_, err = f.PushListings(t.Context(), PushListings{})
	require.ErrorContains(t, err, errTemporary.Error())
	till, err := f.ReplaceTill(t.Context(), ReplaceTill{Everything: true})
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Reason: "no such item", Attention: problem}, till)

	f.status = func(bool) (flows.Statuses, error) { return flows.Statuses{Set: 3}, nil }
	statuses, err := f.SendStatus(t.Context())
	require.NoError(t, err)
	assert.Equal(t, flows.Statuses{Set: 3}, statuses)
	f.status = func(bool) (flows.Statuses, error) { return flows.Statuses{}, errTemporary }
	_, err = f.SendStatus(t.Context())
	require.ErrorContains(t, err, errTemporary.Error())
}

// Pushes that a killed process has left behind in a file are dropped; the next cycle brings its own.
func TestNew_dropsThePushes(t *testing.T) {
	t.Parallel()
	f := newFixtureIn(t, shoptest.MadeFile(t, shop.Open))
	f.push = func(bool) (flows.Push, error) { return flows.Push{Created: 3}, nil }
	for _, push := range f.pushes {
		_, err := f.client.Insert(t.Context(), push(false), nil)
		require.NoError(t, err)
	}
	order, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	_, err = f.shop.DB().ExecContext(t.Context(),
		`UPDATE river_job SET state = 'running', attempt = 1, attempted_at = scheduled_at`)
	require.NoError(t, err)
	f.close(t)
	f.open(t)
	assert.Equal(t, 1, f.countJobs(t))
	require.NoError(t, f.Start(t.Context()))
	f.settled(t)
	assert.Equal(t, []int64{order}, f.ran)
	done, err := f.PushPriceList(t.Context(), PushPriceList{})
	require.NoError(t, err)
	assert.Equal(t, 3, done.Created)
}

func TestNextOrder(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, ok, err := f.NextOrder(t.Context())
	require.NoError(t, err)
	assert.False(t, ok)
	_, err = f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	due, ok, err := f.NextOrder(t.Context())
	require.NoError(t, err)
	assert.True(t, ok)
	assert.False(t, due.After(time.Now()))
}

// What a killed process leaves behind, a fresh one takes over at once.
func TestNew_takesOver(t *testing.T) {
	t.Parallel()
	states := []rivertype.JobState{
		rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}
	if !shoptest.IsPostgres() { // where others may be about to begin it
		states = append(states, rivertype.JobStateAvailable)
	}
	for _, state := range states {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			order, err := f.place(t.Context(), f.AddOrder)
			require.NoError(t, err)
			_, err = f.shop.DB().ExecContext(t.Context(), `
				UPDATE river_job SET state = $1, attempt = 48, max_attempts = 48,
				    attempted_at = scheduled_at, scheduled_at = '2999-12-31 00:00:00'`, string(state))
			require.NoError(t, err)
			if shoptest.IsPostgres() {
				_, err = f.shop.DB().ExecContext(t.Context(), `UPDATE river_job SET attempted_by = '{gone before,gone}'`)
				require.NoError(t, err)
			}
			f.close(t)

			f.open(t)
			require.NoError(t, f.Start(t.Context()))
			f.settled(t)
			assert.Equal(t, []int64{order}, f.ran)
		})
	}
}

// A job that does not end by itself is cancelled, and goes on with the next start.
func TestStop(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	begun := make(chan struct{})
	f.submit = func(ctx context.Context, _ int64) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}
	order, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	require.NoError(t, f.Start(t.Context()))
	<-begun
	require.NoError(t, f.Stop(time.Millisecond))
	require.NoError(t, f.Stop(time.Millisecond), "a second Stop does nothing")
	require.NoError(t, f.shop.Close())

	f.open(t)
	f.submit = f.sent
	require.NoError(t, f.Start(t.Context()))
	f.settled(t)
	assert.Equal(t, []int64{order, order}, f.ran)
}

func TestJobs_closed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	require.NoError(t, f.shop.Close())
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"isLed":       func() error { _, err := f.isLed(ctx); return err },
		"Rounds":      func() error { _, err := f.Rounds(ctx); return err },
		"Counts":      func() error { _, err := f.Counts(ctx); return err },
		"NextOrder":   func() error { _, _, err := f.NextOrder(ctx); return err },
		"IsUnderWay":  func() error { _, err := f.IsUnderWay(ctx, Round{}.Kind()); return err },
		"SendStatus":  func() error { _, err := f.SendStatus(ctx); return err },
		"ReplaceTill": func() error { _, err := f.ReplaceTill(ctx, ReplaceTill{}); return err },
	} {
		t.Run(name, func(t *testing.T) { assert.Error(t, call(), "an error of the database is reported") })
	}
}
