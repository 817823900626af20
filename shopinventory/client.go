package shopinventory

import (
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// basePath is where the API is found below a shop's address.
const basePath = "/api/v2"

// limits are those that the vendor publishes for one key. They depend on the shop's plan, so a shop may have others.
func limits() shelfwire.Limiter {
	return shelfwire.Limit(
		shelfwire.Rate{Calls: 4, Per: time.Second},
		shelfwire.Rate{Calls: 80, Per: time.Minute},
		shelfwire.Rate{Calls: 3_600, Per: time.Hour},
		shelfwire.Rate{Calls: 60_000, Per: 24 * time.Hour},
	)
}

// Credentials are an API key of one shop. The shop's administrator activates it: on the page "Acces API" of the legacy
// panel, or under Settings, API and webhooks, API Users of the Flex panel. The shop needs the VIP plan.
type Credentials struct {
	APIKey    shelfwire.Secret
	APISecret shelfwire.Secret
}

// Client is a client of one shop. It is immutable and safe for concurrent use.
type Client struct {
	Inventory *InventoryService

	caller *call.Caller
}

// New returns a client of a shop at its own address, such as "https://www.example.com". There is no address common to
// all shops, and only the one under which the shop is meant to be reached will do: others answer with redirects, which
// are not followed. Options.BaseURL overrides the address together with the path of the API, "/api/v2".
//
// It sends nothing. A missing or malformed address, credentials and options are an error that matches
// shelfwire.ErrInvalid and names each field.
func New(baseURL string, cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	problems.BasicUser("Key", cred.APIKey)
	problems.Key("Secret", cred.APISecret)
	p := call.Provider{
		Name:       "shopinventory",
		BaseURL:    baseURL,
		Limiter:    limits(),
		Secrets:    []shelfwire.Secret{cred.APIKey, cred.APISecret, call.Basic(cred.APIKey, cred.APISecret)},
		Authorize:  call.AuthorizeBasic(cred.APIKey, cred.APISecret),
		ParseError: explain,
	}
	p.BaseURLParam.Field, p.BaseURLParam.Path = "baseURL", basePath
	caller, err := call.New(p, opts, &problems)
	if err != nil {
		return nil, err
	}
	return &Client{Inventory: &InventoryService{caller: caller}, caller: caller}, nil
}

// CloseIdleConnections closes connections that are not in use, unless they are those of an Options.HTTPClient, which may
// serve others. The client can still be used.
func (c *Client) CloseIdleConnections() { c.caller.CloseIdleConnections() }
