package call

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// recordExchanges collects the exchanges that a transcript gets.
func recordExchanges(o shelfwire.Options) (shelfwire.Options, *[]shelfwire.Exchange) {
	var mu sync.Mutex
	var seen []shelfwire.Exchange
	o.Transcript = func(_ context.Context, e shelfwire.Exchange) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, e)
	}
	return o, &seen
}

func TestTranscript_Exchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, seen := recordExchanges(shelfwire.Options{Limiter: pausingLimiter(5 * time.Second), UserAgent: "myshop/1.4"})
		o.Observe = func(context.Context, shelfwire.Attempt) { assert.Empty(t, *seen, "Observe comes first") }
		c, _ := scripted(t, o, responderAfter(2*time.Second, func(r *http.Request) (*http.Response, error) {
			resp := newResponse(r, 201, &slowBody{Reader: strings.NewReader(`{"id":7}`)}, "X-Request-Id", "r-1")
			resp.Proto = "HTTP/2.0"
			return resp, nil
		}))
		began := time.Now()
		require.NoError(t, c.Do(t.Context(), Request{
			Op: opWrite, Path: []string{"a/b"}, Query: query("q", "x y"), Body: map[string]string{"name": "A & B"},
		}, ignoreBody))
		require.Len(t, *seen, 1)
		e := (*seen)[0]
		assert.Equal(t, "Things.Create", e.Attempt.Op)
		assert.Equal(t, 1, e.Attempt.Number)
		assert.Equal(t, 201, e.Attempt.StatusCode)
		assert.Equal(t, 5*time.Second, e.Attempt.Waited)
		assert.Equal(t, began.Add(5*time.Second), e.Started)
		assert.Equal(t, 2*time.Second, e.FirstByte)
		assert.Equal(t, 3*time.Second, e.Attempt.Duration)
		assert.Equal(t, shelfwire.ExchangeRequest{
			Method: "POST", URL: "https://api.acme.example/v1/a%2Fb?q=x%20y",
			Header: http.Header{
				"Accept": {"application/json"}, "Content-Type": {"application/json"},
				"User-Agent": {"myshop/1.4 " + moduleUserAgent}, "X-Key": {"[redacted]"},
			},
			Body: []byte(`{"name":"A & B"}`), BodySize: 16,
		}, e.Request)
		assert.Equal(t, shelfwire.ExchangeResponse{
			StatusCode: 201, Proto: "HTTP/2.0", Header: http.Header{"X-Request-Id": {"r-1"}},
			Body: []byte(`{"id":7}`), BodySize: 8,
		}, e.Response)
	})
}

// slowBody takes a second until it begins.
type slowBody struct {
	io.Reader
	begun bool
}

func (b *slowBody) Read(p []byte) (int, error) {
	if !b.begun {
		time.Sleep(time.Second)
	}
	b.begun = true
	return b.Reader.Read(p)
}

func (b *slowBody) Close() error { return nil }

// Every attempt that was sent is an exchange, those without a response included.
func TestTranscript_EveryAttempt(t *testing.T) {
	t.Parallel()
	o, seen := recordExchanges(shelfwire.Options{Retry: quick})
	c, _ := scripted(t, o,
		responds(503, `{"message":"busy"}`), dialFails(errTest), failsAfterSending(errTest), responds(200, ""))
	require.NoError(t, doCall(t.Context(), c, opRead))
	require.Len(t, *seen, 4)
	for i, e := range *seen {
		assert.Equal(t, i+1, e.Attempt.Number)
		assert.Equal(t, "https://api.acme.example/v1/things", e.Request.URL)
		assert.Nil(t, e.Request.Body)
		assert.False(t, e.Request.Truncated)
	}
	assert.JSONEq(t, `{"message":"busy"}`, string((*seen)[0].Response.Body))
	require.Error(t, (*seen)[0].Attempt.Err)
	assert.Zero(t, (*seen)[1].Response)
	assert.Zero(t, (*seen)[2].Response)
	assert.Zero(t, (*seen)[2].FirstByte)
	assert.Equal(t, 200, (*seen)[3].Response.StatusCode)
	assert.Nil(t, (*seen)[3].Response.Body)
	assert.False(t, (*seen)[3].Response.Truncated)
}

// What was never sent has not gone over the wire.
func TestTranscript_NotSent(t *testing.T) {
	t.Parallel()
	o, seen := recordExchanges(shelfwire.Options{
		Limiter: limiterFunc(func(context.Context) error { return errors.New("no") }),
	})
	c, _ := scripted(t, o, responds(200, ""))
	require.Error(t, doCall(t.Context(), c, opRead))
	require.Error(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{""}}, ignoreBody))
	assert.Empty(t, *seen)
}

func TestTranscript_GetsTheCallersContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	var got any
	c, _ := scripted(t, shelfwire.Options{
		Transcript: func(ctx context.Context, _ shelfwire.Exchange) { got = ctx.Value(key{}) },
	}, responds(200, ""))
	require.NoError(t, doCall(context.WithValue(t.Context(), key{}, "trace-1"), c, opRead))
	assert.Equal(t, "trace-1", got)
}

// The target of a redirect stands where the server has put it.
func TestTranscript_Redirect(t *testing.T) {
	t.Parallel()
	o, seen := recordExchanges(shelfwire.Options{Retry: once})
	c, _ := scripted(t, o, responds(302, "", "Location", "https://api.acme.example/login?key="+url.QueryEscape(testKey)))
	require.Error(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, http.Header{"Location": {"https://api.acme.example/login?key=[redacted]"}}, (*seen)[0].Response.Header)
}

// A body is kept up to its bound, and that it was cut is said.
func TestTranscript_Truncated(t *testing.T) {
	t.Parallel()
	pad := func(n int) string { return strings.Repeat("x", n) }
	for name, tt := range map[string]struct {
		responder responder
		kept      int
		size      int64
		truncated bool
	}{
		"fits":               {responds(200, pad(maxRecordedBody)), maxRecordedBody, maxRecordedBody, false},
		"one byte more":      {responds(200, pad(maxRecordedBody+1)), maxRecordedBody, maxRecordedBody + 1, true},
		"breaks off":         {respondsTruncated(pad(10), io.ErrUnexpectedEOF), 10, 10, true},
		"error body":         {responds(500, pad(maxErrorBody+maxKeyLength+1)), maxErrorBody + maxKeyLength + 1, maxErrorBody + maxKeyLength + 1, true},
		"nothing of it came": {respondsTruncated("", io.ErrUnexpectedEOF), 0, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, seen := recordExchanges(shelfwire.Options{Retry: once})
			c, _ := scripted(t, o, tt.responder)
			_ = doCall(t.Context(), c, opRead)
			require.Len(t, *seen, 1)
			got := (*seen)[0].Response
			assert.Len(t, got.Body, tt.kept)
			assert.Equal(t, tt.size, got.BodySize)
			assert.Equal(t, tt.truncated, got.Truncated)
		})
	}
}

func TestTranscript_LargeRequest(t *testing.T) {
	t.Parallel()
	for n, truncated := range map[int]bool{maxRecordedBody - 2: false, maxRecordedBody - 1: true} {
		o, seen := recordExchanges(shelfwire.Options{})
		c, _ := scripted(t, o, responds(200, ""))
		require.NoError(t, c.Do(t.Context(), Request{
			Op: opSet, Path: []string{"a"}, Body: url.Values{"a": {strings.Repeat("x", n)}},
		}, ignoreBody))
		got := (*seen)[0].Request
		assert.Len(t, got.Body, maxRecordedBody)
		assert.EqualValues(t, n+2, got.BodySize)
		assert.Equal(t, truncated, got.Truncated)
	}
}

// A length that was announced and reached needs no further read.
func TestTranscript_KnownLength(t *testing.T) {
	t.Parallel()
	o, seen := recordExchanges(shelfwire.Options{})
	c, _ := scripted(t, o, func(r *http.Request) (*http.Response, error) {
		resp := newResponse(r, 200, io.NopCloser(strings.NewReader("a\nb\nc\n")))
		resp.ContentLength = 4
		return resp, nil
	})
	require.NoError(t, c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, func(b *Body) error {
		_, err := io.ReadFull(b, make([]byte, 4))
		return err
	}))
	assert.Equal(t, "a\nb\n", string((*seen)[0].Response.Body))
	assert.False(t, (*seen)[0].Response.Truncated)
}

// A streamed response is recorded while it is read, and the exchange comes at its end, or when its consumer leaves.
func TestTranscript_Stream(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lines int // that the consumer takes
		want  string
	}{"whole": {3, "a\nb\nc\n"}, "left early": {1, "a\n"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, seen := recordExchanges(shelfwire.Options{})
			c, _ := scripted(t, o, func(r *http.Request) (*http.Response, error) {
				body := io.MultiReader(strings.NewReader("a\n"), strings.NewReader("b\n"), strings.NewReader("c\n"))
				return newResponse(r, 200, io.NopCloser(body)), nil
			})
			taken := 0
			require.NoError(t, c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, func(b *Body) error {
				for lines := bufio.NewScanner(b); lines.Scan(); {
					assert.Empty(t, *seen)
					if taken++; taken == tt.lines && tt.lines == 1 {
						break
					}
				}
				return nil
			}))
			require.Len(t, *seen, 1)
			assert.Equal(t, tt.want, string((*seen)[0].Response.Body))
			assert.Equal(t, tt.lines == 1, (*seen)[0].Response.Truncated)
			assert.EqualValues(t, len(tt.want), (*seen)[0].Response.BodySize)
		})
	}
}

// Callers may keep an exchange: it shares no memory with the client.
func TestTranscript_SharesNoMemory(t *testing.T) {
	t.Parallel()
	o, seen := recordExchanges(shelfwire.Options{Retry: quick})
	var sent []string
	c, _ := scripted(t, o, func(r *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(r.Body)
		sent = append(sent, string(body)+r.Header.Get("Accept"))
		return responds(503, `{"message":"busy"}`, "A", "b")(r)
	})
	c.reporter.transcript = func(_ context.Context, e shelfwire.Exchange) {
		*seen = append(*seen, e)
		for _, b := range [][]byte{e.Request.Body, e.Response.Body} {
			copy(b, bytes.Repeat([]byte("#"), len(b)))
		}
		e.Request.Header.Set("Accept", "#")
	}
	require.Error(t, c.Do(t.Context(), Request{Op: opSet, Path: []string{"a"}, Body: "text"}, ignoreBody))
	require.Len(t, sent, 4)
	for _, s := range sent {
		assert.Equal(t, `"text"application/json`, s)
	}
}
