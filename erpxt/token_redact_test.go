package erpxt_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func TestTokenSource_RedactsTokens(t *testing.T) {
	t.Parallel()
	const first, second = "t0ken-of-the-morning", "t0ken-of-the-evening"
	var log bytes.Buffer
	var seen []string
	p := &provider{
		api: func(_ int, r *http.Request) (*http.Response, error) {
			token := r.Header.Get("Authorization")
			return newResponse(r, 401, fmt.Sprintf(`{"Message":"bad %s","Data":{"t":"%[1]s"}}`, token), "X-Request-Id", token)
		},
		onToken: func(n int, r *http.Request) (*http.Response, error) {
			return newResponse(r, 200, `{"access_token":"`+[]string{first, second}[min(n, 2)-1]+`"}`)
		},
	}
	o := p.options()
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.Observe = func(_ context.Context, a shelfwire.Attempt) {
		seen = append(seen, fmt.Sprintf("%v %+v %#v", a, a.Err, a.Err))
	}
	client := clientWith(t, o)
	err := getProduct(t.Context(), client)
	require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
	assert.Equal(t, "bad Bearer [redacted]", clienttest.RequireError(t, err).Message)
	assert.Contains(t, string(clienttest.RequireError(t, err).Details), "[redacted]")
	texts := append(seen, log.String(), fmt.Sprintf("%v %+v %#v", err, err, clienttest.RequireError(t, err)))
	for _, thing := range []any{client, *client, client.Products, *client.Products} {
		texts = append(texts, fmt.Sprintf("%v %+v %#v", thing, thing, thing))
		encoded, err := json.Marshal(thing)
		require.NoError(t, err)
		texts = append(texts, string(encoded))
	}
	for _, text := range texts {
		assertHidden(t, text, first, second)
	}
}

// A late response may repeat a token that has been replaced since.
func TestTokenSource_RedactsPreviousToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := tokenGuard("token-2")
		respond := p.api
		p.api = func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				time.Sleep(10 * time.Second)
				return newResponse(r, 403, `{"Message":"no access for `+r.Header.Get("Authorization")+`"}`)
			}
			return respond(n, r)
		}
		o := p.options()
		o.Observe = func(context.Context, shelfwire.Attempt) {} // looks at the secrets also between two tokens
		client := clientWith(t, o)
		late := make(chan error, 1)
		go func() { late <- getProduct(t.Context(), client) }()
		synctest.Wait()
		require.NoError(t, getProduct(t.Context(), client))
		assert.Equal(t, "no access for Bearer [redacted]", clienttest.RequireError(t, <-late).Message)
	})
}

// The endpoint may repeat the credentials in what it complains about, also in the form of HTTP Basic.
func TestTokenSource_RedactsCredentials(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte(testID + ":" + testSecret))
	p := tokenProvider(400, `{"error":"invalid_client","error_description":"`+testID+` `+testSecret+` `+basic+`"}`)
	err := getProduct(t.Context(), p.client(t))
	require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
	assertHidden(t, fmt.Sprintf("%v %+v %#v", err, err, clienttest.RequireError(t, clienttest.RequireError(t, err).Err)), testID, testSecret, basic)
}
