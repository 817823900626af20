package call

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestDescribeBody(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, want string }{
		"nothing":                {"", ""},
		"white space":            {" \r\n", ""},
		"a line":                 {"no such shop\n", "no such shop"},
		"several lines":          {"no\r\n\tsuch   shop", "no such shop"},
		"control characters":     {"no\x1b[31m such\x00 shop\x7f", "no[31m such shop"},
		"not UTF-8":              {"caf\xe9 closed", "caf closed"},
		"JSON of another form":   {`{"oops":true}`, `{"oops":true}`},
		"HTML with a title":      {"<!doctype html>\n<title>502 Bad\n Gateway</title>", "an HTML page titled 502 Bad Gateway"},
		"HTML with entities":     {"<html><title>Tom &amp; Co &lt;3</title>", "an HTML page titled Tom & Co <3"},
		"HTML, attributes":       {"<HTML lang=en><TITLE id=a>Busy</TITLE>", "an HTML page titled Busy"},
		"HTML without a title":   {"<html><body>oops</body></html>", "an HTML page"},
		"HTML with empty title":  {"<html><title> </title>", "an HTML page"},
		"XML is no HTML":         {"<error>no</error>", "<error>no</error>"},
		"text that speaks of it": {"see <html> for help", "see <html> for help"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, describeBody([]byte(tt.body)))
		})
	}
}

func TestDescribeBody_IsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 100_000)
	assert.LessOrEqual(t, len(describeBody([]byte(long))), 4<<10)
	title := describeBody([]byte("<html><title>" + long + "</title>"))
	assert.LessOrEqual(t, len(title), 200)
	assert.True(t, strings.HasSuffix(title, "…"))
}

func TestClipText(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		most int
		want string
	}{
		"short":               {"abc", 8, "abc"},
		"exactly":             {"abcdefgh", 8, "abcdefgh"},
		"one more":            {"abcdefghi", 8, "abcde…"},
		"inside of a letter":  {"abcdüüüü", 8, "abcd…"},
		"in front of one":     {"abcdeüüü", 8, "abcde…"},
		"the mark fits alone": {"abcd", 3, "…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := clipText(tt.text, tt.most)
			assert.Equal(t, tt.want, got)
			assert.LessOrEqual(t, len(got), tt.most)
			assert.True(t, utf8.ValidString(got))
		})
	}
}
