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
)

const bom = "\xef\xbb\xbf"

// decoded runs a call whose reply is read as an object with an id.
func decoded(t *testing.T, op Op, body string) (int, error) {
	t.Helper()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, replies(200, body))
	var got struct{ ID int }
	err := c.Do(t.Context(), Request{Op: op, Path: []string{"x"}}, func(body []byte) error {
		return json.Unmarshal(body, &got)
	})
	assert.Equal(t, 1, s.count(), "a success status is final, whatever the body says")
	return got.ID, err
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"plain":           `{"id":7}`,
		"byte order mark": bom + `{"id":7}`,
		"white space":     " \r\n{\"id\":7}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, err := decoded(t, opWrite, body)
			require.NoError(t, err)
			assert.Equal(t, 7, id)
		})
	}
}

// The status has said that the change was made; a body that nobody can read does not take that back.
func TestUnreadableBody(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"empty":               "",
		"not JSON":            "OK",
		"cut":                 `{"id":`,
		"wrong type":          `{"id":"seven"}`,
		"two byte order mark": bom + bom + `{"id":7}`,
	} {
		for _, op := range []Op{opRead, opWrite} {
			t.Run(name+"/"+op.Name, func(t *testing.T) {
				t.Parallel()
				_, err := decoded(t, op, body)
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				e := failed(t, err)
				assert.Equal(t, oneApplied, verdict{e.Attempts, e.Outcome})
				assert.Equal(t, 200, e.StatusCode)
			})
		}
	}
}

// A proxy's page under a success status is named as what it is.
func TestPageInsteadOfData(t *testing.T) {
	t.Parallel()
	const page = `<!DOCTYPE html><html><head><title>Down for maintenance</title></head></html>`
	for name, body := range map[string]string{
		"plain": page, "white space": "\r\n " + page, "byte order mark": bom + page,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decoded(t, opWrite, body)
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, "an HTML page titled Down for maintenance instead of data")
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
		})
	}
}

// HTTP status alone is never success: the decoder can say that the body reports a failure.
func TestRefusalUnderASuccessStatus(t *testing.T) {
	t.Parallel()
	for _, outcome := range []shelfwire.Outcome{shelfwire.OutcomeRefused, shelfwire.OutcomeUnknown} {
		t.Run(outcome.String(), func(t *testing.T) {
			t.Parallel()
			refusal := &Refusal{
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
	assert.EqualError(t, failed(t, err).Err, "malformed reply: no rows")
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
