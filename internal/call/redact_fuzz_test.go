package call

import (
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// escapeRandomly writes each character of a text in one of the ways in which providers write it.
func escapeRandomly(text string, random *rand.Rand) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(escapeRune(r, random.IntN(10)))
	}
	return b.String()
}

func escapeRune(r rune, way int) string {
	s := string(r)
	switch way {
	case 0:
		return url.QueryEscape(s)
	case 1:
		return html.EscapeString(s)
	case 2:
		return fmt.Sprintf("&#%04d;", r)
	case 3:
		return fmt.Sprintf("&#X%x;", r)
	case 4:
		return escapePercent(s)
	case 5:
		if strings.ContainsRune(`/"\&<>'`, r) {
			return `\` + s
		}
	case 6, 7:
		var b strings.Builder
		for _, half := range utf16.Encode([]rune(s)) {
			fmt.Fprintf(&b, strings.Repeat(`\`, way-5)+"u%04X", half)
		}
		return b.String()
	}
	return s
}

func escapePercent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}

// decoders read a text as JSON, as a part of a URL and as HTML.
var decoders = map[string]func(string) string{
	"plain": func(s string) string { return s },
	"JSON":  decodeJSONText,
	"query": func(s string) string { return unescapePercent(strings.ReplaceAll(s, "+", " ")) },
	"path":  unescapePercent,
	"HTML":  decodeHTML,
}

var (
	jsonEscape = regexp.MustCompile(`\\(?:u[0-9A-Fa-f]{4}\\+u[0-9A-Fa-f]{4}|u[0-9A-Fa-f]{4}|(?s:.))`)
	htmlEscape = regexp.MustCompile(`&(?:#[0-9]+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos);?`)
)

func decodeJSONText(s string) string {
	s = strings.ReplaceAll(s, `\\u`, `\u`) // JSON within JSON
	return jsonEscape.ReplaceAllStringFunc(s, func(escape string) string {
		switch {
		case len(escape) >= 12:
			high, _ := strconv.ParseUint(escape[2:6], 16, 32)
			low, _ := strconv.ParseUint(escape[len(escape)-4:], 16, 32)
			if r := utf16.DecodeRune(rune(high), rune(low)); r != utf8.RuneError {
				return string(r)
			}
			return string(rune(high)) + string(rune(low))
		case len(escape) == 6:
			r, _ := strconv.ParseUint(escape[2:], 16, 32)
			return string(rune(r))
		}
		return escape[1:]
	})
}

func decodeHTML(s string) string {
	return htmlEscape.ReplaceAllStringFunc(s, func(escape string) string {
		number, base := strings.CutPrefix(strings.TrimSuffix(escape, ";"), "&#")
		if !base {
			return html.UnescapeString(strings.TrimSuffix(escape, ";") + ";")
		}
		n, err := strconv.ParseInt("0"+strings.ToLower(number), 0, 32)
		if number[0] >= '0' && number[0] <= '9' {
			n, err = strconv.ParseInt(number, 10, 32)
		}
		if err != nil {
			n = utf8.RuneError
		}
		return string(rune(n))
	})
}

// isTestableKey reports whether a text can be a secret of the fuzz targets: one that can be written in all forms, and that
// the replacement text cannot complete.
func isTestableKey(key string) bool {
	return len(key) >= minSecret && len(key) <= 64 && utf8.ValidString(key) &&
		!strings.ContainsAny(key, "[]\ufffd") && !strings.Contains(redactedText, key)
}

// No secret can be read from a text that was cleared, in whatever mixture of escapes each character stood there.
func FuzzRedact_Mixtures(f *testing.F) {
	f.Add(testKey, "Ключ😀", "before", "after", uint64(1))
	f.Add("abab", "babab", "ab", "ab", uint64(2))
	f.Add(`\\\\`, `\u005c`, `\`, `\`, uint64(3))
	f.Add("%2F%", "%25%", "%", "2F", uint64(4))
	f.Add("&amp;", "amp;#", "&", ";", uint64(5))
	f.Add("a b+c", "+b c", "+", "+", uint64(6))
	f.Fuzz(func(t *testing.T, key, other, before, after string, seed uint64) {
		if !isTestableKey(key) || !isTestableKey(other) {
			return
		}
		random := rand.New(rand.NewPCG(seed, 0))
		form, form2 := escapeRandomly(key, random), escapeRandomly(other, random)
		clean := newRedactor([]string{key, other})(before + form + after + form2 + before)
		if strings.Contains(clean, form) || strings.Contains(clean, form2) {
			t.Fatalf("%q or %q is left in %q", form, form2, clean)
		}
		for name, decode := range decoders {
			if text := decode(clean); strings.Contains(text, key) || strings.Contains(text, other) {
				t.Fatalf("%q or %q can be read from %q as %s", key, other, clean, name)
			}
		}
	})
}
