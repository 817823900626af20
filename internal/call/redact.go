package call

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
)

const (
	redactedText = "[redacted]"
	// minSecret is the shortest text that is taken for a secret; shorter ones would blank out ordinary words.
	minSecret = 4
	// maxKnown is how many passing secrets are remembered, the newest first.
	maxKnown = 8
)

// redactor returns a function that replaces the client's lasting secrets in a text and those that it holds at the
// moment. All are searched for at once: a short one that stands inside a long one must not hide it.
func redactor(p *Provider) func(string) string {
	lasting, tokens := revealAll(p.Secrets), p.Tokens
	if tokens == nil {
		return newRedactor(lasting)
	}
	var current atomic.Pointer[redaction]
	current.Store(newRedaction(lasting, nil, nil))
	return func(s string) string {
		r := current.Load()
		for now := tokens(); !slices.Equal(now, r.now); r = current.Load() {
			current.CompareAndSwap(r, newRedaction(lasting, now, r.known))
		}
		return r.replace(s)
	}
}

func revealAll(secrets []shelfwire.Secret) []string {
	texts := make([]string, len(secrets))
	for i, s := range secrets {
		texts[i] = s.Reveal()
	}
	return texts
}

// redaction is kept for as long as the secrets stay the same. It knows those before them, too: an answer about a
// token often comes when it has been dropped.
type redaction struct {
	now     []string
	known   []string
	replace func(string) string
}

func newRedaction(lasting, now, before []string) *redaction {
	known := slices.Clone(now)
	for _, secret := range before {
		if len(known) < maxKnown && !slices.Contains(known, secret) {
			known = append(known, secret)
		}
	}
	return &redaction{now: now, known: known, replace: newRedactor(slices.Concat(lasting, known))}
}

// newRedactor returns a function that replaces the secrets in a text, in whatever way a URL, a JSON or an HTML body
// escapes their characters. The work of preparing the search is done with the first text.
func newRedactor(secrets []string) func(string) string {
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(secret string) bool { return len(secret) < minSecret })
	if len(secrets) == 0 {
		return func(text string) string { return text }
	}
	matcherOf := sync.OnceValue(func() *matcher { return newMatcher(secrets) })
	var pool sync.Pool
	return func(text string) string {
		if len(text) < minSecret {
			return text
		}
		s, ok := pool.Get().(*search)
		if !ok {
			s = new(search)
		}
		s.find(matcherOf(), text)
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

// clearAndClip shortens a foreign text that goes into an error or a log: secrets are replaced first, because half
// a secret is not found any more.
func clearAndClip(text string, redact func(string) string, most int) string {
	return clip(redact(text), most)
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
