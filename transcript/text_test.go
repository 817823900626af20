package transcript_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/transcript"
)

func writeText(t *testing.T, opts *transcript.Options, e shelfwire.Exchange) string {
	t.Helper()
	var out bytes.Buffer
	x := transcript.NewText(&out, opts)
	x.Record(t.Context(), e)
	require.NoError(t, x.Close())
	return out.String()
}

func TestText(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `* resico Customers.Create, attempt 2, at 2026-03-20T10:42:00.007Z
> PUT https://api.resico.com/json/v1/customers/KAL-1?q=Anna&limit=5
> Content-Type: application/json
> X-Client-Key: [redacted]
> X-Own: Anna
>
> {
>   "Name": "Anna Kalniņa",
>   "Phone": 26458458,
>   "Paid": true,
>   "Price": 12.50
> }
< HTTP/2.0 200 OK
< Content-Type: application/json
< X-Request-Id: Anna7
<
< {
<   "status": "ok",
<   "Customers": {
<     "data": [
<       {
<         "ID": 7,
<         "Name": "Anna Kalniņa"
<       }
<     ]
<   }
< }
* ok; header after 202ms, end after 250ms, waited for the limiter 40ms

`, writeText(t, &transcript.Options{Personal: true}, sampleExchange()))
	assert.NotContains(t, writeText(t, nil, sampleExchange()), "Anna")
}

func TestText_Variants(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change       func(e *shelfwire.Exchange)
		want, absent string
	}{
		"no response": {func(e *shelfwire.Exchange) {
			e.Response = shelfwire.ExchangeResponse{}
			e.Attempt.Err = &shelfwire.Error{Provider: "resico", Op: "X", Err: shelfwire.ErrRateLimited, Outcome: shelfwire.OutcomeNotSent}
			e.Attempt.RetryIn = 1500 * time.Millisecond
		}, "> }\n* resico: X: rate limited, outcome not sent, retried after 1.5s; header", "<"},
		"retried at once": {func(e *shelfwire.Exchange) { e.Attempt.RetryIn = 0 }, "ok, retried after 0s", ""},
		"cut":             {func(e *shelfwire.Exchange) { e.Response.Truncated = true }, "< [70 bytes: the body was cut, and is left out]\n", "status"},
		"binary": {func(e *shelfwire.Exchange) { e.Response.Body = []byte("\xff\xfe") },
			"< [70 bytes that are no text]\n", "\xff"},
		"steers a terminal": {func(e *shelfwire.Exchange) { e.Response.Body = []byte("a\x1b[31m\tb\r\nc\n") },
			"<\n< a[31m\tb\n< c\n* ok", "\x1b"},
		"steers a terminal by a header": {func(e *shelfwire.Exchange) {
			e.Response.Header.Set("X-Owner", "a\x1b[31m\u009b\xc0b")
		}, "< X-Owner: a[31mb\n", "\x1b"},
		"one character": {func(e *shelfwire.Exchange) { e.Response.Body = []byte("7") }, "<\n< 7\n* ok", ""},
		"long": {func(e *shelfwire.Exchange) { e.Response.Body = []byte(strings.Repeat("ā", 32<<10) + "b") },
			"ā\n< [and 1 bytes more]\n", ""},
		"long, cut in a letter": {func(e *shelfwire.Exchange) { e.Response.Body = []byte("b" + strings.Repeat("ā", 32<<10)) },
			"ā\n< [and 2 bytes more]\n", "\ufffd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := sampleExchange()
			tt.change(&e)
			text := writeText(t, &transcript.Options{Personal: true}, e)
			assert.Contains(t, text, tt.want)
			if tt.absent != "" {
				assert.NotContains(t, text, tt.absent)
			}
		})
	}
}

func TestText_WriteError(t *testing.T) {
	t.Parallel()
	w := &limitedWriter{left: 1}
	x := transcript.NewText(w, nil)
	x.Record(t.Context(), sampleExchange())
	require.NoError(t, x.Close())
	x.Record(t.Context(), sampleExchange())
	size := w.Len()
	w.left = 1
	x.Record(t.Context(), sampleExchange())
	require.ErrorIs(t, x.Close(), errFull)
	assert.Equal(t, size, w.Len())
}
