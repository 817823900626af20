package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

var errTemporary = errors.New("temporary")

// submitting stands in for the flow.
type submitting struct {
	err     error
	givenUp bool
}

func (s *submitting) Run(context.Context, int64) error { return s.err }

func (s *submitting) GiveUp(_ context.Context, order int64, reason error) error {
	s.givenUp = true
	return &flows.ClosedError{Order: order, State: shop.OrderFailed, Err: reason}
}

func landingIn(left time.Duration) error {
	return errors.Join(&shop.LandingError{Target: "x", Until: time.Now().Add(left)}, errTemporary)
}

func TestSubmitWorker(t *testing.T) {
	t.Parallel()
	const again, cancelled, snoozed = "again", "cancelled", "snoozed"
	parked := &flows.ClosedError{Order: 1, State: shop.OrderParked, Err: &shop.ParkedError{Target: "x"}}
	for name, test := range map[string]struct {
		err     error
		attempt int
		want    string
		pause   time.Duration
		givenUp bool
	}{
		"done":                         {nil, 1, "", 0, false},
		"closed":                       {parked, 1, cancelled, 0, false},
		"closed on the last attempt":   {parked, 48, cancelled, 0, false},
		"temporary":                    {errTemporary, 1, again, 0, false},
		"the last but one":             {errTemporary, 47, again, 0, false},
		"the last attempt":             {errTemporary, 48, cancelled, 0, true},
		"busy":                         {fmt.Errorf("customer 1: %w", shop.ErrBusy), 1, snoozed, 200 * time.Millisecond, false},
		"blocked":                      {fmt.Errorf("customer 1: %w", shop.ErrBlocked), 1, snoozed, 15 * time.Minute, false},
		"may still arrive":             {landingIn(5 * time.Minute), 48, snoozed, time.Minute, false},
		"has just arrived, or has not": {landingIn(-time.Second), 1, snoozed, 200 * time.Millisecond, false},
		"key not accepted":             {&shelfwire.Error{Err: shelfwire.ErrUnauthorized}, 1, snoozed, 15 * time.Minute, false},
		"key on the last attempt":      {&shelfwire.Error{Err: shelfwire.ErrForbidden}, 48, snoozed, 15 * time.Minute, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow := &submitting{err: test.err}
			err := (&submitWorker{flow: flow}).Work(t.Context(), &river.Job[SubmitOrder]{
				JobRow: &rivertype.JobRow{Attempt: test.attempt, MaxAttempts: 48}, Args: SubmitOrder{Order: 1},
			})
			cancel, isCancel := errors.AsType[*river.JobCancelError](err)
			snooze, isSnooze := errors.AsType[*river.JobSnoozeError](err)
			assert.Equal(t, test.want == cancelled, isCancel)
			assert.Equal(t, test.want == snoozed, isSnooze)
			if isCancel {
				assert.NotEmpty(t, cancel.Error())
			}
			if isSnooze {
				assert.Equal(t, test.pause, snooze.Duration)
			}
			if test.want == again {
				assert.Equal(t, test.err, err)
			}
			assert.Equal(t, test.want == "", err == nil)
			assert.Equal(t, test.givenUp, flow.givenUp)
		})
	}
}

// The program is stopping: the last attempt was none.
func TestSubmitWorker_stopping(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	flow := &submitting{err: ctx.Err()}
	err := (&submitWorker{flow: flow}).Work(ctx, &river.Job[SubmitOrder]{
		JobRow: &rivertype.JobRow{Attempt: 48, MaxAttempts: 48},
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.False(t, flow.givenUp)
}

type importing struct {
	done flows.Import
	err  error
}

func (i importing) Run(context.Context, bool) (flows.Import, error) { return i.done, i.err }

// A program that keeps running has nobody who reads a report.
func TestImportWorker_clock(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var log bytes.Buffer
	w := &importWorker[ImportProducts]{shop: f.shop, logger: slog.New(slog.NewTextHandler(&log, nil))}
	for _, done := range []flows.Import{{Read: 7}, {Ahead: time.Unix(1_800_000_000, 0)}} {
		assert.Empty(t, log.String())
		w.flow = importing{done: done, err: errTemporary}
		require.ErrorIs(t, w.Work(t.Context(), &river.Job[ImportProducts]{}), errTemporary)
	}
	assert.Contains(t, log.String(), "the last run ended at 2027-01-15T08:00:00Z, which is in the future")
	assert.Contains(t, log.String(), "job=import_products")
}

func TestImportWorker_failures(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for name, test := range map[string]struct {
		err   error
		again bool
	}{
		"temporary":        {errTemporary, true},
		"incomplete":       {shelfwire.ErrIncomplete, true},
		"too many calls":   {shelfwire.ErrRateLimited, true},
		"key not accepted": {shelfwire.ErrUnauthorized, false},
		"locked out":       {shelfwire.ErrForbidden, false},
		"nonsense":         {shelfwire.ErrInvalid, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &importWorker[ImportProducts]{shop: f.shop, flow: importing{err: &shelfwire.Error{Err: test.err}}}
			err := w.Work(t.Context(), &river.Job[ImportProducts]{})
			require.ErrorIs(t, err, test.err)
			_, cancelled := errors.AsType[*river.JobCancelError](err)
			assert.Equal(t, test.again, !cancelled)
		})
	}
}

// How often a job is tried: a round, and what goes out in it, is followed by the next one.
func TestInsertOpts_maxAttempts(t *testing.T) {
	t.Parallel()
	for want, list := range map[int][]river.JobArgsWithInsertOpts{
		1:  {Round{}, PushPriceList{}, PushListings{}, ReplaceTill{}, PickUpOrders{}, SendStatus{}},
		3:  {ImportProducts{}, ImportBalances{}},
		48: {SubmitOrder{}},
	} {
		for _, args := range list {
			assert.Equal(t, want, args.InsertOpts().MaxAttempts, "%T", args)
		}
	}
}

func TestBackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for errs, want := range map[int]time.Duration{
			0: time.Second, 1: 2 * time.Second, 5: 32 * time.Second, 11: 2048 * time.Second, 12: time.Hour, 60: time.Hour,
		} {
			job := &rivertype.JobRow{Errors: make([]rivertype.AttemptError, errs)}
			assert.Equal(t, want, time.Until(backOff{}.NextRetry(job)), "after %d errors", errs)
		}
	})
}

// How long a try may take: a round no less than all of its parts, one after the other.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	imports, push := (&importWorker[ImportProducts]{}).Timeout(nil), (&pushWorker[PushListings, flows.Listings]{}).Timeout(nil)
	pickUp := (&pickUpWorker{}).Timeout(nil)
	assert.Equal(t, 2*time.Hour, imports)
	assert.Equal(t, 2*time.Hour, push)
	assert.Equal(t, time.Hour, pickUp)
	assert.Equal(t, 10*time.Minute, (&submitWorker{}).Timeout(nil))
	assert.Len(t, f.pushes, 4, "all that there are")
	assert.Equal(t, 2*imports+pickUp+4*push, (&roundWorker{jobs: f.Jobs}).Timeout(nil))
	assert.Greater(t, rescueAfter, f.longest())
}
