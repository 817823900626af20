package erpxttest

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// token is a token of a filter.
type token struct {
	kind  tokenKind
	at    int    // byte offset
	text  string // its part of the filter
	value value  // of a literal
}

func (t *token) endOffset() int { return t.at + len(t.text) }

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenOpen
	tokenClose
	tokenComma
	tokenWord
	tokenNumber
	tokenText
	tokenDate
)

// syntaxError is the problem of an option of a list, and its place.
type syntaxError struct {
	at      int
	problem string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%s at position %d", e.problem, e.at) }

func newSyntaxError(at int, format string, args ...any) *syntaxError {
	return &syntaxError{at, fmt.Sprintf(format, args...)}
}

// tokenize splits a filter into tokens. The last one is tokenEnd.
func tokenize(filter string) ([]token, error) {
	var tokens []token
	for at := 0; at < len(filter); {
		if filter[at] == ' ' {
			at++
			continue
		}
		t, size, err := readToken(filter[at:])
		if err != nil {
			err.at += at
			return nil, err
		}
		t.at, t.text = at, filter[at:at+size]
		tokens = append(tokens, t)
		at += size
	}
	return append(tokens, token{kind: tokenEnd, at: len(filter)}), nil
}

// readToken reads the token at the beginning of rest, and its size in bytes.
func readToken(rest string) (t token, size int, err *syntaxError) {
	switch c := rest[0]; {
	case c == '(':
		return token{kind: tokenOpen}, 1, nil
	case c == ')':
		return token{kind: tokenClose}, 1, nil
	case c == ',':
		return token{kind: tokenComma}, 1, nil
	case c == '\'':
		text, size, err := readQuoted(rest)
		return token{kind: tokenText, value: value{text: text}}, size, err
	case c == '-' || isDigit(c):
		return readNumber(rest)
	case isLetter(c):
		word := rest[:prefixLength(rest, func(c byte) bool { return isLetter(c) || isDigit(c) })]
		if word == "datetime" && strings.HasPrefix(rest[len(word):], "'") {
			return readDate(rest, len(word))
		}
		return token{kind: tokenWord}, len(word), nil
	default:
		_, size := utf8.DecodeRuneInString(rest)
		return token{}, 0, newSyntaxError(0, "there is no meaning in %q", rest[:size])
	}
}

// readQuoted reads a text in quotes. A doubled quote stands for one in the text.
func readQuoted(rest string) (text string, size int, err *syntaxError) {
	var out strings.Builder
	for i := 1; i < len(rest); i++ {
		if rest[i] == '\'' {
			if !strings.HasPrefix(rest[i+1:], "'") {
				return out.String(), i + 1, nil
			}
			i++
		}
		out.WriteByte(rest[i])
	}
	return "", 0, newSyntaxError(0, "a text without an end")
}

// readNumber reads an exact decimal number. Letters that follow it directly belong to it, so that 5and is an error.
func readNumber(rest string) (token, int, *syntaxError) {
	size := 1 + prefixLength(rest[1:], func(c byte) bool { return isDigit(c) || isLetter(c) || c == '.' })
	n, err := shelfwire.ParseDecimal(rest[:size])
	if err != nil || strings.Trim(rest[1:size], ".0123456789") != "" {
		return token{}, 0, newSyntaxError(0, "%.40q is not a number", rest[:size])
	}
	return token{kind: tokenNumber, value: value{number: n}}, size, nil
}

// sortableTime is a layout whose texts are in the order of the times.
const sortableTime = "2006-01-02T15:04:05.000000000"

// readDate reads datetime'2024-06-05', also with a time of day.
func readDate(rest string, prefix int) (token, int, *syntaxError) {
	text, size, err := readQuoted(rest[prefix:])
	if err != nil {
		return token{}, 0, err
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return token{kind: tokenDate, value: value{text: t.Format(sortableTime)}}, prefix + size, nil
		}
	}
	return token{}, 0, newSyntaxError(0, "%.40q is not a date", text)
}

// prefixLength returns the length of the prefix of s whose bytes are all accepted.
func prefixLength(s string, in func(byte) bool) int {
	for i := range len(s) {
		if !in(s[i]) {
			return i
		}
	}
	return len(s)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
