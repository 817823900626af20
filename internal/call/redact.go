package call

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const (
	redactedText = "[redacted]"
	// minSecret is the shortest text that is taken for a secret; shorter ones would blank out ordinary words.
	minSecret = 4
)

// aliases are further ways to write a character.
var aliases = map[byte][]string{
	' ': {"+"}, '&': {"&amp;"}, '<': {"&lt;"}, '>': {"&gt;"}, '"': {"&quot;"}, '\'': {"&apos;"},
}

// newRedactor returns a function that replaces the secrets in a text, in whatever way an address, a JSON or an HTML
// body escapes their characters.
func newRedactor(secrets []string) func(string) string {
	var patterns []string
	for _, secret := range slices.SortedFunc(slices.Values(secrets), longestFirst) {
		if len(secret) >= minSecret {
			patterns = append(patterns, escapedPattern(secret))
		}
	}
	if len(patterns) == 0 {
		return func(s string) string { return s }
	}
	secret := regexp.MustCompile(strings.Join(patterns, "|"))
	return func(s string) string {
		if len(s) < minSecret {
			return s
		}
		return secret.ReplaceAllLiteralString(s, redactedText)
	}
}

func longestFirst(a, b string) int { return cmp.Compare(len(b), len(a)) }

// escapedPattern matches a text with each of its bytes either as it is or escaped: \/ and \u002f as in JSON, %2f as in
// an address, &#47; and &#x2f; as in HTML.
func escapedPattern(text string) string {
	var pattern strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&pattern, `(?:\\*%s|\\+u(?i:%04x)|%%(?i:%02x)|&#0*%d;|&#(?i:x0*%x);`,
			regexp.QuoteMeta(string(rune(c))), c, c, c, c)
		for _, alias := range aliases[c] {
			pattern.WriteString("|" + regexp.QuoteMeta(alias))
		}
		pattern.WriteByte(')')
	}
	return pattern.String()
}

// redactJSON replaces the secrets in the strings of a JSON value, however they are escaped there. A value that
// is too long to keep, or no JSON, is dropped: cut JSON helps nobody.
func redactJSON(raw json.RawMessage, redact func(string) string) json.RawMessage {
	if len(raw) == 0 {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil
	}
	clean, err := encodeJSON(redactValue(value, redact))
	if err != nil || len(clean) > maxDetails {
		return nil
	}
	return clean
}

func redactValue(value any, redact func(string) string) any {
	switch v := value.(type) {
	case string:
		return redact(v)
	case json.Number:
		if clean := redact(v.String()); clean != v.String() {
			return clean
		}
		return v
	case []any:
		for i := range v {
			v[i] = redactValue(v[i], redact)
		}
		return v
	case map[string]any:
		clean := make(map[string]any, len(v))
		for key, item := range v {
			clean[redact(key)] = redactValue(item, redact)
		}
		return clean
	default:
		return v
	}
}

// cleared replaces an error whose text holds a secret by one that does not. It still answers errors.Is, but
// nobody can unwrap the text again.
func cleared(err error, redact func(string) string) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if clean := redact(text); clean != text {
		return &clearedError{text: clean, is: func(target error) bool { return errors.Is(err, target) }}
	}
	return err
}

type clearedError struct {
	text string
	is   func(error) bool
}

func (e *clearedError) Error() string        { return e.text }
func (e *clearedError) Is(target error) bool { return e.is(target) }
