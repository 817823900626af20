package erpxt_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

const oneProduct = `{"Name":"Mouse","UnitOfMeasurment":"szt.","Rate":9,"Id":7}`

// tokenProvider returns a provider whose endpoint gives this response, and whose calls succeed.
func tokenProvider(status int, body string, header ...string) *provider {
	p := respondWith(200, oneProduct)
	p.onToken = func(_ int, r *http.Request) (*http.Response, error) { return newResponse(r, status, body, header...) }
	return p
}

func getProduct(ctx context.Context, client *erpxt.Client) error {
	_, err := client.Products.Get(ctx, 7)
	return err
}

func TestTokenSource_Request(t *testing.T) {
	t.Parallel()
	for name, cred := range map[string]erpxt.Credentials{
		"plain": {ClientID: shelfwire.NewSecret("app"), ClientSecret: shelfwire.NewSecret("secret")},
		"odd characters": {
			ClientID: shelfwire.NewSecret("a+b/c d%2F&=?"), ClientSecret: shelfwire.NewSecret(`:"p@ss:word/+%?&=~>`),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, oneProduct)
			client, err := erpxt.New(cred, p.options())
			require.NoError(t, err)
			require.NoError(t, getProduct(t.Context(), client))
			require.Len(t, p.tokens, 1)
			sent := p.tokens[0]
			assert.Equal(t, "POST /api2/public/token", sent.method+" "+sent.path)
			assert.Equal(t, "grant_type=client_credentials", sent.body)
			assert.Empty(t, sent.query)
			assert.Equal(t, "application/x-www-form-urlencoded", sent.header.Get("Content-Type"))
			id, secret, ok := (&http.Request{Header: sent.header}).BasicAuth()
			assert.True(t, ok)
			assert.Equal(t, []string{cred.ClientID.Reveal(), cred.ClientSecret.Reveal()}, []string{id, secret})
			assert.Equal(t, "Bearer token-1", p.calls[0].header.Get("Authorization"))
		})
	}
}

// How long a token is used, by what the endpoint says of its lifetime.
func TestTokenSource_Lifetime(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		members string
		used    time.Duration
	}{
		"expires":                 {`,"expires":600`, 540 * time.Second},
		"expires, quoted":         {`,"expires":"300"`, 240 * time.Second},
		"expires_in":              {`,"expires_in":900`, 840 * time.Second},
		"expires_in, quoted":      {`,"expires_in":"900"`, 840 * time.Second},
		"both":                    {`,"expires_in":900,"expires":300`, 240 * time.Second},
		"a useless expires":       {`,"expires":"soon","expires_in":300`, 240 * time.Second},
		"missing":                 {``, 540 * time.Second},
		"empty":                   {`,"expires":""`, 540 * time.Second},
		"empty, and expires_in":   {`,"expires":"","expires_in":300`, 240 * time.Second},
		"null, and expires_in":    {`,"expires":null,"expires_in":"300.0"`, 240 * time.Second},
		"with a fraction":         {`,"expires":300.0`, 240 * time.Second},
		"with a fraction, quoted": {`,"expires":" 300.00 "`, 240 * time.Second},
		"another case":            {`,"Expires":300`, 240 * time.Second},
		"a day":                   {`,"expires":86400`, 86340 * time.Second},
		"more than a day":         {`,"expires":86401`, 540 * time.Second},
		"a second":                {`,"expires":1`, 500 * time.Millisecond},
		"less than a second":      {`,"expires":0.9`, 540 * time.Second},
		"a list":                  {`,"expires":[300]`, 540 * time.Second},
		"true":                    {`,"expires":true`, 540 * time.Second},
		"null":                    {`,"expires":null`, 540 * time.Second},
		"zero":                    {`,"expires":0`, 540 * time.Second},
		"negative":                {`,"expires":-5`, 540 * time.Second},
		"a point in time":         {`,"expires":1789999999`, 540 * time.Second},
		"a date":                  {`,"expires":"Mon, 02 Jan 2026 15:04:05 GMT"`, 540 * time.Second},
		"an object":               {`,"expires":{}`, 540 * time.Second},
		"too long for any number": {`,"expires":1e60`, 540 * time.Second},
		"short":                   {`,"expires":30`, 15 * time.Second},
		"two minutes":             {`,"expires":120`, 60 * time.Second},
		"a fraction":              {`,"expires":90.9`, 45 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := tokenProvider(200, `{"access_token":"abc","token_type":"bearer"`+tc.members+`}`)
				client := p.client(t)
				require.NoError(t, getProduct(t.Context(), client))
				time.Sleep(tc.used - time.Millisecond)
				require.NoError(t, getProduct(t.Context(), client))
				assert.Len(t, p.tokens, 1, "still good")
				time.Sleep(time.Millisecond)
				require.NoError(t, getProduct(t.Context(), client))
				synctest.Wait()
				assert.Len(t, p.tokens, 2, "renewed")
			})
		})
	}
}

// The renewal of a token that still lives is no reason to fail when the endpoint does.
func TestTokenSource_FailedRenewal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := respondWith(200, oneProduct)
		p.onToken = func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				return newResponse(r, 200, `{"access_token":"token-1","expires":600}`)
			}
			return newResponse(r, 400, `{"error":"invalid_client"}`)
		}
		client := p.client(t)
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(599 * time.Second)
		require.NoError(t, getProduct(t.Context(), client), "one second before its end")
		synctest.Wait()
		require.NoError(t, getProduct(t.Context(), client), "while the endpoint is left alone")
		assert.Len(t, p.tokens, 2)
		time.Sleep(time.Second)
		require.ErrorIs(t, getProduct(t.Context(), client), shelfwire.ErrUnauthorized)
	})
}
