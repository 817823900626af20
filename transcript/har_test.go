package transcript_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/transcript"
)

// sampleExchange is a customer that is created.
func sampleExchange() shelfwire.Exchange {
	return shelfwire.Exchange{
		Attempt: shelfwire.Attempt{
			Provider: "resico", Op: "Customers.Create", Effect: shelfwire.EffectWrite, Number: 2,
			Duration: 250 * time.Millisecond, Waited: 40 * time.Millisecond, StatusCode: 200, RetryIn: -1,
		},
		Started:   time.Date(2026, 3, 20, 10, 42, 0, 7_000_000, time.UTC),
		FirstByte: 201500 * time.Microsecond,
		Request: shelfwire.ExchangeRequest{
			Method: "PUT", URL: "https://api.resico.com/json/v1/customers/KAL-1?q=Anna&limit=5",
			Header: http.Header{"Content-Type": {"application/json"}, "X-Client-Key": {"[redacted]"}, "X-Own": {"Anna"}},
			Body:   []byte(`{"Name":"Anna Kalniņa","Phone":26458458,"Paid":true,"Price":12.50}`), BodySize: 67,
		},
		Response: shelfwire.ExchangeResponse{
			StatusCode: 200, Proto: "HTTP/2.0", Header: http.Header{"Content-Type": {"application/json"}, "X-Request-Id": {"Anna7"}},
			Body: []byte(`{"status":"ok","Customers":{"data":[{"ID":7,"Name":"Anna Kalniņa"}]}}`), BodySize: 70,
		},
	}
}

func writeHAR(t *testing.T, opts *transcript.Options, exchanges ...shelfwire.Exchange) string {
	t.Helper()
	var out bytes.Buffer
	h := transcript.NewHAR(&out, opts)
	for _, e := range exchanges {
		h.Record(t.Context(), e)
	}
	require.NoError(t, h.Close())
	return out.String()
}

// What the fakes' sessions give is valid HAR 1.2.
func TestHAR_Schema(t *testing.T) {
	t.Parallel()
	eachProvider(t, func(t *testing.T, p *provider, personal bool) {
		har, _, _, _ := p.record(t, personal)
		assert.NotEmpty(t, requireHAR(t, har))
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		assert.Empty(t, requireHAR(t, writeHAR(t, nil)))
	})
}

func TestHAR_Entry(t *testing.T) {
	t.Parallel()
	har := writeHAR(t, &transcript.Options{Personal: true}, sampleExchange())
	requireHAR(t, har)
	assert.Equal(t, `{"log":{"version":"1.2","creator":{"name":"shelfwire","version":"`+shelfwire.Version+`"},"entries":[
{"startedDateTime":"2026-03-20T10:42:00.007Z","time":250.000,"request":{"method":"PUT",`+
		`"url":"https://api.resico.com/json/v1/customers/KAL-1?q=Anna&limit=5","httpVersion":"HTTP/2.0","cookies":[],`+
		`"headers":[{"name":"Content-Type","value":"application/json"},{"name":"X-Client-Key","value":"[redacted]"},`+
		`{"name":"X-Own","value":"Anna"}],"queryString":[{"name":"q","value":"Anna"},{"name":"limit","value":"5"}],`+
		`"postData":{"mimeType":"application/json",`+
		`"text":"{\"Name\":\"Anna Kalniņa\",\"Phone\":26458458,\"Paid\":true,\"Price\":12.50}"},"headersSize":-1,"bodySize":67},`+
		`"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/2.0","cookies":[],`+
		`"headers":[{"name":"Content-Type","value":"application/json"},{"name":"X-Request-Id","value":"Anna7"}],`+
		`"content":{"size":70,"mimeType":"application/json",`+
		`"text":"{\"status\":\"ok\",\"Customers\":{\"data\":[{\"ID\":7,\"Name\":\"Anna Kalniņa\"}]}}"},`+
		`"redirectURL":"","headersSize":-1,"bodySize":-1},"cache":{},`+
		`"timings":{"blocked":-1,"dns":-1,"connect":-1,"send":0,"wait":201.500,"receive":48.500,"ssl":-1},`+
		`"_attempt":{"provider":"resico","op":"Customers.Create","effect":"write","number":2}}
],"_pseudonyms":[]}}
`, har)
}

// Without personal data, the same word has the same pseudonym everywhere, and numbers, flags and the API's own words stay.
func TestHAR_Pseudonyms(t *testing.T) {
	t.Parallel()
	har := writeHAR(t, nil, sampleExchange())
	entry := requireHAR(t, har)[0].(map[string]any)
	request := entry["request"].(map[string]any)
	var sent struct {
		Name  string
		Phone json.Number
		Paid  bool
		Price json.Number
	}
	require.NoError(t, json.Unmarshal([]byte(request["postData"].(map[string]any)["text"].(string)), &sent))
	assert.Regexp(t, `^X[b-z]{4} X[b-z]{6}$`, sent.Name)
	assert.Len(t, sent.Phone.String(), 8)
	assert.NotEqual(t, "26458458", sent.Phone.String())
	assert.True(t, sent.Paid)
	assert.Equal(t, "12.50", sent.Price.String())
	anna, _, _ := strings.Cut(sent.Name, " ")
	assert.Regexp(t, `^https://resico\.example/json/v1/customers/X[b-z]{4}-\d\?q=`+anna+`&limit=5$`, request["url"])
	content := entry["response"].(map[string]any)["content"].(map[string]any)
	assert.JSONEq(t, `{"status":"ok","Customers":{"data":[{"ID":7,"Name":"`+sent.Name+`"}]}}`, content["text"].(string))
	for _, h := range entry["response"].(map[string]any)["headers"].([]any) {
		if pair := h.(map[string]any); pair["name"] == "X-Request-Id" {
			assert.Regexp(t, "^"+anna+`\d$`, pair["value"])
		}
	}
	assert.Contains(t, har, `"_pseudonyms":[`)
	assert.NotContains(t, har, "Anna")
}

func TestHAR_Variants(t *testing.T) {
	t.Parallel()
	personal := &transcript.Options{Personal: true}
	for name, tt := range map[string]struct {
		opts   *transcript.Options
		change func(e *shelfwire.Exchange)
		want   []string
	}{
		"no response": {nil, func(e *shelfwire.Exchange) {
			e.Response, e.FirstByte = shelfwire.ExchangeResponse{}, 0
			e.Attempt.Err = &shelfwire.Error{Err: shelfwire.ErrMalformed, Message: "said the server", Outcome: shelfwire.OutcomeUnknown}
		}, []string{`"status":0`, `"wait":250.000,"receive":0.000`, `"outcome":"unknown","error":"malformed response"`, `"httpVersion":"HTTP/1.1"`}},
		"the server's words": {personal, func(e *shelfwire.Exchange) {
			e.Attempt.Err = &shelfwire.Error{Provider: "resico", Op: "X", Err: shelfwire.ErrNotFound, Message: "said the server"}
		}, []string{`"error":"resico: X: said the server: not found"`}},
		"some other error": {nil, func(e *shelfwire.Exchange) { e.Attempt.Err = errors.New("Anna") }, []string{`"error":"failed"`}},
		"cut response": {personal, func(e *shelfwire.Exchange) { e.Response.Truncated = true }, []string{
			`"content":{"size":70,"mimeType":"application/json","comment":"the body was cut, and is left out","_truncated":true}`,
		}},
		"cut request": {personal, func(e *shelfwire.Exchange) { e.Request.Truncated = true }, []string{
			`"postData":{"mimeType":"application/json","text":"","comment":"the body was cut, and is left out","_truncated":true}`,
		}},
		"binary": {personal, func(e *shelfwire.Exchange) { e.Response.Body = []byte("\xff\xfe") }, []string{
			`"text":"//4=","encoding":"base64"`,
		}},
		"binary, without personal data": {nil, func(e *shelfwire.Exchange) { e.Response.Body = []byte("\xff\xfe") }, []string{
			`"comment":"the body is no text, and is left out","_truncated":true`,
		}},
		"another charset": {personal, func(e *shelfwire.Exchange) {
			e.Response.Header.Set("Content-Type", "text/plain; charset=windows-1251")
			e.Response.Body = []byte("\xcc\xfb\xf8\xfc")
		}, []string{`"text":"Мышь"`}},
		"form": {personal, func(e *shelfwire.Exchange) {
			e.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			e.Request.Body = []byte("apikey=[redacted]&name=A+B%26")
		}, []string{`"params":[{"name":"apikey","value":"[redacted]"},{"name":"name","value":"A B&"}],"text":""`}},
		"no body": {nil, func(e *shelfwire.Exchange) { e.Request.Body, e.Request.BodySize = nil, 0 }, []string{
			`{"name":"limit","value":"5"}],"headersSize":-1,"bodySize":0}`,
		}},
		"redirect": {personal, func(e *shelfwire.Exchange) {
			e.Response.StatusCode = 302
			e.Response.Header.Set("Location", "https://example.com/login")
		}, []string{`"redirectURL":"https://example.com/login"`, `"statusText":"Found"`}},
		"no URL": {nil, func(e *shelfwire.Exchange) { e.Request.URL = "http://a b" }, []string{`"url":"https://resico.example"`}},
		"times that do not add up": {nil, func(e *shelfwire.Exchange) { e.Attempt.Duration = 0 }, []string{
			`"time":201.500`, `"wait":201.500,"receive":0.000`,
		}},
		"other credentials": {nil, func(e *shelfwire.Exchange) {
			e.Request.Header.Set("Authorization", "Bearer Anna")
		}, []string{`{"name":"Authorization","value":"X`}},
		"zone": {nil, func(e *shelfwire.Exchange) {
			e.Started = e.Started.In(time.FixedZone("", 7200))
		}, []string{`"2026-03-20T12:42:00.007+02:00"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := sampleExchange()
			tt.change(&e)
			har := writeHAR(t, tt.opts, e)
			requireHAR(t, har)
			for _, want := range tt.want {
				assert.Contains(t, har, want)
			}
			if tt.opts == nil {
				assert.NotContains(t, har, "Anna")
				assert.NotContains(t, har, "said the server")
			}
		})
	}
}

func TestHAR_Concurrency(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	h := transcript.NewHAR(&out, nil)
	x := transcript.NewText(&bytes.Buffer{}, nil)
	s := transcript.NewShape()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				e := sampleExchange()
				e.Request.URL += fmt.Sprintf("&name=n%dx%d", i, j)
				h.Record(t.Context(), e)
				x.Record(t.Context(), e)
				s.Record(t.Context(), e)
			}
		})
	}
	all.Wait()
	require.NoError(t, h.Close())
	assert.Len(t, requireHAR(t, out.String()), 160)
	assert.Contains(t, s.String(), "  160 × (ok 160 ×)\n")
}

// limitedWriter fails after some writes.
type limitedWriter struct {
	bytes.Buffer

	left int
}

var errFull = errors.New("the disk is full")

func (w *limitedWriter) Write(p []byte) (int, error) {
	if w.left == 0 {
		return 0, errFull
	}
	w.left--
	return w.Buffer.Write(p)
}

func TestHAR_WriteError(t *testing.T) {
	t.Parallel()
	for writes := range 3 {
		w := &limitedWriter{left: writes}
		h := transcript.NewHAR(w, nil)
		h.Record(t.Context(), sampleExchange())
		size := w.Len()
		w.left += max(0, 1-writes) // a writer that recovers does not make the file whole again
		h.Record(t.Context(), sampleExchange())
		require.ErrorIs(t, h.Close(), errFull)
		require.ErrorIs(t, h.Close(), errFull)
		assert.Equal(t, size, w.Len())
	}
}

func TestHAR_Closed(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	h := transcript.NewHAR(&out, nil)
	require.NoError(t, h.Close())
	size := out.Len()
	h.Record(t.Context(), sampleExchange())
	require.ErrorIs(t, h.Close(), transcript.ErrClosed)
	assert.Equal(t, size, out.Len())
}
