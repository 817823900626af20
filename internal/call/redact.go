package call

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
)

const (
	redactedText = "[redacted]"
	// minSecret is the length of the shortest text that counts as a secret; shorter ones would blank out ordinary words.
	minSecret = 4
	// maxRemembered is how many tokens are remembered, the newest first.
	maxRemembered = 8
)

// redactor replaces secrets in a text. isCut says that the text may end within a secret, or with the beginning of a
// longer one; the end is then dropped from where that secret begins.
type redactor func(text string, isCut bool) string

// redactWhole replaces secrets in a whole text.
func (r redactor) redactWhole(text string) string { return r(text, false) }

// redactCut replaces secrets in the beginning of a longer text.
func (r redactor) redactCut(text string) string { return r(text, true) }

// makeProviderRedactor returns a function that replaces the provider's lasting secrets in a text, and its
// current tokens. It searches for all of them at once, so that a short secret inside a long one does not hide
// it.
func makeProviderRedactor(p *Provider) redactor {
	lasting, tokens := withEncodings(revealAll(p.Secrets)), p.CurrentTokens
	if tokens == nil {
		return makeRedactor(lasting)
	}
	var current atomic.Pointer[tokenRedactor]
	current.Store(newTokenRedactor(lasting, nil, nil))
	return func(text string, isCut bool) string {
		r := current.Load()
		for now := tokens(); !slices.Equal(now, r.tokens); r = current.Load() {
			current.CompareAndSwap(r, newTokenRedactor(lasting, now, r.remembered))
		}
		return r.replace(text, isCut)
	}
}

func revealAll(secrets []shelfwire.Secret) []string {
	texts := make([]string, len(secrets))
	for i, s := range secrets {
		texts[i] = s.Reveal()
	}
	return texts
}

// withEncodings adds the forms of secrets that last in hexadecimal digits and in base64: of the secret, and of those that
// are base64 already, such as what HTTP Basic sends, that without padding and that for URLs.
func withEncodings(secrets []string) []string {
	all := slices.Clone(secrets)
	for _, secret := range secrets {
		if len(secret) < minSecret {
			continue
		}
		all = append(all, hex.EncodeToString([]byte(secret)),
			base64.RawStdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)))
		if text, err := base64.StdEncoding.DecodeString(secret); err == nil && strings.Contains(string(text), ":") {
			all = append(all, hex.EncodeToString(text), base64.RawStdEncoding.EncodeToString(text),
				base64.URLEncoding.EncodeToString(text), base64.RawURLEncoding.EncodeToString(text))
		}
	}
	return all
}

// tokenRedactor is a redactor for as long as the tokens stay the same. It remembers earlier tokens as well: a
// response about a token often arrives after it was dropped.
type tokenRedactor struct {
	tokens     []string
	remembered []string
	replace    redactor
}

func newTokenRedactor(lasting, now, before []string) *tokenRedactor {
	known := slices.Clone(now)
	for _, secret := range before {
		if len(known) < maxRemembered && !slices.Contains(known, secret) {
			known = append(known, secret)
		}
	}
	return &tokenRedactor{tokens: now, remembered: known, replace: makeRedactor(slices.Concat(lasting, known))}
}

// makeRedactor returns a function that replaces the secrets in a text, however a URL, a JSON or an HTML body
// escapes their characters. The first text pays for preparing the search.
func makeRedactor(secrets []string) redactor {
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(secret string) bool { return len(secret) < minSecret })
	if len(secrets) == 0 {
		return func(text string, _ bool) string { return text }
	}
	matcherOf := sync.OnceValue(func() *matcher { return newMatcher(secrets) })
	var pool sync.Pool
	return func(text string, isCut bool) string {
		if len(text) < minSecret && !isCut {
			return text
		}
		s, ok := pool.Get().(*search)
		if !ok {
			s = new(search)
		}
		if isCut {
			text = trimCutEscape(text)
		}
		s.findSecrets(matcherOf(), text)
		if isCut {
			text = s.trimCutSecret()
		}
		clean := replaceSpans(text, s.spans)
		if s.isSmall() {
			pool.Put(s)
		}
		return clean
	}
}

// replaceSpans replaces parts of a text. Parts that overlap are replaced as one.
func replaceSpans(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var clean strings.Builder
	clean.Grow(len(text))
	done := 0
	for i, s := range spans {
		if i == 0 || s.from >= done {
			clean.WriteString(text[done:s.from])
			clean.WriteString(redactedText)
		}
		done = max(done, s.to)
	}
	clean.WriteString(text[done:])
	return clean.String()
}

// redactAndClip shortens a foreign text for an error or a log. Secrets are replaced first, because half a
// secret would not be found.
func redactAndClip(text string, redact func(string) string, most int) string {
	return clipText(redact(text), most)
}

// redactError replaces an error whose text holds a secret. The new one still matches by errors.Is, and hides
// the text from errors.Unwrap.
func redactError(err error, redact func(string) string) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if clean := redact(text); clean != text {
		return &redactedError{text: clean, is: func(target error) bool { return errors.Is(err, target) }}
	}
	return err
}

type redactedError struct {
	text string
	is   func(error) bool
}

func (e *redactedError) Error() string { return e.text }

func (e *redactedError) Is(target error) bool { return e.is(target) }
