package call

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// A token is a secret while it lives: both the rejected one and the one that replaced it.
func TestProvider_CurrentTokens_AreRedacted(t *testing.T) {
	t.Parallel()
	var w tokenStore
	var out bytes.Buffer
	o, seen := recordAttempts(shelfwire.Options{Retry: quick, Logger: loggers["text"](&out)})
	c, _ := w.newCaller(t, o, func(r *http.Request) (*http.Response, error) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		return responds(401, `{"message":"bad token `+token+`","details":{"token":"`+token+`"}}`,
			"X-Request-Id", token, "Content-Type", "text/"+token)(r)
	})
	err := doCall(t.Context(), c, opRead)
	require.Len(t, *seen, 2)
	for i, token := range []string{"token-1", "token-2"} {
		assertErrorHides(t, (*seen)[i].Err, token)
		assertHides(t, "the log", out.String(), token)
	}
	assertErrorHides(t, err, "token-2")
}

// A response about a token may come when it has been dropped, and when there is a new one.
func TestProvider_CurrentTokens_OldOnesAreRedacted(t *testing.T) {
	t.Parallel()
	for name, held := range map[string][][]string{
		"replaced":             {{"token-1"}, {"token-2"}},
		"dropped":              {{"token-1"}, {}},
		"dropped and replaced": {{"token-1"}, {}, {"token-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tokens []string
			p := testProvider()
			p.CurrentTokens = func() []string { return tokens }
			c, err := New(p, &shelfwire.Options{}, &check.Problems{})
			require.NoError(t, err)
			for _, tokens = range held {
				assert.Equal(t, "said [redacted]", c.redact("said token-1"))
			}
		})
	}
}
