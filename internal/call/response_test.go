package call

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// The provider's package knows its dialect, and what it reads goes before what the status says.
func TestStatusFailure_ProvidersOwnWords(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(400,
		`{"code":"EntityNotFound","message":"no such thing","details":{"id":[7, 2.50]}}`, "X-Request-Id", "r-1"))
	explain := c.parseError
	c.parseError = func(r *Response) {
		explain(r)
		r.Kind = shelfwire.ErrNotFound
		assert.Equal(t, 400, r.Status)
		assert.Equal(t, "r-1", r.Header.Get("X-Request-Id"))
	}
	err := doCall(t.Context(), c, opWrite)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
	e := requireError(t, err)
	assert.Equal(t, "EntityNotFound", e.Code)
	assert.Equal(t, "no such thing", e.Message)
	assert.Equal(t, `{"id":[7,2.50]}`, string(e.Details), "numbers keep their digits")
	assert.Equal(t, "r-1", e.RequestID)
	assert.Equal(t, "acme", e.Provider)
	assert.Equal(t, "Things.Create", e.Op)
	assert.Equal(t, shelfwire.EffectWrite, e.Effect)
	assert.Equal(t, "/v1/things", e.Path)
	assert.Equal(t, shelfwire.OutcomeRejected, e.Outcome)
}

// What goes into an error is short, whatever the provider sends.
func TestCopyAPIError_IsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 8<<10)
	c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(400,
		`{"code":"`+long+`","message":"`+long+`"}`, "X-Request-Id", strings.Repeat("r", 8<<10)))
	e := requireError(t, doCall(t.Context(), c, opWrite))
	for name, text := range map[string]struct {
		value string
		most  int
	}{
		"Code":      {e.Code, 128},
		"Message":   {e.Message, 4 << 10},
		"RequestID": {e.RequestID, 128},
	} {
		assert.LessOrEqual(t, len(text.value), text.most, name)
		assert.Greater(t, len(text.value), text.most-8, name)
		assert.True(t, strings.HasSuffix(text.value, "…"), name)
		assert.NotContains(t, text.value, "\ufffd", name)
	}
}

func TestCopyAPIError_DetailsAreBounded(t *testing.T) {
	t.Parallel()
	details := func(size int) string { return `"` + strings.Repeat("x", size-2) + `"` }
	for name, tt := range map[string]struct {
		details, want string
	}{
		"none":        {`null`, "null"},
		"exactly":     {details(4 << 10), details(4 << 10)},
		"one more":    {details(4<<10 + 1), ""},
		"white space": {`{ "a" : 1 }`, `{"a":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(400, `{"message":"no","details":`+tt.details+`}`))
			e := requireError(t, doCall(t.Context(), c, opWrite))
			assert.Equal(t, tt.want, string(e.Details))
			assert.Equal(t, "no", e.Message)
		})
	}
}

// A failure whose words say less than its status is tried again where that is safe, and is no rejection.
func TestResponse_Ambiguous(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusInternalServerError} {
		p := testProvider()
		p.ParseError = func(r *Response) { r.Ambiguous, r.Message = true, "later" }
		for op, tries := range map[Op]int{opRead: 4, opSet: 4, opWrite: 1} {
			s := &script{responders: []responder{responds(status, `{}`)}}
			c, err := New(p, &shelfwire.Options{HTTPClient: &http.Client{Transport: s}, Retry: quick}, &check.Problems{})
			require.NoError(t, err)
			err = doCall(t.Context(), c, op)
			assert.Equal(t, tries, s.count(), op.Name)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
			assert.Equal(t, status, requireError(t, err).StatusCode)
		}
	}
}

// A provider's words are on one line, and nothing in them moves a terminal's cursor or joins the parts of a key.
func TestCaller_Do_PrintableMessage(t *testing.T) {
	t.Parallel()
	half := len(testKey) / 2
	message := "no such\r\n\tthing\x1b[2J level=ERROR\u009b1m " + testKey[:half] + "\x01" + testKey[half:]
	body, err := json.Marshal(map[string]string{"message": message, "code": "E\x1b7\n7"})
	require.NoError(t, err)
	c, _ := scripted(t, shelfwire.Options{}, responds(400, string(body)))
	e := requireError(t, doCall(t.Context(), c, opWrite))
	assert.Equal(t, "no such thing[2J level=ERROR1m [redacted]", e.Message)
	assert.NotContains(t, e.Error(), "\n")
}
