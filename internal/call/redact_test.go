package call

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/check"
)

// Words that only look like a short key stay.
func TestShortSecretsAreNotReplaced(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"", "a", "abc"})
	assert.Equal(t, "an abc of things", redact("an abc of things"))
	assert.Equal(t, "[redacted]", newRedactor([]string{"abcd"})("abcd"))
}

// The longest key goes first, so that no end of it is left.
func TestSecretsThatBeginAlike(t *testing.T) {
	t.Parallel()
	for name, secrets := range map[string][]string{"short first": {"shop", "shop-key"}, "long first": {"shop-key", "shop"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, "[redacted] [redacted]s", newRedactor(secrets)("shop-key shops"))
		})
	}
}

// A cleared error still answers what it is, but cannot be unwrapped to its text.
func TestClearedError(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{testKey})
	clean := fmt.Errorf("no key in here: %w", io.ErrUnexpectedEOF)
	assert.Same(t, clean, cleared(clean, redact))
	assert.NoError(t, cleared(nil, redact))
	dirty := cleared(fmt.Errorf("%s: %w", testKey, io.ErrUnexpectedEOF), redact)
	assert.EqualError(t, dirty, "[redacted]: unexpected EOF")
	require.ErrorIs(t, dirty, io.ErrUnexpectedEOF)
	assert.NotErrorIs(t, dirty, io.EOF)
	assert.Empty(t, causes(dirty))
}

func TestRedactJSON(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"s=cret", "40013207"})
	for name, tt := range map[string]struct{ raw, want string }{
		"nothing":            {"", ""},
		"null":               {"null", "null"},
		"no secret":          {`{"a":[1,2.50,true,null,"x"]}`, `{"a":[1,2.50,true,null,"x"]}`},
		"large number":       {`12345678901234567890.10`, `12345678901234567890.10`},
		"text":               {`"a s=cret b"`, `"a [redacted] b"`},
		"escaped text":       {`"s\u003Dcret"`, `"[redacted]"`},
		"everything escaped": {`"\u0073\u003d\u0063\u0072\u0065\u0074"`, `"[redacted]"`},
		"deep":               {`[[{"a":["s=cret"]}]]`, `[[{"a":["[redacted]"]}]]`},
		"name":               {`{"s=cret":1}`, `{"[redacted]":1}`},
		"HTML stays":         {`"<b>&"`, `"<b>&"`},
		"not JSON":           {`{"a":`, ""},
		"text, no JSON":      {`s=cret`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, string(redactJSON(json.RawMessage(tt.raw), redact)))
		})
	}
}

// A number can be the key as well. What stands in its place is not said here, only that it is not the key.
func TestRedactJSONNumber(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"40013207"})
	for _, raw := range []string{`40013207`, `{"client":40013207}`, `[40013207]`} {
		clean := string(redactJSON(json.RawMessage(raw), redact))
		assert.NotContains(t, clean, "40013207")
		assert.True(t, clean == "" || json.Valid([]byte(clean)), clean)
	}
}

// usable reports whether a text can be a key in these tests: what may stand in a header, and nothing that the
// replacement text itself can complete.
func usable(key string) bool {
	var problems check.Problems
	problems.Key("Key", key)
	return problems.Err() == nil && len(key) >= minSecret && len(key) <= 64 &&
		!strings.ContainsAny(key, "[]") && !strings.Contains(redactedText, key)
}

func FuzzRedact(f *testing.F) {
	f.Add(testKey, "before", "after")
	f.Add("abab", "ab", "ab")
	f.Add(`\\\\`, `\`, `\`)
	f.Add("%2F%", "%", "2F")
	f.Add("&amp;", "&", ";")
	f.Add("a b+c", "+", "+")
	f.Fuzz(func(t *testing.T, key, before, after string) {
		if !usable(key) {
			return
		}
		redact := newRedactor([]string{key})
		for name, form := range map[string]string{
			"plain": key, "JSON": inJSON(key, true), "slashes": strings.ReplaceAll(inJSON(key, true), "/", `\/`),
			"query": url.QueryEscape(key), "small": lower(url.QueryEscape(key)), "path": url.PathEscape(key),
			"HTML": html5(key),
		} {
			if clean := redact(before + form + after); strings.Contains(clean, form) {
				t.Errorf("%s form %q is left in %q", name, form, clean)
			}
		}
	})
}

// html5 is what Go's own templates write.
func html5(s string) string { return escapes["HTML"](s) }

func FuzzRedactJSON(f *testing.F) {
	f.Add(testKey, `{"a":"`+inJSON(testKey, true)+`","b":[1,"`+inJSON(testKey, false)+`"]}`)
	f.Add("abcd", `{"abcd":{"\u0061bcd":"x"}}`)
	f.Add("abcd", `"`+strings.Repeat("abcd", 1000)+`"`)
	f.Add("abcd", `[1e400,-0,true,null]`)
	f.Add("abcd", strings.Repeat("[", 100))
	f.Fuzz(func(t *testing.T, key, raw string) {
		if !usable(key) {
			return
		}
		clean := redactJSON(json.RawMessage(raw), newRedactor([]string{key}))
		if len(clean) == 0 {
			return
		}
		if len(clean) > maxDetails || !json.Valid(clean) {
			t.Fatalf("%q is too long or no JSON", clean)
		}
		var value any
		dec := json.NewDecoder(bytes.NewReader(clean))
		dec.UseNumber()
		require.NoError(t, dec.Decode(&value))
		for _, text := range stringsIn(reflect.ValueOf(&value)) {
			if strings.Contains(text, key) {
				t.Fatalf("%q holds the key %q", text, key)
			}
		}
	})
}
