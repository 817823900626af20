package fake_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func edit(text string) fake.Spec {
	return fake.Spec{Times: 1, Change: fake.EditBody(func(body []byte) []byte { return append(body, text...) })}
}

func prefix(text string) fake.Spec { return fake.Spec{Times: 1, Change: fake.PrefixBody(text)} }

func header(name, value string) fake.Spec {
	return fake.Spec{Times: 1, Change: fake.SetHeader(name, value)}
}

func ofKind(kind fake.Kind) fake.Spec { return fake.Spec{Times: 1, Kind: kind} }

// startWithResponse starts a server with one operation and one response. Its client leaves bodies compressed.
func startWithResponse(t *testing.T, response fake.Response) (*fake.Server, *http.Client) {
	t.Helper()
	srv := startProvider(t, fake.Provider{
		Name: "onetest",
		Endpoints: []fake.Endpoint{{
			Op: "One.Get", Method: "PUT", List: true, Serve: func(*fake.Request) fake.Response { return response },
		}},
		Redact: func(*fake.Record) {},
	})
	return srv, newClient(t)
}

func TestSpec_Change_SeveralMeetOneCall(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		specs  []fake.Fault
		status int
		body   string
	}{
		"in their order":       {[]fake.Fault{prefix("a"), prefix("b"), edit("c"), edit("d")}, 200, "ba[1]cd"},
		"on another response":  {[]fake.Fault{prefix("a"), respond(503)}, 503, "a"},
		"not after a response": {[]fake.Fault{respond(503), prefix("a")}, 503, ""},
		"on another type":      {[]fake.Fault{edit("!"), ofKind(fake.WrongType)}, 200, `{"unexpected":"an object"}!`},
		"on a status only":     {[]fake.Fault{edit("some"), respond(204)}, 200, "some"},
		"no body, no change":   {[]fake.Fault{edit(""), respond(204)}, 204, ""},
		"under not modified":   {[]fake.Fault{prefix("a"), respond(304)}, 200, "a"},
		"nothing under others": {[]fake.Fault{respond(304)}, 304, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK, Body: []byte("[1]")})
			srv.Fail(tc.specs...)
			status, body := sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/"))
			assert.Equal(t, tc.status, status)
			assert.Equal(t, tc.body, body)
			assert.Equal(t, tc.status, srv.Records()[0].Status)
		})
	}
}

func TestSetHeader(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		specs []fake.Fault
		name  string
		want  []string
	}{
		"adds":                {[]fake.Fault{header("retry-after", "7")}, "Retry-After", []string{"7"}},
		"replaces":            {[]fake.Fault{header("x-own", "b")}, "X-Own", []string{"b"}},
		"removes":             {[]fake.Fault{header("x-own", "")}, "X-Own", nil},
		"removes a default":   {[]fake.Fault{header("content-type", "")}, "Content-Type", nil},
		"the last one counts": {[]fake.Fault{header("X-Own", "b"), header("X-Own", "c")}, "X-Own", []string{"c"}},
		"leaves the length":   {[]fake.Fault{header("Content-Length", "7")}, "Content-Length", []string{"3"}},
		"leaves the encoding": {[]fake.Fault{header("Transfer-Encoding", "identity")}, "Content-Length", []string{"3"}},
		"on another response": {[]fake.Fault{header("X-Own", "b"), respond(503)}, "X-Own", []string{"b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := http.Header{"X-Own": {"a"}}
			srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK, Header: own, Body: []byte("[1]")})
			srv.Fail(tc.specs...)
			assert.Equal(t, tc.want, headerOf(t, client, newRequest(t, srv, http.MethodPut, "/"))[tc.name])
			assert.Equal(t, http.Header{"X-Own": {"a"}}, own, "the provider's own stays as it is")
		})
	}
}

func headerOf(t *testing.T, client *http.Client, r *http.Request) http.Header {
	t.Helper()
	resp, err := client.Do(r)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.Header
}

// A body that is said to be compressed is sent as it is.
func TestSetHeader_ContentEncoding(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 1000)
	srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK, Body: []byte(long)})
	srv.Fail(header("Content-Encoding", "gzip"))
	r := newRequest(t, srv, http.MethodPut, "/")
	r.Header.Set("Accept-Encoding", "gzip")
	_, body := sendRequest(t, client, r)
	assert.Equal(t, long, body)
}

func TestEditBody_GetsACopy(t *testing.T) {
	t.Parallel()
	own := []byte(`{"a":1}`)
	srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK, Body: own})
	srv.Fail(fake.Spec{Times: 1, Change: fake.EditBody(func(body []byte) []byte {
		body[0] = '['
		return body
	})})
	_, body := sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/"))
	assert.Equal(t, `["a":1}`, body)
	assert.Equal(t, `{"a":1}`, string(own))
}

// The body that takes the place of a stream can be edited away, and the stream does not come back.
func TestEditBody_ToNothing(t *testing.T) {
	t.Parallel()
	srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK, Stream: rows(40)})
	nothing := fake.Spec{Times: 1, Change: fake.EditBody(func([]byte) []byte { return nil })}
	srv.Fail(nothing, ofKind(fake.WrongType), nothing)
	for _, what := range []string{"another type", "stream"} {
		_, body := sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/"))
		assert.Empty(t, body, what)
	}
}

func TestSpec_Change_Streams(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	breaks := func(w io.Writer) error {
		_, _ = io.WriteString(w, "<rows>")
		return broken
	}
	long := readStream(t, rows(9*half))
	cut := ofKind(fake.TruncateBody)
	for name, tc := range map[string]struct {
		stream func(io.Writer) error
		specs  []fake.Fault
		want   string
		err    error // while the body was read
	}{
		"prefix":             {rows(9 * half), []fake.Fault{prefix("a")}, "a" + long, nil},
		"edit":               {rows(9 * half), []fake.Fault{edit("z")}, long + "z", nil},
		"both":               {rows(9 * half), []fake.Fault{edit("z"), prefix("a")}, "a" + long + "z", nil},
		"prefix of a break":  {breaks, []fake.Fault{prefix("a")}, "a<rows>", io.ErrUnexpectedEOF},
		"edit of a break":    {breaks, []fake.Fault{edit("z")}, "<rows>z", io.ErrUnexpectedEOF},
		"prefix, then cut":   {rows(9 * half), []fake.Fault{prefix("a"), cut}, "a" + long[:half-1], io.ErrUnexpectedEOF},
		"long prefix, cut":   {rows(40), []fake.Fault{prefix(long), cut}, long[:half], io.ErrUnexpectedEOF},
		"edit, then cut":     {rows(9 * half), []fake.Fault{edit("z"), cut}, long[:half], io.ErrUnexpectedEOF},
		"cut without length": {rows(9 * half), []fake.Fault{ofKind(fake.TruncateBodyWithoutLength)}, long[:half], nil},
		"short without one":  {rows(40), []fake.Fault{ofKind(fake.TruncateBodyWithoutLength)}, readStream(t, rows(40))[:20], nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, client := startStream(t, tc.stream)
			srv.Fail(tc.specs...)
			resp, err := client.Do(newRequest(t, srv, http.MethodGet, "/rows"))
			require.NoError(t, err)
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			require.ErrorIs(t, err, tc.err)
			assert.True(t, tc.want == string(body), "%d bytes, want %d", len(body), len(tc.want))
			assert.Equal(t, int64(-1), resp.ContentLength)
			assert.Equal(t, "text/xml", resp.Header.Get("Content-Type"))
		})
	}
}

// A client that goes away ends a changed stream, too.
func TestSpec_Change_StreamFailsWithItsWriter(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	for name, spec := range map[string]fake.Spec{"prefix": prefix("a"), "edit": edit("z")} {
		written := 0
		response := spec.Change(fake.Response{Status: http.StatusOK, Stream: func(w io.Writer) error {
			written++
			_, err := io.WriteString(w, "<rows/>")
			return err
		}})
		require.ErrorIs(t, response.Stream(failing{gone}), gone, name)
		assert.Equal(t, map[string]int{"prefix": 0, "edit": 1}[name], written, name)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// What a list sent before is kept as the provider sent it.
func TestSpec_Change_LeavesTheRepeatedPage(t *testing.T) {
	t.Parallel()
	srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK, Body: []byte("[1]")})
	srv.Fail(prefix("a"), ofKind(fake.RepeatPage))
	for _, want := range []string{"a[1]", "[1]"} {
		_, body := sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/"))
		assert.Equal(t, want, body)
	}
}

func TestSpec_Change_NeedsAResponse(t *testing.T) {
	t.Parallel()
	srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK})
	changed := false
	srv.Fail(fake.Spec{Times: 1, Change: func(r fake.Response) fake.Response {
		changed = true
		return r
	}}, ofKind(fake.DropConnection))
	resp, err := client.Do(newRequest(t, srv, http.MethodPut, "/"))
	if err == nil {
		_ = resp.Body.Close()
	}
	require.ErrorIs(t, err, io.EOF)
	srv.Close()
	assert.False(t, changed)
}
