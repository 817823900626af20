package transcript_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/transcript"
)

// exchangeOf is an exchange with a response body.
func exchangeOf(contentType, body string) shelfwire.Exchange {
	return shelfwire.Exchange{
		Attempt: shelfwire.Attempt{Provider: "acme", Op: "Things.List"},
		Request: shelfwire.ExchangeRequest{Method: "GET", URL: "https://api.acme.example/api/products"},
		Response: shelfwire.ExchangeResponse{
			StatusCode: 200, Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body),
		},
	}
}

// shapeOf returns the shape of response bodies, without what stands around it.
func shapeOf(t *testing.T, exchanges ...shelfwire.Exchange) string {
	t.Helper()
	s := transcript.NewShape()
	for _, e := range exchanges {
		s.Record(t.Context(), e)
	}
	_, body, found := strings.Cut(s.String(), "    body (")
	require.True(t, found)
	return strings.TrimRight(strings.ReplaceAll(body, "\n    ", "\n"), "\n")
}

func TestShape_Body(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		contentType string
		bodies      []string
		want        string
	}{
		"scalars": {"application/json", []string{`{"a":"x","b":"ābc","c":1,"d":true,"e":null,"f":[],"g":{},"h":""}`}, `JSON 1 ×): object
  a: text of 1
  b: text of 3, not only ASCII
  c: number of 1 digit
  d: true or false
  e: null
  f: list of 0
  g: object
  h: empty text`},
		"union": {"application/json", []string{`{"a":"x"}`, `{"a":12.50}`, `{"a":"12.5"}`, `{"b":{}}`, `{"a":{"c":1}}`, `{"a":[1]}`, `{"a":-1.0}`}, `JSON 7 ×): object
  a (in 6 of 7): number of 1..2 digits and 1..2 decimals 2 ×, text of 1 1 ×, text that is a number, 4 characters and 1 decimal 1 ×, object 1 ×, list of 1 1 ×
    c: number of 1 digit
    - number of 1 digit
  b (in 1 of 7): object`},
		"lists": {"application/json", []string{`[{"a":1},{"a":100},{"b":"x"}]`, `[]`, `[[1],[2,3]]`}, `JSON 3 ×): list of 0..3
  - object 3 ×, list of 1..2 2 ×
    a (in 2 of 3): number of 1..3 digits
    b (in 1 of 3): text of 1
    - number of 1 digit`},
		"forms of texts": {"application/json", []string{`{"a":"2026-03-20","b":"2026-03-20 10:00:00","c":"2026-03-20T10:00:00+02:00","d":"0000-00-00","e":"20.03.2026","f":"12,50","g":"https://a.example/x","h":"off","i":"[redacted]","j":"Bearer [redacted]","k":" ","l":1e5,"m":">2026-03-20","n":"` + strings.Repeat("1", 65) + `"}`}, `JSON 1 ×): object
  a: date
  b: date and time
  c: date and time with zone
  d: zero date
  e: date with dots
  f: text that is a number with a comma
  g: URL of 19
  h: text of true or false
  i: redacted key
  j: redacted key
  k: text of white space
  l: number with an exponent
  m: comparison with a date
  n: text of 65`},
		"names of data": {"application/json", []string{`{"Balance":{"A":1,"B":2,"Totals":3},"x":{"7":"a","Anna Ozoliņa":"bc","a@b.lv":"d"}}`, `{"Balance":{}}`}, `JSON 2 ×): object
  Balance: object
    * (in 1 of 2) [2]: number of 1 digit
    Totals (in 1 of 2): number of 1 digit
  x (in 1 of 2): object
    * [3]: text of 1..2`},
		"names that nobody knows": {"application/json", []string{`{"stock":{"Kowalski":{"qty":1},"Nowak":{"qty":20,"Ilze":"x"}},"id":5,"Ieva":"x"}`, `{"stock":{"Totals":3,"Ieva":[1,2]},"id":5,"own":{"Anna":true}}`, `[{"Kowalski":{"Nowak":1}}]`}, `JSON 3 ×): object 2 ×, list of 1 1 ×
  *: text of 1 1 ×, object 1 ×
    *: true or false
  id: number of 1 digit
  stock: object
    * [1..2]: object 2 ×, list of 2 1 ×
      * (in 1 of 2): text of 1
      qty: number of 1..2 digits
      - number of 1 digit
    Totals (in 1 of 2): number of 1 digit
  - object
    *: object
      *: number of 1 digit`},
		"breaks off": {"application/json", []string{`{"a":[{"b":1},{"b":"x","c":[1,`}, `JSON 1 ×): object
  a: list of 1
    - object
      b: number of 1 digit 1 ×, text of 1 1 ×
      c (in 1 of 2): list of 1
        - number of 1 digit`},
		"XML": {"text/xml", []string{`<?xml version="1.0" encoding="windows-1251"?><root><success>1</success><items><item id="7"><name>` + "\xcc\xfb\xf8\xfc" + `</name></item><item id="8"/><item>x</item></items><empty/></root>`}, `XML 1 ×): object
  root: object
    empty: empty text
    items: object
      item [3]: text of 1 1 ×, object 2 ×
        @id: text that is a number, 1 character
        name (in 1 of 2): text of 4, not only ASCII
    success: text that is a number, 1 character`},
		"XML breaks off": {"text/xml", []string{`<root><a>1</a><b><c>x</c>`}, `XML 1 ×): object
  root: object
    a: text that is a number, 1 character
    b: object
      c: text of 1`},
		"XML with names that nobody knows": {"text/xml", []string{`<Nowak><stock Kowalski="1" xmlns:Ilze="http://a.example/"><Kowalski><qty>1</qty></Kowalski><Ilze:Nowak>2</Ilze:Nowak></stock></Nowak>`}, `XML 1 ×): object
  *: object
    stock: object
      * [4]: URL of 17 1 ×, text that is a number, 1 character 2 ×, object 1 ×
        qty: text that is a number, 1 character`},
		"text":   {"text/plain", []string{"Anna Ozoliņa", "x"}, "text 2 ×): text of 1..12"},
		"binary": {"text/plain", []string{"\xff"}, "no text 1 ×):"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var exchanges []shelfwire.Exchange
			for _, body := range tt.bodies {
				exchanges = append(exchanges, exchangeOf(tt.contentType, body))
			}
			assert.Equal(t, tt.want, strings.TrimRight(shapeOf(t, exchanges...), " "))
		})
	}
}

// A body that was cut goes into the shape as far as it goes, and that it was cut is said.
func TestShape_Cut(t *testing.T) {
	t.Parallel()
	e := exchangeOf("application/json", `{"a":"x","b":"ā`+"\xc4")
	e.Response.Truncated = true
	assert.Equal(t, "JSON, cut 1 ×): object\n  a: text of 1\n  b:", strings.TrimRight(shapeOf(t, e), " "))
}

// What stands under names that nobody knows is merged, whatever the order in which it comes.
func TestShape_MergedMembers(t *testing.T) {
	t.Parallel()
	values := []string{`"x"`, `"abc"`, `"ā"`, `12.5`, `7`, `[1,"x"]`, `[]`, `{"a":1}`, `{"a":"x","b":[2]}`, `{"b":[]}`, `null`}
	var members []string
	for i := range 66 {
		members = append(members, fmt.Sprintf(`"name%d":%s`, i, values[i%len(values)]))
	}
	for range 5 {
		rand.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		assert.Equal(t, `JSON 2 ×): object
  x: object
    * (in 1 of 2) [66]: null 6 ×, number of 1..2 digits and 0..1 decimals 12 ×, text of 1..3, not only ASCII 18 ×, object 18 ×, list of 0..2 12 ×
      a (in 12 of 18): number of 1 digit 6 ×, text of 1 6 ×
      b (in 12 of 18): list of 0..1
        - number of 1 digit
      - number of 1 digit 6 ×, text of 1 6 ×`,
			shapeOf(t, exchangeOf("application/json", `{"x":{`+strings.Join(members, ",")+`}}`), exchangeOf("application/json", `{"x":{}}`)))
	}
}

// A body as deep as a server likes ends somewhere.
func TestShape_Depth(t *testing.T) {
	t.Parallel()
	for _, body := range []string{strings.Repeat("[", 1<<20), strings.Repeat(`{"a":`, 1<<18)} {
		assert.Less(t, len(shapeOf(t, exchangeOf("application/json", body))), 20_000)
	}
	assert.Less(t, len(shapeOf(t, exchangeOf("text/xml", strings.Repeat("<a>", 1<<18)))), 20_000)
	for contentType, form := range map[string][3]string{
		"application/json": {"[", `"x"`, "]"}, "text/xml": {"<a>", "<b>x</b>", "</a>"},
	} {
		nested := func(n int) string {
			return shapeOf(t, exchangeOf(contentType, strings.Repeat(form[0], n)+form[1]+strings.Repeat(form[2], n)))
		}
		assert.Contains(t, nested(64), "text of 1")
		assert.NotContains(t, nested(65), "text of 1")
	}
}

func TestShape_WriteTo(t *testing.T) {
	t.Parallel()
	s := transcript.NewShape()
	e := sampleExchange()
	s.Record(t.Context(), e)
	e.Attempt.Err, e.Response = shelfwire.ErrRateLimited, shelfwire.ExchangeResponse{}
	s.Record(t.Context(), e)
	e = sampleExchange()
	e.Response.StatusCode = 429
	e.Response.Header = http.Header{"Retry-After": {"5"}, "X-Ratelimit-Limit": {"60"}, "Date": {"now"}, "X Odd": {"Anna"}}
	e.Response.Body = nil
	s.Record(t.Context(), e)
	e.Attempt.Op = "Customers.Another"
	e.Request.URL = ":"
	s.Record(t.Context(), e)
	var out bytes.Buffer
	n, err := s.WriteTo(&out)
	require.NoError(t, err)
	assert.EqualValues(t, out.Len(), n)
	assert.Equal(t, s.String(), out.String())
	_, rest, _ := strings.Cut(out.String(), "resico Customers.Create: ")
	assert.Equal(t, `PUT /json/v1/customers/{text}
  3 × (ok 2 ×, rate limited 1 ×)
  query: limit, q
  request, 3 ×
    *
    Content-Type: application/json
    X-Client-Key
    body (JSON 3 ×): object
      Name: text of 12, not only ASCII
      Paid: true or false
      Phone: number of 8 digits
      Price: number of 2 digits and 2 decimals
  no response, 1 ×
  response 200, 1 ×
    Content-Type: application/json
    X-Request-Id
    body (JSON 1 ×): object
      Customers: object
        data: list of 1
          - object
            ID: number of 1 digit
            Name: text of 12, not only ASCII
      status: text of 2
  response 429, 1 ×
    *
    Date
    Retry-After: 5
    X-Ratelimit-Limit: 60

`, rest)
	_, err = s.WriteTo(&limitedWriter{})
	require.ErrorIs(t, err, errFull)
}

// The order of exchanges does not show.
func TestShape_Order(t *testing.T) {
	t.Parallel()
	var exchanges []shelfwire.Exchange
	for i := range 20 {
		e := exchangeOf("application/json", fmt.Sprintf(`{"a":%d,"b%d":["x",%d]}`, i, i%3, i))
		e.Request.URL = fmt.Sprintf("https://api.acme.example/api/products/%d", i)
		e.Response.StatusCode = 200 + i%2
		if i%4 == 0 {
			e.Attempt.Err, e.Attempt.Op = errors.New("x"), "Things.Get"
		}
		exchanges = append(exchanges, e)
	}
	write := func() string {
		s := transcript.NewShape()
		for _, e := range exchanges {
			s.Record(t.Context(), e)
		}
		return s.String()
	}
	want := write()
	for range 5 {
		rand.Shuffle(len(exchanges), func(i, j int) { exchanges[i], exchanges[j] = exchanges[j], exchanges[i] })
		assert.Equal(t, want, write())
	}
}

// What a server or a merchant can name as they like is not shown.
func TestShape_OwnNames(t *testing.T) {
	t.Parallel()
	for _, contentType := range []string{
		"application/kowalski", "application/vnd.kowalski+json", "application/json; charset=kowalski",
		"text/kowalski; charset=utf-8", "Kowalski", "application/json; name=Kowalski", "image/kowalski+xml",
	} {
		s := transcript.NewShape()
		e := exchangeOf(contentType, `{"id":1}`)
		e.Request.URL += "?limit=1&Kowalski=2&x[kowalski]=3&$kowalski=4"
		e.Response.Header.Set("X-Kowalski-Cache", "hit")
		s.Record(t.Context(), e)
		assert.NotContains(t, strings.ToLower(s.String()), "kowalski", contentType)
		assert.Contains(t, s.String(), "  query: *, limit\n")
	}
}

// The names of the APIs stay.
func TestShape_KnownNames(t *testing.T) {
	t.Parallel()
	for name, newProvider := range providers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, shape, _ := newProvider(t).record(t, false)
			for line := range strings.Lines(shape) {
				if strings.HasPrefix(strings.TrimSpace(line), "*") {
					assert.Equal(t, "resico", name, line) // the codes of locations in a balance
				}
			}
		})
	}
}
