package call

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

const bom = "\xef\xbb\xbf"

// decodeID runs a call whose response is read as an object with an id.
func decodeID(t *testing.T, op Op, body string) (id int64, attempts int, err error) {
	t.Helper()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, responds(200, body))
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

func TestDecodeBody(t *testing.T) {
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
			id, attempts, err := decodeID(t, opWrite, body)
			require.NoError(t, err)
			assert.EqualValues(t, 7, id)
			assert.Equal(t, 1, attempts)
		})
	}
}

// Behind the provider's mark of success only what is missing is missing: the change was made.
func TestMarkApplied(t *testing.T) {
	t.Parallel()
	for _, op := range []Op{opRead, opSet, opWrite} {
		_, attempts, err := decodeID(t, op, `{"ok":true,"id":"seven"}`)
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		require.ErrorContains(t, err, "the id cannot be read")
		assert.Equal(t, oneApplied, retryVerdict{attempts, shelfwire.OutcomeOf(err)})
		assert.False(t, IsUnanswered(err))
	}
}

// A body that breaks off is requested again where that is safe. What has come whole of it still counts: the mark of
// success, and the key of what was created.
func TestDecodeBody_Truncated(t *testing.T) {
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
			id, attempts, err := decodeID(t, opWrite, tt.body)
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, retryVerdict{1, tt.outcome}, retryVerdict{attempts, shelfwire.OutcomeOf(err)})
			assert.Equal(t, tt.id, id)
			_, attempts, err = decodeID(t, opSet, tt.body)
			assert.Equal(t, retryVerdict{4, tt.outcome}, retryVerdict{attempts, shelfwire.OutcomeOf(err)})
			_, attempts, err = decodeID(t, opRead, tt.body)
			assert.Equal(t, fourUnknown, retryVerdict{attempts, shelfwire.OutcomeOf(err)}, "a read changes nothing")
		})
	}
}

// HTTP status alone is never success: the decoder can say that the body reports a failure.
func TestDecodeBody_APIError(t *testing.T) {
	t.Parallel()
	for _, outcome := range []shelfwire.Outcome{shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown} {
		t.Run(outcome.String(), func(t *testing.T) {
			t.Parallel()
			refusal := &APIError{
				Code: "E7", Message: "no such shop", Details: json.RawMessage(`{"shop":7}`),
				Kind: shelfwire.ErrNotFound, RetryAfter: time.Second, Outcome: outcome,
			}
			c, s := scripted(t, shelfwire.Options{Retry: quick}, responds(200, "{}"))
			err := c.Do(t.Context(), Request{Op: opSet, Path: []string{"x"}}, func([]byte) error {
				return fmt.Errorf("reading: %w", refusal)
			})
			require.ErrorIs(t, err, shelfwire.ErrNotFound)
			assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
			e := requireError(t, err)
			assert.Equal(t, "E7", e.Code)
			assert.Equal(t, "no such shop", e.Message)
			assert.Equal(t, `{"shop":7}`, string(e.Details))
			assert.Equal(t, time.Second, e.RetryAfter)
			assert.Equal(t, retryVerdict{1, outcome}, retryVerdict{e.Attempts, e.Outcome})
			assert.Equal(t, 1, s.count())
		})
	}
}

// A decoder may say by itself what is wrong; it is not called malformed twice.
func TestDecodeBody_DecoderSaysMalformed(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{}, responds(200, "{}"))
	own := errors.New("no rows")
	err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, func([]byte) error {
		return fmt.Errorf("%w: %w", shelfwire.ErrMalformed, own)
	})
	require.ErrorIs(t, err, own)
	assert.EqualError(t, requireError(t, err).Err, "malformed response: no rows")
}

// A byte order mark in front of an error body must not cost the provider's words either.
func TestDecodeBody_ByteOrderMarkBeforeAnError(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, want string }{
		"JSON": {`{"code":"E7","message":"no such shop"}`, "no such shop"},
		"HTML": {`<html><title>Bad gateway</title></html>`, "an HTML page titled Bad gateway"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(502, bom+tt.body))
			assert.Equal(t, tt.want, requireError(t, doCall(t.Context(), c, opRead)).Message)
		})
	}
}
