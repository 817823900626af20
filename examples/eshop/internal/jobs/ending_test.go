package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
)

// A round does not wait for what will not begin any more.
func TestStop_round(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	begun, end := make(chan struct{}), make(chan struct{})
	var done record
	f.noteIn(&done)
	f.read = func(bool) (flows.Import, error) {
		done.note("import")
		close(begun)
		<-end
		return flows.Import{}, nil
	}
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Start(t.Context()))
	<-begun
	stopped := make(chan error, 1)
	go func() { stopped <- f.Stop(time.Hour) }()
	<-f.ending.begun.Done()
	close(end)
	select {
	case err := <-stopped:
		require.NoError(t, err)
	case <-time.After(time.Minute):
		t.Fatal("the round goes on waiting")
	}
	assert.Equal(t, []string{"import"}, done.done)
	assert.Equal(t, map[string]string{"round": "cancelled", "import_products": "completed"}, f.jobStates(t))
}

// jobStates returns the state of the jobs of each kind, and their errors.
func (f *fixture) jobStates(t *testing.T) map[string]string {
	t.Helper()
	list, err := f.client.JobList(t.Context(), river.NewJobListParams().First(100))
	require.NoError(t, err)
	states := map[string]string{}
	for _, job := range list.Jobs {
		states[job.Kind] = string(job.State)
		if len(job.Errors) > 0 && job.State != rivertype.JobStateCancelled {
			states[job.Kind] += ": " + job.Errors[0].Error
		}
	}
	return states
}

// What the program cuts off has not failed: no try is counted, nothing is given up, nothing is logged as an error.
func TestStop_cutOff(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	f := newFixture(t)
	f.logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	f.close(t)
	f.open(t)
	begun := make(chan struct{}, 3)
	cutOff := func(ctx context.Context) error {
		begun <- struct{}{}
		<-ctx.Done()
		return fmt.Errorf("calling: %w", ctx.Err())
	}
	f.submit = func(ctx context.Context, _ int64) error { return cutOff(ctx) }
	var failed error
	f.call = func(ctx context.Context) { failed = cutOff(ctx) }
	f.read = func(bool) (flows.Import, error) { return flows.Import{}, failed }
	f.push = func(bool) (flows.Push, error) { return flows.Push{}, cutOff(f.ending.begun) }
	_, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	for _, args := range []river.JobArgs{ImportProducts{}, PushPriceList{}} {
		_, err := f.client.Insert(t.Context(), args, nil)
		require.NoError(t, err)
	}
	require.NoError(t, f.Start(t.Context()))
	for range 3 {
		<-begun
	}
	require.NoError(t, f.Stop(time.Millisecond))
	assert.Empty(t, log.String())
	assert.Equal(t, map[string]string{
		"submit_order": "available", "import_products": "available", "push_price_list": "cancelled",
	}, f.jobStates(t))
	for _, kind := range []string{"import_products", "push_price_list"} {
		runs, err := f.shop.Runs(t.Context(), kind)
		require.NoError(t, err)
		require.Len(t, runs, 1)
		assert.Equal(t, "the program ended before this did; the next run goes on with it", runs[0].Error)
	}
}

func TestEnding_work(t *testing.T) {
	t.Parallel()
	again, over := river.JobSnooze(time.Hour), river.JobCancel(context.Canceled)
	isEnding := newEnding()
	isEnding.begin()
	for name, c := range map[string]struct {
		ending ending
		err    error
		tries  int
		want   error
	}{
		"done":                       {isEnding, nil, 1, nil},
		"cut off":                    {isEnding, context.Canceled, 1, river.JobCancel(errEnding)},
		"cut off, to be tried again": {isEnding, context.Canceled, 2, river.JobSnooze(0)},
		"failed at the same moment":  {isEnding, errTemporary, 1, errTemporary},
		"closed while it was cut":    {isEnding, over, 48, over},
		"has a time already":         {isEnding, again, 48, again},
		"cancelled, nothing ends":    {newEnding(), context.Canceled, 1, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.ending.work(t.Context(), &rivertype.JobRow{MaxAttempts: c.tries}, func(context.Context) error { return c.err })
			assert.Equal(t, c.want, got)
		})
	}
}

// Until the program ends, everything is logged; then, what is not about cancelling.
func TestEnding_logger(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	e := newEnding()
	logger := e.logger(slog.New(slog.NewTextHandler(&log, nil))).With("queue", "orders").WithGroup("job")
	say := func() string {
		log.Reset()
		logger.Error("errored", "kind", "round", "error", "calling: context canceled")
		logger.Error("errored", "err", errors.New("disk full"))
		logger.Error("errored", "note", "context canceled")
		return log.String()
	}
	said := say()
	assert.Contains(t, said, `queue=orders job.kind=round job.error="calling: context canceled"`)
	e.begin()
	assert.NotContains(t, say(), "calling")
	assert.Contains(t, log.String(), "disk full")
	assert.Contains(t, log.String(), "job.note")
}
