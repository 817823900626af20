package call

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// A status proves nothing: what is not recognisably the provider's is somebody else's, and is requested once more where
// that is safe.
func TestDescribeForeignBody(t *testing.T) {
	t.Parallel()
	const page = `<!DOCTYPE html><html><head><title>Down for maintenance</title></head></html>`
	for name, tt := range map[string]struct{ body, words string }{
		"empty":              {"", "the response is empty"},
		"a word":             {"OK", "OK instead of data"},
		"null":               {"null", "null instead of data"},
		"false":              {"false", "false instead of data"},
		"a list":             {"[]", "no thing"},
		"another object":     {`{"id":7}`, "no thing"},
		"a page":             {page, "an HTML page titled Down for maintenance instead of data"},
		"a page with spaces": {"\r\n " + page, "an HTML page titled Down for maintenance instead of data"},
		"a page with a mark": {bom + page, "an HTML page titled Down for maintenance instead of data"},
		"PHP's words":        {"<br />\n<b>Fatal error</b>: Out of memory", "<b>Fatal error</b>: Out of memory instead of data"},
		"PHP's words before data": {
			`<b>Warning</b>: Undefined index<br />{"ok":true,"id":7}`, "<b>Warning</b>: Undefined index",
		},
	} {
		for op, want := range map[Op]retryVerdict{opRead: twoUnknown, opSet: twoUnknown, opWrite: oneUnknown} {
			t.Run(name+"/"+op.Name, func(t *testing.T) {
				t.Parallel()
				_, attempts, err := decodeID(t, op, tt.body)
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				require.ErrorContains(t, err, tt.words)
				e := requireError(t, err)
				assert.Equal(t, want, retryVerdict{attempts, e.Outcome})
				assert.Equal(t, 200, e.StatusCode)
				assert.True(t, IsUnanswered(err), "somebody else's words are no response")
			})
		}
	}
}

// An error holds a part of somebody else's words, and no key that stands across its end.
func TestDescribeForeignBody_Long(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, want string }{
		"the longest":          {strings.Repeat("x", 512), strings.Repeat("x", 512)},
		"longer":               {strings.Repeat("x", 513), strings.Repeat("x", 512-len("…")) + "…"},
		"a key in it":          {"no: " + testKey, "no: [redacted]"},
		"a key across its end": {strings.Repeat("x", 505) + testKey + "y", strings.Repeat("x", 505) + "[red…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := decodeID(t, opWrite, tt.body)
			require.EqualError(t, requireError(t, err).Err, "malformed response: "+tt.want+" instead of data")
			assert.NotContains(t, err.Error(), testKey[:4])
		})
	}
}

// A page is no response that breaks off, even where a decoder takes it for one.
func TestDecodeBody_PageThatSeemsToBreakOff(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, responds(200, "<html>"))
	err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, func([]byte) error { return io.ErrUnexpectedEOF })
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.NotErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, 2, s.count())
}

// A foreign response is requested again once in a call, however many different failures are in it.
func TestDecodeBody_ForeignBetweenOthers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		responders []responder
		tries      int
	}{
		"then success":          {[]responder{responds(200, "<html>"), responds(200, `{"id":1}`)}, 2},
		"twice":                 {[]responder{responds(200, "<html>"), responds(200, "[]"), responds(200, `{"id":1}`)}, 2},
		"around another":        {[]responder{responds(200, "<html>"), responds(503, ""), responds(200, "<html>")}, 3},
		"behind others":         {[]responder{responds(503, ""), responds(503, ""), responds(200, "<html>"), responds(200, `{"id":1}`)}, 4},
		"as the last of many":   {[]responder{responds(503, ""), responds(503, ""), responds(503, ""), responds(200, "<html>")}, 4},
		"then a foreign 404":    {[]responder{responds(200, "<html>"), responds(404, "<html>"), responds(200, `{"id":1}`)}, 2},
		"a foreign 404 at once": {[]responder{responds(404, "<html>"), responds(200, `{"id":1}`)}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tt.responders...)
			_ = c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing)
			assert.Equal(t, tt.tries, s.count())
		})
	}
}
