package lenientjson_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestValue_Text_Escapes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, raw, want string }{
		{"none", `"abc"`, "abc"},
		{"all short ones", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{"side by side", `"a\\\\n\\n"`, `a\\n\n`},
		{"ASCII", `"\u0041\u007f"`, "A\x7f"},
		{"zero", `"a\u0000b"`, "a\x00b"},
		{"two bytes", `"Rīga R\u012bga"`, "Rīga Rīga"},
		{"three bytes, small and capital digits", `"\u20ac\u20AC"`, "€€"},
		{"the last before the surrogates", `"\ud7ff"`, "\ud7ff"},
		{"the first behind the surrogates", `"\ue000"`, "\ue000"},
		{"a surrogate pair", `"\ud83d\ude00!"`, "😀!"},
		{"the first pair", `"\ud800\udc00"`, "\U00010000"},
		{"the last pair", `"\udbff\udfff"`, "\U0010ffff"},
		{"the first half", `"\ud800"`, "\xed\xa0\x80"},
		{"the last half of the front", `"\udbff"`, "\xed\xaf\xbf"},
		{"the first half of the back", `"\udc00"`, "\xed\xb0\x80"},
		{"the last half", `"\udfff"`, "\xed\xbf\xbf"},
		{"a half and a letter", `"\ud83dA"`, "\xed\xa0\xbdA"},
		{"a half and an escape", `"\ud83d\n"`, "\xed\xa0\xbd\n"},
		{"a half and a character", `"\ud83d\u0041"`, "\xed\xa0\xbdA"},
		{"a half and a pair", `"\ud83d\ud83d\ude00"`, "\xed\xa0\xbd😀"},
		{"a pair the wrong way round", `"\ude00\ud83d"`, "\xed\xb8\x80\xed\xa0\xbd"},
		{"not UTF-8", "\"\xff\xfe\"", "\xff\xfe"},
		{"not UTF-8 beside an escape", "\"\x80\\n\xc3\"", "\x80\n\xc3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := parse(t, c.raw).Text()
			assert.True(t, ok)
			assert.Equal(t, c.want, got)
			var strict string
			require.NoError(t, json.Unmarshal([]byte(c.raw), &strict))
			if utf8.ValidString(c.want) {
				assert.Equal(t, strict, got)
			} else {
				assert.NotEqual(t, strict, got, "which encoding/json replaces")
			}
		})
	}
}

// Half surrogates are not UTF-8, and all different.
func TestValue_Text_HalfSurrogatesStayDifferent(t *testing.T) {
	t.Parallel()
	seen := map[string]rune{}
	for half := rune(0xD800); half <= 0xDFFF; half++ {
		text, ok := parse(t, fmt.Sprintf(`"\u%04x"`, half)).Text()
		require.True(t, ok)
		require.False(t, utf8.ValidString(text))
		require.Len(t, text, 3)
		require.NotContains(t, seen, text)
		seen[text] = half
	}
}

// A text agrees with encoding/json where this can hold it, and else is not UTF-8.
func FuzzValue_Text(f *testing.F) {
	for _, seed := range []string{
		`abc`, `\"\\\/\b\f\n\r\t`, `\u0041\u20ac`, `\ud83d\ude00`, `\ud83d`, `\ude00\ud83d`, `\ud83d\ud83d\ude00`, "\xff", "\xed\xa0\x80",
		`\uFFFD`, "\uFFFD", `\\u0041`, `\\\u0041`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, inside string) {
		raw := []byte(`"` + inside + `"`)
		var strict string
		if json.Unmarshal(raw, &strict) != nil {
			return
		}
		got, ok := parse(t, string(raw)).Text()
		require.True(t, ok)
		if utf8.ValidString(got) {
			require.Equal(t, strict, got)
			return
		}
		require.Equal(t, oneMark(strict), oneMark(strings.ToValidUTF8(got, "\uFFFD")))
	})
}

// oneMark puts one U+FFFD for each row of them: encoding/json puts several where ours has bytes that are not UTF-8.
func oneMark(text string) string {
	for strings.Contains(text, "\uFFFD\uFFFD") {
		text = strings.ReplaceAll(text, "\uFFFD\uFFFD", "\uFFFD")
	}
	return text
}
