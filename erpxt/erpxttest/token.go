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

// defaultLifetime is how long a token of the provider lives.
const defaultLifetime = 10 * time.Minute

// wallet holds the tokens that were given out.
type wallet struct {
	lifetime time.Duration
	expiry   map[string]time.Time
}

// issue makes a token. Older ones stay valid.
func (w *wallet) issue(now time.Time) string {
	if w.expiry == nil {
		w.expiry = map[string]time.Time{}
	}
	maps.DeleteFunc(w.expiry, func(_ string, end time.Time) bool { return !now.Before(end) })
	token := rand.Text()
	w.expiry[token] = now.Add(w.lifetime)
	return token
}

func (w *wallet) valid(token string, now time.Time) bool {
	return now.Before(w.expiry[token])
}

// ClearTokens makes all tokens invalid that were given out so far.
func (s *Server) ClearTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.expiry = nil
}

// oauthError is an error in the form of OAuth 2.0.
type oauthError struct {
	status      int
	Code        string `json:"error"`
	Description string `json:"error_description"`
}

func (e *oauthError) reply() fake.Response {
	reply := fake.Response{Status: e.status, Body: fake.Encode(e)}
	if e.status == http.StatusUnauthorized {
		reply.Header = http.Header{"Www-Authenticate": {`Basic realm="erpxttest"`}}
	}
	return reply
}

func (s *Server) giveToken(c *call) (fake.Response, refused) {
	if err := s.checkTokenRequest(c); err != nil {
		return fake.Response{}, err
	}
	seconds := (s.tokens.lifetime + time.Second - 1) / time.Second
	return fake.Response{Status: http.StatusOK, Body: fake.Encode(struct {
		Token   string `json:"access_token"`
		Type    string `json:"token_type"`
		Expires int64  `json:"expires"`
	}{s.tokens.issue(c.now), "bearer", int64(seconds)})}, nil
}

func (s *Server) checkTokenRequest(c *call) refused {
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

// bearer is the token that a request carries; empty when there is none.
func bearer(header http.Header) string {
	scheme, token, _ := strings.Cut(header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return token
}

// hide takes the credentials out of a record, also those that some clients send in the form as well.
func hide(r *fake.Record) {
	r.Header.Del("Authorization")
	form, err := url.ParseQuery(r.Body)
	if r.Op != opToken || err != nil || !form.Has("client_secret") {
		return
	}
	form.Del("client_id")
	form.Del("client_secret")
	r.Body = form.Encode()
}
