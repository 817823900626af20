package flows_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// limiter is a limit that is a function of the test.
type limiter func(context.Context) error

func (l *limiter) Wait(ctx context.Context) error { return (*l)(ctx) }

// gated is an order with two lines and a client behind a gate.
func gated(
	t *testing.T, wait limiter, change ...func(*shelfwire.Options),
) (*flows.SubmitOrder, *shop.Shop, *resicotest.Server) {
	t.Helper()
	f, s := submission(t, &erp{})
	server := resicotest.NewServer(t)
	for _, sku := range []string{"A", "B"} {
		server.SetProduct(resico.Product{SKU: sku, VAT: "A"})
	}
	options := shelfwire.Options{Limiter: &flows.Gate{Limiter: &wait}}
	for _, c := range change {
		c(&options)
	}
	client := server.Client(&options)
	f.Customers, f.Invoices, f.IsGated = client.Customers, client.Invoices, true
	return f, s, server
}

func states(t *testing.T, s *shop.Shop) (list []string) {
	t.Helper()
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	steps, err := s.StepsOf(t.Context(), o)
	require.NoError(t, err)
	for _, step := range steps {
		list = append(list, step.State)
	}
	return list
}

// A write that waits for its turn has no record: a program that is killed then has sent nothing, and it shows. One that
// has reached the provider has one.
func TestGate(t *testing.T) {
	t.Parallel()
	var waiting, arrived [][]string
	var s *shop.Shop
	f, s, server := gated(t, func(context.Context) error {
		waiting = append(waiting, states(t, s))
		return nil
	})
	server.Fail(faults.Between(func() { arrived = append(arrived, states(t, s)) }).Always())
	require.NoError(t, f.Run(t.Context(), 1))
	assert.Equal(t, [][]string{
		{"", "", "", ""}, {"done", "", "", ""}, {"done", "done", "", ""}, {"done", "done", "done", ""},
	}, waiting)
	assert.Equal(t, [][]string{
		{"sending", "", "", ""}, {"done", "sending", "", ""}, {"done", "done", "sending", ""},
		{"done", "done", "done", "sending"},
	}, arrived)
	assert.Equal(t, []string{"done", "done", "done", "done"}, states(t, s))
}

// What does not pass the gate is not sent, and may be sent later.
func TestGate_closed(t *testing.T) {
	t.Parallel()
	open := false
	ctx, cancel := context.WithCancel(t.Context())
	f, s, server := gated(t, func(ctx context.Context) error {
		if open {
			return nil
		}
		cancel()
		<-ctx.Done()
		return ctx.Err()
	})
	require.ErrorIs(t, f.Run(ctx, 1), context.Canceled)
	assert.Zero(t, server.Calls())
	assert.Equal(t, []string{"refused", "", "", ""}, states(t, s))
	open = true
	require.NoError(t, f.Run(t.Context(), 1))
	assert.Len(t, server.Invoices(), 1)
}

// Another order of the customer is first at the gate: this one sends nothing, and nobody is warned, since nothing has failed.
func TestGate_busy(t *testing.T) {
	t.Parallel()
	var s *shop.Shop
	var other shop.Order
	var log bytes.Buffer
	f, s, server := gated(t, func(ctx context.Context) error {
		_, _, err := s.Begin(ctx, shop.CustomerStep(other), []byte("{}"))
		return err
	}, func(o *shelfwire.Options) {
		o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	place(t, s)
	other, err := s.Order(t.Context(), 2)
	require.NoError(t, err)
	require.ErrorIs(t, f.Run(t.Context(), 1), shop.ErrBusy)
	assert.Zero(t, server.Calls())
	assert.Contains(t, log.String(), "level=DEBUG")
	assert.Contains(t, log.String(), "another order is at it")
	assert.NotContains(t, log.String(), "level=WARN")
}

// Another order of the customer is done with it while this one waits for its turn: this one goes on with what came of it.
func TestGate_doneMeanwhile(t *testing.T) {
	t.Parallel()
	var s *shop.Shop
	var other shop.Order
	done := false
	f, s, server := gated(t, func(ctx context.Context) error {
		if done {
			return nil
		}
		done = true
		step := shop.CustomerStep(other)
		_, _, err := s.Begin(ctx, step, []byte("{}"))
		return errors.Join(err, s.Done(ctx, step, "R-1"))
	})
	server.AddCustomers(resico.NewCustomer{Code: "R-1", Name: "Example Buyer"})
	place(t, s)
	other, err := s.Order(t.Context(), 2)
	require.NoError(t, err)
	require.NoError(t, f.Run(t.Context(), 1))
	assert.Zero(t, server.Calls("Customers.Create"))
	require.Len(t, server.Invoices(), 1)
	assert.Equal(t, "R-1", server.Invoices()[0].Customer.Code)
}

// A limiter that fails lets nothing through.
func TestGate_limiterFails(t *testing.T) {
	t.Parallel()
	outOfOrder := errors.New("the limiter is out of order")
	f, s, server := gated(t, func(context.Context) error { return outOfOrder })
	require.ErrorIs(t, f.Run(t.Context(), 1), outOfOrder)
	assert.Zero(t, server.Calls())
	assert.Equal(t, []string{"refused", "", "", ""}, states(t, s))
}

// A call that is sent again, after too many calls, passes once more and has its record already.
func TestGate_retries(t *testing.T) {
	t.Parallel()
	f, s, server := gated(t, func(context.Context) error { return nil })
	server.Fail(faults.RateLimited("0").On("Invoices.Create"))
	require.NoError(t, f.Run(t.Context(), 1))
	assert.Equal(t, 2, server.Calls("Invoices.Create"))
	assert.Len(t, server.Invoices(), 1)
	assert.Equal(t, []string{"done", "done", "done", "done"}, states(t, s))
}

// What was begun and cut off, or is parked, is found before a call waits for its turn.
func TestGate_looks(t *testing.T) {
	t.Parallel()
	turns := 0
	f, s, _ := gated(t, func(context.Context) error { turns++; return nil })
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	_, _, err = s.Begin(t.Context(), shop.CustomerStep(o), []byte("{}"))
	require.NoError(t, err)
	require.ErrorContains(t, f.Run(t.Context(), 1), "no response was recorded: the program was killed")
	assert.Zero(t, turns)
	o, err = s.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderParked, o.State)
	steps, err := s.StepsOf(t.Context(), o)
	require.NoError(t, err)
	assert.Equal(t, shop.OutcomeKilled, steps[0].Outcome)
}
