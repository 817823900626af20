package call

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

// What holds no secret stays as the provider wrote it: the order of members, numbers, escapes, bytes that are no UTF-8.
func TestRedactJSON_KeepsTheRest(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"s=cret", "4001", "true", "null", "false"})
	for name, raw := range map[string]string{
		"order":                 `{"z":1,"a":2,"m":{"y":[],"b":{}}}`,
		"large number":          `{"id":12345678901234567890123456789,"price":0.10,"e":1E+400,"zero":-0}`,
		"number alone":          `-12.50`,
		"words":                 `[true,false,null]`,
		"word alone":            `true`,
		"escapes":               `"\u0041\/\"\\ \ud83d\ude00 <b>"`,
		"half a surrogate":      `"\ud83d"`,
		"no UTF-8":              "\"Mysz \xb3\"",
		"brackets in texts":     `{"a]}":"{[,:]}","\"":"\\"}`,
		"name twice":            `{"a":1,"a":2,"a":3}`,
		"name twice, nested":    `{"a":{"a":{"a":1},"b":[{"a":1},{"a":1}]}}`,
		"names that look alike": `{"[redacted]":1,"[redacted] 2":2}`,
		"empty":                 `{}`,
		"empty text":            `""`,
		"empty name":            `{"":[[],[""]]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, raw, string(redactJSON(json.RawMessage(raw), redact)))
		})
	}
	assert.Equal(t, `{"a":[1,2],"b c":"d e"}`, string(redactJSON(json.RawMessage(" { \"a\" : [ 1 ,\n2 ] , \"b c\":\"d e\" }\n"), redact)))
}

// Members whose names become the same are all kept.
func TestRedactJSON_Names(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"key1", "key2", "4001", "9001", "0.9001"})
	for name, tt := range map[string]struct{ raw, want string }{
		"two":             {`{"key1":1,"key2":2}`, `{"[redacted]":1,"[redacted] 2":2}`},
		"three":           {`{"key1":1,"key2":2,"\u006bey1":3}`, `{"[redacted]":1,"[redacted] 2":2,"[redacted] 3":3}`},
		"one of them was": {`{"[redacted]":1,"key1":2}`, `{"[redacted]":1,"[redacted] 2":2}`},
		"and another is":  {`{"key1":1,"[redacted]":2}`, `{"[redacted]":1,"[redacted] 2":2}`},
		"number is taken": {`{"[redacted] 2":0,"key1":1,"key2":2}`, `{"[redacted] 2":0,"[redacted]":1,"[redacted] 3":2}`},
		"number comes":    {`{"key1":1,"key2":2,"[redacted] 2":3}`, `{"[redacted]":1,"[redacted] 2":2,"[redacted] 2 2":3}`},
		"parts":           {`{"a key1":1,"a key2":2,"b key1":3}`, `{"a [redacted]":1,"a [redacted] 2":2,"b [redacted]":3}`},
		"other objects":   {`[{"key1":1},{"key2":{"key1":1},"x":{"key1":2}}]`, `[{"[redacted]":1},{"[redacted]":{"[redacted]":1},"x":{"[redacted]":2}}]`},
		"behind an inner": {`{"key1":{"key1":1},"key2":2}`, `{"[redacted]":{"[redacted]":1},"[redacted] 2":2}`},
		"texts and names": {`{"key1":"key1","a":["key1","key1"]}`, `{"[redacted]":"[redacted]","a":["[redacted]","[redacted]"]}`},
		"number":          {`{"id":40017,"ids":[4001,-4001.5,"4001"]}`, `{"id":"[redacted]7","ids":["[redacted]","-[redacted].5","[redacted]"]}`},
		"number alone":    {`4001`, `"[redacted]"`},
		"other digits":    {`[9001,0.9001]`, `["[redacted]","[redacted]"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, string(redactJSON(json.RawMessage(tt.raw), redact)))
		})
	}
}

func TestRedactJSON_Dropped(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"s=cret"})
	for name, raw := range map[string]string{
		"nothing": "", "space": " ", "two values": `{} {}`, "words behind": `{"a":1} s=cret`, "open": `[1,2`, "HTML": "<b>",
		"too long":   `"` + strings.Repeat("a", maxDetails-1) + `"`,
		"long array": "[" + strings.Repeat("1,", maxDetails) + "1]",
		"long names": "{" + strings.Repeat(`"s=cret":1,`, 20000) + `"":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Nil(t, redactJSON(json.RawMessage(raw), redact))
		})
	}
	longest := `"` + strings.Repeat("a", maxDetails-2) + `"`
	assert.Equal(t, longest, string(redactJSON(json.RawMessage(longest), redact)))
	shorter := `["` + strings.Repeat("s=cret", maxDetails) + `"]`
	assert.Nil(t, redactJSON(json.RawMessage(shorter), redact))
	many := `{"a":"` + strings.Repeat(" ", 100) + `s=cret"}`
	assert.Equal(t, strings.Replace(many, "s=cret", redactedText, 1), string(redactJSON(json.RawMessage(many), redact)))
}

func FuzzRedactJSON(f *testing.F) {
	f.Add(testKey, `{"a":"`+escapeJSON(testKey, true)+`","b":[1,"`+escapeJSON(testKey, false)+`"]}`)
	f.Add("abcd", `{"abcd":{"\u0061bcd":"x"}}`)
	f.Add("abcd", `"`+strings.Repeat("abcd", 1000)+`"`)
	f.Add("abcd", `[1e400,-0,true,null]`)
	f.Add("abcd", strings.Repeat("[", 100))
	f.Fuzz(func(t *testing.T, key, raw string) {
		if !isUsableKey(key) {
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
		for _, text := range collectStrings(reflect.ValueOf(&value)) {
			if strings.Contains(text, key) {
				t.Fatalf("%q holds the key %q", text, key)
			}
		}
	})
}
