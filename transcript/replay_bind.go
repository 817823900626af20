package transcript

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// bindings are the words that stand for pseudonyms, as the requests so far have shown them.
type bindings struct {
	pseudonyms map[string]bool   // that stand in recorded requests
	words      map[string]string // by pseudonym
	byWord     map[string]string // the pseudonym of a word
}

func newBindings(pseudonyms []string) *bindings {
	return &bindings{pseudonyms: makeSet(pseudonyms...), words: map[string]string{}, byWord: map[string]string{}}
}

// bind keeps what a request has shown.
func (b *bindings) bind(found *trial) {
	maps.Copy(b.words, found.words)
	maps.Copy(b.byWord, found.byWord)
}

// wordOf returns the word that stands for a pseudonym, and any other word as it is.
func (b *bindings) wordOf(word string) string { return cmp.Or(b.words[word], word) }

// trial is the comparison of one request, with what it would bind.
type trial struct {
	*bindings

	words, byWord map[string]string
	order         []string // the pseudonyms in words, as they were bound
	differences   []difference
}

func (b *bindings) newTrial() *trial {
	return &trial{bindings: b, words: map[string]string{}, byWord: map[string]string{}}
}

// matchValue reports whether a value is the recorded one. Only where values are replaced can there be a pseudonym.
func (t *trial) matchValue(recorded *field, asked string) bool {
	if !recorded.isPersonal() && !strings.Contains(recorded.value, redactedText) {
		return recorded.value == asked
	}
	return t.matchText(recorded.value, asked)
}

// matchParameter is matchValue for a parameter; in a filter of OData the values are compared one by one.
func (t *trial) matchParameter(name, recorded, asked string) bool {
	ours, theirs := splitParameter(name, recorded), splitParameter(name, asked)
	return slices.EqualFunc(ours, theirs, func(a, b parameterPart) bool {
		if !a.isValue || !b.isValue {
			return a == b
		}
		return t.matchValue(&field{path: []string{name}, value: a.text, isParameter: true}, b.text)
	})
}

// matchName reports whether the name of a parameter is the recorded one.
func (t *trial) matchName(recorded, asked string) bool {
	return recorded == asked || isDataParameter(recorded) && t.matchText(recorded, asked)
}

// matchText reports whether a text is the recorded one, with other words for pseudonyms.
func (t *trial) matchText(recorded, asked string) bool {
	if recorded == asked && !t.hasPseudonym(recorded) {
		return true
	}
	if before, after, found := strings.Cut(recorded, redactedText); found {
		return strings.HasPrefix(asked, before) && strings.HasSuffix(asked, after)
	}
	ours, theirs := listParts(recorded), listParts(asked)
	if len(ours) != len(theirs) {
		return false
	}
	before := len(t.order)
	for i, part := range ours {
		if !t.matchWord(part, theirs[i]) {
			t.undo(before)
			return false
		}
	}
	return true
}

// undo takes back what was bound since there were so many bindings.
func (t *trial) undo(count int) {
	for _, pseudonym := range t.order[count:] {
		delete(t.byWord, t.words[pseudonym])
		delete(t.words, pseudonym)
	}
	t.order = t.order[:count]
}

func (t *trial) hasPseudonym(text string) bool {
	for _, part := range listParts(text) {
		if t.pseudonyms[part.text] {
			return true
		}
	}
	return false
}

// matchWord reports whether a word is the recorded one, or may stand for it.
func (t *trial) matchWord(recorded, asked textPart) bool {
	switch {
	case recorded.isWord != asked.isWord:
		return false
	case !t.pseudonyms[recorded.text]:
		return recorded.text == asked.text
	case wordKind(firstRune(recorded.text)) != wordKind(firstRune(asked.text)):
		return false
	}
	word, bound := lookUp(recorded.text, t.words, t.bindings.words)
	pseudonym, taken := lookUp(asked.text, t.byWord, t.bindings.byWord)
	if bound || taken {
		return word == asked.text && pseudonym == recorded.text
	}
	t.words[recorded.text], t.byWord[asked.text] = asked.text, recorded.text
	t.order = append(t.order, recorded.text)
	return true
}

// lookUp looks in one map after the other.
func lookUp(key string, maps ...map[string]string) (value string, found bool) {
	for _, m := range maps {
		if value, found = m[key]; found {
			return value, true
		}
	}
	return "", false
}

// textPart is a word, or what is between two.
type textPart struct {
	text   string
	isWord bool
}

func listParts(text string) (parts []textPart) {
	for part, isWord := range splitWords(text) {
		parts = append(parts, textPart{part, isWord})
	}
	return parts
}

func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}
