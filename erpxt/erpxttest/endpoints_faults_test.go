package erpxttest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// exchange is what a call under a fault led to, beside what it leads to without one.
type exchange struct {
	status   int // 0 for a lost response
	header   http.Header
	body     string
	readErr  error
	expected string // the body without the fault
	token    string
}

// endpointFault is a fault and what it does to any call.
type endpointFault struct {
	fault   faults.Fault
	applied bool
	check   func(t *testing.T, x *exchange)
}

func hasStatus(status int) func(*testing.T, *exchange) {
	return func(t *testing.T, x *exchange) { assert.Equal(t, status, x.status) }
}

// endpointFaults are all faults that bite on a single call.
func endpointFaults() map[string]endpointFault {
	lost := func(t *testing.T, x *exchange) { assert.Zero(t, x.status) }
	hasBody := func(want func(x *exchange) string) func(*testing.T, *exchange) {
		return func(t *testing.T, x *exchange) {
			assert.Equal(t, http.StatusOK, x.status)
			assert.Equal(t, want(x), x.body)
		}
	}
	fixed := func(body string) func(*testing.T, *exchange) { return hasBody(func(*exchange) string { return body }) }
	return map[string]endpointFault{
		"Status":          {faults.Status(503), false, hasStatus(503)},
		"applied, Status": {faults.Status(500).AfterApplying(), true, hasStatus(500)},
		"Body":            {faults.Body(200, "text/plain", "b"), false, fixed("b")},
		"JSON":            {faults.JSON(200, "null"), false, fixed("null")},
		"applied, JSON":   {faults.JSON(200, "null").AfterApplying(), true, fixed("null")},
		"HTML":            {faults.HTML(502), false, hasStatus(502)},
		"PHPError": {faults.PHPError(200), false, func(t *testing.T, x *exchange) {
			assert.NotEqual(t, x.expected, x.body)
		}},
		"ErrorBody": {faults.ErrorBody(400, "no"), false, func(t *testing.T, x *exchange) {
			assert.Equal(t, `{"Message":"no","Code":"ApplicationException"}`, x.body)
			assert.Equal(t, http.StatusBadRequest, x.status)
		}},
		"RateLimited": {faults.RateLimited("7"), false, func(t *testing.T, x *exchange) {
			assert.Equal(t, http.StatusTooManyRequests, x.status)
			assert.Equal(t, "7", x.header.Get("Retry-After"))
		}},
		"Redirect": {faults.Redirect("https://login.example.com/"), false, func(t *testing.T, x *exchange) {
			assert.Equal(t, "https://login.example.com/", x.header.Get("Location"))
		}},
		"EchoKey":      {faults.EchoKey(), false, func(t *testing.T, x *exchange) { assert.Contains(t, x.body, x.token) }},
		"DropRequest":  {faults.DropRequest(), false, lost},
		"DropResponse": {faults.DropResponse(), true, lost},
		"CutBody": {faults.CutBody(), true, func(t *testing.T, x *exchange) {
			require.ErrorIs(t, x.readErr, io.ErrUnexpectedEOF)
			assert.Equal(t, x.expected[:len(x.expected)/2], x.body)
		}},
		"CutBodyWithoutLength": {faults.CutBodyWithoutLength(), true, func(t *testing.T, x *exchange) {
			require.NoError(t, x.readErr)
			assert.Equal(t, x.expected[:len(x.expected)/2], x.body)
		}},
		"WrongType": {faults.WrongType(), true, func(t *testing.T, x *exchange) {
			assert.Contains(t, x.body, `"unexpected"`)
			assert.Equal(t, strings.HasPrefix(x.expected, "["), strings.HasPrefix(x.body, "{"))
		}},
		"Header": {faults.Header("X-Odd", "1"), true, func(t *testing.T, x *exchange) {
			assert.Equal(t, "1", x.header.Get("X-Odd"))
			assert.Equal(t, x.expected, x.body)
		}},
		"Prefix": {faults.Prefix("p"), true, hasBody(func(x *exchange) string { return "p" + x.expected })},
		"Edit":   {faults.Edit(func([]byte) []byte { return []byte("e") }), true, fixed("e")},
	}
}

// Every fault bites on every operation: the call is carried out or not, and the response is what the fault says.
func TestServer_Fail_AllEndpoints(t *testing.T) {
	t.Parallel()
	calls := validCalls()
	seen := map[string]bool{}
	for _, e := range erpxttest.NewServer(t).Endpoints() {
		if seen[e.Op] {
			continue // another version or spelling of the path
		}
		seen[e.Op] = true
		t.Run(e.Op, func(t *testing.T) {
			t.Parallel()
			clean := newFullShop(t)
			_, expected := roundTrip(t, newCall(t, clean, &e, calls[e.Op]))
			for name, f := range endpointFaults() {
				srv := newFullShop(t)
				r := newCall(t, srv, &e, calls[e.Op])
				before := srv.Snapshot()
				srv.Fail(f.fault.On(e.Op))
				x := sendUnderFault(t, r)
				x.expected = expected
				_, x.token, _ = strings.Cut(r.Header.Get("Authorization"), " ")
				if e.Op == "Token" && name != "EchoKey" && name != "ErrorBody" {
					x.expected, x.body = maskToken(expected), maskToken(x.body)
				}
				f.check(t, x)
				want := before
				if f.applied {
					want = clean.Snapshot()
				}
				assert.Equal(t, want, srv.Snapshot(), name)

				_, body := roundTrip(t, newCall(t, srv, &e, calls[e.Op]))
				assert.NotContains(t, body, "ApplicationException", "%s: only one call met the fault", name)
				require.False(t, t.Failed(), name)
			}
		})
	}
}

// maskToken hides the letters and digits that tokens are made of: each response has another one.
func maskToken(body string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' || c >= '2' && c <= '7' {
			return '.'
		}
		return c
	}, body)
}

// sendUnderFault sends a request on a connection of its own.
func sendUnderFault(t *testing.T, r *http.Request) *exchange {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return &exchange{}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return &exchange{status: resp.StatusCode, header: resp.Header, body: string(body), readErr: err}
}

// A list repeats its page, and everything else passes.
func TestServer_Fail_AllEndpoints_RepeatPage(t *testing.T) {
	t.Parallel()
	calls := validCalls()
	for _, e := range erpxttest.NewServer(t).Endpoints() {
		srv := newFullShop(t)
		srv.Fail(faults.RepeatPage().Always())
		first, second := calls[e.Op], calls[e.Op]
		if e.List {
			first.query, second.query = "$top=1", "$top=1&$skip=1"
		}
		_, one := roundTrip(t, newCall(t, srv, &e, first))
		resp, two := roundTrip(t, newCall(t, srv, &e, second))
		if e.List {
			assert.Equal(t, one, two, e.Op)
			assert.NotEqual(t, "[]", one, e.Op)
			continue
		}
		assert.Equal(t, calls[e.Op].changes || e.Op == "Token", one != two || resp.StatusCode == http.StatusNoContent, e.Op)
	}
}

// A function runs before the call of any operation is carried out, and a delay holds it.
func TestServer_Fail_AllEndpoints_Between(t *testing.T) {
	t.Parallel()
	calls := validCalls()
	for _, e := range erpxttest.NewServer(t).Endpoints() {
		srv, ran := newFullShop(t), 0
		r := newCall(t, srv, &e, calls[e.Op])
		before := srv.Snapshot()
		srv.Fail(faults.Between(func() {
			ran++
			assert.Equal(t, before, srv.Snapshot())
		}).On(e.Op), faults.Delay(time.Nanosecond).On(e.Op))
		resp, _ := roundTrip(t, r)
		assert.Less(t, resp.StatusCode, 300)
		assert.Equal(t, 1, ran, e.Op)
	}
}

// Any call can be carried out after its connection was lost.
func TestServer_LandLater_AllEndpoints(t *testing.T) {
	t.Parallel()
	calls := validCalls()
	for _, e := range erpxttest.NewServer(t).Endpoints() {
		if e.Op == "Token" {
			continue
		}
		srv, clean := newFullShop(t), newFullShop(t)
		clock := newMovable(srv)
		roundTrip(t, newCall(t, clean, &e, calls[e.Op]))
		before := srv.Snapshot()
		r := newCall(t, srv, &e, calls[e.Op])
		srv.LandLater(e.Op, time.Minute)
		assert.Zero(t, sendUnderFault(t, r).status, e.Op)
		clock.move(time.Minute - 1)
		assert.Equal(t, before, srv.Snapshot())
		clock.move(1)
		assert.Equal(t, clean.Snapshot(), srv.Snapshot(), e.Op)
	}
}
