package erpxttest

import (
	"crypto/rand"
	"maps"
	"mime"
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

// SetTokenLifetime sets how long tokens live that are given out from now on. A new server's live for 10 minutes.
// Clients are told a whole number of seconds, rounded up.
func (s *Server) SetTokenLifetime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.lifetime = d
}

// RevokeTokens makes all tokens invalid that were given out so far.
func (s *Server) RevokeTokens() {
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

func (e *oauthError) reply() fake.Reply {
	reply := fake.Reply{Status: e.status, Body: fake.Encode(e)}
	if e.status == http.StatusUnauthorized {
		reply.Header = http.Header{"Www-Authenticate": {`Basic realm="erpxttest"`}}
	}
	return reply
}

func (s *Server) giveToken(c *call) (fake.Reply, refused) {
	if err := s.checkTokenRequest(c); err != nil {
		return fake.Reply{}, err
	}
	seconds := (s.tokens.lifetime + time.Second - 1) / time.Second
	return fake.Reply{Status: http.StatusOK, Body: fake.Encode(struct {
		Token   string `json:"access_token"`
		Type    string `json:"token_type"`
		Expires int64  `json:"expires"`
	}{s.tokens.issue(c.now), "bearer", int64(seconds)})}, nil
}

func (s *Server) checkTokenRequest(c *call) refused {
	id, secret, _ := (&http.Request{Header: c.Header}).BasicAuth()
	if cred := s.Credentials(); id != cred.ClientID || secret != cred.ClientSecret {
		return &oauthError{http.StatusUnauthorized, "invalid_client", "the client ID or the client secret is wrong"}
	}
	form, err := url.ParseQuery(string(c.Body))
	if err != nil || !c.hasType("application/x-www-form-urlencoded") {
		return &oauthError{http.StatusBadRequest, "invalid_request", "the body is not a form"}
	}
	if form.Get("grant_type") != "client_credentials" {
		return &oauthError{http.StatusBadRequest, "unsupported_grant_type", "the grant type is not client_credentials"}
	}
	return nil
}

func (c *call) hasType(want string) bool {
	media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	return err == nil && media == want
}

// bearer is the token that a request carries; empty when there is none.
func bearer(header http.Header) string {
	scheme, token, _ := strings.Cut(header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return token
}

// secrets are the credentials that a request carries, encoded and in the clear.
func secrets(r *fake.Request) []string {
	_, encoded, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	list := []string{encoded}
	if id, secret, ok := (&http.Request{Header: r.Header}).BasicAuth(); ok {
		list = append(list, id, secret)
	}
	return list
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
