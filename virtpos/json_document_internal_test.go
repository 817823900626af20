package virtpos

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Beside an error, the tree holds the members before it whole, and nothing of the member with the error.
func TestParseTree_JSON_PartOfMember(t *testing.T) {
	t.Parallel()
	want := []Element{{Name: "a", Text: "true"}, {Name: "a"}, {Name: "b", Children: []Element{{Name: "c"}}}}
	for _, part := range []string{
		`[0,1`, `[0,x]`, `[0,[1,`, `[[0,]]`, `[{"d":1},{"d":`, `{"d":[1,2],`, `{"d":{"e":1}x`, `{"d":"\q"}`, `tru`, `"x`, `01`,
		strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth), `[true` + strings.Repeat(",0", maxNodes) + `]`,
	} {
		root, err := parseTree([]byte(`{"a":[true,[]],"b":{"c":{}},"success":`+part), nil)
		require.Error(t, err)
		got := root.copyElement(0).Children
		if part == "01" {
			got = got[:len(got)-1] // 0 is a number
		}
		want[0].Text = "1"
		assert.Equal(t, want, got, part)
	}
}

// A list within a list is an element of that name; an empty one is an empty element.
func TestParseTree_JSON_NestedLists(t *testing.T) {
	t.Parallel()
	a := func(children ...Element) Element { return Element{Name: "a", Children: children} }
	text := func(text string) Element { return Element{Name: "a", Text: text} }
	for document, want := range map[string][]Element{
		`{"a":[]}`:                 {a()},
		`{"a":[ [ ] ]}`:            {a()},
		`{"a":[[],[]]}`:            {a(), a()},
		`{"a":[[[]]]}`:             {a(a())},
		`{"a":[[1]]}`:              {a(text("1"))},
		`{"a":[[1,[2,[]]],"3"]}`:   {a(text("1"), a(text("2"), a())), text("3")},
		`{"a":[null,"", " x "]}`:   {a(), a(), text("x")},
		`{"a":[{},[{}],{"b":[]}]}`: {a(), a(a()), {Name: "a", Children: []Element{{Name: "b"}}}},
	} {
		assert.Equal(t, want, parseElement(t, document).Children, document)
	}
}

// Half a surrogate pair stays apart from another one, in names and in texts.
func TestParseTree_JSON_HalfSurrogates(t *testing.T) {
	t.Parallel()
	got := parseElement(t, `{"\ud800":"\ud801","\ud802":{"\ud803":"\ud83d\ude00"}}`).Children
	assert.Equal(t, []Element{
		{Name: "\xed\xa0\x80", Text: "\xed\xa0\x81"},
		{Name: "\xed\xa0\x82", Children: []Element{{Name: "\xed\xa0\x83", Text: "😀"}}},
	}, got)
}

// An error names the offset of the invalid byte.
func TestReadStock_JSON_Position(t *testing.T) {
	t.Parallel()
	for document, says := range map[string]string{
		`{"success":1,"a":[01]}`:     `byte 19: this is no JSON: invalid character '1' where a comma or a closing bracket belongs`,
		`{"success":1,"a":{"b":"\q"`: `byte 24: this is no JSON: invalid character 'q' in an escape`,
		`{"success":1,"a":1`:         `byte 18: the response breaks off: unexpected EOF`,
	} {
		var c stockCollector
		require.EqualError(t, c.readBody(iotest.OneByteReader(strings.NewReader(document))), says)
	}
}

// Only io.EOF itself is the end of a body.
func TestReadStock_JSON_WrappedEOF(t *testing.T) {
	t.Parallel()
	broken := fmt.Errorf("reset by peer: %w", io.EOF)
	for _, document := range []string{wrapJSON(`[{"id":1}]`), `{"success":1,"a":1`, `{"success":1,"a":`} {
		var c stockCollector
		err := c.readBody(io.MultiReader(strings.NewReader(document), iotest.ErrReader(broken)))
		require.ErrorIs(t, err, broken)
		assert.NotErrorIs(t, err, io.ErrUnexpectedEOF)
	}
}
