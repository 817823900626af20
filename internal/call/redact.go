package call

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"html"
	"net/url"
	"slices"
	"strings"
)

const (
	redactedText = "[redacted]"
	// minSecret is the shortest text that is taken for a secret; shorter ones would blank out ordinary words.
	minSecret = 4
)

// newRedactor returns a function that replaces the secrets in a text, in every form in which an address, a JSON
// or an HTML body can hold them.
func newRedactor(secrets []string) func(string) string {
	var forms []string
	for _, secret := range secrets {
		if len(secret) >= minSecret {
			forms = append(forms, formsOf(secret)...)
		}
	}
	if len(forms) == 0 {
		return func(s string) string { return s }
	}
	slices.SortFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, redactedText)
	}
	return strings.NewReplacer(pairs...).Replace
}

func formsOf(secret string) []string {
	quoted, _ := json.Marshal(secret)
	inJSON := string(quoted[1 : len(quoted)-1])
	inQuery, inPath := url.QueryEscape(secret), url.PathEscape(secret)
	return []string{
		secret,
		inJSON, strings.ReplaceAll(inJSON, "/", `\/`),
		inQuery, lowerHex(inQuery), strings.ReplaceAll(inQuery, "+", "%20"),
		inPath, lowerHex(inPath),
		html.EscapeString(secret),
	}
}

// lowerHex turns %2F into %2f.
func lowerHex(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i:], bytes.ToLower(b[i:i+3]))
			i += 2
		}
	}
	return string(b)
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
