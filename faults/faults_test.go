package faults_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shop counts the orders that were made. It responds to each alike.
type shop struct {
	*fake.Server
	orders atomic.Int64
}

const orderMade = `{"order":"made"}`

func newTestShop(t *testing.T) *shop {
	t.Helper()
	return newTestShopWith(t, fake.Response{Status: http.StatusCreated, Body: []byte(orderMade)})
}

func newTestShopWith(t *testing.T, made fake.Response) *shop {
	t.Helper()
	s := &shop{}
	s.Server = fake.NewServer(fake.Provider{
		Name: "shoptest",
		Endpoints: []fake.Endpoint{{
			Op: "Orders.Make", Method: http.MethodPut, Path: "orders",
			Serve: func(*fake.Request) fake.Response {
				s.orders.Add(1)
				return made
			},
		}},
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			body, _ := json.Marshal(map[string]string{"error": message})
			return fake.Response{Status: status, Body: body}
		},
		Secrets: func(r *fake.Request) []string { return []string{r.Header.Get("X-Key")} },
		Redact:  func(*fake.Record) {},
	})
	require.NoError(t, s.Listen(fake.AnyPort))
	t.Cleanup(s.Close)
	return s
}

func (s *shop) fail(list ...faults.Fault) {
	for _, f := range list {
		s.Fail(f)
	}
}

// response is what came back of a response; err says where it ended.
type response struct {
	status int
	header http.Header
	body   string
	err    error
}

// order sends one request on a connection of its own.
func (s *shop) order(ctx context.Context, t *testing.T) response {
	t.Helper()
	url := s.URL() + "/orders"
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, url, strings.NewReader("{}"))
	require.NoError(t, err)
	r.Header.Set("X-Key", "invented-key")
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return response{err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return response{status: resp.StatusCode, header: resp.Header, body: string(body), err: err}
}

func TestFault_Every(t *testing.T) {
	t.Parallel()
	const page = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>" +
		"<body><h1>502 Bad Gateway</h1></body></html>\n"
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	announced := http.Header{"Content-Length": {"16"}}
	type want struct {
		status  int // 0 without a response
		body    string
		header  http.Header // at least these
		err     error       // while the body was read
		applied int64
	}
	for name, tc := range map[string]struct {
		fault faults.Fault
		want  want
	}{
		"none":        {faults.Fault{}, want{status: 201, body: orderMade, applied: 1}},
		"Status":      {faults.Status(503), want{status: 503}},
		"Status 200":  {faults.Status(200), want{status: 200}},
		"ErrorBody":   {faults.ErrorBody(409, "locked"), want{status: 409, body: `{"error":"locked"}`}},
		"HTML":        {faults.HTML(502), want{status: 502, body: page, header: html}},
		"RateLimited": {faults.RateLimited("7"), want{status: 429, header: http.Header{"Retry-After": {"7"}}}},
		"RateLimited with a date": {
			faults.RateLimited("Wed, 21 Oct 2026 07:28:00 GMT"),
			want{status: 429, header: http.Header{"Retry-After": {"Wed, 21 Oct 2026 07:28:00 GMT"}}},
		},
		"RateLimited without": {faults.RateLimited(""), want{status: 429, header: http.Header{"Retry-After": nil}}},
		"Redirect": {
			faults.Redirect("https://elsewhere.example.com/"),
			want{status: 302, header: http.Header{"Location": {"https://elsewhere.example.com/"}}},
		},
		"EchoKey":      {faults.EchoKey(), want{status: 400, body: `{"error":"not accepted: invented-key"}`}},
		"Delay":        {faults.Delay(time.Microsecond), want{status: 201, body: orderMade, applied: 1}},
		"Between":      {faults.Between(func() {}), want{status: 201, body: orderMade, applied: 1}},
		"DropRequest":  {faults.DropRequest(), want{}},
		"DropResponse": {faults.DropResponse(), want{applied: 1}},
		"CutBody": {
			faults.CutBody(),
			want{status: 201, body: orderMade[:8], header: announced, err: io.ErrUnexpectedEOF, applied: 1},
		},
		"WrongType": {faults.WrongType(), want{status: 201, body: `["unexpected","list"]`, applied: 1}},
		"RepeatPage of what is no list": {
			faults.RepeatPage(), want{status: 201, body: orderMade, applied: 1},
		},
		"Status after applying":   {faults.Status(500).AfterApplying(), want{status: 500, applied: 1}},
		"HTML after applying":     {faults.HTML(502).AfterApplying(), want{status: 502, body: page, applied: 1}},
		"Redirect after applying": {faults.Redirect("/login").AfterApplying(), want{status: 302, applied: 1}},
		"CutBody applies only once": {
			faults.CutBody().AfterApplying(),
			want{status: 201, body: orderMade[:8], err: io.ErrUnexpectedEOF, applied: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newTestShop(t)
			s.fail(tc.fault)
			got := s.order(t.Context(), t)
			assert.Equal(t, tc.want.status, got.status)
			assert.Equal(t, tc.want.body, got.body)
			for key, values := range tc.want.header {
				assert.Equal(t, values, got.header.Values(key), key)
			}
			if tc.want.status == 0 {
				require.Error(t, got.err)
			} else {
				require.ErrorIs(t, got.err, tc.want.err)
			}
			assert.Equal(t, tc.want.applied, s.orders.Load())
			assert.Equal(t, tc.want.status, s.Records()[0].Status)
			assert.Equal(t, 1, s.Calls("Orders.Make"))
		})
	}
}

func TestWrongType_FollowsTheFormat(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"a":1}`:          `["unexpected","list"]`,
		`[1]`:              `{"unexpected":"an object"}`,
		`12`:               `["unexpected","list"]`,
		` <stock></stock>`: `<unexpected>a single element</unexpected>`,
		"\uFEFF<stock/>":   `<unexpected>a single element</unexpected>`,
		``:                 `["unexpected","list"]`,
	} {
		s := newTestShopWith(t, fake.Response{Status: http.StatusOK, Body: []byte(body)})
		s.fail(faults.WrongType())
		assert.Equal(t, want, s.order(t.Context(), t).body)
	}
}

func TestDelay_EndsWhenTheClientLeaves(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		delay   faults.Fault
		applied int64
	}{
		"before applying": {faults.Delay(time.Hour), 0},
		"after applying":  {faults.Delay(time.Hour).AfterApplying(), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, gone := newTestShop(t), errors.New("gone")
			ctx, leave := context.WithCancelCause(t.Context())
			s.fail(faults.Between(func() { leave(gone) }), tc.delay)
			require.ErrorIs(t, s.order(ctx, t).err, gone)
			s.Close() // returns when the request is over
			assert.Equal(t, tc.applied, s.orders.Load())
		})
	}
}

func TestFault_WhichCallsMeetIt(t *testing.T) {
	t.Parallel()
	null := faults.JSON(200, "null")
	for name, tc := range map[string]struct {
		fault faults.Fault
		met   string // of five calls, x for one that meets the fault
	}{
		"once":            {null, "x----"},
		"twice":           {null.Times(2), "xx---"},
		"always":          {null.Always(), "xxxxx"},
		"skip":            {null.Skip(2), "--x--"},
		"skip, then all":  {null.Skip(2).Always(), "--xxx"},
		"on":              {null.On("Orders.Make").Times(3), "xxx--"},
		"a change":        {faults.Edit(func([]byte) []byte { return []byte("null") }).Skip(1).Times(2), "-xx--"},
		"zero value":      {faults.Fault{}.Skip(1), "-----"},
		"applied, always": {null.AfterApplying().Always(), "xxxxx"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, met := newTestShop(t), ""
			s.fail(tc.fault)
			for range 5 {
				met += map[bool]string{true: "x", false: "-"}[s.order(t.Context(), t).body == "null"]
			}
			assert.Equal(t, tc.met, met)
		})
	}
}

func TestFault_MethodsReturnCopies(t *testing.T) {
	t.Parallel()
	ops := []string{"Orders.Make"}
	original := faults.Status(503)
	changed := original.On(ops...).Times(3).Skip(2).AfterApplying()
	ops[0] = "changed"
	assert.Equal(t, faults.Status(503), original)
	assert.Equal(t, []string{"Orders.Make"}, fake.SpecOf(changed).Ops)
	assert.Equal(t, 3, fake.SpecOf(changed).Times)
	assert.Equal(t, 2, fake.SpecOf(changed).Skip)
	assert.Equal(t, 1, fake.SpecOf(original).Times)
	assert.Equal(t, changed.Skip(0), changed.Always().Times(3).Skip(0))
	assert.Zero(t, fake.SpecOf(changed.Times(-1)).Times, "a number below zero is not for ever")
}
