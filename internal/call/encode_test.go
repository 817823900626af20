package call

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// recordedRequest is a request as it came over the wire.
type recordedRequest struct {
	method, target string // target is what stands in the request line
	header         http.Header
	body           string
}

// newRecordingCaller is a server that keeps what it gets and responds with a status each.
func newRecordingCaller(t *testing.T, statuses ...int) (*Caller, *[]recordedRequest) {
	t.Helper()
	var got []recordedRequest
	s := newScene(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, recordedRequest{r.Method, r.RequestURI, r.Header.Clone(), string(body)})
		w.WriteHeader(statuses[min(len(got), len(statuses))-1])
	})
	s.url += "/v1/"
	return s.caller(t), &got
}

func TestEncodeRequest_PathSegments(t *testing.T) {
	t.Parallel()
	for segment, want := range map[string]string{
		"TShirt.Blk.XL": "TShirt.Blk.XL",
		"..":            "%2E%2E",
		".":             "%2E",
		"...":           "...",
		"a/b":           "a%2Fb",
		"../x":          "..%2Fx",
		"/":             "%2F",
		"?":             "%3F",
		"a?b=c":         "a%3Fb=c",
		"#":             "%23",
		"%":             "%25",
		"%2e":           "%252e",
		"%2F":           "%252F",
		" ":             "%20",
		"+":             "%2B",
		`\`:             "%5C",
		"ü":             "%C3%BC",
		"\x00\xff":      "%00%FF",
		";v=1,2":        "%3Bv=1%2C2",
	} {
		t.Run(segment, func(t *testing.T) {
			t.Parallel()
			var escaped, plain string
			s := newScene(t, func(_ http.ResponseWriter, r *http.Request) {
				escaped, plain = r.URL.EscapedPath(), r.URL.Path
			})
			s.url += "/v1/"
			req := Request{Op: opRead, Path: []string{"products", segment, "balance"}}
			require.NoError(t, s.caller(t).Do(t.Context(), req, ignoreBody))
			assert.Equal(t, "/v1/products/"+want+"/balance", escaped)
			assert.Equal(t, "/v1/products/"+segment+"/balance", plain)
		})
	}
}

// An empty identifier would address the whole collection.
func TestEncodeRequest_EmptyPathSegmentIsRejected(t *testing.T) {
	t.Parallel()
	for field, segments := range map[string][]string{
		"path segment 1": {""},
		"path segment 2": {"products", "", "balance"},
		"path segment 3": {"products", "7", ""},
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{}, responds(200, ""))
			err := c.Do(t.Context(), Request{Op: opWrite, Path: segments}, ignoreBody)
			require.ErrorIs(t, err, shelfwire.ErrInvalid)
			var problem *shelfwire.FieldError
			require.ErrorAs(t, err, &problem)
			assert.Equal(t, field, problem.Field)
			e := requireError(t, err)
			assert.Equal(t, retryVerdict{0, shelfwire.OutcomeNotSent}, retryVerdict{e.Attempts, e.Outcome})
			assert.Equal(t, "Things.Create", e.Op)
			assert.Zero(t, s.count())
		})
	}
}

// The URL of the provider may itself have a path, also an escaped one.
func TestEncodeRequest_PathOfTheBaseURL(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://api.acme.example":              "https://api.acme.example/things",
		"https://api.acme.example/":             "https://api.acme.example/things",
		"https://api.acme.example/json/v1":      "https://api.acme.example/json/v1/things",
		"https://api.acme.example/json/v1//":    "https://api.acme.example/json/v1/things",
		"https://api.acme.example/a%2Fb":        "https://api.acme.example/a%2Fb/things",
		"https://api.acme.example:8443/p%C3%BC": "https://api.acme.example:8443/p%C3%BC/things",
	} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{BaseURL: base}, responds(200, ""))
			require.NoError(t, doCall(t.Context(), c, opRead))
			assert.Equal(t, want, s.requests[0].URL.String())
		})
	}
}

func TestEncodeRequest_Query(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		query url.Values
		want  string
	}{
		"none":        {nil, "/v1/things"},
		"empty":       {url.Values{}, "/v1/things"},
		"space":       {query("order", "SKU desc"), "/v1/things?order=SKU%20desc"},
		"plus":        {query("q", "a+b"), "/v1/things?q=a%2Bb"},
		"both":        {query("q", "1 + 1"), "/v1/things?q=1%20%2B%201"},
		"delimiters":  {query("q", "a&b=c#d"), "/v1/things?q=a%26b%3Dc%23d"},
		"sorted":      {query("b", "2", "a", "1", "a", "0"), "/v1/things?a=1&a=0&b=2"},
		"name, space": {query("a b", "1"), "/v1/things?a%20b=1"},
		"dollar":      {query("$filter", "Price gt $5"), "/v1/things?$filter=Price%20gt%20$5"},
		"escapes":     {query("q", "%24%20+"), "/v1/things?q=%2524%2520%2B"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, got := newRecordingCaller(t, 200)
			require.NoError(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"things"}, Query: tt.query}, ignoreBody))
			assert.Equal(t, tt.want, (*got)[0].target)
		})
	}
}

func TestEncodeRequest_Body(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body          any
		want, content string
	}{
		"none":       {nil, "", "application/json"},
		"JSON":       {map[string]string{"name": "<Mouse & Co>"}, `{"name":"<Mouse & Co>"}`, "application/json"},
		"form":       {query("name", "a b", "key", "+"), "key=%2B&name=a+b", "application/x-www-form-urlencoded"},
		"empty form": {url.Values{}, "", "application/x-www-form-urlencoded"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, got := newRecordingCaller(t, 200)
			require.NoError(t, c.Do(t.Context(), Request{Op: opWrite, Path: []string{"things"}, Body: tt.body}, ignoreBody))
			assert.Equal(t, tt.want, (*got)[0].body)
			assert.Equal(t, tt.content, (*got)[0].header.Get("Content-Type"))
		})
	}
}

func TestEncodeRequest_BodyThatCannotBeEncoded(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{}, responds(200, ""))
	err := c.Do(t.Context(), Request{Op: opWrite, Path: []string{"things"}, Body: func() {}}, ignoreBody)
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Zero(t, s.count())
}

// A retry sends the same bytes again, body included.
func TestEncodeRequest_RetrySendsTheSame(t *testing.T) {
	t.Parallel()
	c, got := newRecordingCaller(t, 503, 429, 200)
	req := Request{Op: opSet, Path: []string{"things", "a/b"}, Query: query("q", "1"), Body: map[string]int{"qty": 1}}
	require.NoError(t, c.Do(t.Context(), req, ignoreBody))
	require.Len(t, *got, 3)
	assert.Equal(t, `{"qty":1}`, (*got)[0].body)
	assert.Equal(t, (*got)[0], (*got)[1])
	assert.Equal(t, (*got)[0], (*got)[2])
}

// net/http repeats requests that carry an Idempotency-Key, so there must never be one. The list is exact, so that
// no other header joins unseen either.
func TestNewRequest_Headers(t *testing.T) {
	t.Parallel()
	for _, op := range []Op{opRead, opSet, opWrite} {
		for name, body := range map[string]any{"without a body": nil, "with a body": map[string]int{}} {
			t.Run(op.Name+" "+name, func(t *testing.T) {
				t.Parallel()
				c, got := newRecordingCaller(t, 200)
				require.NoError(t, c.Do(t.Context(), Request{Op: op, Path: []string{"things"}, Body: body}, ignoreBody))
				h := (*got)[0].header
				var names []string
				for name := range h {
					names = append(names, name)
				}
				slices.Sort(names)
				want := []string{"Accept", "Accept-Encoding", "Content-Length", "Content-Type", "User-Agent", "X-Key"}
				if body == nil && op.Method == http.MethodGet {
					want = slices.Delete(want, 2, 3)
				}
				assert.Equal(t, want, names)
				assert.Equal(t, "application/json", h.Get("Accept"))
				assert.Equal(t, "shelfwire/"+shelfwire.Version, h.Get("User-Agent"))
				assert.Equal(t, testKey, h.Get("X-Key"))
			})
		}
	}
}

// An operation with an impossible method is the package's mistake, and still a typed error.
func TestNewRequest_MethodThatCannotBeSent(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{}, responds(200, ""))
	err := doCall(t.Context(), c, Op{Name: "Things.Bad", Method: "BAD METHOD", Effect: shelfwire.EffectWrite})
	assert.Equal(t, shelfwire.OutcomeNotSent, requireError(t, err).Outcome)
	assert.Zero(t, s.count())
}

// The request line is what counts: a server that is not Go's sees the same bytes.
func TestEncodeRequest_RequestLine(t *testing.T) {
	t.Parallel()
	lines := make(chan string, 1)
	addr := serveConns(t, func(conn net.Conn) {
		line, _ := bufio.NewReader(conn).ReadString('\n')
		lines <- line
	})
	c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, Retry: once})
	req := Request{Op: opRead, Path: []string{"..", "a/b c", "%2e"}, Query: query("q", "x y")}
	require.Error(t, c.Do(t.Context(), req, ignoreBody))
	assert.Equal(t, "GET /%2E%2E/a%2Fb%20c/%252e?q=x%20y HTTP/1.1\r\n", <-lines)
}
