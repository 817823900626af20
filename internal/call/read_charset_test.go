package call

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// receiveText runs a call and returns the body that its decoder is given.
func receiveText(t *testing.T, a responder) (got string, err error) {
	t.Helper()
	c, _ := scripted(t, shelfwire.Options{Retry: once}, a)
	err = c.Do(t.Context(), Request{Op: opWrite, Path: []string{"x"}}, func(body []byte) error { got = string(body); return nil })
	return got, err
}

// Byte order marks, of which some servers write two, and spaces before them cost nothing; what stands behind stays.
func TestTrimByteOrderMarks(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, want string }{
		"none":                     {" {}\n", " {}\n"},
		"one":                      {bom + "{}", "{}"},
		"two":                      {bom + bom + "{}", "{}"},
		"spaces before one":        {" \t\r\n" + bom + "{}", "{}"},
		"spaces between two":       {bom + " " + bom + "\n{}", "\n{}"},
		"alone":                    {bom, ""},
		"half a mark":              {bom[:2] + "{}", bom[:2] + "{}"},
		"one within":               {"{" + bom + "}", "{" + bom + "}"},
		"spaces alone":             {"  ", "  "},
		"other spaces before one":  {"\u00a0" + bom + "{}", "\u00a0" + bom + "{}"},
		"spaces at the end of all": {bom + "{} ", "{} "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := receiveText(t, responds(200, tt.body))
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

// A body follows the charset of its Content-Type, unless its own declaration names one, or it is UTF-8 all the same.
func TestToUTF8(t *testing.T) {
	t.Parallel()
	const mouse = "\xcc\xfb\xf8\xfc" // in windows-1251
	declared := `<?xml version="1.0" encoding="windows-1251"?><root>` + mouse + "</root>"
	spaced := `<?xml version="1.0"` + strings.Repeat(" ", 150) + `encoding="windows-1251"?><root>` + mouse + "</root>"
	longest := `<?xml version="1.0"` + strings.Repeat(" ", 256-len(`<?xml version="1.0"encoding`)) + `encoding="x"?><r>`
	longer := strings.Replace(longest, " e", "  e", 1)
	for name, tt := range map[string]struct{ contentType, body, want string }{
		"the longest declaration":  {"text/xml; charset=windows-1251", longest + mouse, longest + mouse},
		"a longer one":             {"text/xml; charset=windows-1251", longer + mouse, longer + "Мышь"},
		"XML":                      {"text/xml; charset=windows-1251", "<root>" + mouse + "</root>", "<root>Мышь</root>"},
		"JSON":                     {"application/json; charset=Windows-1251", `{"name":"` + mouse + `"}`, `{"name":"Мышь"}`},
		"UTF-8 under a wrong name": {"application/json; charset=windows-1251", `{"name":"Мышь"}`, `{"name":"Мышь"}`},
		"a mark before it":         {"text/xml; charset=windows-1251", bom + "<root>" + mouse + "</root>", "<root>Мышь</root>"},
		"a declaration":            {"text/xml; charset=windows-1251", declared, declared},
		"a declaration elsewhere":  {"text/xml; charset=windows-1251", "\n" + declared, "\n" + declared},
		"a long declaration":       {"text/xml; charset=windows-1251", spaced, spaced},
		"a declaration without a charset": {
			"text/xml; charset=windows-1251", `<?xml version="1.0"?><r encoding="x">` + mouse + "</r>",
			`<?xml version="1.0"?><r encoding="x">Мышь</r>`,
		},
		"the word alone":           {"application/json; charset=windows-1251", `{"encoding=":"` + mouse + `"}`, `{"encoding=":"Мышь"}`},
		"no charset":               {"application/json", `{"name":"` + mouse + `"}`, `{"name":"` + mouse + `"}`},
		"an unknown one of UTF-8":  {"application/json; charset=x-shop", `{"name":"Мышь"}`, `{"name":"Мышь"}`},
		"an unknown one of ASCII":  {"application/json; charset=x-shop", `{"name":"Mug"}`, `{"name":"Mug"}`},
		"a Content-Type in pieces": {"application/json; charset", `{"name":"` + mouse + `"}`, `{"name":"` + mouse + `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := receiveText(t, responds(200, tt.body, "Content-Type", tt.contentType))
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

// What the provider says of a failure is read in its charset, and what came of a body before it broke off.
func TestToUTF8_ErrorBodies(t *testing.T) {
	t.Parallel()
	message := `{"id":7,"message":"` + "\xcc\xfb\xf8\xfc" + `"`
	c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(400, message+"}", "Content-Type", "application/json; charset=windows-1251"))
	assert.Equal(t, "Мышь", requireError(t, doCall(t.Context(), c, opWrite)).Message)

	got, err := receiveText(t, func(r *http.Request) (*http.Response, error) {
		resp, err := respondsTruncated(message+`,"na`, errTest)(r)
		resp.Header.Set("Content-Type", "application/json; charset=windows-1251")
		return resp, err
	})
	require.ErrorIs(t, err, errTest)
	assert.Equal(t, `{"id":7,"message":"Мышь"}`, got)
}

// A body in a charset that nobody knows is not the provider's: it is requested once more, and said.
func TestToUTF8_UnknownCharset(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]map[Op]retryVerdict{
		200: {opRead: twoUnknown, opSet: twoUnknown, opWrite: oneUnknown},
		404: {opRead: oneRefused, opSet: oneRefused, opWrite: oneRefused},
		503: {opRead: fourUnknown, opSet: fourUnknown, opWrite: oneUnknown},
	} {
		for op, want := range want {
			t.Run(strconv.Itoa(status)+"/"+op.Name, func(t *testing.T) {
				t.Parallel()
				c, s := scripted(t, shelfwire.Options{Retry: quick},
					responds(status, `{"name":"`+"\xcc"+`"}`, "Content-Type", "application/json; charset=x-shop"))
				err := c.Do(t.Context(), Request{Op: op, Path: []string{"x"}}, decodeThing)
				assert.Equal(t, want, retryVerdict{s.count(), shelfwire.OutcomeOf(err)})
				assert.Equal(t, status != 503, errors.Is(err, shelfwire.ErrMalformed))
				if status == 200 {
					require.ErrorContains(t, err, `malformed response: the charset "x-shop" is not known`)
					assert.True(t, IsUnanswered(err))
				}
			})
		}
	}
}

// The provider's own mark of success is read in any charset.
func TestToUTF8_UnknownCharsetBehindTheMark(t *testing.T) {
	t.Parallel()
	for op, tries := range map[Op]int{opSet: 2, opWrite: 1} {
		c, s := scripted(t, shelfwire.Options{Retry: quick},
			responds(200, `{"id":7,"name":"`+"\xcc"+`"}`, "Content-Type", "application/json; charset=x-shop"))
		err := c.Do(t.Context(), Request{Op: op, Path: []string{"x"}}, decodeThing)
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		assert.Equal(t, retryVerdict{tries, shelfwire.OutcomeApplied}, retryVerdict{s.count(), shelfwire.OutcomeOf(err)})
		assert.Zero(t, c.hold.foreignInRow)
		assert.False(t, IsUnanswered(err))
	}
}
