package call

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// Words that only look like a short key stay.
func TestRedact_ShortSecretsStay(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"", "a", "abc"})
	assert.Equal(t, "an abc of things", redact("an abc of things"))
	assert.Equal(t, "[redacted]", newRedactor([]string{"abcd"})("abcd"))
}

// The longest key goes first, so that no end of it is left.
func TestRedact_SecretsThatBeginAlike(t *testing.T) {
	t.Parallel()
	for name, secrets := range map[string][]string{"short first": {"shop", "shop-key"}, "long first": {"shop-key", "shop"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, "[redacted] [redacted]s", newRedactor(secrets)("shop-key shops"))
		})
	}
}

func setTokens(tokens *[]string, secrets ...string) func(string) string {
	return newProviderRedactor(&Provider{Secrets: newSecrets(secrets...), CurrentTokens: func() []string { return *tokens }})
}

// newSecrets makes secrets of texts.
func newSecrets(texts ...string) (secrets []shelfwire.Secret) {
	for _, text := range texts {
		secrets = append(secrets, shelfwire.NewSecret(text))
	}
	return secrets
}

// A client code that stands inside a token must not keep the rest of the token from being found.
func TestNewProviderRedactor_SecretInsideAToken(t *testing.T) {
	t.Parallel()
	tokens := []string{"eyJh.4001.zzz"}
	redact := setTokens(&tokens, "4001", "zzz.eyJh")
	assert.Equal(t, "a [redacted] b [redacted] c [redacted].[redacted]",
		redact("a eyJh.4001.zzz b 4001 c 4001.eyJh.4001.zzz.eyJh"))
}

// Lasting secrets are known before there is a token, and while tokens come and go.
func TestNewProviderRedactor_LastingSecrets(t *testing.T) {
	t.Parallel()
	var tokens []string
	redact := setTokens(&tokens, "lasting")
	for _, tokens = range [][]string{nil, {"token-1"}, {}, {"token-2", "token-3"}} {
		assert.Equal(t, "[redacted]", redact("lasting"), tokens)
		for _, token := range tokens {
			assert.Equal(t, "[redacted]", redact(token))
		}
	}
	assert.Equal(t, "[redacted] [redacted] [redacted]", redact("token-1 token-2 token-3"))
	assert.Equal(t, "[redacted]", newProviderRedactor(&Provider{Secrets: newSecrets("lasting")})("lasting"))
}

// The newest eight passing secrets are remembered, each once.
func TestNewProviderRedactor_RemembersTheNewest(t *testing.T) {
	t.Parallel()
	var tokens, all []string
	redact := setTokens(&tokens)
	for i := range maxRemembered + 1 {
		all = append(all, "token-"+strconv.Itoa(i))
		for range 3 { // comes, goes and comes again
			tokens = all[i:]
			redact("any text")
			tokens = nil
			redact("any text")
		}
	}
	assert.Equal(t, all[0]+strings.Repeat(" [redacted]", maxRemembered), redact(strings.Join(all, " ")))
	tokens = slices.Clone(all)
	assert.Equal(t, strings.Repeat(" [redacted]", len(all)), redact(" "+strings.Join(all, " ")), "all that are held count")
}

// As long as the tokens stay, the prepared search stays.
func TestNewProviderRedactor_IsMadeOnce(t *testing.T) {
	tokens := testTokens(2)
	redact := setTokens(&tokens, "lasting")
	redact("any text")
	assert.Less(t, testing.AllocsPerRun(100, func() { redact("any text") }), 3.0)
}

func TestNewProviderRedactor_Concurrency(t *testing.T) {
	t.Parallel()
	held := [][]string{{"token-1"}, {"token-2"}, nil}
	var mu sync.Mutex
	calls := 0
	redact := newProviderRedactor(&Provider{Secrets: newSecrets("lasting"), CurrentTokens: func() []string {
		mu.Lock()
		defer mu.Unlock()
		calls++
		return held[calls%len(held)]
	}})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				assert.Equal(t, "x [redacted] y", redact("x lasting y"))
			}
		})
	}
	wg.Wait()
	assert.Equal(t, "[redacted] [redacted]", redact("token-1 token-2"))
}

func TestRedactAndClip(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{"0123456789"})
	for name, tt := range map[string]struct {
		text string
		most int
		want string
	}{
		"short":               {"a 0123456789 b", 20, "a [redacted] b"},
		"long":                {"abcdefghijklmnopqrstuvwxyz", 10, "abcdefg…"},
		"secret at the cut":   {"abcde0123456789", 10, "abcde[r…"},
		"fits when cleared":   {"a0123456789 0123456789", 22, "a[redacted] [redacted]"},
		"secret behind a cut": {strings.Repeat("a", 20) + "0123456789", 10, "aaaaaaa…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, redactAndClip(tt.text, redact, tt.most))
		})
	}
}

// A redacted error still matches what it is, but cannot be unwrapped to its text.
func TestRedactError(t *testing.T) {
	t.Parallel()
	redact := newRedactor([]string{testKey})
	clean := fmt.Errorf("no key in here: %w", io.ErrUnexpectedEOF)
	assert.Same(t, clean, redactError(clean, redact))
	assert.NoError(t, redactError(nil, redact))
	dirty := redactError(fmt.Errorf("%s: %w", testKey, io.ErrUnexpectedEOF), redact)
	assert.EqualError(t, dirty, "[redacted]: unexpected EOF")
	require.ErrorIs(t, dirty, io.ErrUnexpectedEOF)
	assert.NotErrorIs(t, dirty, io.EOF)
	assert.Empty(t, directCauses(dirty))
}

// isUsableKey reports whether a text can be a key in these tests: what may stand in a header, and nothing that the
// replacement text itself can complete.
func isUsableKey(key string) bool {
	var problems check.Problems
	problems.Key("Key", shelfwire.NewSecret(key))
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
		if !isUsableKey(key) {
			return
		}
		redact := newRedactor([]string{key})
		for name, form := range map[string]string{
			"plain": key, "JSON": escapeJSON(key, true), "slashes": strings.ReplaceAll(escapeJSON(key, true), "/", `\/`),
			"query": url.QueryEscape(key), "small": lowerHexPairs(url.QueryEscape(key)), "path": url.PathEscape(key),
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

// A server may show a key in other capitals, in hexadecimal digits and percent-encoded in either case.
func TestNewProviderRedactor_OtherForms(t *testing.T) {
	t.Parallel()
	const key = "aB3-k/9=Ключ"
	redact := newProviderRedactor(&Provider{Secrets: newSecrets(key)})
	digits := hex.EncodeToString([]byte(key))
	escaped := url.QueryEscape(key)
	for name, shown := range map[string]string{
		"in capitals":                    "AB3-K/9=Ключ",
		"in small letters":               "ab3-k/9=Ключ",
		"in digits":                      digits,
		"in digits, in capitals":         strings.ToUpper(digits),
		"percent-encoded":                escaped,
		"percent-encoded, small letters": strings.ToLower(escaped),
		"percent-encoded twice":          strings.ToLower(url.QueryEscape(escaped)),
		"base64 in small letters":        strings.ToLower(base64.StdEncoding.EncodeToString([]byte(key))),
		"escaped, in capitals":           `AB3-K\/9=\u041A\u043b\u044E\u0447`,
	} {
		clean := redact("bad key " + shown + " given")
		assert.True(t, strings.HasPrefix(clean, "bad key [redacted]"), "%s: %s", name, clean)
		assert.LessOrEqual(t, len(clean), len("bad key [redacted]== given"), "%s: %s", name, clean)
	}
	pair := base64.StdEncoding.EncodeToString([]byte("user:" + key))
	redact = newProviderRedactor(&Provider{Secrets: newSecrets(pair)})
	assert.Equal(t, "[redacted]", redact(hex.EncodeToString([]byte("user:"+key))))
}
