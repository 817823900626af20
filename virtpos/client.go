package virtpos

import (
	"strings"

	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// basePath is where the API is found below a company's address.
const basePath = "/api"

// The default limiter. No limit is documented, so it is a cautious one.
const (
	callsPerSecond = 4
	burst          = 8
)

// BaseURL is the address of a company: "https://mycompany.myvirtualpos.ru" for "mycompany". The older addresses, at
// virtpos.ru, are in the guide with plain http only.
func BaseURL(company string) string { return "https://" + company + ".myvirtualpos.ru" }

// Credentials are a company's key. Where it is given out, and what it can be limited to, is not documented.
type Credentials struct {
	APIKey shelfwire.Secret
}

func (c *Credentials) check(problems *check.Problems) {
	switch {
	case c.APIKey.IsZero():
		problems.Add("APIKey", "is missing")
	case strings.TrimSpace(c.APIKey.Reveal()) != c.APIKey.Reveal():
		problems.Add("APIKey", "must not begin or end with a space")
	}
}

// Client is a client of one company. It is immutable and safe for concurrent use.
type Client struct {
	Store *StoreService

	caller *call.Caller
	cred   Credentials
}

// New returns a client of a company at its own address, such as "https://mycompany.myvirtualpos.ru"; [BaseURL] builds
// it from the company's name. Options.BaseURL overrides the address together with the path of the API, "/api".
//
// It sends nothing. A missing or malformed address, credentials and options are an error that matches
// shelfwire.ErrInvalid and names each field.
func New(baseURL string, cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	cred.check(&problems)
	p := call.Provider{
		Name:           "virtpos",
		BaseURL:        baseURL,
		Accept:         "application/xml, application/json;q=0.9",
		Limiter:        rate.NewLimiter(callsPerSecond, burst),
		Secrets:        []shelfwire.Secret{cred.APIKey},
		Authorize:      authorized,
		ParseError:     explain,
		CompletePrefix: complete,
	}
	p.BaseURLParam.Field, p.BaseURLParam.Path = "baseURL", basePath
	caller, err := call.New(p, opts, &problems)
	if err != nil {
		return nil, err
	}
	store := &StoreService{
		caller: caller, sign: withKeyInBody(cred), redact: withPieces(cred.APIKey.Reveal(), caller.Redact),
		warehouses: newWarehouses(),
	}
	return &Client{Store: store, caller: caller, cred: cred}, nil
}

// WithKeyInQuery returns a client that sends every call as a GET with all its parameters in the query, the key too, as the
// guide's examples do. URLs are written into logs by servers and proxies on the way, so this is for a server that insists
// on it. A client of New sends POSTs with the key in the body, which the guide allows. The two clients share connections
// and limiter.
func (c *Client) WithKeyInQuery() *Client {
	store := *c.Store
	store.sign = withKeyInQuery(c.cred)
	return &Client{Store: &store, caller: c.caller, cred: c.cred}
}

// CloseIdleConnections closes connections that are not in use, unless they are those of an Options.HTTPClient, which may
// serve others. The client can still be used.
func (c *Client) CloseIdleConnections() { c.caller.CloseIdleConnections() }
