package call

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// BasicCredentials returns what HTTP Basic sends for a user and a password: the base64 form of "user:password",
// which is as secret as the password.
func BasicCredentials(user, password shelfwire.Secret) shelfwire.Secret {
	text := user.Reveal() + ":" + password.Reveal()
	return shelfwire.NewSecret(base64.StdEncoding.EncodeToString([]byte(text)))
}

// AuthorizeBasic returns a function for [Provider].Authorize that puts a user and a password on requests. A
// closure holds them, out of reach of everything that prints structures.
func AuthorizeBasic(user, password shelfwire.Secret) func(context.Context, *http.Request) error {
	header := []string{"Basic " + BasicCredentials(user, password).Reveal()}
	return func(_ context.Context, r *http.Request) error {
		r.Header["Authorization"] = header
		return nil
	}
}

// renewCredentials reports whether an attempt was rejected for credentials that have been renewed since.
func (c *Caller) renewCredentials(a *attempt) bool {
	return a.status == http.StatusUnauthorized && c.renew != nil && c.renew(a.request)
}
