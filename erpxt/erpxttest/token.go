package erpxttest

import (
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// defaultLifetime is the lifetime of the provider's tokens.
const defaultLifetime = 10 * time.Minute

// tokenStore holds the tokens that were issued.
type tokenStore struct {
	lifetime time.Duration
	expiry   map[string]time.Time // by token
}

// issueToken issues a token. Older ones stay valid.
func (t *tokenStore) issueToken(now time.Time) string {
	if t.expiry == nil {
		t.expiry = map[string]time.Time{}
	}
	maps.DeleteFunc(t.expiry, func(_ string, end time.Time) bool { return !now.Before(end) })
	token := rand.Text()
	t.expiry[token] = now.Add(t.lifetime)
	return token
}

func (t *tokenStore) isValid(token string, now time.Time) bool {
	return now.Before(t.expiry[token])
}

// ClearTokens makes all tokens invalid that were issued so far.
func (s *Server) ClearTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.expiry = nil
}

// oauthError is an error of the token endpoint, in the form of OAuth 2.0.
type oauthError struct {
	status      int
	Code        string `json:"error"`
	Description string `json:"error_description"`
}

func (e *oauthError) encodeResponse() fake.Response {
	response := fake.Response{Status: e.status, Body: fake.EncodeJSON(e)}
	if e.status == http.StatusUnauthorized {
		response.Header = http.Header{"Www-Authenticate": {`Basic realm="erpxttest"`}}
	}
	return response
}

// serveToken issues a token for the credentials.
func (s *Server) serveToken(c *call) (fake.Response, rejection) {
	if err := s.checkTokenRequest(c); err != nil {
		return fake.Response{}, err
	}
	seconds := (s.tokens.lifetime + time.Second - 1) / time.Second
	return fake.Response{Status: http.StatusOK, Body: fake.EncodeJSON(struct {
		Token   string `json:"access_token"`
		Type    string `json:"token_type"`
		Expires int64  `json:"expires"`
	}{s.tokens.issueToken(c.now), "bearer", int64(seconds)})}, nil
}

func (s *Server) checkTokenRequest(c *call) rejection {
	id, secret, _ := c.BasicAuth()
	if cred := s.Credentials(); id != cred.ClientID.Reveal() || secret != cred.ClientSecret.Reveal() {
		return &oauthError{http.StatusUnauthorized, "invalid_client", "the client ID or the client secret is wrong"}
	}
	form, ok := c.Form()
	if !ok {
		return &oauthError{http.StatusBadRequest, "invalid_request", "the body is not a form"}
	}
	if form.Get("grant_type") != "client_credentials" {
		return &oauthError{http.StatusBadRequest, "unsupported_grant_type", "the grant type is not client_credentials"}
	}
	return nil
}

// bearerToken returns the token of a request; "" when there is none.
func bearerToken(header http.Header) string {
	scheme, token, _ := strings.Cut(header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return token
}

// redactRecord removes the credentials from a record, those that some clients also send in the form included.
func redactRecord(r *fake.Record) {
	r.Header.Del("Authorization")
	form, err := url.ParseQuery(r.Body)
	if r.Op != opToken || err != nil || !form.Has("client_secret") {
		return
	}
	form.Del("client_id")
	form.Del("client_secret")
	r.Body = form.Encode()
}
