package call

import (
	"context"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// Provider is what one provider's package brings to the path.
type Provider struct {
	Name       string             // as in errors and logs: "resico"
	BaseURL    string             // used when Options.BaseURL is empty
	Accept     string             // the media type of responses; JSON when empty
	Limiter    shelfwire.Limiter  // used when Options.Limiter is nil
	Secrets    []shelfwire.Secret // redacted from everything that leaves the path
	ParseError func(*Response)    // reads the provider's own words from a response without a success status

	// Authorize puts the credentials on a request. An error ends the call before anything is sent.
	Authorize func(context.Context, *http.Request) error

	// Renew is called after a 401, once per call at most, with the request that was rejected. It returns true when
	// the credentials have been renewed: then the request is sent once more. It may be nil.
	Renew func(*http.Request) bool

	// CompletePrefix closes the complete part of a body that breaks off, so that it can be decoded; false when there
	// is none. Nil means the function for JSON.
	CompletePrefix func(body []byte) ([]byte, bool)

	// ShareConnections is a caller whose connections this one uses. Nil means connections of its own.
	ShareConnections *Caller

	// CurrentTokens returns the secrets that change while the client lives, redacted like Secrets. It may be nil.
	CurrentTokens func() []string

	// CustomerURL is for a provider that gives each customer a URL. BaseURL then comes from a parameter of New:
	// Field is the name of the parameter, for errors, and Path is where the API is found below the URL.
	CustomerURL struct{ Field, Path string }
}
