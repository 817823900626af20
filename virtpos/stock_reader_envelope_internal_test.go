package virtpos

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

var successCases = []struct {
	name    string
	members string // of the root in JSON; %s is the list of warehouses, if there is one
	says    string
	outcome shelfwire.Outcome
}{
	{"failure with info", `"success":0,"info":"Wrong key"`, "Wrong key", shelfwire.OutcomeRejected},
	{"info first", `"info":"Wrong key","success":"0"`, "Wrong key", shelfwire.OutcomeRejected},
	{"info behind the list",
		`"success":false,"type":"error","warehouses":[{"id":1,"items":[{"id":1}]}],"info":"Wrong key"`,
		"Wrong key", shelfwire.OutcomeRejected},
	{"info in parts", `"success":0,"info":{"a":"a","b":["b",{"c":"c"},""]}`, "a; b; c", shelfwire.OutcomeRejected},
	{"failure without info", `"success":0,"info":""`, "success 0", shelfwire.OutcomeRejected},
	{"odd number", `"success":2`, `"2"`, shelfwire.OutcomeUnknown},
	{"odd word", `"success":"yes","info":"x"`, "x", shelfwire.OutcomeUnknown},
	{"a fraction", `"success":1.5`, `"1.5"`, shelfwire.OutcomeUnknown},
	{"false in quotes", `"success":"False","info":"x"`, "x", shelfwire.OutcomeRejected},
	{"zero with a fraction", `"success":0.0,"info":"x"`, "x", shelfwire.OutcomeRejected},
	{"first yes, then no", `"success":1,"success":0,"warehouses":[]`, `"1 and 0"`, shelfwire.OutcomeUnknown},
	{"first no, then yes", `"success":0,"success":1,"warehouses":[]`, `"0 and 1"`, shelfwire.OutcomeUnknown},
	{"no twice", `"success":0,"success":"0","info":"x","warehouses":[]`, "x", shelfwire.OutcomeRejected},
	{"behind rows",
		`"warehouses":{"warehouse":{"id":1,"items":{"item":{"id":1}}}},"success":0,"info":"Timeout"`,
		"Timeout", shelfwire.OutcomeRejected},
}

func TestReadStock_Success(t *testing.T) {
	t.Parallel()
	for _, tc := range successCases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			document := "{" + tc.members + "}"
			c, err := collectStock(document)
			assertAPIError(t, err, tc.says, tc.outcome)
			assert.Equal(t, tc.name == "behind rows", len(c.rows) == 1)

			root := parseElement(t, document)
			assertAPIError(t, decodeResponse([]byte(document), opZeroOutdated, nil, nil), tc.says, tc.outcome)

			assert.Equal(t, root, parseElement(t, formatXMLElement(root)))
			_, err = collectStock(formatXMLElement(root))
			assertAPIError(t, err, tc.says, tc.outcome)
		})
	}
}

// A response that lacks success is foreign.
func TestReadStock_NoSuccess(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, members, says string }{
		{"missing", `"warehouses":[]`, "does not say success"},
		{"missing with info", `"info":"x"`, `does not say success, but "x"`},
		{"empty", `"success":null,"warehouses":[]`, "does not say success"},
		{"with elements", `"success":{"a":1},"warehouses":[]`, "does not say success"},
		{"in another case", `"Success":1,"warehouses":[]`, "does not say success"},
		{"another product's", `"status":"ok","type":"Products"`, "does not say success"},
		{"deeper", `"response":{"success":1}`, "does not say success"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			document := "{" + tc.members + "}"
			root := parseElement(t, document)
			_, fromJSON := collectStock(document)
			_, fromXML := collectStock(formatXMLElement(root))
			for _, err := range []error{fromJSON, fromXML, decodeResponse([]byte(document), opZeroOutdated, nil, nil)} {
				var refusal *call.APIError
				require.ErrorContains(t, err, tc.says)
				assert.NotErrorAs(t, err, &refusal)
				assert.NotErrorIs(t, err, io.ErrUnexpectedEOF)
			}
		})
	}
}

func assertAPIError(t *testing.T, err error, says string, outcome shelfwire.Outcome) {
	t.Helper()
	var refusal *call.APIError
	require.ErrorAs(t, err, &refusal)
	assert.Contains(t, refusal.Message, says)
	assert.Equal(t, outcome, refusal.Outcome)
}

// formatXMLElement formats an element whose texts need no escaping.
func formatXMLElement(e Element) string {
	var inside strings.Builder
	for _, child := range e.Children {
		inside.WriteString(formatXMLElement(child))
	}
	return fmt.Sprintf("<%s>%s%s</%[1]s>", e.Name, e.Text, inside.String())
}

// A failed response is read for its info, up to a bound, even when the rest is malformed.
func TestReadStock_FailureInMalformedResponse(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"broken":    `<root><success>0</success><info>Wrong`,
		"truncated": `<root><success>0</success>`,
		"malformed": `{"success":0,"info"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := collectStock(document)
			assertAPIError(t, err, "success 0", shelfwire.OutcomeRejected)
		})
	}
	t.Run("endless", func(t *testing.T) {
		t.Parallel()
		body := &countingReader{Reader: io.MultiReader(strings.NewReader(`<root><success>0</success>`), newEndlessReader(`<a>b</a>`))}
		assertAPIError(t, readStock(listSource{body: body}, StoreQuery{}, stockSink{}), "success 0", shelfwire.OutcomeRejected)
		assert.Less(t, body.n, int64(256<<10))
	})
	t.Run("endless JSON", func(t *testing.T) {
		t.Parallel()
		body := &countingReader{Reader: io.MultiReader(strings.NewReader(`{"success":0,"a":[0`), newEndlessReader(`,0`))}
		assertAPIError(t, readStock(listSource{body: body}, StoreQuery{}, stockSink{}), "success 0", shelfwire.OutcomeRejected)
		assert.Less(t, body.n, int64(256<<10))
	})
	t.Run("endless heads", func(t *testing.T) {
		t.Parallel()
		body := &countingReader{Reader: io.MultiReader(strings.NewReader("<root>"), newEndlessReader(`<success>0</success>`))}
		assertAPIError(t, readStock(listSource{body: body}, StoreQuery{}, stockSink{}), "success 0", shelfwire.OutcomeRejected)
		assert.Less(t, body.n, int64(256<<10))
	})
	t.Run("far away", func(t *testing.T) {
		t.Parallel()
		padding := strings.Repeat("<a>b</a>", 4<<10)
		_, err := collectStock(`<root><success>0</success>` + padding + `<info>Wrong key</info>` + padding + padding)
		assertAPIError(t, err, "Wrong key", shelfwire.OutcomeRejected)
	})
}

// endlessReader repeats a text forever.
type endlessReader struct{ text, left string }

func newEndlessReader(text string) *endlessReader { return &endlessReader{text: text} }

func (e *endlessReader) Read(p []byte) (int, error) {
	if e.left == "" {
		e.left = strings.Repeat(e.text, 1000)
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}
