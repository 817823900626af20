package call

import (
	"context"
	"encoding/base64"
	"net/http"
)

// Basic is the text of HTTP Basic for a user and a password: the base64 form of their bytes as they are. It is a secret
// like the password.
func Basic(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
}

// AuthorizeBasic puts a user and a password on requests. They stay in a closure, out of reach of everything that prints
// structures.
func AuthorizeBasic(user, password string) func(context.Context, *http.Request) error {
	header := []string{"Basic " + Basic(user, password)}
	return func(_ context.Context, r *http.Request) error {
		r.Header["Authorization"] = header
		return nil
	}
}
