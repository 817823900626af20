package main

import (
	"bytes"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// response makes an exchange with a body.
func response(status int, body string) *exchange {
	e := &exchange{status: status, header: http.Header{}}
	_, _ = e.Write([]byte(body))
	return e
}

func TestExchange_Describe(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``:                                  "200, an empty body",
		" \n":                               "200, an empty body",
		`{"b":1,"a":2}`:                     "200, an object with a, b",
		`{"a":1,"Ozolu veikals":2}`:         "200, an object with a, 1 other members",
		`{}`:                                "200, a JSON value of the kind empty object",
		`[]`:                                "200, a JSON value of the kind empty list",
		`[1]`:                               "200, a JSON value of the kind list",
		`7`:                                 "200, a JSON value of the kind number",
		`null`:                              "200, a JSON value of the kind null",
		`true`:                              "200, a JSON value of the kind true or false",
		`{} {}`:                             "200, a body that is neither JSON nor XML",
		`no key`:                            "200, a body that is neither JSON nor XML",
		`<root><success>0</success></root>`: "200, XML with success",
		"<!DOCTYPE html><p>Log in":          "200, an HTML page",
		"  <html><p>Log in</p></html>":      "200, an HTML page",
		`<?xml version="1.0" encoding="windows-1251"?><root><a>` + "\xcc" + `</a></root>`: "200, XML with a",
	} {
		assert.Equal(t, want, response(http.StatusOK, body).describe(), body)
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "empty text", "1.50": "quoted number", "-3": "quoted number", "2026-03-20 10:00": "day", "x1": "text", "1,5": "text",
	} {
		assert.Equal(t, want, kindOf(text), text)
	}
	assert.Equal(t, "object", kindOf(map[string]any{"a": 1}))
	assert.Equal(t, "absent", presence(map[string]any{}, "a"))
	assert.Equal(t, "null", presence(map[string]any{"a": nil}, "a"))
}

// A body beyond the bound is kept up to it.
func TestExchange_Bound(t *testing.T) {
	t.Parallel()
	e := &exchange{}
	piece := bytes.Repeat([]byte("x"), maxRecorded-1)
	for range 2 {
		n, err := e.Write(piece)
		assert.NoError(t, err)
		assert.Equal(t, len(piece), n)
	}
	assert.Len(t, e.content(), maxRecorded)
}

func TestFindRateHeaders(t *testing.T) {
	t.Parallel()
	limited := response(http.StatusTooManyRequests, "")
	limited.header.Set("Retry-After", "5")
	assert.Equal(t, finding{unclear, "no call succeeded"}, findRateHeaders([]*exchange{limited}))
	rejected := response(http.StatusBadRequest, "")
	assert.Equal(t, finding{unclear, "no call succeeded"}, findRateHeaders([]*exchange{rejected}))
	plain := response(http.StatusOK, "")
	assert.Equal(t, finding{holds, "none in 2 responses"}, findRateHeaders([]*exchange{limited, plain}))
	plain.header.Set("X-Rate-Limit-Reset", "soon")
	plain.header.Set("X-Ratelimit-Limit", "60")
	assert.Equal(t, finding{differs, "X-Rate-Limit-Reset: text, X-Ratelimit-Limit: 60"}, findRateHeaders([]*exchange{plain}))
}

func TestFindProtocol(t *testing.T) {
	t.Parallel()
	e := &exchange{protocol: "HTTP/2.0"}
	assert.Equal(t, finding{unclear, "HTTP/2.0 without TLS"}, findProtocol([]*exchange{e}))
	e.isTLS = true
	assert.Equal(t, finding{holds, "HTTP/2.0"}, findProtocol([]*exchange{{}, e}))
	assert.Equal(t, unclear, findProtocol(nil).verdict)
}

func TestJudgeMovements(t *testing.T) {
	t.Parallel()
	for want, counts := range map[verdict][][3]int{
		unclear: {{0, 0, 0}, {3, 3, 0}},
		differs: {{3, 2, 2}, {1, 0, 0}},
		holds:   {{3, 3, 1}, {5, 5, 5}},
	} {
		for _, c := range counts {
			assert.Equal(t, want, judgeMovements(c[0], c[1], c[2]).verdict, c)
		}
	}
}

func TestNewestMovement(t *testing.T) {
	t.Parallel()
	now := time.Now()
	b := resico.DetailedBalance{Locations: map[string]resico.LocationBalance{"A": {Updated: now}, "B": {Updated: now.Add(-time.Hour)}, "C": {}}}
	assert.Equal(t, now, newestMovement(b))
	assert.True(t, newestMovement(resico.DetailedBalance{}).IsZero())
}

func TestIsDescending(t *testing.T) {
	t.Parallel()
	assert.True(t, isDescending(nil))
	assert.True(t, isDescending([]string{"b", "a", "B"}), "byte by byte")
	assert.True(t, isDescending([]string{"c", "B", "a"}), "without case")
	assert.False(t, isDescending([]string{"a", "b"}))
}

func TestDescribeError(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"status 400, code EntityNotFoundException": &shelfwire.Error{StatusCode: 400, Code: "EntityNotFoundException", Message: "Jan"},
		"status 400": &shelfwire.Error{StatusCode: 400, Code: "Kowalski", Message: "Jan"},
		"status 200, and a response that the client takes for foreign": &shelfwire.Error{StatusCode: 200, Err: shelfwire.ErrMalformed},
		"no connection":           &shelfwire.Error{Err: errors.New("dial tcp: shop.example")},
		"name an item with -item": errNoItem,
	} {
		assert.Equal(t, want, describeError(err))
	}
}

// What is not a name of the APIs may be data, whatever it looks like.
func TestDescribeNames(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "name, prices, 2 other members", describeNames(map[string]bool{"prices": true, "Kowalski": true, "name": true, "Jan": true}))
	assert.Equal(t, "none", describeNames(map[string]bool{}))
	assert.Equal(t, "name null", emptyForms([]map[string]any{{"Kowalski": nil, "name": nil}}))
	assert.Equal(t, "unread: 1 other members", describeUnread(map[string]int{"Kowalski": 3}))
	for code, want := range map[string]string{"not_found": "not_found", "Kowalski": "that is not known", "": "none"} {
		assert.Equal(t, want, showCode(code))
	}
}

func TestDescribeCounts(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "1 row, 11 rows, 0 rows of 1 product", describeCounts("%d rows, %d rows, %d rows of %d products", 1, 11, 0, 1))
}

func TestScrub(t *testing.T) {
	t.Parallel()
	r := report{Rows: []result{{finding: finding{holds, "at shop.example with key-1 and abc"}}}}
	r.scrub(&target{variables: map[string]string{"URL": "https://shop.example", "KEY": "key-1", "SHORT": "abc"}})
	assert.Equal(t, "at [removed] with [removed] and abc", r.Rows[0].seen)
}
