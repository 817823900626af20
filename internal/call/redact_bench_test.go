package call

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// testTokens returns different tokens of 2 KB in the alphabet of base64.
func testTokens(n int) []string {
	tokens := make([]string, n)
	for i := range tokens {
		token := "eyJhbGciOiJSUzI1NiJ9."
		for j := 0; len(token) < 2<<10; j++ {
			sum := sha256.Sum256([]byte(strconv.Itoa(i) + "-" + strconv.Itoa(j)))
			token += base64.StdEncoding.EncodeToString(sum[:])
		}
		tokens[i] = token[:2<<10]
	}
	return tokens
}

// errorBody returns 1 MiB of JSON that holds each token once as it is and once escaped.
func errorBody(tokens []string) string {
	const row = `{"id":10001,"name":"Eyewear \"e\" & more, 50 %","price":"12.50","url":"https:\/\/example.com\/e?x=1"},`
	var body strings.Builder
	for _, token := range tokens {
		body.WriteString(strings.Repeat(row, (maxErrorBody/len(tokens)-3*len(token))/len(row)))
		body.WriteString(`{"token":"` + token + `","again":"` + strings.ReplaceAll(token, "/", `\/`) + `"},`)
	}
	return body.String()
}

// BenchmarkRedact_Body clears bodies of 1 MiB of eight tokens of 2 KB.
func BenchmarkRedact_Body(b *testing.B) {
	tokens := testTokens(maxRemembered)
	redact := newRedactor(tokens)
	for name, body := range map[string]string{
		"tokens": errorBody(tokens), "prose": strings.Repeat("the quick brown fox: eels and eye ", maxErrorBody/34),
		"escapes": strings.Repeat(`\u0041%41&#65;&amp;\/`, maxErrorBody/21),
		"nearly":  strings.Repeat(tokens[0][:len(tokens[0])-1], maxErrorBody/len(tokens[0])),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				redact(body)
			}
		})
	}
}

// BenchmarkNewRedactor makes the function, and clears a first text with it.
func BenchmarkNewRedactor(b *testing.B) {
	for name, secrets := range map[string][]string{
		"key": {testKey}, "token": testTokens(1), "tokens": testTokens(maxRemembered),
	} {
		b.Run(name+"/unused", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newRedactor(secrets)
			}
		})
		b.Run(name+"/used", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newRedactor(secrets)("a text")
			}
		})
	}
}

// Not parallel: it measures what the process allocates.
func TestNewRedactor_Memory(t *testing.T) {
	tokens := testTokens(maxRemembered)
	body := errorBody(tokens)
	redact := newRedactor(tokens)
	assert.Less(t, allocatedBy(func() { redact("no secret") }), uint64(mebibyte), "what is kept is less")
	var clean string
	assert.Less(t, allocatedBy(func() { clean = redact(body) }), uint64(2*mebibyte), "the result itself is of 1 MiB")
	assert.Equal(t, 2*len(tokens), strings.Count(clean, redactedText))
}

// Not parallel: it counts what the process allocates.
func TestRedact_AllocatesNothingWithoutSecrets(t *testing.T) {
	redact := newRedactor([]string{"s=cret", "40013207", "Ключ/1"})
	text := strings.Repeat(`40013 s=cre s%3dcre &lt;a&gt; \u041a\u043b\u044e\/ `, 20)
	n := testing.AllocsPerRun(100, func() {
		if redact(text) != text {
			t.Error("nothing was to be replaced")
		}
	})
	assert.Less(t, n, 3.0, "none, except that the race detector empties pools")
}

// What a text with thousands of secrets or escapes took is not kept. Not parallel: it counts what the process allocates.
func TestRedact_KeepsNoLargeBuffers(t *testing.T) {
	redact := newRedactor([]string{"s=cret"})
	count := func(row string, rows int) float64 {
		text := strings.Repeat(row, rows)
		return testing.AllocsPerRun(20, func() { redact(text) })
	}
	assert.Less(t, count("s=cret ", 3), 8.0)
	assert.Greater(t, count("s=cret ", maxPooled+1), 10.0)
	assert.Greater(t, count(`s\a`+strings.Repeat("%73", maxPooled+1), 1), 10.0)
}

// The time must follow the length of the text, however much of it looks like the secret: comparing at each place
// would take some two thousand times as long as an ordinary text.
func TestRedact_TextsThatLookLikeTheSecret(t *testing.T) {
	t.Parallel()
	most := 500 * measureRedact(strings.Repeat("a", 2047)+"b", "a banana and an avocado ")
	as := strings.Repeat("a", 2047)
	fibonacci := [2]string{"ab", "a"}
	for len(fibonacci[0]) < 2<<10 {
		fibonacci = [2]string{fibonacci[0] + fibonacci[1], fibonacci[0]}
	}
	for name, tt := range map[string]struct{ secret, row string }{
		"differs at the end":            {as + "b", "a"},
		"differs at the beginning":      {"b" + as, "a"},
		"differs in the middle":         {as[:1000] + "b" + as[:1000], "a"},
		"differs at times":              {as + "b", as + "c"},
		"escaped":                       {as + "b", "%61"},
		"escaped at times":              {as + "b", as[:100] + `\u0061`},
		"in many forms":                 {as + "b", `a%61&#97;\u0061\a`},
		"backslashes":                   {as + "b", `\`},
		"backslashes before the secret": {`b` + as, `\\\\\\\\a`},
		"two of a kind":                 {strings.Repeat("ab", 1023) + "bb", "ab"},
		"Fibonacci":                     {fibonacci[0] + "c", fibonacci[0]},
		"zeros of a number":             {as + "b", "&#0"},
		"halves":                        {as + "b", `\ud83d\\\\`},
		"the secret":                    {as, "a"},
		"the secret, escaped":           {as, "%61"},
		"a secret of backslashes":       {strings.Repeat(`\`, 8), `\`},
		"a secret of per cents":         {strings.Repeat(`%`, 2000) + "b", `%25`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Less(t, measureRedact(tt.secret, tt.row), most)
		})
	}
}

// measureRedact is how long it takes to clear 1 MiB that consists of one text again and again.
func measureRedact(secret, row string) time.Duration {
	text := strings.Repeat(row, maxErrorBody/len(row))
	began := time.Now()
	newRedactor([]string{secret})(text)
	return time.Since(began)
}

// BenchmarkRedact shows what keeping secrets costs: making the function, and an error body of the longest kind.
func BenchmarkRedact(b *testing.B) {
	key := strings.Repeat("aB3-_x", 8)
	for name, size := range map[string]int{"make/key": 8, "make/token": 200} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newRedactor([]string{strings.Repeat("aB3-_x", size)})
			}
		})
	}
	redact := newRedactor([]string{key, "40013207"})
	for name, text := range map[string]string{
		"body/prose": strings.Repeat(`the quick brown fox {"a":1} `, maxErrorBody/28),
		"body/close": strings.Repeat("aB3-_xaB3-", maxErrorBody/10),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				redact(text)
			}
		})
	}
}
