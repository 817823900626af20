package fake

import (
	"net/http"
	"strings"
)

// AuthorizationSecrets returns the credentials in the header Authorization, encoded and in clear.
func AuthorizationSecrets(r *Request) []string {
	_, encoded, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	list := []string{encoded}
	if user, password, ok := r.BasicAuth(); ok {
		list = append(list, user, password)
	}
	return list
}

// BasicAuth returns the credentials of HTTP Basic; false when there are none.
func (r *Request) BasicAuth() (user, password string, ok bool) {
	return (&http.Request{Header: r.Header}).BasicAuth()
}
