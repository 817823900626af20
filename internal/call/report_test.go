package call

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// watching collects the attempts that an observer sees.
func watching(o shelfwire.Options) (shelfwire.Options, *[]shelfwire.Attempt) {
	var seen []shelfwire.Attempt
	o.Observe = func(_ context.Context, a shelfwire.Attempt) { seen = append(seen, a) }
	return o, &seen
}

func TestObserveSeesEveryAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, seen := watching(shelfwire.Options{Retry: quick, Limiter: pause(2 * time.Second)})
		c, _ := scripted(t, o,
			replies(503, `{"message":"busy"}`, "Retry-After", "7", "X-Request-Id", "r-1"),
			cuts(io.ErrUnexpectedEOF),
			trickles(3*time.Second, 2))
		require.NoError(t, c.Do(t.Context(), Request{Op: opSet, Path: []string{"a/b"}, Query: query("q", "1")}, ignore))

		require.Len(t, *seen, 3)
		for i, a := range *seen {
			assert.Equal(t, i+1, a.Number)
			assert.Equal(t, "acme", a.Provider)
			assert.Equal(t, "Things.Set", a.Op)
			assert.Equal(t, shelfwire.EffectIdempotent, a.Effect)
			assert.Equal(t, "PUT", a.Method)
			assert.Equal(t, "/v1/a%2Fb", a.Path)
			assert.Equal(t, 2*time.Second, a.Waited)
		}
		first, second, third := (*seen)[0], (*seen)[1], (*seen)[2]
		assert.Equal(t, 503, first.StatusCode)
		assert.Equal(t, "r-1", first.RequestID)
		assert.Equal(t, 7*time.Second, first.RetryIn)
		assert.Equal(t, "busy", failed(t, first.Err).Message)

		assert.Zero(t, second.StatusCode)
		assert.Empty(t, second.RequestID)
		require.ErrorIs(t, second.Err, io.ErrUnexpectedEOF)
		assert.LessOrEqual(t, second.RetryIn, time.Duration(1))
		assert.GreaterOrEqual(t, second.RetryIn, time.Duration(0))

		assert.Equal(t, 200, third.StatusCode)
		assert.NoError(t, third.Err)
		assert.Equal(t, 6*time.Second, third.Duration, "until the end of the body")
		assert.Negative(t, third.RetryIn)
	})
}

// An attempt with no further one says so, whatever the reason.
func TestRetryInWhenNothingFollows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		op       Op
		answer   answer
		policy   shelfwire.RetryPolicy
		deadline time.Duration
	}{
		{"success", opRead, replies(200, ""), quick, time.Hour},
		{"refused", opRead, replies(400, `{"message":"no"}`), quick, time.Hour},
		{"write", opWrite, replies(500, ""), quick, time.Hour},
		{"last attempt", opRead, replies(500, ""), once, time.Hour},
		{"beyond the cap", opRead, replies(429, "", "Retry-After", "61"), quick, time.Hour},
		{"beyond the deadline", opRead, replies(429, "", "Retry-After", "30"), quick, 20 * time.Second},
		{"context ended meanwhile", opRead, hangs, quick, 20 * time.Second},
		{"answer that came too late", opRead, after(21*time.Second, replies(503, "")), quick, 20 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				o, seen := watching(shelfwire.Options{Retry: tt.policy, Logger: loggers["text"](&out)})
				c, _ := scripted(t, o, tt.answer)
				ctx, cancel := context.WithTimeout(t.Context(), tt.deadline)
				defer cancel()
				_ = do(ctx, c, tt.op)
				require.Len(t, *seen, 1)
				assert.Negative(t, (*seen)[0].RetryIn)
				assert.NotContains(t, out.String(), "will be repeated")
				assert.Equal(t, tt.name != "success", strings.Contains(out.String(), "level=WARN"))
			})
		})
	}
}

// A call that ends before anything is sent is seen, too: a limiter that does not work must not go unnoticed. Input that
// cannot be a request is the caller's own affair.
func TestObserveSeesWhatWasNotSent(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	o, seen := watching(shelfwire.Options{
		Logger:  loggers["text"](&out),
		Limiter: limiterFunc(func(context.Context) error { return errors.New("redis: connection refused") }),
	})
	c, s := scripted(t, o, replies(200, ""))
	err := do(t.Context(), c, opRead)
	require.ErrorContains(t, err, "limiter: redis: connection refused")
	require.NotErrorIs(t, err, context.DeadlineExceeded)
	require.Error(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{""}}, ignore))
	require.Len(t, *seen, 1)
	assert.Zero(t, (*seen)[0].StatusCode)
	assert.Negative(t, (*seen)[0].RetryIn)
	require.ErrorContains(t, (*seen)[0].Err, "redis: connection refused")
	assert.Contains(t, out.String(), "level=WARN")
	assert.Zero(t, s.count())
	assert.True(t, IsUnanswered(err))
}

// A caller who has given up is told nothing new by a warning.
func TestLogLevelOfACancelledCall(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	c, _ := scripted(t, shelfwire.Options{Logger: loggers["text"](&out)}, func(r *http.Request) (*http.Response, error) {
		cancel()
		return hangs(r)
	})
	require.ErrorIs(t, do(ctx, c, opRead), context.Canceled)
	assert.Contains(t, out.String(), "level=DEBUG")
	assert.NotContains(t, out.String(), "level=WARN")
}

// Something else than the call may have been cancelled, such as a limiter: the caller is still there to be warned.
func TestLogLevelOfAnotherCancellation(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c, _ := scripted(t, shelfwire.Options{
		Logger:  loggers["text"](&out),
		Limiter: limiterFunc(func(context.Context) error { return context.Canceled }),
	}, fine)
	require.ErrorIs(t, do(t.Context(), c, opRead), context.Canceled)
	assert.Contains(t, out.String(), "level=WARN")
}

// The words of a foreign body stand in the error, and not in the log.
func TestLogOfAForeignBody(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c, _ := scripted(t, shelfwire.Options{Retry: once, Logger: loggers["text"](&out)},
		replies(200, `<b>Warning</b>: Undefined index<br />{"name":"Jan Kowalski"}`))
	err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing)
	require.ErrorContains(t, err, "Jan Kowalski")
	assert.NotContains(t, out.String(), "Kowalski")
	assert.Contains(t, out.String(), "the response is not in the provider's own form")
}

// What a decoder says about data is in the log.
func TestLogOfAMalformedBody(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c, _ := scripted(t, shelfwire.Options{Retry: once, Logger: loggers["text"](&out)}, replies(200, `{}`))
	require.Error(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing))
	assert.Contains(t, out.String(), "malformed response: no thing")
}

// The observer gets the context of the call, so that traces can be joined.
func TestObserveGetsTheCallersContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	var got any
	c, _ := scripted(t, shelfwire.Options{
		Observe: func(ctx context.Context, _ shelfwire.Attempt) { got = ctx.Value(key{}) },
	}, replies(200, ""))
	require.NoError(t, do(context.WithValue(t.Context(), key{}, "trace-1"), c, opRead))
	assert.Equal(t, "trace-1", got)
}

// logged runs calls with a logger and returns its lines, one object each.
func logged(t *testing.T, level slog.Level, op Op, answers ...answer) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: level}))
	c, _ := scripted(t, shelfwire.Options{Retry: quick, Logger: log}, answers...)
	req := Request{Op: op, Path: []string{"a/b"}, Query: query("email", "ann@example.com"), Body: []string{"request-body"}}
	_ = c.Do(t.Context(), req, ignore)
	assert.NotContains(t, out.String(), "example.com", "the query stays out")
	assert.NotContains(t, out.String(), "request-body")
	var lines []map[string]any
	for line := range strings.Lines(out.String()) {
		var parsed map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &parsed))
		lines = append(lines, parsed)
	}
	return lines
}

func TestLogLines(t *testing.T) {
	t.Parallel()
	lines := logged(t, slog.LevelDebug, opRead,
		replies(503, `{"message":"private words","details":"private details"}`, "X-Request-Id", "r-1"),
		replies(200, `{"private":"response"}`))
	require.Len(t, lines, 2)

	retry, success := lines[0], lines[1]
	assert.Equal(t, "WARN", retry["level"])
	assert.Equal(t, "unknown", retry["outcome"])
	assert.NotContains(t, retry, "error", "the status says it all, and the provider's words are part of a body")
	assert.Equal(t, "r-1", retry["request_id"])
	assert.Contains(t, retry, "retry_in")
	assert.EqualValues(t, 1, retry["attempt"])
	assert.EqualValues(t, 503, retry["status"])

	assert.Equal(t, "DEBUG", success["level"])
	assert.EqualValues(t, 2, success["attempt"])
	assert.EqualValues(t, 200, success["status"])
	assert.Equal(t, []string{
		"attempt", "duration", "level", "method", "msg", "op", "path", "provider", "status", "time", "waited",
	}, slices.Sorted(maps.Keys(success)), "exactly these, so that nothing joins unseen")
	assert.Equal(t, "/v1/a%2Fb", success["path"])

	all, err := json.Marshal(lines)
	require.NoError(t, err)
	assert.NotContains(t, string(all), "private", "nothing that a body says")
}

func TestLogLevels(t *testing.T) {
	t.Parallel()
	busyTwice := []answer{replies(503, ""), replies(503, ""), replies(200, "")}
	for name, tt := range map[string]struct {
		level slog.Level
		op    Op
		want  []any
	}{
		"debug":               {slog.LevelDebug, opRead, []any{"WARN", "WARN", "DEBUG"}},
		"info":                {slog.LevelInfo, opRead, []any{"WARN", "WARN"}},
		"warn":                {slog.LevelWarn, opRead, []any{"WARN", "WARN"}},
		"error":               {slog.LevelError, opRead, nil},
		"a final failure":     {slog.LevelDebug, opWrite, []any{"WARN"}},
		"a final failure, no": {slog.LevelError, opWrite, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var levels []any
			for _, line := range logged(t, tt.level, tt.op, busyTwice...) {
				levels = append(levels, line["level"])
			}
			assert.Equal(t, tt.want, levels)
		})
	}
}

// Headers are logged by a list of what is allowed.
func TestLoggedHeaders(t *testing.T) {
	t.Parallel()
	lines := logged(t, slog.LevelDebug, opRead, replies(200, "",
		"Content-Type", "application/json", "Content-Length", "2", "Date", "Sat, 01 Jan 2000 00:00:00 GMT",
		"Retry-After", "7", "X-RateLimit-Limit", "10", "X-RateLimit-Remaining", "9", "X-RateLimit-Reset", "8",
		"Set-Cookie", "session=private", "Authorization", "private", "X-Key", "private", "Location", "private",
		"WWW-Authenticate", "private", "X-Anything", "private"))
	require.Len(t, lines, 1)
	assert.Equal(t, map[string]any{
		"Content-Type": "application/json", "Content-Length": "2", "Date": "Sat, 01 Jan 2000 00:00:00 GMT",
		"Retry-After": "7", "X-Ratelimit-Limit": "10", "X-Ratelimit-Remaining": "9", "X-Ratelimit-Reset": "8",
	}, lines[0]["header"])
}

func TestLoggedHeadersAreBounded(t *testing.T) {
	t.Parallel()
	lines := logged(t, slog.LevelDebug, opRead, replies(200, "", "Content-Type", strings.Repeat("x", 10_000)))
	require.Len(t, lines, 1)
	header, _ := lines[0]["header"].(map[string]any)
	text, _ := header["Content-Type"].(string)
	assert.Len(t, text, 128)
}

func TestWarn(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := newCaller(t, shelfwire.Options{Logger: loggers["JSON"](&out)})
	c.Warn(t.Context(), opWrite, "unknown fields:\n  Amount\x00"+strings.Repeat("x", 10_000))
	var line map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &line))
	assert.Equal(t, "WARN", line["level"])
	assert.Equal(t, "acme", line["provider"])
	assert.Equal(t, "Things.Create", line["op"])
	text, _ := line["warning"].(string)
	assert.True(t, strings.HasPrefix(text, "unknown fields: Amountxxx"), "%.60s", text)
	assert.LessOrEqual(t, len(text), 4<<10)

	newCaller(t, shelfwire.Options{}).Warn(t.Context(), opWrite, "nobody listens")
}
