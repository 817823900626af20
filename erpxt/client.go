package erpxt

import (
	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// The addresses of the editions. A client uses BaseURLPoland unless Options.BaseURL says otherwise.
const (
	BaseURLPoland    = "https://app.erpxt.pl/api2/public"            // Comarch ERP XT, Poland
	BaseURLGermany   = "https://app.erpxt.de/api2/public"            // Comarch ERP XT, Germany
	BaseURLBetterfly = "https://app.comarchbetterfly.pl/api2/public" // Comarch Betterfly, the newer name in Poland
)

// The default limiter. No limit is documented, so it is a cautious one.
const (
	callsPerSecond = 4
	burst          = 8
)

// Credentials identify an application that was registered for the API. The administrator of a company's account asks
// for access in the web application (account, "Public API") and generates them there.
type Credentials struct {
	ClientID     shelfwire.Secret
	ClientSecret shelfwire.Secret
}

func (c *Credentials) check(problems *check.Problems) {
	problems.BasicUser("ClientID", c.ClientID)
	problems.Key("ClientSecret", c.ClientSecret)
}

// Client is a client of one company. It is immutable and safe for concurrent use.
type Client struct {
	Products *ProductsService

	tokens *tokens
}

// New returns a client. It sends nothing: the first call fetches a token. Missing or malformed credentials and options
// are an error that matches shelfwire.ErrInvalid and names each field.
func New(cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	cred.check(&problems)
	p := call.Provider{
		Name:    "erpxt",
		BaseURL: BaseURLPoland,
		Limiter: rate.NewLimiter(callsPerSecond, burst),
		Secrets: []shelfwire.Secret{cred.ClientID, cred.ClientSecret, call.Basic(cred.ClientID, cred.ClientSecret)},
	}
	t, err := newTokens(cred, p, opts, &problems)
	if err != nil {
		return nil, err
	}
	p.ParseError, p.Authorize, p.Renew, p.Tokens = explain, t.authorize, t.renew, t.secrets
	p.Pool = t.caller
	caller, err := call.New(p, opts, &problems)
	if err != nil {
		return nil, err
	}
	return &Client{Products: &ProductsService{caller: caller}, tokens: t}, nil
}

// CloseIdleConnections lets go of what a client holds that nobody uses any more: its connections that are not in use,
// unless they are those of an Options.HTTPClient, which may serve others, and the renewal of a token under way. The
// client can still be used.
func (c *Client) CloseIdleConnections() {
	c.tokens.cancelRenewal()
	c.tokens.caller.CloseIdleConnections()
}
