package fake_test

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// responseKind is a kind of response. Its body says how often the operation was carried out.
type responseKind struct {
	list      bool
	status    int
	typ       string
	body      string // with %d for the number; empty for none
	streamed  bool
	otherType string // what WrongType makes of it
}

var kinds = map[string]responseKind{
	"object":    {status: 201, typ: "application/json", body: `{"times":%d}`, otherType: `["unexpected","list"]`},
	"list":      {list: true, status: 200, typ: "application/json", body: `[%d]`, otherType: `{"unexpected":"an object"}`},
	"number":    {status: 200, typ: "application/json", body: `1090656%d`, otherType: `["unexpected","list"]`},
	"XML":       {status: 200, typ: "text/xml", body: `<n>%d</n>`, otherType: `<unexpected>a single element</unexpected>`},
	"204":       {status: 204, otherType: `["unexpected","list"]`},
	"empty 200": {status: 200, otherType: `["unexpected","list"]`},
	"stream": {
		list: true, status: 200, typ: "text/xml", body: `<n>%d</n>`, streamed: true,
		otherType: `<unexpected>a single element</unexpected>`,
	},
}

func (k *responseKind) text(n int64) string {
	if k.body == "" {
		return ""
	}
	return fmt.Sprintf(k.body, n)
}

func (k *responseKind) response(n int64) fake.Response {
	r := fake.Response{Status: k.status}
	if k.typ == "text/xml" {
		r.Header = http.Header{"Content-Type": {k.typ}}
	}
	switch body := k.text(n); {
	case k.streamed:
		r.Stream = func(w io.Writer) error {
			_, err := io.WriteString(w, body)
			return err
		}
	case body != "":
		r.Body = []byte(body)
	}
	return r
}

// result is what a client sees of a response. A length of -1 is none.
type result struct {
	status int // 0 for no response
	typ    string
	body   string
	length int
	closed bool // "Connection: close"
	err    error
}

// normal is the response when the operation has been carried out n times.
func (k *responseKind) normal(n int64) result {
	s := result{status: k.status, typ: k.typ, body: k.text(n), length: len(k.text(n))}
	if k.streamed {
		s.length = -1
	}
	return s
}

// withBody is the normal response with a body in place of its own.
func (k *responseKind) withBody(body string) result {
	s := k.normal(0)
	s.typ = cmp.Or(s.typ, "application/json")
	s.body = body
	if s.status == http.StatusNoContent {
		s.status = http.StatusOK
	}
	if !k.streamed {
		s.length = len(body)
	}
	return s
}

func respondsWith(status int, typ, body string) func(*responseKind) result {
	return func(*responseKind) result { return result{status: status, typ: typ, body: body, length: len(body)} }
}

func noResponse(*responseKind) result { return result{err: io.EOF} }

func (k *responseKind) start(t *testing.T, times *atomic.Int64) *fake.Server {
	t.Helper()
	serve := func(*fake.Request) fake.Response { return k.response(times.Add(1)) }
	return startProvider(t, fake.Provider{
		Name:      "kindtest",
		Endpoints: []fake.Endpoint{{Op: "Things.Count", Method: "PUT", List: k.list, Serve: serve}},
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return fake.Response{Status: status, Body: fake.EncodeJSON(message)}
		},
		Secrets: func(r *fake.Request) []string { return []string{r.Header.Get("X-Key")} },
		Redact:  func(*fake.Record) {},
	})
}

func observe(t *testing.T, client *http.Client, r *http.Request) result {
	t.Helper()
	resp, err := client.Do(r)
	if err != nil {
		require.ErrorIs(t, err, io.EOF)
		return result{err: io.EOF}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return result{
		status: resp.StatusCode, typ: resp.Header.Get("Content-Type"), body: string(body),
		length: int(resp.ContentLength), closed: resp.Close, err: err,
	}
}

// Every fault on every kind of response. Each server is asked three times: before, with and after the fault.
func TestServer_EveryFaultOnEveryKind(t *testing.T) {
	t.Parallel()
	const warning = "<br />\n<b>Warning</b>:  Undefined array key<br />\n"
	edit := func(body []byte) []byte { return append(body, " edited"...) }
	page, fatal := faults.HTML(200), faults.PHPError(200)
	for name, tc := range map[string]struct {
		fault   faults.Fault
		applied bool
		want    func(*responseKind) result // of a call that was carried out for the second time
		passes  func(*responseKind) bool   // where the response is the normal one; nil for nowhere
	}{
		"Status":       {faults.Status(503), false, respondsWith(503, "", ""), nil},
		"ErrorBody":    {faults.ErrorBody(409, "no"), false, respondsWith(409, "application/json", `"no"`), nil},
		"Body":         {faults.Body(202, "text/plain", "queued"), false, respondsWith(202, "text/plain", "queued"), nil},
		"untyped Body": {faults.Body(200, "", "<p>"), false, respondsWith(200, "", "<p>"), nil},
		"Body of 204":  {faults.Body(204, "text/plain", "none"), false, respondsWith(204, "text/plain", ""), nil},
		"JSON":         {faults.JSON(200, "null"), false, respondsWith(200, "application/json", "null"), nil},
		"HTML":         {page, false, respondsWith(200, "text/html; charset=utf-8", fake.SpecOf(page).Body), nil},
		"PHPError":     {fatal, false, respondsWith(200, "text/html; charset=UTF-8", fake.SpecOf(fatal).Body), nil},
		"RateLimited":  {faults.RateLimited("1"), false, respondsWith(429, "", ""), nil},
		"Redirect":     {faults.Redirect("/login"), false, respondsWith(302, "", ""), nil},
		"EchoKey":      {faults.EchoKey(), false, respondsWith(400, "application/json", `"not accepted: secret"`), nil},
		"DropRequest":  {faults.DropRequest(), false, noResponse, nil},
		"DropResponse": {faults.DropResponse(), true, noResponse, nil},
		"Status after applying": {
			faults.Status(200).AfterApplying(), true, respondsWith(200, "", ""),
			func(k *responseKind) bool { return k.status == 200 && k.body == "" }, // but see "applied"
		},
		"JSON after applying": {
			faults.JSON(200, "[]").AfterApplying(), true, respondsWith(200, "application/json", "[]"), nil,
		},
		"CutBody": {faults.CutBody(), true, func(k *responseKind) result {
			s := k.withBody(k.text(2)[:len(k.text(2))/2])
			if !k.streamed {
				s.length = max(len(k.text(2)), 1)
			}
			s.err = io.ErrUnexpectedEOF
			return s
		}, nil},
		"CutBodyWithoutLength": {faults.CutBodyWithoutLength(), true, func(k *responseKind) result {
			s := k.withBody(k.text(2)[:len(k.text(2))/2])
			s.length, s.closed = -1, true
			return s
		}, nil},
		"WrongType": {faults.WrongType(), true, func(k *responseKind) result {
			s := k.withBody(k.otherType)
			s.length = len(k.otherType)
			return s
		}, nil},
		"RepeatPage": {
			faults.RepeatPage(), false, func(k *responseKind) result { return k.normal(1) },
			func(k *responseKind) bool { return !k.list },
		},
		"Prefix": {faults.Prefix(warning), true, func(k *responseKind) result { return k.withBody(warning + k.text(2)) }, nil},
		"Edit":   {faults.Edit(edit), true, func(k *responseKind) result { return k.withBody(k.text(2) + " edited") }, nil},
		"Header": {faults.Header("content-type", "text/plain"), true, func(k *responseKind) result {
			s := k.normal(2)
			s.typ = "text/plain"
			return s
		}, nil},
		"Delay":   {faults.Delay(time.Microsecond), true, nil, func(*responseKind) bool { return true }},
		"Between": {faults.Between(func() {}), true, nil, func(*responseKind) bool { return true }},
		"applied only once": {
			faults.Prefix("\uFEFF").AfterApplying(), true,
			func(k *responseKind) result { return k.withBody("\uFEFF" + k.text(2)) }, nil,
		},
	} {
		for kindName, k := range kinds {
			t.Run(name+"/"+kindName, func(t *testing.T) {
				t.Parallel()
				var times atomic.Int64
				srv := k.start(t, &times)
				transport := &http.Transport{DisableCompression: true}
				defer transport.CloseIdleConnections()
				client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
					return http.ErrUseLastResponse
				}}
				srv.Fail(tc.fault.On("Things.Count").Skip(1))
				require.Equal(t, k.normal(1), observe(t, client, newRequest(t, srv, http.MethodPut, "/")))

				got := observe(t, client, newRequest(t, srv, http.MethodPut, "/"))
				passes := tc.passes != nil && tc.passes(&k)
				want, applied := k.normal(2), int64(2)
				if !passes || fake.SpecOf(tc.fault).Apply {
					want = tc.want(&k)
				}
				if !passes && !tc.applied {
					applied = 1
				}
				assert.Equal(t, want, got)
				assert.Equal(t, passes, got == k.normal(2), "it bites")
				assert.Equal(t, applied, times.Load())
				assert.Equal(t, want.status, srv.Records()[1].Status)

				again := observe(t, client, newRequest(t, srv, http.MethodPut, "/"))
				assert.Equal(t, k.normal(applied+1), again, "well again")
			})
		}
	}
}
