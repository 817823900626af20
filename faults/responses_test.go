package faults_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/fake"
)

const fatal = `<br />
<b>Fatal error</b>:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/api/index.php:31
Stack trace:
#0 /var/www/api/index.php(31): PDO-&gt;__construct()
#1 {main}
  thrown in <b>/var/www/api/index.php</b> on line <b>31</b><br />
`

// What takes the place of a response with a body, and of one without.
func TestResponses(t *testing.T) {
	t.Parallel()
	const notFound = "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head>" +
		"<body><h1>404 Not Found</h1></body></html>\n"
	const page = "text/html; charset=utf-8"
	exclaim := func(body []byte) []byte { return append(body, '!') }
	plain := faults.Header("content-type", "text/plain; charset=windows-1251")
	type want struct {
		status  int
		typ     string
		body    string
		applied int64
	}
	for name, tc := range map[string]struct {
		faults []faults.Fault
		full   want // in place of an object under 201
		empty  *want
	}{
		"Body":         {[]faults.Fault{faults.Body(418, "text/plain", "tea")}, want{418, "text/plain", "tea", 0}, nil},
		"untyped Body": {[]faults.Fault{faults.Body(200, "", "<p>")}, want{200, "", "<p>", 0}, nil},
		"Body of 204":  {[]faults.Fault{faults.Body(204, "text/plain", "x")}, want{204, "text/plain", "", 0}, nil},
		"JSON":         {[]faults.Fault{faults.JSON(200, "null")}, want{200, "application/json", "null", 0}, nil},
		"PHPError":     {[]faults.Fault{faults.PHPError(200)}, want{200, "text/html; charset=UTF-8", fatal, 0}, nil},
		"HTML":         {[]faults.Fault{faults.HTML(404)}, want{404, page, notFound, 0}, nil},
		"applied, then Body": {
			[]faults.Fault{faults.Body(200, page, "").AfterApplying()}, want{200, page, "", 1}, nil,
		},
		"applied, then PHPError": {
			[]faults.Fault{faults.PHPError(500).AfterApplying()}, want{500, "text/html; charset=UTF-8", fatal, 1}, nil,
		},
		"Prefix": {
			[]faults.Fault{faults.Prefix(" \n")},
			want{201, "application/json", " \n" + orderMade, 1}, &want{200, "application/json", " \n", 1},
		},
		"Edit": {
			[]faults.Fault{faults.Edit(exclaim)},
			want{201, "application/json", orderMade + "!", 1}, &want{200, "application/json", "!", 1},
		},
		"Header": {
			[]faults.Fault{plain},
			want{201, "text/plain; charset=windows-1251", orderMade, 1},
			&want{204, "text/plain; charset=windows-1251", "", 1},
		},
		"several changes": {
			[]faults.Fault{plain, faults.Edit(exclaim), faults.Prefix("a"), faults.Prefix("b").AfterApplying()},
			want{201, "text/plain; charset=windows-1251", "ba" + orderMade + "!", 1},
			&want{200, "text/plain; charset=windows-1251", "ba!", 1},
		},
		"changes of another fault": {
			[]faults.Fault{faults.Prefix("a"), faults.Header("Content-Type", ""), faults.JSON(200, "{}")},
			want{200, "", "a{}", 0}, nil,
		},
	} {
		for kind, made := range map[string]fake.Response{
			"full":  {Status: http.StatusCreated, Body: []byte(orderMade)},
			"empty": {Status: http.StatusNoContent},
		} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				s := newTestShopWith(t, made)
				s.fail(tc.faults...)
				want := tc.full
				if kind == "empty" && tc.empty != nil {
					want = *tc.empty
				}
				got := s.order(t.Context(), t)
				require.NoError(t, got.err)
				assert.Equal(t, want.status, got.status)
				assert.Equal(t, want.typ, got.header.Get("Content-Type"))
				assert.Equal(t, want.typ == "", got.header["Content-Type"] == nil)
				assert.Equal(t, want.body, got.body)
				assert.Equal(t, want.applied, s.orders.Load())
			})
		}
	}
}

// A cut shows in the length that was announced; without one, nothing shows it.
func TestCutBody(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 1000)
	for name, tc := range map[string]struct {
		fault  faults.Fault
		made   fake.Response
		status int
		body   string
		length []string
		err    error
	}{
		"CutBody": {
			faults.CutBody(), fake.Response{Status: 200, Body: []byte(long)},
			200, long[:2500], []string{"5000"}, io.ErrUnexpectedEOF,
		},
		"CutBody of 204": {
			faults.CutBody(), fake.Response{Status: 204}, 200, "", []string{"1"}, io.ErrUnexpectedEOF,
		},
		"CutBody of an empty 202": {
			faults.CutBody(), fake.Response{Status: 202}, 202, "", []string{"1"}, io.ErrUnexpectedEOF,
		},
		"CutBodyWithoutLength": {
			faults.CutBodyWithoutLength(), fake.Response{Status: 200, Body: []byte(long)}, 200, long[:2500], nil, nil,
		},
		"CutBodyWithoutLength of a number": {
			faults.CutBodyWithoutLength(), fake.Response{Status: 200, Body: []byte("10906567")}, 200, "1090", nil, nil,
		},
		"CutBodyWithoutLength of 204": {
			faults.CutBodyWithoutLength(), fake.Response{Status: 204}, 200, "", nil, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newTestShopWith(t, tc.made)
			s.fail(tc.fault.On("Orders.Make"))
			got := s.order(t.Context(), t)
			require.ErrorIs(t, got.err, tc.err)
			assert.Equal(t, tc.status, got.status)
			assert.Equal(t, tc.body, got.body)
			assert.Equal(t, tc.length, got.header["Content-Length"])
			assert.Equal(t, "application/json", got.header.Get("Content-Type"))
			assert.Equal(t, int64(1), s.orders.Load())
			assert.Equal(t, tc.made.Status, s.order(t.Context(), t).status, "well again")
		})
	}
}
