package virtpos

import (
	"strings"
)

// redactor removes keys from a text. Texts of the server pass through it before they are cut or put into an
// error.
type redactor func(string) string

// apply redacts a text; a nil redactor returns it unchanged.
func (r redactor) apply(text string) string {
	if r == nil {
		return text
	}
	return r(text)
}

// maxQuoteLen bounds a text of the server in an error.
const maxQuoteLen = 64

// quote redacts a text for an error and cuts it.
func (r redactor) quote(text string) string { return r.clip(text, maxQuoteLen) }

func (r redactor) clip(text string, most int) string {
	text = r.apply(text)
	if len(text) <= most {
		return text
	}
	const mark = "…"
	return strings.ToValidUTF8(text[:most-len(mark)], "") + mark
}

// minPieceLen is the shortest piece of a key that is redacted. A shorter one may be part of an ordinary word.
const minPieceLen = 8

// newKeyRedactor returns a redactor that also removes pieces of a key. A document can split a key at characters
// such as & and <, which begin an entity or end a name.
func newKeyRedactor(key string, whole redactor) redactor {
	pieces := map[string]bool{}
	for end := minPieceLen; end <= len(key); end++ {
		pieces[key[end-minPieceLen:end]] = true
	}
	return func(text string) string {
		text = whole.apply(text)
		if len(pieces) == 0 {
			return text
		}
		return redactPieces(text, pieces)
	}
}

// redactPieces replaces each stretch of a text that pieces cover.
func redactPieces(text string, pieces map[string]bool) string {
	var cleared strings.Builder
	done := 0
	for at := 0; at+minPieceLen <= len(text); at++ {
		if !pieces[text[at:at+minPieceLen]] {
			continue
		}
		cleared.WriteString(text[done:at] + "[redacted]")
		for at++; at+minPieceLen <= len(text) && pieces[text[at:at+minPieceLen]]; at++ {
		}
		done = at + minPieceLen - 1
		at = done - 1
	}
	return cleared.String() + text[done:]
}
