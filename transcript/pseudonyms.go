package transcript

import (
	"crypto/rand"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// pseudonyms replaces the words of texts. The same word gets the same pseudonym, and two words get two, so that an SKU
// in a request is still the SKU of the response. They are drawn at random: nothing leads back to the word.
//
// A word is a run of letters or a run of digits. A run of letters becomes x and consonants, as in "Xqzwk", and a run of
// digits as many other digits.
type pseudonyms struct {
	mu     sync.Mutex
	byWord map[string]string
	taken  map[string]bool // pseudonyms in use
	asked  map[string]bool // pseudonyms that stand in requests
}

func newPseudonyms() *pseudonyms {
	return &pseudonyms{byWord: map[string]string{}, taken: map[string]bool{}, asked: map[string]bool{}}
}

// redactedText stands where a key stood.
const redactedText = "[redacted]"

// replaceText replaces the words of a text. isRequest says that the text is of a request.
func (p *pseudonyms) replaceText(text string, isRequest bool) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	parts := strings.Split(text, redactedText)
	for i, part := range parts {
		parts[i] = replaceWords(part, func(word string) string {
			pseudonym := p.replaceWord(word)
			if isRequest && pseudonym != word {
				p.asked[pseudonym] = true
			}
			return pseudonym
		})
	}
	return strings.Join(parts, redactedText)
}

// replaceWord returns the pseudonym of a word. Zeros stay.
func (p *pseudonyms) replaceWord(word string) string {
	if strings.Trim(word, "0") == "" {
		return word
	}
	pseudonym, known := p.byWord[word]
	for length := 0; !known; length++ {
		pseudonym = drawPseudonym(word, length/maxDraws)
		known = !p.taken[pseudonym] && pseudonym != word
	}
	p.byWord[word], p.taken[pseudonym] = pseudonym, true
	return pseudonym
}

// maxDraws is how many pseudonyms of a length are drawn before a longer one is.
const maxDraws = 20

// listAsked returns the pseudonyms of requests in alphabetical order.
func (p *pseudonyms) listAsked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.asked))
}

const (
	consonants         = "bcdfghjklmnpqrstvwxz"
	cyrillicConsonants = "бвгджзклмнпрстфхц"
	minLetters         = 5 // no short word of an API is hit by accident
)

// drawPseudonym draws a pseudonym, longer by so many characters than it has to be.
func drawPseudonym(word string, longer int) string {
	first, _ := utf8.DecodeRuneInString(word)
	length := utf8.RuneCountInString(word) + longer
	switch {
	case wordKind(first) == kindDigits:
		return drawDigits(word, length)
	case unicode.Is(unicode.Cyrillic, first):
		return drawLetters("щ", cyrillicConsonants, max(length, minLetters), unicode.IsUpper(first))
	default:
		return drawLetters("x", consonants, max(length, minLetters), unicode.IsUpper(first))
	}
}

// drawDigits draws a number of so many digits that begins with a zero where the word does.
func drawDigits(word string, length int) string {
	zeros := len(word) - len(strings.TrimLeft(word, "0"))
	return word[:zeros] + drawFrom("123456789", 1) + drawFrom("0123456789", length-zeros-1)
}

func drawLetters(start, alphabet string, length int, upper bool) string {
	if upper {
		start = strings.ToUpper(start)
	}
	return start + drawFrom(alphabet, length-1)
}

// drawFrom draws characters of an alphabet at random.
func drawFrom(alphabet string, n int) string {
	letters := []rune(alphabet)
	random := make([]byte, 2*n)
	_, _ = rand.Read(random) // never fails
	var b strings.Builder
	for i := range n {
		b.WriteRune(letters[(int(random[2*i])<<8|int(random[2*i+1]))%len(letters)])
	}
	return b.String()
}

// replaceWords replaces the words of a text one by one.
func replaceWords(text string, replace func(word string) string) string {
	var b strings.Builder
	for part, isWord := range splitWords(text) {
		if isWord {
			part = replace(part)
		}
		b.WriteString(part)
	}
	return b.String()
}

// splitWords yields the runs of letters, the runs of digits and what is between them.
func splitWords(text string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for text != "" {
			first, size := utf8.DecodeRuneInString(text)
			kind := wordKind(first)
			for size < len(text) {
				next, more := utf8.DecodeRuneInString(text[size:])
				if wordKind(next) != kind {
					break
				}
				size += more
			}
			if !yield(text[:size], kind != kindOther) {
				return
			}
			text = text[size:]
		}
	}
}

// The kinds of characters that make words.
const (
	kindOther   = iota
	kindLetters // with their marks, and numbers that are no digits
	kindDigits
)

func wordKind(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return kindDigits
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r):
		return kindLetters
	default:
		return kindOther
	}
}
