package jsonscan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/jsonscan"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// token is a token and its place.
type token struct {
	kind jsonscan.Kind
	text string
	end  int64
}

// scanAll returns all tokens of a stream, and the error behind them.
func scanAll(stream io.Reader, size int) (tokens []token, err error) {
	s := jsonscan.New(stream, size)
	for {
		kind, err := s.Next()
		if err != nil {
			return tokens, err
		}
		tokens = append(tokens, token{kind, string(s.Text()), s.Offset()})
	}
}

// readers are ways to read the same text.
var readers = map[string]func(io.Reader) io.Reader{
	"at once":           func(r io.Reader) io.Reader { return r },
	"byte by byte":      iotest.OneByteReader,
	"by halves":         iotest.HalfReader,
	"data with the EOF": iotest.DataErrReader,
}

// compareWithJSON checks that a text gives the same tokens and the same verdict as encoding/json, however it is read.
func compareWithJSON(t *testing.T, text string, size int) {
	t.Helper()
	tokens, err := scanAll(strings.NewReader(text), size)
	assertSameVerdict(t, text, err)
	assertSameTokens(t, text, tokens)
	for _, read := range readers {
		again, sameErr := scanAll(read(strings.NewReader(text)), size)
		require.Equal(t, tokens, again)
		require.Equal(t, err, sameErr)
	}
}

func assertSameVerdict(t *testing.T, text string, got error) {
	t.Helper()
	syntax, isSyntax := errors.AsType[*jsonscan.SyntaxError](got)
	switch {
	case json.Valid([]byte(text)):
		require.Equal(t, io.EOF, got, "%q", text)
	case canGoOn(text):
		require.Equal(t, io.ErrUnexpectedEOF, got, "%q", text)
	default:
		require.True(t, isSyntax, "%q: %v", text, got)
		// The byte behind the longest beginning that can go on; the versions of encoding/json name other ones.
		flaw := sort.Search(len(text), func(n int) bool { return !canGoOn(text[:n+1]) })
		require.EqualValues(t, flaw, syntax.Offset, "%q: %v", text, got)
		require.NotEmpty(t, syntax.Error())
	}
}

// canGoOn reports whether encoding/json would accept a text with something behind it, or as it is.
func canGoOn(text string) bool {
	if json.Valid([]byte(text)) {
		return true
	}
	err := json.NewDecoder(strings.NewReader(text)).Decode(new(json.RawMessage))
	return err == io.ErrUnexpectedEOF || err == io.EOF
}

// assertSameTokens compares the tokens with those that encoding/json reads before the end of the value or an error.
func assertSameTokens(t *testing.T, text string, tokens []token) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var open []byte
	isName := false
	before := int64(0)
	for i, got := range tokens {
		want, err := dec.Token()
		require.NoError(t, err, "%q: token %d, %+v", text, i, got)
		require.Equal(t, dec.InputOffset(), got.end, "%q: token %d, %+v", text, i, got)
		written := strings.TrimLeft(text[before:got.end], " \t\r\n,:")
		before = got.end
		switch want := want.(type) {
		case json.Delim:
			require.Equal(t, map[json.Delim]jsonscan.Kind{
				'{': jsonscan.BeginObject, '}': jsonscan.EndObject, '[': jsonscan.BeginList, ']': jsonscan.EndList,
			}[want], got.kind)
			require.Empty(t, got.text)
			if want == '{' || want == '[' {
				open = append(open, byte(want))
			} else {
				open = open[:len(open)-1]
			}
		case string:
			require.Equal(t, isName, got.kind == jsonscan.Name, "%q: %+v", text, got)
			require.Equal(t, !isName, got.kind == jsonscan.String, "%q: %+v", text, got)
			require.Equal(t, replaceInvalid(want), replaceInvalid(got.text), "%q: %+v", text, got)
			exact, ok := lenientjson.Value(written).Text()
			require.True(t, ok)
			require.Equal(t, exact, got.text, "%q", text)
		default:
			require.Equal(t, map[string]jsonscan.Kind{"json.Number": jsonscan.Number, "bool": jsonscan.Bool, "<nil>": jsonscan.Null}[fmt.Sprintf("%T", want)],
				got.kind)
			require.Equal(t, written, got.text)
		}
		isName = len(open) > 0 && open[len(open)-1] == '{' && got.kind != jsonscan.Name
	}
	if !json.Valid([]byte(text)) && len(tokens) > 0 && len(open) == 0 {
		return // encoding/json reads the next value
	}
	_, err := dec.Token()
	require.Error(t, err, "%q", text)
}

var replacements = regexp.MustCompile("\uFFFD+")

// replaceInvalid replaces each run of invalid UTF-8 by one U+FFFD.
func replaceInvalid(text string) string {
	return replacements.ReplaceAllString(string(bytes.ToValidUTF8([]byte(text), []byte("\uFFFD"))), "\uFFFD")
}
