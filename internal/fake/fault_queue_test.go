package fake_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func respond(status int) fake.Spec { return fake.Spec{Times: 1, Kind: fake.Respond, Status: status} }

// TestServer_Fail_FaultsMeetCalls sends calls one after the other, "a" to add and "l" to list, and looks at their
// statuses.
func TestServer_Fail_FaultsMeetCalls(t *testing.T) {
	t.Parallel()
	times := func(n int, s fake.Spec) fake.Spec {
		s.Times = n
		return s
	}
	skip := func(n int, s fake.Spec) fake.Spec {
		s.Skip = n
		return s
	}
	onList := func(s fake.Spec) fake.Spec {
		s.Ops = []string{"Counter.List"}
		return s
	}
	for name, tc := range map[string]struct {
		specs []fake.Fault
		calls string
		want  []int
	}{
		"once":                     {[]fake.Fault{respond(503)}, "aa", []int{503, 200}},
		"never":                    {[]fake.Fault{fake.Spec{Kind: fake.Respond, Status: 503}}, "aa", []int{200, 200}},
		"twice":                    {[]fake.Fault{times(2, respond(503))}, "aaa", []int{503, 503, 200}},
		"always":                   {[]fake.Fault{times(fake.Always, respond(503))}, "aaa", []int{503, 503, 503}},
		"skip":                     {[]fake.Fault{skip(1, respond(503))}, "aaa", []int{200, 503, 200}},
		"of one operation":         {[]fake.Fault{onList(respond(503))}, "alal", []int{200, 503, 200, 200}},
		"always, of one operation": {[]fake.Fault{times(fake.Always, onList(respond(503)))}, "lala", []int{503, 200, 503, 200}},
		"skips only its own operations": {
			[]fake.Fault{skip(1, onList(respond(503)))}, "aalal", []int{200, 200, 200, 200, 503},
		},
		"one after the other": {[]fake.Fault{respond(503), respond(502)}, "aaa", []int{503, 502, 200}},
		"skip counts calls that met another fault": {
			[]fake.Fault{respond(503), skip(2, respond(502))}, "aaaa", []int{503, 200, 502, 200},
		},
		"a fault that leaves the response comes before one that replaces it": {
			[]fake.Fault{fake.Spec{Times: 1, Before: func() {}}, respond(503)}, "aa", []int{503, 200},
		},
		"not on requests for nothing": {[]fake.Fault{respond(503)}, "xa", []int{404, 503}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, _, client := startServer(t)
			srv.Fail(tc.specs...)
			paths := map[rune]string{'a': "/v1/add", 'l': "/v1/list", 'x': "/elsewhere"}
			var got []int
			for _, c := range tc.calls {
				status, _ := sendRequest(t, client, newRequest(t, srv, http.MethodPut, paths[c]))
				got = append(got, status)
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestServer_ClearFaults(t *testing.T) {
	t.Parallel()
	srv, _, client := startServer(t)
	always := respond(503)
	always.Times = fake.Always
	srv.Fail(always)
	status, _ := sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/v1/add"))
	assert.Equal(t, 503, status)
	srv.ClearFaults()
	status, _ = sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/v1/add"))
	assert.Equal(t, 200, status)
}

func TestSpec_Before(t *testing.T) {
	t.Parallel()
	srv, c, client := startServer(t)
	srv.Fail(fake.Spec{Times: 1, Skip: 1, Before: func() { c.turn("two") }})
	for _, want := range []string{`["one"]`, `["two"]`} {
		_, body := sendRequest(t, client, newRequest(t, srv, http.MethodGet, "/v1/list"))
		assert.Equal(t, want, body)
	}
}

func TestSpec_RepeatPage(t *testing.T) {
	t.Parallel()
	srv, c, client := startServer(t)
	srv.Fail(fake.Spec{Times: 1, Kind: fake.RepeatPage})
	add := func() { sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/v1/add")) }
	list := func() string {
		_, body := sendRequest(t, client, newRequest(t, srv, http.MethodGet, "/v1/list"))
		return body
	}
	add()
	require.Equal(t, `["one"]`, list(), "there is no page before the first")
	add()
	c.turn("two")
	require.Equal(t, `["one"]`, list())
	require.Equal(t, `["two"]`, list())
	assert.Equal(t, 2, c.count(), "calls that are no lists pass")
}
