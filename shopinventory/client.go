package shopinventory

import (
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// basePath is the path of the API below a shop's URL.
const basePath = "/api/v2"

// publishedLimits returns a limiter with the limits that the vendor publishes for one key. A shop's plan may have
// others.
func publishedLimits() shelfwire.Limiter {
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
	APIKey    shelfwire.Secret // the user of HTTP Basic, so it holds no colon
	APISecret shelfwire.Secret // its password
}

// Client is a client of one shop. It is immutable and safe for concurrent use.
type Client struct {
	Inventory *InventoryService // stock and prices
	Products  *ProductsService  // products with their stock and prices
	Orders    *OrdersService    // orders and their status
	Taxonomy  *TaxonomyService  // taxes

	caller *call.Caller
}

// New returns a client of the shop at baseURL, such as "https://www.example.com". Each shop has its own URL. It must
// be the canonical one: other hosts of the shop respond with redirects, which the client rejects. Options.BaseURL
// overrides baseURL together with the path of the API, "/api/v2".
//
// New sends no request. Invalid URLs, credentials and options are errors that match shelfwire.ErrInvalid and name each
// field.
func New(baseURL string, cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	problems.BasicUser("APIKey", cred.APIKey)
	problems.Key("APISecret", cred.APISecret)
	p := call.Provider{
		Name:       "shopinventory",
		BaseURL:    baseURL,
		Limiter:    publishedLimits(),
		Secrets:    []shelfwire.Secret{cred.APIKey, cred.APISecret, call.BasicCredentials(cred.APIKey, cred.APISecret)},
		Authorize:  call.AuthorizeBasic(cred.APIKey, cred.APISecret),
		ParseError: parseError,
	}
	p.CustomerURL.Field, p.CustomerURL.Path = "baseURL", basePath
	caller, err := call.New(p, opts, &problems)
	if err != nil {
		return nil, err
	}
	return &Client{
		Inventory: &InventoryService{caller: caller},
		Products:  newProductsService(caller),
		Orders:    newOrdersService(caller),
		Taxonomy:  &TaxonomyService{caller: caller},
		caller:    caller,
	}, nil
}

// CloseIdleConnections closes the idle connections of the client's own transport. Those of an Options.HTTPClient stay
// open, since others may use them. The client remains usable.
func (c *Client) CloseIdleConnections() { c.caller.CloseIdleConnections() }
