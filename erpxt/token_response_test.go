package erpxt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// A token is used in every form in which it may come.
func TestTokenResponse_OddForms(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"plain": `{"access_token":"abc-1","token_type":"bearer","expires":600}`, "alone": `{"access_token":"abc-1"}`,
		"another case": `{"Access_Token":"abc-1","EXPIRES":"600"}`, "all cases": `{"ACCESS_TOKEN":"no","access_token":"abc-1"}`,
		"escaped": `{"access_token":"abc\u002d1"}`, "an odd type": `{"access_token":"abc-1","token_type":false,"expires":{}}`,
		"marked": "\ufeff" + `{"access_token":"abc-1"}`, "an empty error": `{"access_token":"abc-1","error":"","Message":""}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := tokenProvider(200, body)
			require.NoError(t, getProduct(t.Context(), p.client(t)))
			assert.Equal(t, "Bearer abc-1", p.calls[0].header.Get("Authorization"))
			assert.Len(t, p.tokens, 1)
		})
	}
}

// noTokens are responses under a status of success without a token.
func noTokens() map[string]string {
	return map[string]string{
		"a page": loginPage, "a short page": "<html></html>", "PHP's words": fatalError, "nothing": "", "null": "null", "false": "false",
		"a list": "[]", "an empty object": "{}", "no token in it": `{"token_type":"bearer"}`, "no text": `{"access_token":5}`,
		"null for one": `{"access_token":null}`, "an empty one": `{"access_token":""}`, "one in a list": `["abc"]`,
		"one with a line end": `{"access_token":"abc\r\nX-Evil: 1"}`, "a text": `"abcdefgh"`, "a product": oneProduct,
		"what was not caught": uncaught, "OAuth's words": `{"error":"invalid_client","error_description":"no"}`,
		"passing words": `{"error":"server_error"}`, "the provider's words": notReady, "two values": `{"access_token":"abc"}{}`,
	}
}

// A response without a token is asked for once more within the call; when it has one then, the call succeeds.
func TestTokenResponse_FetchedOnceMore(t *testing.T) {
	t.Parallel()
	for name, body := range noTokens() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, oneProduct)
			p.onToken = func(n int, r *http.Request) (*http.Response, error) {
				return newResponse(r, 200, []string{body, `{"access_token":"abcd"}`}[min(n, 2)-1])
			}
			require.NoError(t, getProduct(t.Context(), p.client(t)))
			assert.Len(t, p.tokens, 2)

			p = tokenProvider(200, body)
			err := getProduct(t.Context(), p.client(t))
			require.Error(t, err)
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
			assert.Len(t, p.tokens, 2)
			assert.Empty(t, p.calls)
			assert.Equal(t, 2, clienttest.RequireError(t, clienttest.RequireError(t, err).Err).Attempts)
		})
	}
	for _, body := range []string{`{"access_token":"ab`, "{"} { // as when the connection breaks
		p := tokenProvider(200, body)
		require.ErrorIs(t, getProduct(t.Context(), p.client(t)), shelfwire.ErrMalformed)
		assert.Len(t, p.tokens, 4)
	}
}

// The kind of error under a status of success is that of its code.
func TestTokenResponse_ErrorUnderASuccess(t *testing.T) {
	t.Parallel()
	for body, is := range map[string]error{
		`{"error":"invalid_client"}`: shelfwire.ErrUnauthorized, notReady: shelfwire.ErrUnauthorized,
		`{"error":"unauthorized_client"}`: shelfwire.ErrForbidden, `{"error":"access_denied"}`: shelfwire.ErrForbidden,
		`{"error":"server_error"}`: nil, `{"error":"temporarily_unavailable","error_description":"soon"}`: nil,
		notFound: shelfwire.ErrUnauthorized, uncaught: shelfwire.ErrMalformed, loginPage: shelfwire.ErrMalformed,
	} {
		for _, attempts := range []int{1, 0} {
			p := tokenProvider(200, body)
			o := p.options()
			o.Retry.MaxAttempts = attempts
			err := getProduct(t.Context(), clientWith(t, o))
			inner := clienttest.RequireError(t, clienttest.RequireError(t, err).Err)
			for _, kind := range []error{
				shelfwire.ErrUnauthorized, shelfwire.ErrForbidden, shelfwire.ErrMalformed, shelfwire.ErrNotFound, shelfwire.ErrInvalid,
			} {
				assert.Equal(t, kind == is, errors.Is(err, kind), "%s: %v", body, err)
			}
			if strings.Contains(body, `"error"`) || strings.Contains(body, `"Code"`) {
				assert.NotEmpty(t, inner.Code)
				assert.Equal(t, shelfwire.OutcomeRejected, inner.Outcome)
			}
		}
	}
}

// A page under a status of failure, or the error of a gateway, is not about the credentials.
func TestTokenResponse_Foreign(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status  int
		body    string
		is      error
		fetches int
	}{
		"a page's 400":         {400, loginPage, shelfwire.ErrMalformed, 2},
		"an empty 400":         {400, "", shelfwire.ErrMalformed, 2},
		"a message's 400":      {400, `{"Message":"Bad Request"}`, shelfwire.ErrMalformed, 2},
		"a page's 422":         {422, loginPage, shelfwire.ErrMalformed, 2},
		"a page's 404":         {404, loginPage, shelfwire.ErrMalformed, 1},
		"a router's 404":       {404, routerNotFound, shelfwire.ErrMalformed, 1},
		"a gateway's 404":      {404, `{"code":"no_route","message":"m"}`, shelfwire.ErrMalformed, 1},
		"a page's 401":         {401, loginPage, shelfwire.ErrUnauthorized, 1},
		"a page's 403":         {403, loginPage, shelfwire.ErrForbidden, 1},
		"the endpoint's 422":   {422, `{"error":"invalid_request"}`, shelfwire.ErrUnauthorized, 1},
		"its passing 400":      {400, `{"error":"temporarily_unavailable"}`, nil, 1},
		"the provider's 400":   {400, notReady, shelfwire.ErrUnauthorized, 1},
		"the provider's 404":   {404, notFound, nil, 1},
		"a gateway's time-out": {524, loginPage, nil, 4},
		"OAuth's denial":       {400, `{"error":"access_denied"}`, shelfwire.ErrForbidden, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := tokenProvider(tc.status, tc.body)
			err := getProduct(t.Context(), p.client(t))
			for _, kind := range []error{
				shelfwire.ErrUnauthorized, shelfwire.ErrForbidden, shelfwire.ErrMalformed, shelfwire.ErrNotFound, shelfwire.ErrInvalid,
			} {
				assert.Equal(t, kind == tc.is, errors.Is(err, kind), "%v: %v", kind, err)
			}
			assert.Len(t, p.tokens, tc.fetches)
			assert.Empty(t, p.calls)
		})
	}
}

// Errors and logs hold no part of a token, in any form.
func TestTokenResponse_RedactsSuspects(t *testing.T) {
	t.Parallel()
	const secret = "t0ken-of-the-morning"
	for name, body := range map[string]string{
		"a text": `"` + secret + `"`, "bare": secret, "a form": "access_token=" + secret + "&token_type=bearer",
		"half of the JSON": `{"access_token":"` + secret, "half of a text": `"` + secret, "in a list": `["` + secret + `"]`,
		"a warning before it": "<br />\n<b>Warning</b>: slow in /var/www/a.php\n" + `{"access_token":"` + secret + `"}`,
		"words before it":     "Notice: access_token is " + secret, "XML": "<r><AccessToken>" + secret + "</AccessToken></r>",
		"with a line end": `{"access_token":"` + secret + `\r\nX: 1"}`, "more behind it": `{"access_token":"` + secret + `"} x`,
		"a long text": secret + strings.Repeat("0123456789", 1000), "behind its name": "access_token=" + secret + " {}", "behind its kind": "Bearer " + secret, "in words and brackets": "{} is " +
			`{"accessToken":"` + secret + `"}`, "in a list of one": `{"access_token":["` + secret + `"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			p := tokenProvider(200, body)
			o := p.options()
			o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			o.Observe = func(_ context.Context, a shelfwire.Attempt) { fmt.Fprintf(&log, "%v %+v %#v", a, a.Err, a.Err) }
			err := getProduct(t.Context(), clientWith(t, o))
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			inner := clienttest.RequireError(t, clienttest.RequireError(t, err).Err)
			for _, text := range []string{log.String(), fmt.Sprintf("%v %+v %#v %#v", err, err, inner, inner.Err)} {
				assert.NotContains(t, text, secret[:8])
			}
		})
	}
	err := getProduct(t.Context(), tokenProvider(200, fatalError).client(t))
	require.ErrorContains(t, err, "Uncaught Error", "words are shown")
	err = getProduct(t.Context(), tokenProvider(200, "be back soon").client(t))
	require.ErrorContains(t, err, "be back soon")
	err = getProduct(t.Context(), tokenProvider(200, loginPage).client(t))
	require.ErrorContains(t, err, "an HTML page titled Log in")
	err = getProduct(t.Context(), tokenProvider(200, `{"error":"invalid_client","error_description":"`+strings.Repeat("x", 4097)+`"}`).client(t))
	require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
	assert.Less(t, len(err.Error()), 500, "a text without end is left out")
	err = getProduct(t.Context(), tokenProvider(200, "Warning: old\n"+`{"access_token":"`+secret+`"}`).client(t))
	require.ErrorContains(t, err, "Warning: old [redacted]")
}
