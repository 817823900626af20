package erpxt

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// tokenReply is the reply of the token endpoint. Its lifetime is in "expires" where OAuth says "expires_in".
type tokenReply struct {
	AccessToken string          `json:"access_token"`
	Expires     json.RawMessage `json:"expires"`
	ExpiresIn   json.RawMessage `json:"expires_in"`
}

func (r *tokenReply) decode(body []byte) error {
	*r = tokenReply{}
	if err := json.Unmarshal(body, r); err != nil {
		return errors.New("the reply is not a token") // the original could show parts of one
	}
	if r.AccessToken == "" {
		return refusedToken(body)
	}
	var problems check.Problems
	if problems.HeaderText("access_token", r.AccessToken); problems.Err() != nil {
		return errors.New("the access_token cannot stand in an HTTP header")
	}
	return nil
}

// refusedToken looks for the words of an error in a reply that has no token.
func refusedToken(body []byte) error {
	words := call.Reply{Status: http.StatusBadRequest, Body: body}
	explainToken(&words)
	if words.Code == "" && words.Message == "" {
		return errors.New("the reply holds no access_token")
	}
	words.Outcome = shelfwire.OutcomeRefused
	return &words.Refusal
}

const (
	defaultLifetime = 600 * time.Second // what the provider documents
	maxLifetime     = 24 * time.Hour    // beyond it, the number is something else: the provider's is 10 minutes
)

func (r *tokenReply) lifetime() time.Duration {
	for _, raw := range []json.RawMessage{r.Expires, r.ExpiresIn} {
		var seconds shelfwire.Decimal
		if seconds.UnmarshalJSON(raw) != nil {
			continue
		}
		if n := seconds.IntPart(); n >= 1 && n <= int64(maxLifetime/time.Second) {
			return time.Duration(n) * time.Second
		}
	}
	return defaultLifetime
}
