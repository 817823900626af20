package call

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// assertExchangeHides checks everything in an exchange.
func assertExchangeHides(t *testing.T, e shelfwire.Exchange, secret string) {
	t.Helper()
	text := fmt.Sprintf("%s\n%v\n%s\n%v\n%s\n%v", e.Request.URL, e.Request.Header, e.Request.Body, e.Response.Header,
		e.Response.Body, e.Attempt)
	assertHides(t, "the exchange", text, secret)
}

// The key is nowhere, wherever the client or the server puts it, and however it is escaped there.
func TestTranscript_HidesTheKey(t *testing.T) {
	t.Parallel()
	for form, escape := range escapes {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			o, seen := recordExchanges(shelfwire.Options{Retry: once})
			c, _ := scripted(t, o, responds(400, `{"message":"bad key `+escape(testKey)+`"}`, "X-Echo", escape(testKey)))
			require.Error(t, c.Do(t.Context(), Request{
				Op: opWrite, Path: []string{"keys", testKey}, Query: query("apikey", testKey),
				Body: url.Values{"apikey": {testKey}, "a": {"b"}},
			}, ignoreBody))
			require.Len(t, *seen, 1)
			assertExchangeHides(t, (*seen)[0], testKey)
			assert.Equal(t, "https://api.acme.example/v1/keys/[redacted]?apikey=[redacted]", (*seen)[0].Request.URL)
			assert.Equal(t, "a=b&apikey=[redacted]", string((*seen)[0].Request.Body))
			assert.Equal(t, http.Header{"X-Echo": {"[redacted]"}}, (*seen)[0].Response.Header)
		})
	}
}

// A parameter for a key is replaced as a whole, also when a key is only a part of it.
func TestTranscript_KeyWithinAParameter(t *testing.T) {
	t.Parallel()
	o, seen := recordExchanges(shelfwire.Options{Retry: once})
	c, _ := scripted(t, o, responds(200, "{}"))
	require.NoError(t, c.Do(t.Context(), Request{
		Op: opWrite, Path: []string{"x"}, Body: url.Values{"password": {testKey + "pin-7"}, "a": {"b"}},
	}, ignoreBody))
	assert.Equal(t, "a=b&password=[redacted]", string((*seen)[0].Request.Body))
}

// Wherever a response ends within a key, no half of it is left, and what stands before it is.
func TestTranscript_KeyAcrossTheCut(t *testing.T) {
	t.Parallel()
	for form, escape := range escapes {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			whole := `{"message":"` + escape(testKey)
			o, seen := recordExchanges(shelfwire.Options{Retry: once})
			for n := len(`{"message":"`) + 1; n < len(whole); n++ {
				*seen = nil
				c, _ := scripted(t, o, respondsTruncated(whole[:n], io.ErrUnexpectedEOF))
				require.Error(t, doCall(t.Context(), c, opRead))
				assert.Equal(t, `{"message":"`, string((*seen)[0].Response.Body), "cut at %d", n)
				assert.EqualValues(t, n, (*seen)[0].Response.BodySize)
			}
		})
	}
}

func TestRedactCut(t *testing.T) {
	t.Parallel()
	redact := makeRedactor([]string{"secret/1", "crypt", "ab"})
	for text, want := range map[string]string{
		"":                        "",
		"no key":                  "no key",
		"s":                       "",
		"a s":                     "a ",
		"a secret/":               "a ",
		"a secret/1":              "a ", // a longer one may begin so
		"a secret/1 secre":        "a [redacted] ",
		"a sec crypt":             "a sec ",
		"a cryp":                  "a ",
		"a secrypt":               "a se",
		"a secrypt.":              "a se[redacted].",
		`a secret\`:               "a ",
		`a secret\\\`:             "a ",
		`a \\secret`:              "a ",
		`a secret\/`:              "a ",
		`a secret\u00`:            "a ",
		"a secret%2":              "a ",
		"a secret&#4":             "a ",
		"a secret&#x2":            "a ",
		`a \`:                     "a ",
		`a \ud83d`:                "a ",
		`a \ud83d\ude`:            "a ",
		`a \n`:                    `a \n`,
		"a & b":                   "a & b",
		"50%":                     "50",
		strings.Repeat("x", 1000): strings.Repeat("x", 1000),
	} {
		assert.Equal(t, want, redact.redactCut(text), text)
	}
	assert.Equal(t, "a sec", redact.redactWhole("a sec"))
	assert.Equal(t, "a sec", makeRedactor(nil).redactCut("a sec"))
}

// A key that begins in one secret and is cut in another leaves neither.
func TestRedactCut_Overlap(t *testing.T) {
	t.Parallel()
	redact := makeRedactor([]string{"abcdef", "defghi"})
	assert.Equal(t, "x [redacted]", redact.redactCut("x abcdefgh"), "the second secret begins inside the first")
	assert.Equal(t, "x [redacted]y ", redact.redactCut("x abcdefy abcde"))
}

// Credentials are replaced whole, also those of an earlier token that the client no longer knows.
func TestTranscript_Headers(t *testing.T) {
	t.Parallel()
	c := newCaller(t, shelfwire.Options{})
	got := redactHeader(http.Header{
		"Authorization": {"Bearer old-token", "old"}, "Proxy-Authorization": {"Basic eHg="},
		"Cookie": {"session=1"}, "Set-Cookie": {"a=1", "b=2"}, "X-A": {"1", "2"},
		"X-Access-Token": {"tok-1"}, "Link": {"<https://x/?page=2&access_token=tok-1>; rel=next"},
		redirectTargetKey: {"/login?a=1#access_token=tok-1&b=2"},
	}, c.redact)
	assert.Equal(t, http.Header{
		"Authorization": {"Bearer [redacted]", "old [redacted]"}, "Proxy-Authorization": {"Basic [redacted]"},
		"Cookie": {"[redacted]"}, "Set-Cookie": {"[redacted]", "[redacted]"}, "X-A": {"1", "2"},
		"X-Access-Token": {"[redacted]"}, "Link": {"<https://x/?page=2&access_token=[redacted]>; rel=next"},
		"Location": {"/login?a=1#access_token=[redacted]&b=2"},
	}, got)
}

// A key of digits is replaced in the numbers of JSON as well, and the body stays JSON.
func TestTranscript_JSONStaysValid(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"ID":4001,"Price":14001.5,"n":-14001e2}`: `{"ID":"[redacted]","Price":"1[redacted].5","n":"-1[redacted]e2"}`,
		`[ 4001, "x 4001", { "a4001" : 1 } ]`:      `["[redacted]","x [redacted]",{"a[redacted]":1}]`,
		"\ufeff" + `{"a":"\u00344001"}`:            `{"a":"4[redacted]"}`,
		` { "a" : 400, "b" : 1 } `:                 ` { "a" : 400, "b" : 1 } `,
		`Notice: {"a":14001.5}`:                    `Notice: {"a":1[redacted].5}`,
		`4001`:                                     `"[redacted]"`,
		" \n":                                      " \n",
		`{"a,4001":1,"b":4}`:                       `{"a,[redacted]":1,"b":4}`,
		`["x","yz"]`:                               `["x[redacted]z"]`,
	} {
		p := testProvider()
		p.Secrets = newSecrets("4001", `","y`) // the second one spans two texts
		c, err := New(p, &shelfwire.Options{}, &check.Problems{})
		require.NoError(t, err)
		assert.Equal(t, want, string(c.redactBody([]byte(body), nil, false)), body)
	}
}

// In UTF-16, and in what may come of it in an error, no character of a key is left.
func TestRedact_UTF16(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"key+1234"})
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var text []byte
		for _, unit := range utf16.Encode([]rune(`{"e":"key+1234"}`)) {
			text = order.AppendUint16(text, unit)
		}
		assert.Equal(t, `{"e":"[redacted]"}`, strings.ReplaceAll(redact(string(text)), "\x00", ""))
	}
	assert.Equal(t, "k\x00 [redacted]", redact("k\x00 key\x00\x00\x00+1234"))
	assert.Equal(t, "a ", makeRedactor([]string{"key+1234"}).redactCut("a key\x00+\x00"))
}

// Servers that decode what HTTP Basic sent, or encode a key, write it in the forms of base64.
func TestRedact_Base64(t *testing.T) {
	t.Parallel()
	const key, secret = "apikey-1234", "s?cr>et=99~"
	both := BasicCredentials(shelfwire.NewSecret(key), shelfwire.NewSecret(secret))
	redact := newProviderRedactor(&Provider{Secrets: append(newSecrets(key, secret, "abc"), both)})
	for _, text := range []string{secret, key + ":" + secret} {
		for _, encoding := range []*base64.Encoding{
			base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding,
		} {
			assert.Equal(t, "x [redacted]", strings.TrimRight(redact("x "+encoding.EncodeToString([]byte(text))), "="))
		}
	}
	assert.Equal(t, "YWJj", redact("YWJj"), "of a text that is too short for a key")
}

// A short key is redacted where keys stand, and nowhere else.
func TestTranscript_ShortKeys(t *testing.T) {
	t.Parallel()
	p := testProvider()
	p.Secrets = newSecrets("abc")
	p.Authorize = func(_ context.Context, r *http.Request) error {
		r.Header["X-Client-Key"], r.Header["X-Client-Code"] = []string{"abc"}, []string{"abc"}
		return nil
	}
	o, seen := recordExchanges(shelfwire.Options{Retry: once, HTTPClient: clientResponding(responds(200, "{}"))})
	c, err := New(p, &o, &check.Problems{})
	require.NoError(t, err)
	require.NoError(t, c.Do(t.Context(), Request{
		Op: opWrite, Path: []string{"things"}, Query: query("apikey", "abc", "q", "abc"),
		Body: url.Values{"apikey": {"abc"}, "b": {"abc"}},
	}, ignoreBody))
	sent := (*seen)[0].Request
	assert.Contains(t, sent.URL, "?apikey=[redacted]&q=abc")
	assert.Equal(t, "apikey=[redacted]&b=abc", string(sent.Body))
	assert.Equal(t, []string{"[redacted]"}, sent.Header["X-Client-Key"])
	assert.Equal(t, []string{"[redacted]"}, sent.Header["X-Client-Code"])
	assert.Equal(t, "myapikey=abc", redactParameters("myapikey=abc"))
	assert.Equal(t, "a?apikey=[redacted]#f", redactParameters("a?apikey=#f"))
}

// A key is found in the charset of its body, and the body stays in it.
func TestTranscript_Charset(t *testing.T) {
	t.Parallel()
	const key = "Ключ-1251"
	p := testProvider()
	p.Secrets = newSecrets(key)
	for name, tt := range map[string]struct{ contentType, text, want string }{
		"by header":      {"text/plain; charset=windows-1251", "мой " + key, "мой [redacted]"},
		"by declaration": {"text/xml", `<?xml version="1.0" encoding="windows-1251"?><a>я ` + key + `</a>`, `<?xml version="1.0" encoding="windows-1251"?><a>я [redacted]</a>`},
		"no key in it":   {"text/plain; charset=windows-1251", "мой дом", "мой дом"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, seen := recordExchanges(shelfwire.Options{})
			encoded, err := charmap.Windows1251.NewEncoder().String(tt.text)
			require.NoError(t, err)
			o.HTTPClient = clientResponding(responds(200, encoded, "Content-Type", tt.contentType))
			c, err := New(p, &o, &check.Problems{})
			require.NoError(t, err)
			require.NoError(t, doCall(t.Context(), c, opRead))
			got, err := charmap.Windows1251.NewDecoder().Bytes((*seen)[0].Response.Body)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(got))
			assert.False(t, strings.Contains(string((*seen)[0].Response.Body), "мой"), "it is not UTF-8")
		})
	}
}

func TestRedactMembers(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"access_token":"abc","token_type":"bearer","expires":600}`: `{"access_token":"[redacted]","token_type":"bearer","expires":600}`,
		`{"expires_in":600,"refresh_token":"abc","scope":"all"}`:     `{"expires_in":600,"refresh_token":"[redacted]","scope":"all"}`,
		`{"error":"e","error_description":"d","error_uri":"u"}`:      `{"error":"e","error_description":"d","error_uri":"u"}`,
		`{"Code":7,"code":7}`: `{"Code":7,"code":"[redacted]"}`,
		"\ufeff" + ` { "a" : "b", "n": 12, "t":true, "z":null }`:   `{"a":"[redacted]","n":"[redacted]","t":true,"z":null}`,
		`{"error":"invalid_client","Message":"no","Data":{"x":1}}`: `{"error":"invalid_client","Message":"no","Data":{"x":"[redacted]"}}`,
		`{"a":["b",-1,{"scope":"c","d":"e"}]}`:                     `{"a":["[redacted]","[redacted]",{"scope":"c","d":"[redacted]"}]}`,
		`{}`:                                                       `{}`,
		`{"access_token":"`:                                        "",
		`"token"`:                                                  "",
		`["token"]`:                                                "",
		`token`:                                                    "",
		``:                                                         "",
		`<html>`:                                                   "",
	} {
		assert.Equal(t, want, string(redactMembers([]byte(body))), body)
	}
}

// Of a response that is a secret, a transcript shows only how the call went.
func TestTranscript_SecretResponse(t *testing.T) {
	t.Parallel()
	op := opRead
	op.ResponseIsSecret = true
	for name, tt := range map[string]struct {
		responder responder
		want      string
		truncated bool
	}{
		"token":      {responds(200, `{"access_token":"tok-1","expires":600}`), `{"access_token":"[redacted]","expires":600}`, false},
		"breaks off": {respondsTruncated(`{"access_token":"tok-1`, io.ErrUnexpectedEOF), "", true},
		"no JSON":    {responds(200, `tok-1`), "", true},
		"empty":      {responds(200, ``), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, seen := recordExchanges(shelfwire.Options{Retry: once})
			c, _ := scripted(t, o, tt.responder)
			_ = doCall(t.Context(), c, op)
			got := (*seen)[0].Response
			assert.Equal(t, tt.want, string(got.Body))
			assert.Equal(t, tt.truncated, got.Truncated)
		})
	}
}
