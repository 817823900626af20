package call

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// echoTest is a place in which a provider, a proxy or a transport can repeat a key.
type echoTest struct {
	place  string
	forms  string // prefix of the escapes that make sense there; "" for all
	inJSON bool   // what is no JSON yet becomes JSON there
	answer func(key string) responder
}

var echoes = []echoTest{
	{"message", "", true, func(key string) responder { return responds(400, `{"message":"bad key `+key+`"}`) }},
	{"code", "", true, func(key string) responder { return responds(400, `{"code":"`+key+`","message":"no"}`) }},
	{"details", "", true, func(key string) responder { return responds(400, `{"message":"no","details":{"key":["`+key+`"]}}`) }},
	{"name in details", "", true, func(key string) responder { return responds(400, `{"message":"no","details":{"`+key+`":1}}`) }},
	{"JSON of another form", "", true, func(key string) responder { return responds(401, `{"problem":"bad key `+key+`"}`) }},
	{"plain text", "", false, func(key string) responder { return responds(401, "bad key "+key+" given") }},
	{"several", "", false, func(key string) responder { return responds(401, key+key+" "+key) }},
	{"page title", "", false, func(key string) responder { return responds(502, "<html><title>Bad key "+key+"</title></html>") }},
	{"page body", "", false, func(key string) responder { return responds(502, "<html><body>"+key+"</body></html>") }},
	{"XML", "", false, func(key string) responder { return responds(401, "<error><info>bad key "+key+"</info></error>") }},
	{"redirect", "query", false, func(key string) responder { return responds(302, "", "Location", "https://x.example/?k="+key) }},
	{"request id", "", false, func(key string) responder { return responds(500, "", "X-Request-Id", "r-"+key) }},
	{"log headers", "", false, func(key string) responder { return responds(500, "", "Content-Type", "text/"+key, "X-Key", key) }},
	{"page under a success", "", false, func(key string) responder {
		return responds(200, "<html><title>Bad key "+key+"</title></html>")
	}},
	{"refusal under a success", "", true, func(key string) responder {
		return responds(200, `{"refused":"bad key `+key+`","details":{"key":"`+key+`"}}`)
	}},
	{"wrong number under a success", "JSON", true, func(key string) responder { return responds(200, `{"number":"`+key+`"}`) }},
	{"wrong type under a success", "JSON", true, func(key string) responder { return responds(200, `{"type":"`+key+`"}`) }},
	{"transport", "", false, func(key string) responder { return failsUntraced(errors.New("proxy says: bad key " + key)) }},
	{"transport, with address", "query", false, func(key string) responder {
		return failsUntraced(&url.Error{Op: "Get", URL: "https://x.example/?k=" + key, Err: io.ErrUnexpectedEOF})
	}},
	{"transport, deep inside", "", false, func(key string) responder {
		return failsUntraced(fmt.Errorf("via proxy: %w", &net.OpError{Op: "dial", Err: errors.New(key)}))
	}},
	{"dialling", "plain", false, func(key string) responder { return dialFails(&net.DNSError{Err: "no such host", Name: key}) }},
}

// decodeTest reads a response as a provider's package would, with mistakes that repeat what they read.
func decodeTest(body []byte) error {
	var reply struct {
		Refused string          `json:"refused"`
		Type    string          `json:"type"`
		Number  json.Number     `json:"number"`
		Details json.RawMessage `json:"details"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return err
	}
	if reply.Type != "" {
		return fmt.Errorf("the response is of type %q", reply.Type)
	}
	if reply.Refused != "" {
		return &APIError{Code: reply.Refused, Message: reply.Refused, Details: reply.Details}
	}
	return nil
}

// No error, log line or observed attempt shows a key, wherever and in whatever escapes it comes back.
func TestRedact_NoKeyLeaves(t *testing.T) {
	t.Parallel()
	for _, echo := range echoes {
		for form, escape := range escapes {
			if !strings.HasPrefix(form, echo.forms) {
				continue
			}
			t.Run(echo.place+"/"+form, func(t *testing.T) {
				t.Parallel()
				text := escape(testKey)
				if echo.inJSON && !strings.HasPrefix(form, "JSON") {
					text = escapeJSON(text, false)
				}
				assertNoKeyLeaves(t, echo.answer(text), testKey)
			})
		}
	}
}

// assertNoKeyLeaves runs a call that fails and looks for the key in everything that comes out.
func assertNoKeyLeaves(t *testing.T, echo responder, key string) {
	t.Helper()
	for name, log := range loggers {
		var out bytes.Buffer
		var attempts []shelfwire.Attempt
		s := &script{responders: []responder{echo}}
		p := testProvider()
		p.Secrets = []shelfwire.Secret{shelfwire.NewSecret(key)}
		c, err := New(p, &shelfwire.Options{
			Retry:      shelfwire.RetryPolicy{MaxAttempts: 2, BaseDelay: 1, MaxDelay: 1},
			HTTPClient: &http.Client{Transport: s}, Logger: log(&out),
			Observe: func(_ context.Context, a shelfwire.Attempt) { attempts = append(attempts, a) },
		}, &check.Problems{})
		require.NoError(t, err)
		req := Request{Op: opRead, Path: []string{"keys", key}, Query: query("key", key)}
		err = c.Do(t.Context(), req, decodeTest)
		require.Error(t, err)
		assertErrorHides(t, err, key)
		assertHides(t, "the log of the "+name+" handler", out.String(), key)
		for _, a := range attempts {
			assertHides(t, "an observed attempt", fmt.Sprintf("%+v", a), key)
		}
	}
}

// A redirect may lead to a host that is named after the key.
func TestRedact_NoKeyLeaves_Host(t *testing.T) {
	t.Parallel()
	const key = "Key-0123456789"
	for _, location := range []string{"https://" + key + ".example/", "https://" + key + ":443", "//" + key} {
		assertNoKeyLeaves(t, responds(302, "", "Location", location), key)
	}
}

// Keys are often digits only, and JSON writes those without quotes.
func TestRedact_NoKeyLeaves_Digits(t *testing.T) {
	t.Parallel()
	const key = "40013207"
	for name, echo := range map[string]responder{
		"error":                   responds(400, `{"message":"no","details":{"client":40013207}}`),
		"error of another form":   responds(400, `{"client":40013207}`),
		"refusal under a success": responds(200, `{"refused":"no","details":{"client":40013207}}`),
		"part of a number":        responds(200, `{"refused":"no","details":{"client":40013207.0}}`),
		"list":                    responds(200, `{"refused":"no","details":[40013207]}`),
		"number alone":            responds(200, `{"refused":"no","details":40013207}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assertNoKeyLeaves(t, echo, key)
		})
	}
}

// A key that stands where a text is cut must be replaced before the cut, or its beginning is left.
func TestRedact_NoPartOfAKeyLeaves(t *testing.T) {
	t.Parallel()
	const key = "0123456789abcdefghij"
	for name, tt := range map[string]struct {
		most int
		echo func(text string) responder
	}{
		"message":                 {4 << 10, func(s string) responder { return responds(400, `{"message":"`+s+`"}`) }},
		"code":                    {128, func(s string) responder { return responds(400, `{"code":"`+s+`"}`) }},
		"plain text":              {4 << 10, func(s string) responder { return responds(400, s) }},
		"page title":              {128, func(s string) responder { return responds(400, "<html><title>"+s+"</title></html>") }},
		"request id":              {128, func(s string) responder { return responds(400, "", "X-Request-Id", s) }},
		"log header":              {128, func(s string) responder { return responds(400, "", "Content-Type", s) }},
		"page under a success":    {128, func(s string) responder { return responds(200, "<html><title>"+s+"</title></html>") }},
		"message under a success": {4 << 10, func(s string) responder { return responds(200, `{"refused":"`+s+`"}`) }},
		"code under a success":    {128, func(s string) responder { return responds(200, `{"refused":"`+s+`"}`) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for shift := range len(key) {
				text := strings.Repeat(".", tt.most-shift-3) + key + strings.Repeat(".", tt.most)
				var out bytes.Buffer
				c, _ := scripted(t, shelfwire.Options{Retry: once, Logger: loggers["text"](&out)}, tt.echo(text))
				c.redact = newRedactor([]string{key})
				err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeTest)
				e := requireError(t, err)
				assert.NotContains(t, fmt.Sprintf("%v %+v", err, *e)+out.String(), key[:4])
			}
		})
	}
}

// The limit of an error body may fall into the middle of a key.
func TestRedact_NoPartOfAKeyLeaves_CutBody(t *testing.T) {
	t.Parallel()
	const key = "0123456789abcdefghij"
	for shift := range len(key) {
		c, _ := scripted(t, shelfwire.Options{Retry: once, MaxResponseBytes: 100},
			responds(400, strings.Repeat(".", 100-shift)+key))
		c.redact = newRedactor([]string{key})
		e := requireError(t, doCall(t.Context(), c, opRead))
		assert.NotContains(t, e.Error(), key[:4], "%d characters of the key were read", shift)
	}
}

// The caller's own words may hold the key as well: they come back through the cause of a cancellation.
func TestRedact_NoKeyLeaves_Cause(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]responder{
		"while sending": hangs, "in the body": respondsThenSilent(0), "between attempts": responds(503, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			c, _ := scripted(t, shelfwire.Options{
				Observe: func(context.Context, shelfwire.Attempt) { cancel(errors.New(testKey)) },
			}, func(r *http.Request) (*http.Response, error) {
				if name != "between attempts" {
					cancel(errors.New("stopped: " + testKey))
				}
				return tt(r)
			})
			err := doCall(ctx, c, opRead)
			require.ErrorIs(t, err, context.Canceled)
			assertErrorHides(t, err, testKey)
		})
	}
}

// A warning of the provider goes to the log only.
func TestRedact_NoKeyLeaves_Warning(t *testing.T) {
	t.Parallel()
	for form, escape := range escapes {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			for name, log := range loggers {
				var out bytes.Buffer
				c := newCaller(t, shelfwire.Options{Logger: log(&out)})
				c.Warn(t.Context(), opWrite, "unknown field "+escape(testKey))
				assertHides(t, "the "+name+" log", out.String(), testKey)
			}
		})
	}
}

// Input that is rejected before sending may be the key in the wrong place.
func TestRedact_NoKeyLeaves_Input(t *testing.T) {
	t.Parallel()
	c := newCaller(t, shelfwire.Options{})
	var problems check.Problems
	problems.Add("SKU", fmt.Sprintf("%q is not known", testKey))
	problems.Add("Name", testKey+" is not a name")
	err := c.InvalidInput(opWrite, problems.Err())
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	assertErrorHides(t, err, testKey)
	assertErrorHides(t, c.Error(opWrite, shelfwire.OutcomeUnknown, errors.New(testKey)), testKey)
}
