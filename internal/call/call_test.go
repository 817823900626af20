package call

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// What an early attempt leaves open stays open, whatever the later ones meet.
func TestOutcomeOverAllAttempts(t *testing.T) {
	t.Parallel()
	refused, cut := dialFails(syscall.ECONNREFUSED), cuts(io.ErrUnexpectedEOF)
	half := func(r *http.Request) (*http.Response, error) {
		return respond(r, 200, io.NopCloser(io.MultiReader(strings.NewReader("{"), broken{io.ErrUnexpectedEOF}))), nil
	}
	fourApplied := verdict{4, shelfwire.OutcomeApplied}
	unknown, refusal := verdict{2, shelfwire.OutcomeUnknown}, verdict{2, shelfwire.OutcomeRefused}
	applied := verdict{2, shelfwire.OutcomeApplied}
	tests := []struct {
		name    string
		op      Op
		answers []answer
		status  int // of the last attempt
		want    verdict
	}{
		{"set: 503, then no connection", opSet, []answer{replies(503, ""), refused}, 0, fourUnknown},
		{"set: cut, then no connection", opSet, []answer{cut, refused}, 0, fourUnknown},
		{"set: 503, then not found", opSet, []answer{replies(503, ""), replies(404, `{"message":"no"}`)}, 404, unknown},
		{"set: 429, then no connection", opSet, []answer{replies(429, ""), refused}, 0, fourRefused},
		{"set: no connection, then 429", opSet, []answer{refused, replies(429, "")}, 429, fourRefused},
		{"set: half a success, then 503", opSet, []answer{half, replies(503, "")}, 503, fourApplied},
		{"set: half a success, then refused", opSet, []answer{half, replies(400, `{"message":"no"}`)}, 400, applied},
		{"set: 503, three steps later", opSet, []answer{replies(503, ""), refused, refused, replies(429, "")}, 429, fourUnknown},
		{"set: never a connection", opSet, []answer{refused}, 0, fourNotSent},
		{"write: no connection, then 500", opWrite, []answer{refused, replies(500, "")}, 500, unknown},
		{"write: no connection, then refused", opWrite, []answer{refused, replies(400, `{"message":"no"}`)}, 400, refusal},
		{"write: 429, then cut", opWrite, []answer{replies(429, ""), cut}, 0, unknown},
		{"write: 429, then no connection", opWrite, []answer{replies(429, ""), refused}, 0, fourRefused},
		{"write: 429, then half a success", opWrite, []answer{replies(429, ""), half}, 200, applied},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tt.answers...)
			e := failed(t, do(t.Context(), c, tt.op))
			assert.Equal(t, tt.want, verdict{e.Attempts, e.Outcome})
			assert.Equal(t, tt.status, e.StatusCode)
			assert.Equal(t, tt.want.attempts, s.count())
		})
	}
}

// broken is a body that cannot be read.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

var busyFor30s = replies(503, `{"message":"busy"}`, "Retry-After", "30")

// interruptions are the places in which a call can be when its context ends.
var interruptions = []struct {
	name    string
	limiter shelfwire.Limiter
	answer  answer
	outcome shelfwire.Outcome
	status  int
}{
	{"in the limiter", pause(time.Hour), replies(200, ""), shelfwire.OutcomeNotSent, 0},
	{"connecting", shelfwire.Unlimited, dialHangs, shelfwire.OutcomeNotSent, 0},
	{"sending", shelfwire.Unlimited, hangs, shelfwire.OutcomeUnknown, 0},
	{"in the body", shelfwire.Unlimited, goesSilent(0), shelfwire.OutcomeUnknown, 200},
	{"between attempts", shelfwire.Unlimited, busyFor30s, shelfwire.OutcomeUnknown, 503},
}

func TestCancellation(t *testing.T) {
	t.Parallel()
	errClosing := errors.New("the shop is closing")
	ways := map[string]struct {
		context func(context.Context) (context.Context, func())
		want    []error
	}{
		"cancelled": {func(parent context.Context) (context.Context, func()) {
			return context.WithCancel(parent)
		}, []error{context.Canceled}},
		"cancelled with a cause": {func(parent context.Context) (context.Context, func()) {
			ctx, cancel := context.WithCancelCause(parent)
			return ctx, func() { cancel(errClosing) }
		}, []error{context.Canceled, errClosing}},
	}
	for way, how := range ways {
		for _, tt := range interruptions {
			t.Run(way+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c, s := scripted(t, shelfwire.Options{Limiter: tt.limiter, Retry: quick}, tt.answer)
					ctx, cancel := how.context(t.Context())
					time.AfterFunc(3*time.Second, cancel)
					began := time.Now()
					err := do(ctx, c, opSet)
					assert.Equal(t, 3*time.Second, time.Since(began), "returns at once, and not before")
					for _, want := range how.want {
						require.ErrorIs(t, err, want)
						assert.Equal(t, 1, strings.Count(err.Error(), want.Error()), "said once in: %v", err)
					}
					e := failed(t, err)
					assert.Equal(t, tt.outcome, e.Outcome)
					assert.Equal(t, tt.status, e.StatusCode)
					assert.LessOrEqual(t, s.count(), 1)
				})
			})
		}
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	for _, tt := range interruptions {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _ := scripted(t, shelfwire.Options{Limiter: tt.limiter, Retry: quick}, tt.answer)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				began := time.Now()
				err := do(ctx, c, opSet)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				e := failed(t, err)
				assert.Equal(t, tt.outcome, e.Outcome)
				assert.Equal(t, tt.status, e.StatusCode)
				assert.LessOrEqual(t, time.Since(began), 10*time.Second)
			})
		})
	}
}

// A wait that would outlive the context does not begin: the rest of its time is the caller's.
func TestDeadlineBeforeTheNextAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{},
			replies(429, `{"code":"limit","message":"busy"}`, "Retry-After", "30"))
		ctx, cancel := context.WithTimeout(t.Context(), 29*time.Second)
		defer cancel()
		began := time.Now()
		err := do(ctx, c, opWrite)
		assert.Zero(t, time.Since(began))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, shelfwire.ErrRateLimited)
		e := failed(t, err)
		assert.Equal(t, 429, e.StatusCode)
		assert.Equal(t, "limit", e.Code)
		assert.Equal(t, "busy", e.Message)
		assert.Equal(t, 30*time.Second, e.RetryAfter)
		assert.Equal(t, oneRefused, verdict{e.Attempts, e.Outcome})
		assert.Equal(t, 1, s.count())
	})
}

func TestContextThatEndedBefore(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, s := scripted(t, shelfwire.Options{}, replies(200, ""))
	err := do(ctx, c, opWrite)
	require.ErrorIs(t, err, context.Canceled)
	e := failed(t, err)
	assert.Equal(t, verdict{0, shelfwire.OutcomeNotSent}, verdict{e.Attempts, e.Outcome})
	assert.Zero(t, s.count())
}

// An attempt that failed for a reason of its own while the context ended keeps that reason, and is the last.
func TestAnswerThatCameWithTheEndOfTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o, seen := watching(shelfwire.Options{Retry: quick})
	c, s := scripted(t, o, func(r *http.Request) (*http.Response, error) {
		cancel()
		return replies(503, `{"message":"busy"}`)(r)
	})
	err := do(ctx, c, opRead)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, "busy", failed(t, err).Message)
	assert.Equal(t, 1, s.count())
	assert.Negative(t, (*seen)[0].RetryIn)
}

// mixed answers by the number at the end of the path, differently the first time and later.
func mixed(w http.ResponseWriter, r *http.Request, first bool) {
	number, _ := strconv.Atoi(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
	switch kind := number % 6; {
	case kind == 1 && first:
		w.WriteHeader(http.StatusServiceUnavailable)
	case kind == 2 && first:
		w.WriteHeader(http.StatusTooManyRequests)
	case kind == 3:
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"message":"no %d"}`, number)
	case kind == 4 && first:
		panic(http.ErrAbortHandler)
	case kind == 5:
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusFound)
	default:
		_, _ = fmt.Fprintf(w, `{"id":%d}`, number)
	}
}

func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	const callers, calls = 100, 12
	var seen sync.Map // path → *atomic.Int64
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		count, _ := seen.LoadOrStore(r.URL.Path, new(atomic.Int64))
		mixed(w, r, count.(*atomic.Int64).Add(1) == 1)
	})
	var attempts atomic.Int64
	c := newCaller(t, shelfwire.Options{
		BaseURL: s.url, Retry: quick,
		Logger:  slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(context.Context, shelfwire.Attempt) { attempts.Add(1) },
	})
	list := opRead
	list.Method = http.MethodPost // net/http repeats a GET by itself, unseen
	var running sync.WaitGroup
	for caller := range callers {
		running.Go(func() {
			for i := range calls {
				number := caller*calls + i
				op := []Op{list, opSet, opWrite}[number/6%3]
				checkMixed(t, c, op, number)
			}
		})
	}
	running.Wait()
	assert.Equal(t, s.seen.Load(), attempts.Load(), "every attempt is observed once")
	seen.Range(func(path, count any) bool {
		return assert.LessOrEqual(t, count.(*atomic.Int64).Load(), int64(2), "%s", path)
	})
}

// checkMixed runs one call against mixed and checks that it got its own answer.
func checkMixed(t *testing.T, c *Caller, op Op, number int) {
	var got struct{ ID int }
	err := c.Do(t.Context(), Request{Op: op, Path: []string{op.Name, strconv.Itoa(number)}}, func(body []byte) error {
		return json.Unmarshal(body, &got)
	})
	kind := number % 6
	switch isWrite := op.Effect == shelfwire.EffectWrite; {
	case kind == 3:
		e := failed(t, err)
		assert.Equal(t, "no "+strconv.Itoa(number), e.Message)
		assert.Equal(t, oneRefused, verdict{e.Attempts, e.Outcome})
	case kind == 5, isWrite && kind == 1, isWrite && kind == 4:
		e := failed(t, err)
		assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome})
	default:
		assert.NoError(t, err)
		assert.Equal(t, number, got.ID)
	}
}
