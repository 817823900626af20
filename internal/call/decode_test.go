package call

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

const bom = "\xef\xbb\xbf"

// decoded runs a call whose response is read as an object with an id.
func decoded(t *testing.T, op Op, body string) (id int64, attempts int, err error) {
	t.Helper()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, replies(200, body))
	err = c.Do(t.Context(), Request{Op: op, Path: []string{"x"}}, func(body []byte) error {
		id = 0
		value, err := lenientjson.Parse(body)
		if err != nil {
			return err
		}
		if !value.IsObject() || string(value.Member("ok")) != "true" {
			return errors.New("no thing")
		}
		number, given, ok := value.Member("id").Int()
		if !given || !ok {
			return MarkApplied(errors.New("the id cannot be read"))
		}
		id = number
		return nil
	})
	return id, s.count(), err
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"plain":                        `{"ok":true,"id":7}`,
		"byte order mark":              bom + `{"ok":true,"id":7}`,
		"two of them":                  bom + bom + `{"ok":true,"id":7}`,
		"spaces before it":             " \r\n" + bom + "\t" + bom + `{"ok":true,"id":7}`,
		"white space":                  " \r\n{\"ok\":true,\"id\":7}\n",
		"the end behind what was read": `{"ok":true,"id":7,"name":"Mug"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, attempts, err := decoded(t, opWrite, body)
			require.NoError(t, err)
			assert.EqualValues(t, 7, id)
			assert.Equal(t, 1, attempts)
		})
	}
}

// A status proves nothing: what is not recognisably the provider's is somebody else's, and is asked for once more where
// that is safe.
func TestForeignBody(t *testing.T) {
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
		for op, want := range map[Op]verdict{opRead: twoUnknown, opSet: twoUnknown, opWrite: oneUnknown} {
			t.Run(name+"/"+op.Name, func(t *testing.T) {
				t.Parallel()
				_, attempts, err := decoded(t, op, tt.body)
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				require.ErrorContains(t, err, tt.words)
				e := failed(t, err)
				assert.Equal(t, want, verdict{attempts, e.Outcome})
				assert.Equal(t, 200, e.StatusCode)
				assert.True(t, IsUnanswered(err), "somebody else's words are no answer")
			})
		}
	}
}

// An error holds a part of somebody else's words, and no key that stands across its end.
func TestForeignBody_Long(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, want string }{
		"the longest":          {strings.Repeat("x", 512), strings.Repeat("x", 512)},
		"longer":               {strings.Repeat("x", 513), strings.Repeat("x", 512-len("…")) + "…"},
		"a key in it":          {"no: " + testKey, "no: [redacted]"},
		"a key across its end": {strings.Repeat("x", 505) + testKey + "y", strings.Repeat("x", 505) + "[red…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := decoded(t, opWrite, tt.body)
			require.EqualError(t, failed(t, err).Err, "malformed response: "+tt.want+" instead of data")
			assert.NotContains(t, err.Error(), testKey[:4])
		})
	}
}

// A foreign response is asked again once in a call, however many different failures are in it.
func TestForeignBody_AmongOthers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answers []answer
		tries   int
	}{
		"then success":          {[]answer{replies(200, "<html>"), replies(200, `{"id":1}`)}, 2},
		"twice":                 {[]answer{replies(200, "<html>"), replies(200, "[]"), replies(200, `{"id":1}`)}, 2},
		"around another":        {[]answer{replies(200, "<html>"), replies(503, ""), replies(200, "<html>")}, 3},
		"behind others":         {[]answer{replies(503, ""), replies(503, ""), replies(200, "<html>"), replies(200, `{"id":1}`)}, 4},
		"as the last of many":   {[]answer{replies(503, ""), replies(503, ""), replies(503, ""), replies(200, "<html>")}, 4},
		"then a foreign 404":    {[]answer{replies(200, "<html>"), replies(404, "<html>"), replies(200, `{"id":1}`)}, 2},
		"a foreign 404 at once": {[]answer{replies(404, "<html>"), replies(200, `{"id":1}`)}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tt.answers...)
			_ = c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing)
			assert.Equal(t, tt.tries, s.count())
		})
	}
}

// Behind the provider's mark of success only what is missing is missing: the change was made.
func TestApplied(t *testing.T) {
	t.Parallel()
	for _, op := range []Op{opRead, opSet, opWrite} {
		_, attempts, err := decoded(t, op, `{"ok":true,"id":"seven"}`)
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		require.ErrorContains(t, err, "the id cannot be read")
		assert.Equal(t, oneApplied, verdict{attempts, shelfwire.OutcomeOf(err)})
		assert.False(t, IsUnanswered(err))
	}
}

// A body that breaks off is asked for again where that is safe. What has come whole of it still counts: the mark of
// success, and the key of what was created.
func TestBrokenBody(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body    string
		id      int64
		outcome shelfwire.Outcome
	}{
		"before the mark":            {`{"ok":`, 0, shelfwire.OutcomeUnknown},
		"behind the mark":            {`{"ok":true,"id":`, 0, shelfwire.OutcomeApplied},
		"within the key":             {`{"ok":true,"id":36`, 0, shelfwire.OutcomeApplied},
		"behind the key":             {`{"ok":true,"id":36,"na`, 36, shelfwire.OutcomeApplied},
		"of another mark":            {`{"ok":false,"id":36,"na`, 0, shelfwire.OutcomeUnknown},
		"of something else entirely": {`[{"ok":true,"id":36},`, 0, shelfwire.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, attempts, err := decoded(t, opWrite, tt.body)
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, verdict{1, tt.outcome}, verdict{attempts, shelfwire.OutcomeOf(err)})
			assert.Equal(t, tt.id, id)
			_, attempts, err = decoded(t, opSet, tt.body)
			assert.Equal(t, verdict{4, tt.outcome}, verdict{attempts, shelfwire.OutcomeOf(err)})
			_, attempts, err = decoded(t, opRead, tt.body)
			assert.Equal(t, fourUnknown, verdict{attempts, shelfwire.OutcomeOf(err)}, "a read changes nothing")
		})
	}
}

// HTTP status alone is never success: the decoder can say that the body reports a failure.
func TestRefusalUnderASuccessStatus(t *testing.T) {
	t.Parallel()
	for _, outcome := range []shelfwire.Outcome{shelfwire.OutcomeRefused, shelfwire.OutcomeUnknown} {
		t.Run(outcome.String(), func(t *testing.T) {
			t.Parallel()
			refusal := &APIError{
				Code: "E7", Message: "no such shop", Details: json.RawMessage(`{"shop":7}`),
				Kind: shelfwire.ErrNotFound, RetryAfter: time.Second, Outcome: outcome,
			}
			c, s := scripted(t, shelfwire.Options{Retry: quick}, replies(200, "{}"))
			err := c.Do(t.Context(), Request{Op: opSet, Path: []string{"x"}}, func([]byte) error {
				return fmt.Errorf("reading: %w", refusal)
			})
			require.ErrorIs(t, err, shelfwire.ErrNotFound)
			assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
			e := failed(t, err)
			assert.Equal(t, "E7", e.Code)
			assert.Equal(t, "no such shop", e.Message)
			assert.Equal(t, `{"shop":7}`, string(e.Details))
			assert.Equal(t, time.Second, e.RetryAfter)
			assert.Equal(t, verdict{1, outcome}, verdict{e.Attempts, e.Outcome})
			assert.Equal(t, 1, s.count())
		})
	}
}

// A decoder may say by itself what is wrong; it is not called malformed twice.
func TestDecoderThatSaysMalformed(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{}, replies(200, "{}"))
	own := errors.New("no rows")
	err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, func([]byte) error {
		return fmt.Errorf("%w: %w", shelfwire.ErrMalformed, own)
	})
	require.ErrorIs(t, err, own)
	assert.EqualError(t, failed(t, err).Err, "malformed response: no rows")
}

// A byte order mark in front of an error body must not cost the provider's words either.
func TestByteOrderMarkBeforeAnError(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, want string }{
		"JSON": {`{"code":"E7","message":"no such shop"}`, "no such shop"},
		"HTML": {`<html><title>Bad gateway</title></html>`, "an HTML page titled Bad gateway"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, replies(502, bom+tt.body))
			assert.Equal(t, tt.want, failed(t, do(t.Context(), c, opRead)).Message)
		})
	}
}
