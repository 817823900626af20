package transcript_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/transcript"
)

// Whatever the file, reading it and serving a request from it ends without a panic, and what is left is counted.
func FuzzNewReplay(f *testing.F) {
	f.Add(harOf(`"xqzwk"`, harEntry("GET", "https://a.example/p/xqzwk", "", okContent)))
	f.Add(harOf("", harEntry("POST", "https://a.example/p", `{"mimeType":"application/json","text":"{\"a\":[1]}"}`, `{"size":1}`)))
	f.Add(`{"log":{}}`)
	f.Fuzz(func(t *testing.T, har string) {
		replay, err := transcript.NewReplay(strings.NewReader(har), nil)
		if err != nil {
			return
		}
		before := len(replay.Remaining())
		_, err = send(replay, "GET", "https://a.example/p/Anna", "application/json", `{"a":[1]}`)
		if after := len(replay.Remaining()); after != before && after != before-1 || after == before && err == nil {
			t.Errorf("%d entries are left of %d, and the error is %v", after, before, err)
		}
	})
}

// fuzzExchange is an exchange with a body of the fuzzer.
func fuzzExchange(contentType, body string, isCut bool) shelfwire.Exchange {
	return shelfwire.Exchange{
		Attempt: shelfwire.Attempt{Provider: "acme", Op: "Things.Get", RetryIn: -1},
		Request: shelfwire.ExchangeRequest{Method: "GET", URL: "https://acme.example/api/products?q=" + "x"},
		Response: shelfwire.ExchangeResponse{
			StatusCode: 200, Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body), BodySize: int64(len(body)),
			Truncated: isCut,
		},
	}
}

// A word that is nobody's vocabulary is in no shape, wherever it stands in a body, and the shape is text.
func FuzzShape(f *testing.F) {
	f.Add("application/json", `{"a":["b",1.50,{"c":null}]}`, false)
	f.Add("text/xml", `<?xml version="1.0"?><root><item id="7">x</item></root>`, true)
	f.Add("text/plain; charset=windows-1251", "\xcc", false)
	f.Add("application/x-www-form-urlencoded", "a=b&c", false)
	f.Fuzz(func(t *testing.T, contentType, body string, isCut bool) {
		const word = "Ozoliņš-4012"
		s := transcript.NewShape()
		s.Record(context.Background(), fuzzExchange("application/json", body, isCut))
		s.Record(context.Background(), fuzzExchange("text/xml", body, isCut))
		s.Record(context.Background(), fuzzExchange("text/plain", strings.ReplaceAll(body, "x", word), isCut))
		s.Record(context.Background(), fuzzExchange("application/json", strings.ReplaceAll(body, "x", word), isCut))
		if text := s.String(); strings.Contains(text, word) {
			t.Errorf("the shape holds a value:\n%s", text)
		}
		s.Record(context.Background(), fuzzExchange(contentType, body, isCut))
	})
}

// An archive is UTF-8 and JSON whatever the body, and the body that a replay serves is the one that was recorded.
func FuzzHAR(f *testing.F) {
	f.Add("application/json", `{"a":["b",1.50,{"c":null}]}`)
	f.Add("text/xml", `<?xml version="1.0" encoding="windows-1251"?><root>`+"\xcc"+`</root>`)
	f.Add("image/png", "\xff\xfe")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		for _, personal := range []bool{true, false} {
			var out bytes.Buffer
			h := transcript.NewHAR(&out, &transcript.Options{Personal: personal})
			h.Record(context.Background(), fuzzExchange(contentType, body, false))
			if err := h.Close(); err != nil || !utf8.Valid(out.Bytes()) {
				t.Fatal("no archive", err)
			}
			replay, err := transcript.NewReplay(&out, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := send(replay, "GET", "https://acme.example/api/products?q=x", "", "")
			if personal && utf8.ValidString(body) && !strings.Contains(contentType+body, "1251") && got != body {
				t.Errorf("%q is served as %q: %v", body, got, err)
			}
		}
	})
}
