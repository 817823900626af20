package call

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"iter"
	"log/slog"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
)

// escapes are ways in which a provider may write a key down again.
var escapes = map[string]func(string) string{
	"plain":               func(s string) string { return s },
	"JSON":                func(s string) string { return escapeJSON(s, true) },
	"JSON, lazy":          func(s string) string { return escapeJSON(s, false) },
	"JSON, slashes":       func(s string) string { return strings.ReplaceAll(escapeJSON(s, true), "/", `\/`) },
	"JSON, lazy, slashes": func(s string) string { return strings.ReplaceAll(escapeJSON(s, false), "/", `\/`) },
	"JSON, all escaped":   func(s string) string { return escapeNumbered(s, `\u%04x`) },
	"JSON, all, capitals": func(s string) string { return escapeNumbered(s, `\u%04X`) },
	"query":               url.QueryEscape,
	"query, small":        func(s string) string { return lowerHexPairs(url.QueryEscape(s)) },
	"query, %20":          func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") },
	"path":                url.PathEscape,
	"path, small":         func(s string) string { return lowerHexPairs(url.PathEscape(s)) },
	"HTML":                html.EscapeString,
	"HTML, names":         htmlNames.Replace,
	"HTML, PHP":           htmlPHP.Replace,
	"HTML, numbers":       func(s string) string { return escapeNumbered(s, "&#%d;") },
	"query, twice":        func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"query of HTML":       func(s string) string { return url.QueryEscape(escapeNumbered(s, "&#%d;")) },
	"query of names":      func(s string) string { return url.QueryEscape(htmlNames.Replace(s)) },
	"HTML of a query":     func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "%", "&#37;") },
	"HTML, twice":         func(s string) string { return strings.ReplaceAll(escapeNumbered(s, "&#%d;"), "&", "&amp;") },
	"JSON of a query":     func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "%", `\u0025`) },
	"JSON in a query":     func(s string) string { return strings.ReplaceAll(escapeNumbered(s, `\u%04x`), `\`, "%5C") },
	"HTML 5":              html5Names.Replace,
	"print, hex":          func(s string) string { return escapeBytes(s, `\x%02x`) },
	"print, octal":        func(s string) string { return escapeBytes(s, `\%03o`) },
	"script":              func(s string) string { return escapeNumbered(s, "%%u%04X") },
	"HTML, hex":           func(s string) string { return escapeNumbered(s, "&#x%X;") },
	"Go":                  func(s string) string { q := strconv.Quote(s); return q[1 : len(q)-1] },
}

var (
	htmlNames  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")
	htmlPHP    = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#039;")
	html5Names = strings.NewReplacer("&", "&amp;", "+", "&plus;", "/", "&sol;", "=", "&equals;", "<", "&lt;", ">", "&gt;",
		`"`, "&quot;", "'", "&apos;", "%", "&percnt;", "\\", "&bsol;", "#", "&num;", "?", "&quest;")
	hexPairs = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	escapedU = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)
	escapedC = regexp.MustCompile(`\\(.)`)
)

func escapeJSON(s string, escapeHTML bool) string {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(escapeHTML)
	_ = enc.Encode(s)
	return strings.TrimSuffix(strings.TrimPrefix(buf.String(), `"`), "\"\n")
}

// escapeBytes writes every byte but letters and digits as a number.
func escapeBytes(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if isLetterOrDigit := c < 128 && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c))); isLetterOrDigit {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// escapeNumbered writes everything but letters and digits as a number.
func escapeNumbered(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, format, r)
		}
	}
	return b.String()
}

func lowerHexPairs(s string) string { return hexPairs.ReplaceAllStringFunc(s, strings.ToLower) }

// unescapers take one layer of escapes off a text, and leave what is none.
var unescapers = []func(string) string{
	html.UnescapeString,
	unescapePercent,
	func(s string) string { return unescapePercent(strings.ReplaceAll(s, "+", " ")) },
	unescapeBackslashes,
}

func unescapePercent(s string) string {
	return hexPairs.ReplaceAllStringFunc(s, func(pair string) string {
		n, _ := strconv.ParseUint(pair[1:], 16, 8)
		return string([]byte{byte(n)})
	})
}

func unescapeBackslashes(s string) string {
	s = escapedU.ReplaceAllStringFunc(s, func(u string) string {
		n, _ := strconv.ParseUint(u[2:], 16, 32)
		return string(rune(n))
	})
	return escapedC.ReplaceAllString(s, "$1")
}

// canReveal reports whether a secret stands in a text, or can be read from it by taking off up to so many layers of
// escapes.
func canReveal(text, secret string, layers int) bool {
	if strings.Contains(text, secret) {
		return true
	}
	for _, read := range unescapers {
		if bare := read(text); layers > 0 && bare != text && canReveal(bare, secret, layers-1) {
			return true
		}
	}
	return false
}

func assertHides(t *testing.T, what, text, secret string) {
	t.Helper()
	if canReveal(text, secret, 3) {
		assert.Fail(t, "the key is in "+what, "%.300s", text)
	}
}

// assertErrorHides looks for the key in everything that a user can get out of an error.
func assertErrorHides(t *testing.T, err error, secret string) {
	t.Helper()
	for what, text := range errorTexts(err) {
		if canReveal(text, secret, 3) {
			assert.Fail(t, "the key is in "+what, "%.300s", text)
			return // one is enough
		}
	}
}

// errorTexts are all the texts that an error can be turned into, its causes included.
func errorTexts(err error) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) { yieldErrorTexts(err, "the error", yield) }
}

func yieldErrorTexts(err error, name string, yield func(string, string) bool) bool {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if !yield(name+" printed with "+verb, fmt.Sprintf(verb, err)) {
			return false
		}
	}
	encoded, _ := json.Marshal(err)
	if !yield(name+" as JSON", string(encoded)) ||
		!yield("the structure of "+name, strings.Join(collectStrings(reflect.ValueOf(err)), "\n")) {
		return false
	}
	for handler, log := range loggers {
		var out bytes.Buffer
		log(&out).Error("call failed", "error", err)
		if !yield(name+" in a log line of the "+handler+" handler", out.String()) {
			return false
		}
	}
	for _, cause := range directCauses(err) {
		if !yieldErrorTexts(cause, "a cause of "+name, yield) {
			return false
		}
	}
	return true
}

// directCauses are the errors one level below.
func directCauses(err error) []error {
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if cause := e.Unwrap(); cause != nil {
			return []error{cause}
		}
	case interface{ Unwrap() []error }:
		return e.Unwrap()
	}
	return nil
}

var loggers = map[string]func(*bytes.Buffer) *slog.Logger{
	"text": func(out *bytes.Buffer) *slog.Logger {
		return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	},
	"JSON": func(out *bytes.Buffer) *slog.Logger {
		return slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	},
}

// collectStrings collects every text in a structure, unexported fields and all, as a determined printer would.
func collectStrings(v reflect.Value) []string {
	w := stringCollector{seen: map[uintptr]bool{}}
	w.collect(v)
	return w.found
}

type stringCollector struct {
	seen  map[uintptr]bool
	found []string
}

func (w *stringCollector) collect(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		w.found = append(w.found, v.String())
	case reflect.Pointer:
		if !v.IsNil() && !w.seen[v.Pointer()] {
			w.seen[v.Pointer()] = true
			w.collect(v.Elem())
		}
	case reflect.Interface:
		w.collect(v.Elem())
	case reflect.Struct:
		for _, field := range v.Fields() {
			w.collect(field)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			w.collect(it.Key())
			w.collect(it.Value())
		}
	case reflect.Slice, reflect.Array:
		w.collectList(v)
	default: // numbers and functions hold no text
	}
}

func (w *stringCollector) collectList(v reflect.Value) {
	if v.Type().Elem().Kind() != reflect.Uint8 {
		for i := range v.Len() {
			w.collect(v.Index(i))
		}
		return
	}
	text := make([]byte, v.Len())
	for i := range text {
		text[i] = byte(v.Index(i).Uint())
	}
	w.found = append(w.found, string(text))
}
