package call

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// A caller who has given up is told nothing new by a warning.
func TestLogAttempt_CanceledCall(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	c, _ := scripted(t, shelfwire.Options{Logger: loggers["text"](&out)}, func(r *http.Request) (*http.Response, error) {
		cancel()
		return hangs(r)
	})
	require.ErrorIs(t, doCall(ctx, c, opRead), context.Canceled)
	assert.Contains(t, out.String(), "level=DEBUG")
	assert.NotContains(t, out.String(), "level=WARN")
}

// A call that is withdrawn while it waits has not failed. The line says why.
func TestLogAttempt_CanceledInLimiter(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	ctx, cancel := context.WithCancelCause(t.Context())
	errTaken := errors.New("another order is at it")
	c, s := scripted(t, shelfwire.Options{
		Logger: loggers["text"](&out),
		Limiter: limiterFunc(func(context.Context) error {
			cancel(errTaken)
			return errTaken
		}),
	}, fine)
	require.ErrorIs(t, doCall(ctx, c, opWrite), errTaken)
	assert.Zero(t, s.count())
	assert.Contains(t, out.String(), "level=DEBUG")
	assert.Contains(t, out.String(), "another order is at it")
	assert.NotContains(t, out.String(), "level=WARN")
}

// Something else than the call may have been cancelled, such as a limiter: the caller is still there to be warned.
func TestLogAttempt_AnotherCancellation(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c, _ := scripted(t, shelfwire.Options{
		Logger:  loggers["text"](&out),
		Limiter: limiterFunc(func(context.Context) error { return context.Canceled }),
	}, fine)
	require.ErrorIs(t, doCall(t.Context(), c, opRead), context.Canceled)
	assert.Contains(t, out.String(), "level=WARN")
}

// The words of a foreign body stand in the error, and not in the log.
func TestLogAttempt_ForeignBody(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c, _ := scripted(t, shelfwire.Options{Retry: once, Logger: loggers["text"](&out)},
		responds(200, `<b>Warning</b>: Undefined index<br />{"name":"Jan Kowalski"}`))
	err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing)
	require.ErrorContains(t, err, "Jan Kowalski")
	assert.NotContains(t, out.String(), "Kowalski")
	assert.Contains(t, out.String(), "the response is not in the provider's own form")
}

// What a decoder says about data is in the log.
func TestLogAttempt_MalformedBody(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c, _ := scripted(t, shelfwire.Options{Retry: once, Logger: loggers["text"](&out)}, responds(200, `{}`))
	require.Error(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing))
	assert.Contains(t, out.String(), "malformed response: no thing")
}

// logLines runs calls with a logger and returns its lines, one object each.
func logLines(t *testing.T, level slog.Level, op Op, responders ...responder) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: level}))
	c, _ := scripted(t, shelfwire.Options{Retry: quick, Logger: log}, responders...)
	req := Request{Op: op, Path: []string{"a/b"}, Query: query("email", "ann@example.com"), Body: []string{"request-body"}}
	_ = c.Do(t.Context(), req, ignoreBody)
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

func TestLogAttempt_Lines(t *testing.T) {
	t.Parallel()
	lines := logLines(t, slog.LevelDebug, opRead,
		responds(503, `{"message":"private words","details":"private details"}`, "X-Request-Id", "r-1"),
		responds(200, `{"private":"response"}`))
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

func TestLogAttempt_Levels(t *testing.T) {
	t.Parallel()
	busyTwice := []responder{responds(503, ""), responds(503, ""), responds(200, "")}
	for name, tt := range map[string]struct {
		level     slog.Level
		op        Op
		responses []responder
		want      []any
	}{
		"debug":               {slog.LevelDebug, opRead, busyTwice, []any{"WARN", "WARN", "DEBUG"}},
		"info":                {slog.LevelInfo, opRead, busyTwice, []any{"WARN", "WARN"}},
		"warn":                {slog.LevelWarn, opRead, busyTwice, []any{"WARN", "WARN"}},
		"error":               {slog.LevelError, opRead, busyTwice, nil},
		"a final failure":     {slog.LevelDebug, opWrite, busyTwice, []any{"WARN"}},
		"a final failure, no": {slog.LevelError, opWrite, busyTwice, nil},
		"not found":           {slog.LevelDebug, opRead, []responder{responds(404, `{"message":"no"}`)}, []any{"DEBUG"}},
		"a router's 404":      {slog.LevelDebug, opRead, []responder{responds(404, "<html>")}, []any{"WARN"}},
		"rejected":            {slog.LevelDebug, opRead, []responder{responds(400, `{"message":"no"}`)}, []any{"WARN"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var levels []any
			for _, line := range logLines(t, tt.level, tt.op, tt.responses...) {
				levels = append(levels, line["level"])
			}
			assert.Equal(t, tt.want, levels)
		})
	}
}

// Headers are logged by a list of what is allowed.
func TestHeaderAttrs(t *testing.T) {
	t.Parallel()
	lines := logLines(t, slog.LevelDebug, opRead, responds(200, "",
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

func TestHeaderAttrs_AreBounded(t *testing.T) {
	t.Parallel()
	lines := logLines(t, slog.LevelDebug, opRead, responds(200, "", "Content-Type", strings.Repeat("x", 10_000)))
	require.Len(t, lines, 1)
	header, _ := lines[0]["header"].(map[string]any)
	text, _ := header["Content-Type"].(string)
	assert.Len(t, text, 128)
}

func TestCaller_Warn(t *testing.T) {
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
