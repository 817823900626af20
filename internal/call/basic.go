package call

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// Basic is the text of HTTP Basic for a user and a password: the base64 form of their bytes as they are. It is a secret
// like the password.
func Basic(user, password shelfwire.Secret) shelfwire.Secret {
	text := user.Reveal() + ":" + password.Reveal()
	return shelfwire.NewSecret(base64.StdEncoding.EncodeToString([]byte(text)))
}

// AuthorizeBasic puts a user and a password on requests. They stay in a closure, out of reach of everything that prints
// structures.
func AuthorizeBasic(user, password shelfwire.Secret) func(context.Context, *http.Request) error {
	header := []string{"Basic " + Basic(user, password).Reveal()}
	return func(_ context.Context, r *http.Request) error {
		r.Header["Authorization"] = header
		return nil
	}
}
