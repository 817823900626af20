package call

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRedact_Escapes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ secret, text, want string }{
		"as it is":                     {"a/b+c", "x a/b+c y", "x [redacted] y"},
		"all of the text":              {"a/b+c", "a/b+c", "[redacted]"},
		"almost":                       {"a/b+c", "a/b+d a/b+ a/b", "a/b+d a/b+ a/b"},
		"another case":                 {"a/B+c", "x A/b+C y", "x [redacted] y"},
		"JSON":                         {"a/b+c", `x a\/b+c y`, "x [redacted] y"},
		"JSON in JSON":                 {"a/b+c", `x a\\\/b+c y`, "x [redacted] y"},
		"JSON number":                  {"a/b+c", `x a\u002fb\u002Bc y`, "x [redacted] y"},
		"JSON number in JSON":          {"a/b+c", `x a\\u002fb+c y`, "x [redacted] y"},
		"first character in JSON":      {"/b+c", `x\/b+c \u002fb+c \\\\/b+c \\u002fb+c`, `x[redacted] [redacted] [redacted] [redacted]`},
		"URL":                          {"a/b+c", "x a%2fb%2Bc y", "x [redacted] y"},
		"URL of JSON":                  {"a/b+c", `x a%5C%2Fb%2Bc y`, "x [redacted] y"},
		"HTML":                         {"a<b+c", "x a&lt;b&#43;c y", "x [redacted] y"},
		"HTML of JSON":                 {`a"b+c`, `x a\&quot;b+c y`, "x [redacted] y"},
		"JSON of escaped JSON":         {"a/b+c", `x a\u005c/b+c y`, "x [redacted] y"},
		"mixture":                      {`a/b"c d`, `%61\/&#98;\u0022c+d`, "[redacted]"},
		"space":                        {"a b c", "a+b%20c a b c", "[redacted] [redacted]"},
		"space at the beginning":       {" bcd", "+bcd", "[redacted]"},
		"space in another secret only": {"a+b+c", "a+b+c a b c", "[redacted] a b c"},
		"plus is no other letter":      {"a-b c", "a+b+c", "a+b+c"},
		"backslash":                    {`a\bcd`, `a\bcd a\\bcd a\\\\bcd a%5cbcd a\u005cbcd`, "[redacted] [redacted] [redacted] [redacted] [redacted]"},
		"no backslash":                 {`a\bcd`, `abcd a/bcd`, "abcd a/bcd"},
		"backslash at the end":         {`abc\`, `abc\ abc\\ abc\\\" abc`, `[redacted] [redacted] [redacted]" abc`},
		"backslash at the beginning":   {`\abc`, `\abc \\abc abc`, `[redacted] [redacted] abc`},
		"backslashes":                  {`\\\\`, `\\\ \\\\ \\\\\\\\`, `\\\ [redacted] [redacted]`},
		"backslash behind":             {"abcd", `abcd\"abcd\n abcd\`, `[redacted]\"[redacted]\n [redacted]\`},
		"backslash before":             {"abcd", `\nabcd \abcd`, `\n[redacted] [redacted]`},
		"looks like an escape":         {"%2f%25", "%2f%25 %252f%2525 /%", "[redacted] [redacted] /%"},
		"looks like a name":            {"&amp;", "&amp; &amp;amp; &", "[redacted] [redacted] &"},
		"looks like a number":          {`\u0041`, `\u0041 \\u0041 A`, "[redacted] [redacted] A"},
		"per cent behind":              {"abc%", "abc%25 abc%", "[redacted] [redacted]"},
		"per cent before":              {"2Fab", "%2Fab", "%[redacted]"},
		"escape that begins before":    {"25ab", "%25ab%25ab", "%[redacted]%[redacted]"},
		"Cyrillic": {
			"Ключ", `Ключ \u041a\u043B\u044e\u0447 %D0%9A%D0%BB%d1%8e%d1%87 &#1050;&#x43b;ю&#1095;`,
			"[redacted] [redacted] [redacted] [redacted]",
		},
		"almost Cyrillic": {"Ключ", `\u041a\u043b\u044e\u0446 Клюй`, `\u041a\u043b\u044e\u0446 Клюй`},
		"pair of halves":  {"a😀b", `a\ud83d\ude00b a\uD83D\\uDE00b a&#128512;b`, "[redacted] [redacted] [redacted]"},
		"no UTF-8":        {"ab\xe9d", "ab\xe9d ab%e9d abéd", "[redacted] [redacted] abéd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, newRedactor([]string{tt.secret})(tt.text))
		})
	}
}

// Several secrets are found in one pass, and where they overlap nothing of either is left.
func TestRedact_SeveralSecrets(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		secrets    []string
		text, want string
	}{
		"escape before":                 {[]string{"aaab"}, "%61aaab %61%61aaab %61%61%61aaab", "%61[redacted] %61%61[redacted] %61%61%61[redacted]"},
		"side by side":                  {[]string{"abcd", "efgh"}, "abcdefgh abcd", "[redacted][redacted] [redacted]"},
		"side by side, a backslash":     {[]string{`abc\`, "efgh"}, `abc\efgh`, "[redacted][redacted]"},
		"one twice":                     {[]string{"abcd"}, "abcdabcd", "[redacted][redacted]"},
		"given twice":                   {[]string{"abcd", "abcd"}, "abcd", "[redacted]"},
		"overlap":                       {[]string{"abcdef", "defghi"}, "xabcdefghiy", "x[redacted]y"},
		"overlap of one":                {[]string{"abab"}, "xabababy", "x[redacted]y"},
		"overlap of one, escaped":       {[]string{"abab"}, "x%61bab%61by", "x[redacted]y"},
		"one inside the other":          {[]string{"abcdefgh", "cdef"}, "abcdefgh cdef abcdef", "[redacted] [redacted] ab[redacted]"},
		"inside, escaped before":        {[]string{"abcdefgh", "cdef"}, `%61bcdefgh \u0061bcdefg`, `[redacted] \u0061b[redacted]g`},
		"inside, escaped":               {[]string{"abcdefgh", "cdef"}, `ab%63d%65fgh`, `[redacted]`},
		"one at the end of the other":   {[]string{"abcdefgh", "efgh"}, "abcdefgh efgh", "[redacted] [redacted]"},
		"one at the beginning":          {[]string{"abcd", "abcdefgh"}, "abcdefgh abcdefg", "[redacted] [redacted]efg"},
		"they part in the middle":       {[]string{"abcd-1", "abcd-2", "abcd-3"}, "abcd-2 abcd-3 abcd-1 abcd-4", "[redacted] [redacted] [redacted] abcd-4"},
		"end of one begins another":     {[]string{"xabcd", "abcz"}, "xabcz", "x[redacted]"},
		"end of one begins two":         {[]string{"xabcabcd", "abcabz", "abzz"}, "xabcabzz", "x[redacted]"},
		"another at the end of a third": {[]string{"zabcdy", "abcdx", "abcd"}, "zabcdx", "z[redacted]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, newRedactor(tt.secrets)(tt.text))
			slices.Reverse(tt.secrets)
			assert.Equal(t, tt.want, newRedactor(tt.secrets)(tt.text))
		})
	}
}

// A text that can be read in too many ways is replaced as a whole, rather than read for an hour.
func TestRedact_TooManyReadings(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat(`\`, 2*maxReadings) + "end"
	redact := newRedactor([]string{secret})
	few := "before " + strings.Repeat(`\`, maxReadings) + " after"
	assert.Equal(t, few, redact(few))
	for name, text := range map[string]string{"the secret": secret, "no secret": strings.Repeat(`\`, maxReadings+1) + " end"} {
		assert.Equal(t, redactedText, redact("before "+text+" after"), name)
	}
}

func TestRedact_TooManyEscapes(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{strings.Repeat("a", 10) + "b"})
	few := strings.Repeat("%61", maxEscapes/2) + " " + strings.Repeat("%61", maxEscapes/2+2) + " after"
	assert.Equal(t, few, redact(few))
	many := "before " + strings.Repeat("%61", maxEscapes+2) + " after"
	assert.Equal(t, redactedText, redact(many))
	assert.Equal(t, "before", redact("before"))
}

// matchesAt is how far a secret reaches that begins at a place of a text, by trying everything: the ends of all ways to
// read it.
func matchesAt(text string, at int, secret string) (ends []int) {
	if secret == "" {
		return []int{at}
	}
	if at == len(text) {
		return nil
	}
	if text[at] == secret[0] {
		ends = matchesAt(text, at+1, secret[1:])
	}
	if text[at] == '\\' {
		ends = append(ends, matchesAt(text, at+1, secret)...)
	}
	if text[at] == '+' && secret[0] != ' ' {
		return ends
	}
	bytes, width := appendUnescaped(nil, text[at:])
	if width > 0 && strings.HasPrefix(secret, string(bytes)) {
		ends = append(ends, matchesAt(text, at+width, secret[len(bytes):])...)
	}
	if string(bytes) == `\` {
		ends = append(ends, matchesAt(text, at+width, secret)...)
	}
	return ends
}

// containsUnescaped reports whether a secret stands anywhere in a text.
func containsUnescaped(text, secret string) bool {
	for at := range len(text) {
		if len(matchesAt(text, at, secret)) > 0 {
			return true
		}
	}
	return false
}

// The search in one pass finds what trying everything finds, in texts that are made of pieces of secrets and escapes.
func TestRedact_FindsWhatTryingEverythingFinds(t *testing.T) {
	t.Parallel()
	pieces := []string{"a", "a", "b", `\`, "%", "61", "%61", "%62", "25", "%25", "%5c", "&", "amp;", "&amp;", "#97", "&#97;", "&#98", `\u0061`, `u0062`, "+", " "}
	for seed := range uint64(5000) {
		random := rand.New(rand.NewPCG(seed, 1))
		compose := func(n int) (s string) {
			for len(s) < n {
				s += pieces[random.IntN(len(pieces))]
			}
			return s
		}
		secrets := []string{compose(4 + random.IntN(5)), compose(4 + random.IntN(3))}
		text := compose(random.IntN(20)) + escapeRandomly(secrets[0], random) + compose(random.IntN(20)) + secrets[1][1:] + compose(8)
		clean := newRedactor(secrets)(text)
		found := containsUnescaped(text, secrets[0]) || containsUnescaped(text, secrets[1])
		if found != (clean != text) || containsUnescaped(clean, secrets[0]) || containsUnescaped(clean, secrets[1]) {
			t.Fatalf("%q in %q becomes %q", secrets, text, clean)
		}
	}
}
